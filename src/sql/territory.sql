-- Territories.

-- name: territory_add :one
-- in:  request uuid, programme text, territory jsonb, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_add($1, $2, $3, $4, $5, $6) AS receipt;

-- name: territory_codes :many
-- in:  programme text
-- out: code text
SELECT c.code FROM jalon.contract c JOIN jalon.programme p ON p.id = c.programme_id
WHERE p.code = $1 ORDER BY c.code;

-- name: territory_rename :one
-- in:  request uuid, programme text, code text, name text, on_date date, precision text, expect text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_rename($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: territory_alias :one
-- in:  request uuid, programme text, code text, alias jsonb, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_alias($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: territory_member_add :one
-- in:  request uuid, programme text, code text, member jsonb, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_member_add($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: territory_member_remove :one
-- in:  request uuid, programme text, code text, siren text, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_member_remove($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: territory_leave :one
-- in:  request uuid, programme text, code text, into_codes text[], on_date date, precision text, expect text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_leave($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: territory_succeed :one
-- in:  request uuid, programme text, codes text[], successors jsonb, on_date date, precision text, expect text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_succeed($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;
