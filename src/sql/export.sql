-- What is exported: export_<object> returns the columns of report/export_columns.c in their order.
-- The first parameter is the programme, the second, where there is one, the entry at which the
-- books are read (null: now), the third the day. What an entry says is what it says as corrected
-- (jalon.entries_held).

-- name: export_programme :maybe
-- in:  programme text, known bigint
-- out: document text, known_at text
-- The document in force, and when the last entry was recorded.
SELECT r.document,
       to_char(audit.last_recorded(p.code, $2) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
         AS known_at
FROM jalon.programmes($2) p
JOIN jalon.revision r ON r.programme_id = p.id AND r.number = p.revision
WHERE p.code = $1;

-- name: export_contracts :many
-- in:  programme text, known bigint, as_of date
-- out: code text, name text, state text, state_since date, done boolean, in_scope boolean,
--      region_code text, other_region_codes text, department_codes text, n_members bigint,
--      entered_on date, entered_precision text
SELECT c.code, c.name, c.state, c.state_since, c.done, c.in_scope, c.region AS region_code,
       (SELECT string_agg(r.region, ' ' ORDER BY r.position) FROM jalon.territory_region r
        WHERE r.contract_id = c.contract_id AND r.position > 1) AS other_region_codes,
       (SELECT string_agg(d.departement, ' ' ORDER BY d.departement)
        FROM jalon.territory_departement d WHERE d.contract_id = c.contract_id)
         AS department_codes,
       (SELECT count(*) FROM jalon.members($2) m
        WHERE m.contract_id = c.contract_id AND m.valid_from <= $3
          AND (m.valid_to IS NULL OR m.valid_to > $3)) AS n_members,
       s.valid_from AS entered_on, s.precision AS entered_precision
FROM jalon.programme p
CROSS JOIN LATERAL jalon.contracts_at(p.id, $3, $2) c
JOIN jalon.scopes($2) s ON s.contract_id = c.contract_id AND s.valid_from <= $3
  AND (s.valid_to IS NULL OR s.valid_to > $3)
WHERE p.code = $1
ORDER BY c.code;

-- name: export_states :many
-- in:  programme text, known bigint
-- out: territory_code text, state text, from date, to date
SELECT c.code AS territory_code, i.state, i.valid_from AS "from", i.valid_to AS "to"
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.states($2) i ON i.contract_id = c.id
WHERE p.code = $1
ORDER BY c.code, i.entry_id;

-- name: export_instruments :many
-- in:  programme text, known bigint, as_of date
-- out: territory_code text, instrument text, number integer, required bigint, signed bigint,
--      share numeric, done boolean, signed_on date, missing text
WITH p AS (SELECT * FROM jalon.programme WHERE code = $1),
-- Each once, not again for every row of the other.
c AS MATERIALIZED (SELECT c.* FROM p, jalon.contracts_at(p.id, $3, $2) c),
a AS MATERIALIZED (
  SELECT a.* FROM p, jalon.parties_at(p.id, ARRAY(SELECT contract_id FROM c), $3, $2) a)
SELECT c.code AS territory_code, a.instrument, a.number, count(*) AS required,
       count(a.signed_on) AS signed,
       round(count(a.signed_on)::numeric / count(*), 4) AS share,
       bool_and(a.completed_on IS NOT NULL) AS done, max(a.completed_on) AS signed_on,
       string_agg(a.party, ' ' ORDER BY a.party) FILTER (WHERE a.signed_on IS NULL) AS missing
FROM c JOIN a USING (contract_id)
GROUP BY c.code, a.instrument, a.number
ORDER BY c.code, a.instrument;

-- name: export_territories :many
-- in:  programme text, known bigint, as_of date
-- out: code text, name text, region_code text, other_region_codes text, department_codes text,
--      entered_on date, entered_precision text, entry_basis text, source text,
--      predecessor_codes text, entry_state text, note text
-- Without a day every territory as it entered: what came after is in export_events. With a day
-- those of that day, under its name of that day. The entries are read once, not for each of them.
WITH e AS MATERIALIZED (
  SELECT e.* FROM jalon.programme p, jalon.entries_held(p.id, $2, '{enter}') e WHERE p.code = $1)
SELECT c.code, n.value AS name, c.region AS region_code,
       (SELECT string_agg(r.region, ' ' ORDER BY r.position) FROM jalon.territory_region r
        WHERE r.contract_id = c.id AND r.position > 1) AS other_region_codes,
       (SELECT string_agg(d, ' ' ORDER BY ordinality)
        FROM jsonb_array_elements_text(e.after -> 'departements') WITH ORDINALITY t (d))
         AS department_codes,
       e.valid AS entered_on, e.precision AS entered_precision,
       e.leaf ->> 'certainty' AS entry_basis, e.told ->> 'source' AS source,
       (SELECT string_agg(q, ' ' ORDER BY q COLLATE "C")
        FROM jsonb_array_elements_text(e.after -> 'predecessors') q) AS predecessor_codes,
       nullif(e.after ->> 'state', p.initial_state) AS entry_state,
       e.told ->> 'note' AS note
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.scopes($2) s ON s.contract_id = c.id
  AND ($3::date IS NULL OR s.valid_from <= $3 AND (s.valid_to IS NULL OR s.valid_to > $3))
JOIN jalon.names($2) n ON n.contract_id = c.id AND n.kind = 'name'
  AND CASE WHEN $3::date IS NULL THEN n.entry_id = s.entry_id
           ELSE n.valid_from <= $3 AND (n.valid_to IS NULL OR n.valid_to > $3) END
JOIN e ON e.entry_id = s.entry_id
WHERE p.code = $1
ORDER BY c.code;

-- name: export_aliases :many
-- in:  programme text, known bigint
-- out: territory_code text, kind text, value text, issuer text, as_of_year integer
-- Those of a territory's entry in the order in which it has them.
SELECT c.code AS territory_code, CASE n.kind WHEN 'alias' THEN 'name' ELSE n.kind END AS kind,
       n.value, n.issuer, n.as_of_year
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.names($2) n ON n.contract_id = c.id AND n.kind <> 'name'
WHERE p.code = $1
ORDER BY c.code, n.entry_id, (
  SELECT t.ordinality
  FROM audit.history h
  CROSS JOIN jsonb_array_elements(h.leaf::jsonb #> '{after,aliases}') WITH ORDINALITY t (alias)
  WHERE h.entry_id = n.entry_id AND t.alias ->> 'value' = n.value);

-- name: export_members :many
-- in:  programme text, known bigint, as_of date
-- out: territory_code text, siren text, name text, kind text, insee_commune text,
--      department_code text, region_code text, from date, to date
-- Members since the territory's entry have no first day.
SELECT c.code AS territory_code, m.siren, m.name, m.kind, m.insee AS insee_commune,
       m.departement AS department_code, m.region AS region_code,
       CASE WHEN m.entry_id <> s.entry_id THEN m.valid_from END AS "from",
       m.valid_to AS "to"
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.scopes($2) s ON s.contract_id = c.id
JOIN jalon.members($2) m ON m.contract_id = c.id
WHERE p.code = $1
  AND ($3::date IS NULL OR m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to > $3))
ORDER BY c.code, m.siren, m.valid_from;

-- name: export_events :many
-- in:  programme text, known bigint
-- out: on date, precision text, territory_code text, action text, what text, parties text,
--      certainty text, note text, source text, reason text, learned_on date, signed_by text,
--      capacity text, delegation text, place text, channel text,
--      no_evidence text
-- What was recorded after a territory's entry, in journal order, but for what followed from it, and
-- for cohorts and weights, which have exports of their own, and what stays behind. What a territory
-- takes in comes before the exits that lead there: recorded again in this order, these find it said,
-- and do not say it anew one by one.
SELECT e.valid AS "on", e.precision, e.code AS territory_code,
       CASE e.event WHEN 'transition' THEN 'advance' ELSE e.event END AS action,
       CASE e.event WHEN 'transition' THEN e.after ->> 'state'
                    WHEN 'sign' THEN e.after ->> 'instrument'
                    WHEN 'refuse' THEN e.after ->> 'instrument'
                    WHEN 'waive' THEN e.after ->> 'instrument'
                    WHEN 'milestone' THEN e.after ->> 'milestone'
                    WHEN 'rename' THEN e.after ->> 'name'
                    WHEN 'leave' THEN (SELECT string_agg(q, ' ')
                                       FROM jsonb_array_elements_text(e.after -> 'into') q)
                    WHEN 'alias' THEN e.after ->> 'value'
                    WHEN 'absorb' THEN (SELECT string_agg(q, ' ')
                                        FROM jsonb_array_elements_text(e.after -> 'predecessors') q)
                    WHEN 'retarget' THEN concat_ws(' ', e.after ->> 'target', e.after ->> 'on')
                    WHEN 'term' THEN concat_ws(' ', e.after ->> 'instrument',
                      CASE WHEN jalon.is_passed(e.entry_id, e.after) THEN e.after ->> 'number' END,
                      concat_ws('/', e.after ->> 'from', e.after ->> 'to'))
                    WHEN 'plan' THEN concat_ws(' ', e.after ->> 'what', coalesce(
                      nullif(e.after ->> 'precision', 'day') || ':', '')
                      || coalesce(e.after ->> 'on', 'none'))
                    ELSE e.after ->> 'siren' END AS what,
       e.after ->> 'party' AS parties, e.leaf ->> 'certainty' AS certainty,
       CASE e.event WHEN 'note' THEN jalon.told_or_erased(e.told ->> 'note', e.after -> 'note')
                    ELSE e.told ->> 'note' END AS note,
       e.told ->> 'source' AS source,
       jalon.told_or_erased(e.told ->> 'reason', e.leaf -> 'reason') AS reason,
       (e.leaf ->> 'learned')::date AS learned_on, e.told ->> 'signer' AS signed_by,
       e.told ->> 'capacity' AS capacity, e.told ->> 'delegation' AS delegation,
       e.told ->> 'place' AS place, e.after ->> 'channel' AS channel,
       coalesce(jalon.told_or_erased(e.told ->> 'no_evidence', e.after -> 'no_evidence'),
                'sha256:' || (CASE e.event WHEN 'sign' THEN e.after ->> 'document' END))
         AS no_evidence
FROM jalon.programme p
CROSS JOIN LATERAL jalon.entries_held(p.id, $2, NULL) e
WHERE p.code = $1 AND e.event NOT IN ('enter', 'cohort_join', 'cohort_leave', 'weigh')
  AND NOT jalon.stays_behind(e.event) AND NOT (e.event = 'transition' AND e.after ? 'instrument')
ORDER BY min(e.entry_id) OVER (PARTITION BY e.request), e.event <> 'absorb', e.entry_id;

-- name: left_behind :maybe
-- in:  programme text, known bigint
-- out: n bigint
SELECT count(*) AS n
FROM jalon.programme p
CROSS JOIN LATERAL jalon.entries_held(p.id, $2, NULL) e
WHERE p.code = $1 AND jalon.stays_behind(e.event);

-- name: export_signatures :many
-- in:  programme text, known bigint
-- out: on date, precision text, territory_code text, instrument text, party text, signed_by text,
--      capacity text, delegation text, place text, channel text, certainty text, reason text,
--      note text, source text, learned_on date, no_evidence text
SELECT e.valid AS "on", s.precision, c.code AS territory_code, s.instrument,
       s.party, e.told ->> 'signer' AS signed_by, e.told ->> 'capacity' AS capacity,
       e.told ->> 'delegation' AS delegation, e.told ->> 'place' AS place, s.channel, e.leaf ->> 'certainty' AS certainty,
       e.told ->> 'reason' AS reason, e.told ->> 'note' AS note, e.told ->> 'source' AS source,
       (e.leaf ->> 'learned')::date AS learned_on,
       coalesce(jalon.told_or_erased(e.told ->> 'no_evidence', e.after -> 'no_evidence'),
                'sha256:' || s.document) AS no_evidence
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.signatures($2) s ON s.contract_id = c.id
JOIN jalon.entries_held(p.id, $2, '{sign}') e ON e.entry_id = s.entry_id
WHERE p.code = $1
ORDER BY s.entry_id;

-- name: export_milestones :many
-- in:  programme text, known bigint
-- out: on date, precision text, territory_code text, milestone text, certainty text, reason text,
--      note text, source text, learned_on date
SELECT e.valid AS "on", m.precision, c.code AS territory_code, m.milestone,
       e.leaf ->> 'certainty' AS certainty, e.told ->> 'reason' AS reason,
       e.told ->> 'note' AS note, e.told ->> 'source' AS source,
       (e.leaf ->> 'learned')::date AS learned_on
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.milestones($2) m ON m.contract_id = c.id
JOIN jalon.entries_held(p.id, $2, '{milestone}') e ON e.entry_id = m.entry_id
WHERE p.code = $1
ORDER BY m.entry_id;

-- name: export_cohorts :many
-- in:  programme text, known bigint
-- out: cohort text, label text, territory_code text, member_siren text, member_name text, since date,
--      source text, until date
SELECT k.cohort, f.label_fr AS label, c.code AS territory_code, k.member AS member_siren,
       (SELECT m.name FROM jalon.members($2) m
        WHERE m.contract_id = c.id AND m.siren = k.member
        ORDER BY m.valid_from DESC LIMIT 1) AS member_name,
       k.valid_from AS since, e.told ->> 'source' AS source, k.valid_to AS until
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.cohort_members($2) k ON k.contract_id = c.id
LEFT JOIN jalon.cohort_def f ON f.programme_id = p.id AND f.revision = p.revision
  AND f.code = k.cohort
JOIN jalon.entries_held(p.id, $2, '{cohort_join}') e ON e.entry_id = k.entry_id
WHERE p.code = $1
ORDER BY k.entry_id;

-- name: export_weights :many
-- in:  programme text, known bigint
-- out: territory_code text, weight text, value bigint, as_of_year integer, counted_members integer,
--      source text, since date
WITH e AS MATERIALIZED (
  SELECT e.* FROM jalon.programme p, jalon.entries_held(p.id, $2, '{weigh}') e WHERE p.code = $1)
SELECT c.code AS territory_code, w.weight, w.value, w.as_of_year, w.counted AS counted_members,
       e.told ->> 'source' AS source, w.valid_from AS since
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.weights($2) w ON w.contract_id = c.id
JOIN e ON e.entry_id = w.entry_id
WHERE p.code = $1
ORDER BY w.entry_id;

-- name: export_documents :many
-- in:  programme text, known bigint
-- out: territory_code text, sha256 text, size integer, media_type text, role text, instrument text,
--      number integer, party text, on date, precision text, pdf_signatures integer,
--      erased_by text, title text, note text
SELECT c.code AS territory_code, d.sha256, d.size, d.media_type, d.role, d.instrument, d.number,
       d.party, coalesce(d.latest, d.earliest) AS "on", d.precision, d.pdf_signatures,
       (SELECT x.entry FROM audit.erased x WHERE x.digest = d.sha256) AS erased_by,
       audit.disclosed(d.entry_id, d.title) AS title, audit.disclosed(d.entry_id, d.note) AS note
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.documents($2) d ON d.contract_id = c.id
WHERE p.code = $1
ORDER BY d.entry_id;

-- name: export_targets :many
-- in:  programme text, known bigint
-- out: code text, position integer, on date, decided_on date, instrument text, percent integer,
--      label_fr text, label_en text, source text, region_code text
SELECT t.code, t.position, t.on_date AS "on", t.decided_on, t.instrument, t.percent, t.label_fr,
       t.label_en, t.source, t.region AS region_code
FROM jalon.programme p
JOIN jalon.targets($2) t ON t.programme_id = p.id
WHERE p.code = $1
ORDER BY t.code, t.position;

-- name: export_calendar :many
-- in:  programme text
-- out: on date, label_fr text, label_en text, ceremony boolean
SELECT d.on_date AS "on", d.label_fr, d.label_en, d.ceremony
FROM jalon.programme p
JOIN jalon.calendar_day d ON d.programme_id = p.id
WHERE p.code = $1
ORDER BY d.on_date, d.label_fr;

-- name: export_regions :many
-- in:  programme text
-- out: code text, name text
SELECT r.code, r.name
FROM jalon.programme p
JOIN jalon.region r ON r.programme_id = p.id
WHERE p.code = $1
ORDER BY r.code;

-- name: export_departements :many
-- in:  programme text
-- out: code text, name text, region_code text
SELECT d.code, d.name, d.region AS region_code
FROM jalon.programme p
JOIN jalon.departement d ON d.programme_id = p.id
WHERE p.code = $1
ORDER BY d.code;

-- name: export_journal :many
-- in:  programme text, known bigint
-- out: entry text, subject uuid, kind text, on date, precision text, recorded_at text, actor text,
--      reason text, source text, certainty text, learned_on date, before jsonb, after jsonb,
--      request uuid, batch uuid, leaf_hash text, leaf text, disclosures jsonb
SELECT h.code || '#' || h.seq AS entry, h.subject, h.event AS kind,
       (e.leaf ->> 'valid')::date AS "on", e.leaf ->> 'precision' AS precision,
       e.leaf ->> 'recorded' AS recorded_at, e.told ->> 'actor' AS actor,
       e.told ->> 'reason' AS reason, e.told ->> 'source' AS source,
       e.leaf ->> 'certainty' AS certainty, (e.leaf ->> 'learned')::date AS learned_on,
       nullif(e.leaf -> 'before', 'null') AS before,
       nullif(e.leaf -> 'after', 'null') AS after, h.request, h.batch,
       encode(h.leaf_hash, 'hex') AS leaf_hash, h.leaf, e.disclosures
FROM audit.history h
CROSS JOIN LATERAL (
  SELECT h.leaf::jsonb AS leaf, x.disclosures,
         (SELECT jsonb_object_agg(d.value ->> 0, d.value ->> 1)
          FROM jsonb_each(x.disclosures) d) AS told
  FROM (SELECT h.disclosures OFFSET 0) x OFFSET 0) e
WHERE h.programme = $1 AND ($2::bigint IS NULL OR h.entry_id <= $2)
ORDER BY h.entry_id;
