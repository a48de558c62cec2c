-- What stands in the way of a document as the next revision of a programme.

-- The dates of a document's targets as declared: position 1 is the original, of all contracts.
CREATE OR REPLACE FUNCTION jalon.target_moves(p_doc jsonb)
RETURNS TABLE (code text, "position" integer, label_fr text, label_en text, on_date date,
               decided_on date, instrument text, percent integer, source text, region text)
LANGUAGE sql STABLE
AS $$
  SELECT t ->> 'code', m.position::integer, t #>> '{label,fr}', t #>> '{label,en}',
         (m.move ->> 'on')::date, (m.move ->> 'decided_on')::date, t #>> '{covers,instrument}',
         coalesce((t #>> '{covers,percent}')::integer, 100), m.move ->> 'source', m.move ->> 'region'
  FROM pg_catalog.jsonb_array_elements(coalesce(p_doc -> 'targets', '[]')) t,
       pg_catalog.jsonb_array_elements(
         pg_catalog.jsonb_build_array(t - 'moved') || coalesce(t -> 'moved', '[]'))
         WITH ORDINALITY AS m (move, position)
$$;

-- The dates of targets as the revision in force then declares them.
CREATE OR REPLACE FUNCTION jalon.targets(p_known bigint)
RETURNS TABLE (programme_id uuid, code text, "position" integer, label_fr text, label_en text,
               on_date date, decided_on date, instrument text, percent integer, source text,
               region text)
LANGUAGE sql STABLE
AS $$
  SELECT t.programme_id, t.code, t.position, t.label_fr, t.label_en, t.on_date, t.decided_on,
         t.instrument, t.percent, t.source, t.region
  FROM jalon.target t WHERE p_known IS NULL
  UNION ALL
  SELECT p.id, m.*
  FROM jalon.programmes(p_known) p
  JOIN jalon.revision r ON r.programme_id = p.id AND r.number = p.revision
  CROSS JOIN LATERAL jalon.target_moves(r.document::jsonb) m
  WHERE p_known IS NOT NULL
$$;

-- Contracts in scope from whose state no transition of the document leads to a done one. Only from
-- the state that it is in does a contract go back to its previous state: further on, `previous`
-- leads to where it has just been.
CREATE OR REPLACE FUNCTION jalon.dead_ends(p_programme uuid, p_doc jsonb)
RETURNS TABLE (code text, state text)
LANGUAGE sql STABLE
AS $$
  WITH RECURSIVE edge AS (
    SELECT f.state AS leave, t ->> 'to' AS enter
    FROM pg_catalog.jsonb_array_elements(p_doc #> '{lifecycle,transitions}') t,
         pg_catalog.jsonb_array_elements_text(t -> 'from') AS f (state)),
  reaching AS (
    SELECT key AS state FROM pg_catalog.jsonb_each(p_doc #> '{lifecycle,states}')
    WHERE (value ->> 'done')::boolean
    UNION
    SELECT e.leave FROM reaching r JOIN edge e ON e.enter = r.state)
  SELECT c.code, c.state FROM jalon.contract c
  WHERE c.programme_id = p_programme
    AND coalesce((p_doc #>> ARRAY['lifecycle', 'states', c.state, 'in_scope'])::boolean, true)
    AND NOT EXISTS (
      SELECT FROM reaching r
      WHERE r.state = c.state OR (r.state = c.previous_state AND EXISTS (
        SELECT FROM edge e WHERE e.leave = c.state AND e.enter = 'previous')))
$$;

-- What contracts use and the document does not declare: a state that one is in or would go back
-- to, an instrument that one ever signed (reports of the past count it), a party that an instrument
-- being signed waits for, a milestone reached, a cohort that one ever was in, a weight that one was
-- given (reports of the past count by them), a place.
CREATE OR REPLACE FUNCTION jalon.dropped_in_use(p_programme uuid, p_revision integer, p_doc jsonb)
RETURNS TABLE (kind text, thing text, code text)
LANGUAGE sql STABLE
AS $$
  WITH contract AS (SELECT c.* FROM jalon.contract c WHERE c.programme_id = p_programme),
  used AS (
    SELECT 'state_in_use' AS kind, c.state AS thing, c.code, '{lifecycle,states}'::text[] AS path
    FROM contract c
    UNION
    SELECT 'state_in_use', c.previous_state, c.code, '{lifecycle,states}' FROM contract c
    JOIN jalon.transition_edge t ON t.programme_id = p_programme AND t.revision = p_revision
      AND t.from_state = c.state AND t.to_state = '*previous'
    UNION
    SELECT 'instrument_in_use', i.instrument, c.code, '{instruments}' FROM contract c
    JOIN jalon.instrument i ON i.contract_id = c.id AND i.known_to IS NULL
    UNION
    SELECT 'party_in_use', pg_catalog.split_part(y.party, ':', 1), c.code, '{parties}'
    FROM contract c
    JOIN jalon.instrument i ON i.contract_id = c.id AND i.completed_on IS NULL
      AND i.closed_by IS NULL AND i.known_to IS NULL
    JOIN jalon.instrument_party y ON y.contract_id = i.contract_id
      AND y.instrument = i.instrument AND y.number = i.number AND y.waived_by IS NULL
      AND y.known_to IS NULL
    UNION
    SELECT 'milestone_in_use', m.milestone, c.code, '{milestones}' FROM contract c
    JOIN jalon.milestone m ON m.contract_id = c.id AND m.known_to IS NULL
    UNION
    SELECT 'cohort_in_use', m.cohort, c.code, '{cohorts}' FROM contract c
    JOIN jalon.cohort_member m ON m.contract_id = c.id AND m.known_to IS NULL
    UNION
    SELECT 'weight_in_use', w.weight, c.code, '{weights}' FROM contract c
    JOIN jalon.weight w ON w.contract_id = c.id AND w.known_to IS NULL
    UNION
    SELECT 'region_in_use', g.region, c.code, '{regions}' FROM contract c
    JOIN jalon.territory_region g ON g.contract_id = c.id
    UNION
    SELECT 'region_in_use', m.region, c.code, '{regions}' FROM contract c
    JOIN jalon.member m ON m.contract_id = c.id AND m.known_to IS NULL
    UNION
    SELECT 'departement_in_use', g.departement, c.code, '{departements}' FROM contract c
    JOIN jalon.territory_departement g ON g.contract_id = c.id
    UNION
    SELECT 'departement_in_use', m.departement, c.code, '{departements}' FROM contract c
    JOIN jalon.member m ON m.contract_id = c.id AND m.known_to IS NULL)
  SELECT u.kind, u.thing, u.code FROM used u
  WHERE NOT coalesce(p_doc #> u.path, '{}') ? u.thing
$$;

-- The obstacles in the order in which they are told; the contracts concerned are the first 20, `n`
-- says how many there are. A document that is the programme's first has none.
CREATE OR REPLACE FUNCTION jalon.revision_obstacles(p_code text, p_doc jsonb)
RETURNS TABLE (kind text, thing text, n integer, contracts text[])
LANGUAGE sql STABLE
AS $$
  WITH programme AS (
    SELECT p.*, r.document::jsonb AS doc FROM jalon.programme p
    JOIN jalon.revision r ON r.programme_id = p.id AND r.number = p.revision
    WHERE p.code = p_code),
  obstacle AS (
    SELECT d.* FROM programme p, jalon.dropped_in_use(p.id, p.revision, p_doc) d
    UNION ALL
    SELECT 'status_in_use', d.status, d.region
    FROM programme p, jalon.declared(p.code, 'infinity', NULL) d
    WHERE NOT coalesce(p_doc -> 'statuses', '[]') @> pg_catalog.jsonb_build_array(
      pg_catalog.jsonb_build_object('code', d.status))
    UNION ALL
    SELECT 'dead_end', d.state, d.code FROM programme p, jalon.dead_ends(p.id, p_doc) d
    WHERE p_doc #> '{lifecycle,states}' ? d.state
      AND NOT EXISTS (SELECT FROM jalon.dead_ends(p.id, p.doc) o WHERE o.code = d.code)
    UNION ALL
    -- Days of recording are days of the programme's zone.
    SELECT 'timezone_fixed', p_doc #>> '{programme,timezone}', c.code FROM programme p
    JOIN jalon.contract c ON c.programme_id = p.id
    WHERE p.timezone <> p_doc #>> '{programme,timezone}'
    UNION ALL
    -- A moved target keeps its past, and what it covers.
    SELECT DISTINCT 'target_past', t.code, NULL FROM programme p
    JOIN jalon.target t ON t.programme_id = p.id
    WHERE NOT EXISTS (
      SELECT FROM jalon.target_moves(p_doc) m
      WHERE (m.code, m.position, m.on_date, m.decided_on, m.percent)
          = (t.code, t.position, t.on_date, t.decided_on, t.percent)
        AND m.instrument IS NOT DISTINCT FROM t.instrument
        AND m.region IS NOT DISTINCT FROM t.region))
  SELECT o.kind, o.thing, pg_catalog.count(o.code)::integer,
         (pg_catalog.array_agg(o.code ORDER BY o.code))[1:20]
           || CASE WHEN pg_catalog.count(o.code) > 20 THEN ARRAY['…'] END
  FROM obstacle o GROUP BY o.kind, o.thing
  ORDER BY pg_catalog.array_position(ARRAY['timezone_fixed', 'region_in_use',
             'departement_in_use', 'state_in_use', 'dead_end', 'instrument_in_use',
             'party_in_use', 'milestone_in_use', 'cohort_in_use', 'weight_in_use',
             'status_in_use', 'target_past'], o.kind), o.thing
$$;

-- Refuses by the first obstacle. With a reason a target's past may be corrected: the documents of
-- the earlier revisions keep it.
CREATE OR REPLACE FUNCTION jalon.refuse_obstacles(
  p_code text, p_doc jsonb, p_has_reason boolean)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v record;
BEGIN
  SELECT * INTO v FROM jalon.revision_obstacles(p_code, p_doc) o
  WHERE NOT (p_has_reason AND o.kind = 'target_past') LIMIT 1;
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', v.kind,
      jsonb_build_object('thing', v.thing, 'n', v.n, 'contracts', v.contracts));
  END IF;
END
$$;
