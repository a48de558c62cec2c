-- The declared statuses that a report holds against what it computes.

-- name: report_declared :many
-- in:  programme text, as_of date, known bigint
-- out: region text, status text, counts_from date, entry text
SELECT d.region, d.status, d.counts_from, d.entry
FROM jalon.declared($1, $2, $3) d
ORDER BY d.region;
