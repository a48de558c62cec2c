-- Planned dates of contracts: the writing function.

-- name: plan :one
-- in:  request uuid, programme text, code text, what text, plan jsonb, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.plan($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;
