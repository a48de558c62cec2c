-- Planned dates of a weekly report. `known`: the entry at which the books are read; null: now.

-- What moved to a later date by a decision of the week, or was taken off, and what is planned on the
-- cut-off, of the contracts in scope on that day. A date that is brought forward is no slip.
-- name: report_plans :one
-- in:  programme text, from_date date, as_of date, known bigint
-- out: facts text
WITH p AS (SELECT id FROM jalon.programmes($4) WHERE code = $1::text),
at AS MATERIALIZED (
  SELECT c.* FROM p, jalon.contracts_at(p.id, $3, $4) c WHERE c.in_scope),
slip AS (
  SELECT at.code, at.name, at.region, o.*, n.entry_id AS next_id, n.party AS next_party,
         n.earliest AS next_earliest, n.latest AS next_latest, n.precision AS next_precision,
         at.code || '#' || jalon.seq_of(at.contract_id, o.end_entry_id) AS entry,
         (SELECT h.told ->> 'reason' FROM p, jalon.entries_held(p.id, $4, ARRAY['plan']) h
          WHERE h.entry_id = o.end_entry_id) AS reason
  FROM at
  JOIN jalon.plans($4) o ON o.contract_id = at.contract_id
    AND o.valid_to BETWEEN $2::date AND $3::date
  LEFT JOIN jalon.plans($4) n ON n.contract_id = o.contract_id AND n.entry_id = o.end_entry_id
  WHERE n.entry_id IS NULL
     OR coalesce(n.latest, n.earliest) > coalesce(o.latest, o.earliest)),
step AS (
  SELECT at.code, at.name, s.* FROM at
  CROSS JOIN LATERAL jalon.plans_at(ARRAY[at.contract_id], $3, $4) s)
SELECT json_build_object(
  'slips', (
    SELECT coalesce(json_agg(json_build_object(
             'entry', l.entry, 'code', l.code, 'name', l.name, 'region', l.region,
             'kind', l.kind, 'what', l.what, 'number', l.number,
             'old', json_build_object('earliest', l.earliest, 'latest', l.latest,
                                      'precision', l.precision),
             'new', CASE WHEN l.next_id IS NOT NULL THEN json_build_object(
                      'earliest', l.next_earliest, 'latest', l.next_latest,
                      'precision', l.next_precision) END,
             'party', coalesce(l.next_party, l.party),
             'member', (SELECT m.name FROM jalon.members($4) m
                        WHERE m.contract_id = l.contract_id
                          AND 'membre:' || m.siren = coalesce(l.next_party, l.party) LIMIT 1),
             'decided_on', l.valid_to,
             'reason', l.reason)
           ORDER BY coalesce(l.latest, l.earliest), l.code, l.end_entry_id), '[]')
    FROM slip l),
  'steps', (
    SELECT coalesce(json_agg(json_build_object(
             'code', s.code, 'name', s.name, 'kind', s.kind, 'what', s.what,
             'number', s.number, 'earliest', s.earliest, 'latest', s.latest,
             'precision', s.precision, 'party', s.party,
             'member', (SELECT m.name FROM jalon.members($4) m
                        WHERE m.contract_id = s.contract_id AND 'membre:' || m.siren = s.party
                        LIMIT 1),
             'decided_on', (SELECT o.valid_from FROM jalon.plans($4) o
                            WHERE o.contract_id = s.contract_id AND o.entry_id = s.entry_id))
           ORDER BY s.due_on, s.code, s.entry_id), '[]')
    FROM step s))::text AS facts;
