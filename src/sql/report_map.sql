-- name: report_map :one
-- The contracts in scope on the cut-off, for the map: by Région and name. CODES and SIRENS are the
-- outlines that there are: one is of the territory with that code which has that member on the day,
-- as codes are unique within a programme only. None fits: no contract is told, and none is read.
-- in:  programme text, as_of date, known bigint, codes text[], sirens text[]
-- out: areas text
WITH p AS (SELECT * FROM jalon.programmes($3) WHERE code = $1),
drawn AS MATERIALIZED (
  SELECT DISTINCT c.id AS contract_id
  FROM p JOIN jalon.contract c ON c.programme_id = p.id
  JOIN unnest($4::text[], $5::text[]) AS o (code, siren) ON o.code = c.code
  JOIN jalon.members($3) m ON m.contract_id = c.id AND m.siren = o.siren
    AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to > $2)),
signed AS MATERIALIZED (
  SELECT contract_id, json_agg(DISTINCT i.instrument) AS list
  FROM jalon.numbers($3) i
  WHERE i.opened_on <= $2 AND i.completed_on <= $2 AND (i.closed_on IS NULL OR i.closed_on > $2)
    AND EXISTS (SELECT FROM drawn)
  GROUP BY contract_id)
SELECT coalesce(json_agg(json_build_object(
         'code', at.code, 'name', at.name, 'region', g.name, 'state', at.state, 'done', at.done,
         'drawn', drawn.contract_id IS NOT NULL, 'signed', coalesce(signed.list, '[]'))
       ORDER BY coalesce(g.name, at.region) COLLATE "fr-x-icu", at.region,
                at.name COLLATE "fr-x-icu", at.code), '[]')::text AS areas
FROM p
CROSS JOIN jalon.contracts_at(p.id, $2, $3) at
LEFT JOIN drawn USING (contract_id)
LEFT JOIN signed USING (contract_id)
LEFT JOIN jalon.region g ON g.programme_id = p.id AND g.code = at.region
WHERE at.in_scope AND EXISTS (SELECT FROM drawn);
