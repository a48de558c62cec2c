-- Batches.

-- name: batch :one
-- in:  request uuid, programme text, rows jsonb, keep_going boolean
-- out: receipt jsonb
SELECT jalon.batch($1, $2, $3, $4) AS receipt;
