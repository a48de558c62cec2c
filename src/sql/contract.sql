-- Contracts: the writing functions, and the list.

-- name: advance :one
-- in:  request uuid, programme text, code text, to_state text, on_date date, precision text, expect text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.advance($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: sign :one
-- in:  request uuid, programme text, code text, instrument text, parties text[], on_date date, precision text, signing jsonb, evidence jsonb
-- out: receipt jsonb
SELECT jalon.sign($1, $2, $3, $4, $5, $6, $7, $8, $9) AS receipt;

-- name: sign_with_file :one
-- in:  request uuid, programme text, code text, instrument text, parties text[], on_date date, precision text, signing jsonb, evidence jsonb, content bytea
-- out: receipt jsonb
SELECT jalon.sign_with_file($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS receipt;

-- name: milestone :one
-- in:  request uuid, programme text, code text, milestone text, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.milestone($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: contract_list :many
-- The contracts of a day with what each instrument has and needs. Null conditions hold always.
-- `is_left`: those whose territory has left the programme. `progress` is that of `instrument`;
-- order by `progress` too, else that of the instrument that completes the contract.
-- `due_from` and `due_until`: a target is due from that day on, until that day, and not met.
-- `term_before`: the term that it runs under ends before that day. `is_refused`: a refusal stands.
-- `planned_before`: something is planned before that day, and not there yet.
-- in:  programme text, as_of date, is_left boolean, states text[], other_states text[], since date,
--      before date, entered_since date, region text, departement text, search text,
--      instrument text, missing text, progress text, signed_since date, signed_until date,
--      due_from date, due_until date, sort text, is_reversed boolean, max_rows integer,
--      known bigint, term_before date, is_refused boolean, planned_before date
-- out: as_of date, code text, name text, state text, state_since date, left_on date,
--      regions jsonb, instruments jsonb, term jsonb, step jsonb, match jsonb, total bigint
WITH p AS MATERIALIZED (
  SELECT id, revision, coalesce($2::date, jalon.today(timezone)) AS as_of
  FROM jalon.programmes($22) WHERE code = $1::text),
found AS MATERIALIZED (
  SELECT f.* FROM p, jalon.find(p.id, $11::text, p.as_of, $22) f WHERE $11::text IS NOT NULL),
c AS MATERIALIZED (
  SELECT l.* FROM p, jalon.contracts_listed(p.id, p.as_of, $3::boolean, $22) l
  WHERE ($4::text[] IS NULL OR l.state = ANY ($4))
    AND ($5::text[] IS NULL OR l.state <> ALL ($5))
    AND ($6::date IS NULL OR l.state_since >= $6)
    AND ($7::date IS NULL OR l.state_since < $7)
    AND ($8::date IS NULL OR l.entered_on >= $8)
    AND ($9::text IS NULL OR EXISTS (SELECT FROM jalon.territory_region r
                                     WHERE r.contract_id = l.contract_id AND r.region = $9))
    AND ($10::text IS NULL OR EXISTS (
      SELECT FROM jalon.territory_departement d
      WHERE d.contract_id = l.contract_id AND d.departement = $10))
    AND ($11::text IS NULL OR l.contract_id IN (SELECT f.contract_id FROM found f))),
refused AS MATERIALIZED (
  SELECT DISTINCT r.contract_id, r.instrument, r.number, r.party
  FROM p, jalon.refusals_at(ARRAY(SELECT c.contract_id FROM c), p.as_of, $22) r),
term AS MATERIALIZED (
  SELECT t.* FROM p, jalon.terms_at(ARRAY(SELECT c.contract_id FROM c), p.as_of, $22) t),
step AS MATERIALIZED (
  SELECT DISTINCT ON (s.contract_id) s.*
  FROM p, jalon.plans_at(ARRAY(SELECT c.contract_id FROM c), p.as_of, $22) s
  ORDER BY s.contract_id, s.due_on, s.entry_id),
instrument AS MATERIALIZED (
  SELECT a.contract_id, f.code, f.position, f.from_states, f.completes,
         bool_and(a.completed_on IS NOT NULL) AS done, max(a.completed_on) AS signed_on,
         count(a.signed_on) AS signed, count(*) AS required,
         coalesce(jsonb_agg(a.party ORDER BY array_position(f.required, split_part(a.party, ':', 1)),
                                             a.party) FILTER (WHERE a.signed_on IS NULL), '[]')
           AS missing,
         coalesce(jsonb_agg(a.party ORDER BY array_position(f.required, split_part(a.party, ':', 1)),
                                             a.party) FILTER (WHERE r.party IS NOT NULL), '[]')
           AS refused
  FROM p
  CROSS JOIN LATERAL jalon.parties_at(p.id, ARRAY(SELECT c.contract_id FROM c), p.as_of, $22) a
  JOIN jalon.instrument_def f ON f.code = a.instrument
  LEFT JOIN refused r ON r.contract_id = a.contract_id AND r.instrument = a.instrument
    AND r.party = a.party AND (r.number = a.number OR a.number IS NULL)
  WHERE f.programme_id = p.id AND f.revision = p.revision
  GROUP BY a.contract_id, f.code, f.position, f.from_states, f.completes),
asked AS (
  SELECT c.contract_id, min(i.signed) AS signed, bool_or(i.done) AS done
  FROM c LEFT JOIN instrument i ON i.contract_id = c.contract_id AND i.code = $12::text
  GROUP BY c.contract_id),
progress AS (
  SELECT DISTINCT ON (i.contract_id) i.contract_id, i.signed::numeric / i.required AS share
  FROM instrument i WHERE i.code = $12 OR ($12 IS NULL AND i.completes IS NOT NULL)
  ORDER BY i.contract_id, i.position),
-- What is not met yet of the targets that bind a contract in scope.
due AS MATERIALIZED (
  SELECT t.contract_id, t.on_date
  FROM p
  CROSS JOIN LATERAL jalon.targets_at(p.id, p.as_of, $22) t
  JOIN c USING (contract_id)
  JOIN jalon.state_defs($22) f ON f.programme_id = p.id AND f.code = c.state AND f.in_scope
  WHERE coalesce($17::date, $18::date) IS NOT NULL AND t.binds AND NOT EXISTS (
    SELECT FROM instrument i
    WHERE i.contract_id = t.contract_id AND i.done
      AND CASE WHEN t.instrument IS NULL THEN i.completes IS NOT NULL
               ELSE i.code = t.instrument END)),
kept AS (
  SELECT c.*, row_number() OVER (
           ORDER BY CASE $19::text WHEN 'name' THEN c.name WHEN 'region' THEN g.name END
                      COLLATE "fr-x-icu",
                    CASE $19 WHEN 'state' THEN s.position END,
                    CASE $19 WHEN 'since' THEN c.state_since END,
                    CASE $19 WHEN 'progress' THEN coalesce(o.share, 0) END, c.code) AS place
  FROM p CROSS JOIN c
  JOIN asked a USING (contract_id)
  LEFT JOIN progress o USING (contract_id)
  LEFT JOIN jalon.region g ON g.programme_id = p.id AND g.code = c.region
  LEFT JOIN jalon.state_def s ON s.programme_id = p.id AND s.revision = p.revision
    AND s.code = c.state
  WHERE ($13::text IS NULL OR EXISTS (
      SELECT FROM instrument i, jsonb_array_elements_text(i.missing) m
      WHERE i.contract_id = c.contract_id AND c.state = ANY (i.from_states)
        AND ($12 IS NULL OR i.code = $12) AND (m = $13 OR split_part(m, ':', 1) = $13)))
    AND ($14::text IS NULL OR $14 = CASE WHEN a.done THEN 'complete'
                                         WHEN a.signed > 0 THEN 'partial' ELSE 'none' END)
    AND (coalesce($15::date, $16::date) IS NULL OR EXISTS (
      SELECT FROM instrument i
      WHERE i.contract_id = c.contract_id AND i.done AND ($12 IS NULL OR i.code = $12)
        AND ($15 IS NULL OR i.signed_on >= $15) AND ($16 IS NULL OR i.signed_on <= $16)))
    AND (coalesce($17, $18) IS NULL OR EXISTS (
      SELECT FROM due d
      WHERE d.contract_id = c.contract_id AND ($17 IS NULL OR d.on_date >= $17)
        AND ($18 IS NULL OR d.on_date <= $18)))
    AND (NOT $24::boolean OR EXISTS (SELECT FROM refused r WHERE r.contract_id = c.contract_id))
    AND ($23::date IS NULL OR EXISTS (
      SELECT FROM term t WHERE t.contract_id = c.contract_id AND t.to_date < $23))
    AND ($25::date IS NULL OR EXISTS (
      SELECT FROM step s WHERE s.contract_id = c.contract_id AND s.due_on < $25)))
SELECT p.as_of, k.code, k.name, k.state, k.state_since, k.left_on,
       (SELECT jsonb_agg(r.region ORDER BY r.position) FROM jalon.territory_region r
        WHERE r.contract_id = k.contract_id) AS regions,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'code', i.code, 'done', i.done, 'signed_on', i.signed_on, 'signed', i.signed,
                 'required', i.required, 'missing', i.missing, 'refused', i.refused) ORDER BY i.position), '[]')
        FROM instrument i WHERE i.contract_id = k.contract_id) AS instruments,
       (SELECT jsonb_build_object('instrument', t.instrument, 'number', t.number,
                                  'from', t.from_date, 'to', t.to_date)
        FROM term t WHERE t.contract_id = k.contract_id) AS term,
       (SELECT jsonb_build_object('kind', s.kind, 'what', s.what, 'number', s.number,
                                  'earliest', s.earliest, 'latest', s.latest,
                                  'precision', s.precision, 'party', s.party)
        FROM step s WHERE s.contract_id = k.contract_id) AS step,
       (SELECT jsonb_build_object('kind', f.kind, 'value', f.value, 'other', f.other,
                                  'from', f.valid_from, 'to', f.valid_to)
        FROM found f WHERE f.contract_id = k.contract_id) AS match,
       count(*) OVER () AS total
FROM p CROSS JOIN kept k
ORDER BY CASE WHEN $20::boolean THEN -k.place ELSE k.place END
LIMIT $21::integer;
