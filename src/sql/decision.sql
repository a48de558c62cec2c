-- Decisions that are asked for.

-- name: decision_ask :one
-- in:  request uuid, programme text, decision jsonb, on_date date, evidence jsonb
-- out: receipt jsonb
SELECT jalon.decision_ask($1, $2, $3, $4, $5) AS receipt;

-- name: decision_close :one
-- in:  request uuid, programme text, seq integer, closed_as text, on_date date, evidence jsonb
-- out: receipt jsonb
SELECT jalon.decision_close($1, $2, $3, $4, $5, $6) AS receipt;

-- name: decisions :many
-- in:  programme text, as_of date, known bigint
-- out: entry text, asked_on date, due_on date, whom text, what text, closed_as text, closed_on date, closed_by text
-- Those that are open first, the one that is due first before the others.
SELECT q.entry, q.asked_on, q.due_on, q.whom, q.what, q.closed_as, q.closed_on, q.closed_by
FROM jalon.decisions($1, $2, $3) q
ORDER BY q.closed_by IS NOT NULL, q.due_on, q.entry_id;
