-- Territories.

-- name: territory_add :one
-- in:  request uuid, programme text, territory jsonb, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_add($1, $2, $3, $4, $5, $6) AS receipt;
