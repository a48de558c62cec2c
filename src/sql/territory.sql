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

-- name: territory_absorb :one
-- in:  request uuid, programme text, code text, predecessors text[], on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_absorb($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: territory_succeed :one
-- in:  request uuid, programme text, codes text[], successors jsonb, on_date date, precision text, expect text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.territory_succeed($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: territory_find :many
-- The territories of a programme that a text means best, at least as well as `max_rank`
-- (jalon.find), by code. A code that is there means nothing else.
-- in:  programme text, text text, max_rank integer, max_rows integer, known bigint
-- out: code text, name text, kind text, value text, other text, valid_from date, valid_to date,
--      total bigint
WITH p AS MATERIALIZED (
  SELECT id, jalon.today(timezone) AS today FROM jalon.programme WHERE code = $1),
found AS MATERIALIZED (
  SELECT c.id AS contract_id, 1 AS rank, 'code' AS kind, c.code AS value, NULL AS other,
         NULL::date AS valid_from, NULL::date AS valid_to
  FROM p JOIN jalon.contract c ON c.programme_id = p.id WHERE c.code = $2
  UNION ALL
  SELECT f.* FROM p, jalon.find(p.id, $2, p.today, $5) f
  WHERE NOT EXISTS (SELECT FROM p JOIN jalon.contract c ON c.programme_id = p.id WHERE c.code = $2))
SELECT c.code,
       (SELECT n.value FROM jalon.names($5) n
        WHERE n.contract_id = c.id AND n.kind = 'name'
        ORDER BY n.valid_from <= p.today DESC, n.valid_from DESC LIMIT 1) AS name,
       f.kind, f.value, f.other, f.valid_from, f.valid_to, count(*) OVER () AS total
FROM p CROSS JOIN found f JOIN jalon.contract c ON c.id = f.contract_id
WHERE f.rank = (SELECT min(rank) FROM found) AND f.rank <= $3::integer
ORDER BY c.code LIMIT $4::integer;

-- name: territory_spellings :many
-- What a text is looked for as, beside every name that something could be called by.
-- in:  programme text, text text, known bigint
-- out: asked text, code text, name text, folded text
SELECT jalon.bare(jalon.fold($2)) AS asked, c.code, t.name, t.folded
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN LATERAL (
  SELECT n.value AS name, n.folded FROM jalon.names($3) n
  WHERE n.contract_id = c.id AND n.kind <> 'external_code'
  UNION ALL
  SELECT m.name, m.folded FROM jalon.members($3) m WHERE m.contract_id = c.id) t ON true
WHERE p.code = $1
ORDER BY c.code, t.name;

-- name: place_find :many
-- The Régions or départements whose name is the text, else those whose words it begins.
-- in:  programme text, kind text, text text
-- out: code text, name text
WITH place AS (
  SELECT g.code, g.name, g.programme_id, 'region' AS kind FROM jalon.region g
  UNION ALL
  SELECT d.code, d.name, d.programme_id, 'departement' FROM jalon.departement d),
found AS (
  SELECT l.code, l.name, jalon.fold(l.name) = jalon.fold($3) AS is_whole
  FROM jalon.programme p JOIN place l ON l.programme_id = p.id
  WHERE p.code = $1 AND l.kind = $2 AND jalon.fold($3) <> ''
    AND ' ' || jalon.fold(l.name) LIKE ALL (
      ARRAY(SELECT '% ' || w || '%' FROM unnest(string_to_array(jalon.fold($3), ' ')) w)))
SELECT f.code, f.name FROM found f
WHERE f.is_whole OR NOT EXISTS (SELECT FROM found w WHERE w.is_whole)
ORDER BY f.code;
