-- Reports that are sent by mail: the writing functions, and what became of each mail.

-- name: report_deliver :one
-- in:  request uuid, programme text, issue integer, mail jsonb, attempts integer, again boolean
-- out: receipt jsonb
SELECT jalon.report_deliver($1, $2, $3, $4, $5, $6) AS receipt;

-- name: report_delivered :one
-- in:  request uuid, programme text, begun integer, outcome text, status integer
-- out: receipt jsonb
SELECT jalon.report_delivered($1, $2, $3, $4, $5) AS receipt;

-- name: deliveries :many
-- in:  programme text, issue text
-- out: address text, lang text, outcome text, entry text
-- The mails with the report that an entry issued ("ti#2"), in journal order.
SELECT d.address, d.lang, d.outcome, d.entry
FROM jalon.deliveries($1) d WHERE $1 || '#' || d.issue = $2 ORDER BY d.seq;
