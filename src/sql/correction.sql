-- Corrections: entries that take back or correct earlier ones.

-- name: void :one
-- in:  request uuid, programme text, code text, seqs integer[], on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.void($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: void_batch :one
-- in:  request uuid, programme text, batch uuid, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.void_batch($1, $2, $3, $4, $5, $6) AS receipt;

-- name: undo :one
-- in:  request uuid, programme text, code text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.undo($1, $2, $3, $4) AS receipt;

-- name: correct :one
-- in:  request uuid, programme text, code text, seqs integer[], members jsonb, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.correct($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;
