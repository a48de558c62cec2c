-- What people declare of Régions.

-- name: declare :one
-- in:  request uuid, programme text, region text, status text, on_date date, evidence jsonb
-- out: receipt jsonb
SELECT jalon.declare($1, $2, $3, $4, $5, $6) AS receipt;
