-- The entries of a programme's territories that hold, each as it was corrected by an entry p_known
-- (null: by now), with the texts that were disclosed with them; p_events: of these kinds, null: of
-- all. It runs as the reader. Only the journals that hold corrections are settled.
CREATE OR REPLACE FUNCTION jalon.entries_held(p_programme uuid, p_known bigint, p_events text[])
RETURNS TABLE (entry_id bigint, code text, event text, request uuid, valid date,
               "precision" text, leaf jsonb, after jsonb, told jsonb)
LANGUAGE sql STABLE
AS $$
  WITH p AS (SELECT * FROM jalon.programme WHERE id = p_programme),
  corrected AS MATERIALIZED (
    SELECT DISTINCT h.subject, h.code, p.timezone FROM p JOIN audit.history h ON h.programme = p.code
    WHERE h.event IN ('void', 'correct') AND h.subject_kind = 'territory'
      AND (p_known IS NULL OR h.entry_id <= p_known))
  SELECT h.entry_id, h.code, h.event, h.request, (l.leaf ->> 'valid')::date,
         l.leaf ->> 'precision', l.leaf, l.leaf -> 'after',
         (SELECT jsonb_object_agg(d.value ->> 0, d.value ->> 1) FROM jsonb_each(h.disclosures) d)
  FROM p JOIN audit.history h ON h.programme = p.code
  CROSS JOIN LATERAL (SELECT h.leaf::jsonb AS leaf OFFSET 0) l
  WHERE h.subject_kind = 'territory' AND (p_known IS NULL OR h.entry_id <= p_known)
    AND (p_events IS NULL OR h.event = ANY (p_events))
    AND NOT EXISTS (SELECT FROM corrected c WHERE c.subject = h.subject)
  UNION ALL
  SELECT f.entry_id, c.code, f.event, f.request, f.valid, f.precision, f.leaf, f.after,
         (SELECT jsonb_object_agg(m.key, audit.disclosed(f.entry_id, m.value #>> '{sd,0}'))
          FROM jsonb_each(f.after || jsonb_build_object('source', f.leaf -> 'source',
                                                        'reason', f.leaf -> 'reason')) m
          WHERE jsonb_typeof(m.value) = 'object' AND m.value ? 'sd')
  FROM corrected c
  CROSS JOIN LATERAL jalon.entries_in_force(c.subject, c.timezone, p_known) f
  WHERE p_events IS NULL OR f.event = ANY (p_events)
$$;

-- A text that was disclosed, or where a row has to say something, that it was erased.
CREATE OR REPLACE FUNCTION jalon.told_or_erased(p_told text, p_sealed jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(p_told, CASE WHEN pg_catalog.jsonb_typeof(p_sealed) = 'object'
                               THEN '[effacé]' END)
$$;

-- What no file of a register can say, so that a data package leaves it behind.
CREATE OR REPLACE FUNCTION jalon.stays_behind(p_event text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT p_event IN ('document', 'remind') $$;

-- How exactly the day of an entry was known by then: as it was corrected, and of a transition that
-- follows from signatures as exactly as these.
CREATE OR REPLACE FUNCTION jalon.precision_known(
  p_subject uuid, p_entry bigint, p_known bigint)
RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT CASE
    WHEN l.leaf #> '{after,instrument}' IS NOT NULL THEN (
      SELECT n.completed_precision FROM jalon.numbers(p_known) n
      WHERE n.contract_id = p_subject AND n.instrument = l.leaf #>> '{after,instrument}'
        AND n.number = (l.leaf #>> '{after,number}')::integer)
    WHEN EXISTS (
      SELECT FROM audit.history k WHERE k.subject = p_subject AND k.event = 'correct') THEN (
      SELECT f.precision FROM jalon.entries_in_force(p_subject, 'UTC', p_known) f
      WHERE f.entry_id = p_entry)
    ELSE l.leaf ->> 'precision' END
  FROM audit.history h
  CROSS JOIN LATERAL (SELECT h.leaf::jsonb AS leaf OFFSET 0) l
  WHERE h.entry_id = p_entry
$$;

GRANT EXECUTE ON FUNCTION
  jalon.precision_known(uuid, bigint, bigint), jalon.stays_behind(text),
  jalon.told_or_erased(text, jsonb),
  jalon.voided(uuid, bigint), jalon.entries_in_force(uuid, text, bigint),
  jalon.entries_held(uuid, bigint, text[]) TO jalon_reader;
