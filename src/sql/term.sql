-- Terms of contracts: the writing function.

-- name: term :one
-- in:  request uuid, programme text, code text, instrument text, term jsonb, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.term($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;
