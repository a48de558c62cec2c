-- Contracts: the writing functions, and the list.

-- name: advance :one
-- in:  request uuid, programme text, code text, to_state text, on_date date, precision text, expect text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.advance($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: sign :one
-- in:  request uuid, programme text, code text, instrument text, parties text[], on_date date, precision text, signing jsonb, evidence jsonb
-- out: receipt jsonb
SELECT jalon.sign($1, $2, $3, $4, $5, $6, $7, $8, $9) AS receipt;

-- name: milestone :one
-- in:  request uuid, programme text, code text, milestone text, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.milestone($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: contract_list :many
-- The contracts of a day with what each instrument has and needs. Null conditions hold always.
-- in:  programme text, as_of date, state text, region text, missing text, search text, stalled_days integer
-- out: as_of date, code text, name text, state text, state_since date, regions jsonb, instruments jsonb
WITH p AS MATERIALIZED (
  SELECT id, revision, coalesce($2::date, jalon.today(timezone)) AS as_of
  FROM jalon.programme WHERE code = $1::text),
party AS MATERIALIZED (
  SELECT a.* FROM p, jalon.parties_at(p.id, NULL, p.as_of) a),
instrument AS (
  SELECT a.contract_id, f.code, f.position, f.from_states, bool_and(a.completed_on IS NOT NULL) AS done,
         max(a.completed_on) AS signed_on, count(a.signed_on) AS signed, count(*) AS required,
         coalesce(jsonb_agg(a.party ORDER BY array_position(f.required, split_part(a.party, ':', 1)),
                                             a.party) FILTER (WHERE a.signed_on IS NULL), '[]')
           AS missing
  FROM p
  JOIN jalon.instrument_def f ON f.programme_id = p.id AND f.revision = p.revision
  JOIN party a ON a.instrument = f.code
  GROUP BY a.contract_id, f.code, f.position, f.from_states)
SELECT p.as_of, c.code, c.name, c.state, c.state_since,
       (SELECT jsonb_agg(r.region ORDER BY r.position) FROM jalon.territory_region r
        WHERE r.contract_id = c.contract_id) AS regions,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'code', i.code, 'done', i.done, 'signed_on', i.signed_on, 'signed', i.signed,
                 'required', i.required, 'missing', i.missing) ORDER BY i.position), '[]')
        FROM instrument i WHERE i.contract_id = c.contract_id) AS instruments
FROM p, jalon.contracts_at(p.id, p.as_of) c
WHERE ($3::text IS NULL OR c.state = $3)
  AND ($4::text IS NULL OR EXISTS (SELECT FROM jalon.territory_region r
                                   WHERE r.contract_id = c.contract_id AND r.region = $4))
  AND ($5::text IS NULL OR EXISTS (
    SELECT FROM instrument i, jsonb_array_elements_text(i.missing) m
    WHERE i.contract_id = c.contract_id AND c.state = ANY (i.from_states)
      AND (m = $5 OR split_part(m, ':', 1) = $5)))
  AND ($6::text IS NULL OR jalon.fold($6) <> '')
  AND ($6::text IS NULL OR jalon.fold(c.code) LIKE '%' || jalon.fold($6) || '%'
    OR EXISTS (SELECT FROM jalon.territory_name n WHERE n.contract_id = c.contract_id
               AND jalon.fold(n.value) LIKE '%' || jalon.fold($6) || '%')
    OR EXISTS (SELECT FROM jalon.member m WHERE m.contract_id = c.contract_id
               AND (m.siren = $6 OR jalon.fold(m.name) LIKE '%' || jalon.fold($6) || '%')))
  AND ($7::integer IS NULL OR p.as_of - c.state_since >= $7)
ORDER BY c.code;
