-- The journal: histories, and everything that `check` compares.

-- name: history :maybe
-- in:  programme text, code text, known bigint
-- out: entries jsonb, record jsonb
SELECT jalon.journal_of(c.id, $3) AS entries, r.record
FROM jalon.contract c JOIN jalon.programme p ON p.id = c.programme_id
CROSS JOIN LATERAL (SELECT jalon.contract_record(c.id, $3) AS record OFFSET 0) r
WHERE p.code = $1 AND c.code = $2 AND r.record IS NOT NULL;

-- name: journal_log :many
-- in:  programme text, code text, event text, actor text, since date, until date, before_id bigint,
--      max_rows integer, known bigint, batch uuid, judged boolean
-- out: entry_id bigint, code text, leaf text, recorded_on date, disclosures jsonb, hour integer,
--      minute integer, n_act bigint, first_of_act boolean, was_signed boolean
-- The last entries of a programme that meet all conditions, in journal order. Null conditions hold
-- always; before_id null starts from the end; `known`: the entry at which the journal is read. What
-- neighbours tell is looked up only for who judges: how many entries make one act, which is a batch,
-- or all of one minute that are in none, and which of those that meet the conditions is its first.
-- `reach`: where the acts of the page can have entries.
WITH met AS NOT MATERIALIZED (
  SELECT h.entry_id, h.code, h.leaf, h.subject, h.event, h.batch, h.recorded,
         coalesce(h.disclosures, '{}') || coalesce(h.erased, '{}') AS disclosures,
         h.recorded AT TIME ZONE p.timezone AS local, p.id AS programme_id,
         coalesce(h.batch::text, date_trunc('minute', h.recorded)::text) AS act
  FROM jalon.programme p
  JOIN audit.history h ON h.programme = p.code
  WHERE p.code = $1
    AND ($2::text IS NULL OR h.code = $2)
    AND ($3::text IS NULL OR h.event = $3)
    AND ($4::text IS NULL OR EXISTS (
      SELECT FROM jsonb_each(h.disclosures) d
      WHERE d.value ->> 0 = 'actor' AND d.value ->> 1 = $4))
    AND ($5::date IS NULL OR (h.recorded AT TIME ZONE p.timezone)::date >= $5)
    AND ($6::date IS NULL OR (h.recorded AT TIME ZONE p.timezone)::date <= $6)
    AND ($9::bigint IS NULL OR h.entry_id <= $9)
    AND ($10::uuid IS NULL OR h.batch = $10)),
page AS MATERIALIZED (
  SELECT m.* FROM met m
  WHERE $7::bigint IS NULL OR m.entry_id < $7
  ORDER BY m.entry_id DESC LIMIT $8::integer),
reach AS (
  SELECT date_trunc('minute', min(l.recorded)) AS since, array_agg(l.batch) AS batches FROM page l),
act AS (
  SELECT coalesce(b.batch::text, date_trunc('minute', b.recorded)::text) AS act, count(*) AS n
  FROM audit.history b
  WHERE $11::boolean AND b.programme = $1 AND ($9::bigint IS NULL OR b.entry_id <= $9)
    AND (b.recorded >= (SELECT since FROM reach)
         OR b.batch = ANY ((SELECT batches FROM reach)::uuid[]))
  GROUP BY 1),
first AS (
  SELECT m.act, min(m.entry_id) AS entry_id
  FROM met m
  WHERE $11
    AND (m.recorded >= (SELECT since FROM reach)
         OR m.batch = ANY ((SELECT batches FROM reach)::uuid[]))
  GROUP BY 1)
SELECT l.entry_id, l.code, l.leaf, l.local::date AS recorded_on, l.disclosures,
       extract(hour FROM l.local)::integer AS hour, extract(minute FROM l.local)::integer AS minute,
       a.n AS n_act, f.entry_id = l.entry_id AS first_of_act,
       $11 AND l.event IN ('correct', 'void') AND EXISTS (
         SELECT FROM audit.history t
         JOIN jalon.state_def s ON s.programme_id = l.programme_id AND s.done
           AND s.code = t.leaf::jsonb #>> '{after,state}'
         WHERE t.subject = l.subject AND t.event = 'transition' AND t.entry_id < l.entry_id)
         AS was_signed
FROM page l LEFT JOIN act a ON a.act = l.act LEFT JOIN first f ON f.act = l.act
ORDER BY l.entry_id;

-- name: journal_of_territories :many
-- in:  programme text, codes text[], known bigint
-- out: code text, leaf text, recorded_on date, disclosures jsonb
-- All entries of those territories (null: of all), one territory after the other, in journal order.
-- `known`: the entry at which the journal is read; null: now.
SELECT c.code, h.leaf, (h.recorded AT TIME ZONE p.timezone)::date AS recorded_on,
       coalesce(h.disclosures, '{}') || coalesce(h.erased, '{}') AS disclosures
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN audit.history h ON h.subject = c.id
WHERE p.code = $1 AND ($2::text[] IS NULL OR c.code = ANY ($2))
  AND ($3::bigint IS NULL OR h.entry_id <= $3)
ORDER BY c.code, h.seq;

-- name: recorded_by_me :many
-- in:  programme text
-- out: code text
-- The territories on which the authenticated user recorded something.
SELECT c.code
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
WHERE p.code = $1 AND EXISTS (
  SELECT FROM audit.history h, jsonb_each(h.disclosures) d
  WHERE h.subject = c.id AND d.value ->> 0 = 'actor' AND d.value ->> 1 = session_user)
ORDER BY c.code;

-- name: check_programmes :many
-- out: subject uuid, programme jsonb, revisions jsonb, definitions jsonb, entries jsonb,
--      erasures jsonb, files jsonb
-- `definitions`: the rows by which writes are decided and reports are worded, each as an array that
-- starts with its table; positions are left out, they only order lists. `files`: those that entries
-- name, also in leaves that are no JSON, whether they are kept, and which entry erased them.
SELECT p.id AS subject,
       jsonb_build_object(
         'code', p.code, 'name_fr', p.name_fr, 'name_en', p.name_en, 'timezone', p.timezone,
         'starts_on', p.starts_on, 'revision', p.revision, 'initial', p.initial_state,
         'last_seq', p.last_seq, 'last_hash', encode(p.last_hash, 'hex'),
         'last_recorded',
         to_char(p.last_recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AS programme,
       (SELECT jsonb_agg(jsonb_build_object(
                 'number', r.number, 'document', r.document, 'sha256', encode(r.sha256, 'hex'),
                 'seq', jalon.seq_of(p.id, r.entry_id)) ORDER BY r.number)
        FROM jalon.revision r WHERE r.programme_id = p.id) AS revisions,
       (SELECT jsonb_agg(d.line) FROM (
          SELECT jsonb_build_array('state_def', s.revision, s.code, s.label_fr, s.label_en, s.done,
                                   s.in_scope) AS line
          FROM jalon.state_def s WHERE s.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('transition_edge', t.revision, t.from_state, t.to_state, t.name,
                   (SELECT coalesce(jsonb_agg(r ORDER BY r), '[]') FROM unnest(t.roles) r),
                   t.reason_required, t.derived)
          FROM jalon.transition_edge t WHERE t.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('instrument_def', i.revision, i.code, i.label_fr, i.label_en,
                   to_jsonb(i.from_states), i.completes, i.repeatable, to_jsonb(i.required),
                   i.required_as_amended, i.optional_any, i.evidence_required)
          FROM jalon.instrument_def i WHERE i.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('party_def', y.revision, y.code, y.label_fr, y.label_en,
                   y.one_per)
          FROM jalon.party_def y WHERE y.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('milestone_def', m.revision, m.code, m.label_fr, m.label_en)
          FROM jalon.milestone_def m WHERE m.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('cohort_def', k.revision, k.code, k.label_fr, k.label_en)
          FROM jalon.cohort_def k WHERE k.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('weight_def', w.revision, w.code, w.label_fr, w.label_en,
                   w.unit_fr, w.unit_en)
          FROM jalon.weight_def w WHERE w.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('status_def', s.revision, s.code, s.label_fr, s.label_en,
                   s.from_percent)
          FROM jalon.status_def s WHERE s.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('target', t.code, t.position, t.on_date, t.decided_on,
                   t.instrument, t.percent, t.source, t.region)
          FROM jalon.target t WHERE t.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('calendar_day', d.on_date, d.label_fr, d.label_en, d.ceremony)
          FROM jalon.calendar_day d WHERE d.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('region', r.code, r.name)
          FROM jalon.region r WHERE r.programme_id = p.id
          UNION ALL
          SELECT jsonb_build_array('departement', d.code, d.name, d.region)
          FROM jalon.departement d WHERE d.programme_id = p.id) d) AS definitions,
       jalon.journal_of(p.id) AS entries,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('digest', x.digest, 'entry', x.entry)
                                  ORDER BY x.digest COLLATE "C"), '[]')
        FROM audit.erased x JOIN audit.history h ON h.entry_id = x.erased_by
        WHERE h.programme = p.code) AS erasures,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'code', f.code, 'seq', f.seq, 'sha256', f.sha256, 'erased', x.entry,
                 'kept', audit.file_size(f.sha256) IS NOT NULL) ORDER BY f.entry_id), '[]')
        FROM (SELECT h.code, h.seq, h.entry_id, m.found[1] AS sha256
              FROM audit.history h
              CROSS JOIN LATERAL regexp_matches(h.leaf, '"sha256":"([0-9a-f]{64})"', 'g') m (found)
              WHERE h.programme = p.code AND h.event IN ('document', 'report')) f
        LEFT JOIN audit.erased x ON x.digest = f.sha256) AS files
FROM jalon.programme p ORDER BY p.id;

-- name: check_contracts :many
-- in:  after uuid, max_rows integer
-- out: subject uuid, record jsonb, entries jsonb
-- Each row is of one snapshot, so that a write in between cannot look like a difference.
SELECT c.id AS subject, jalon.contract_record(c.id) AS record, jalon.journal_of(c.id) AS entries
FROM jalon.contract c
WHERE $1::uuid IS NULL OR c.id > $1
ORDER BY c.id LIMIT $2::integer;

-- name: check_orphans :many
-- out: subject uuid, entries jsonb
-- Subjects of the journal that have no row.
SELECT o.subject, jalon.journal_of(o.subject) AS entries
FROM (SELECT DISTINCT h.subject FROM audit.history h
      WHERE NOT EXISTS (SELECT FROM jalon.contract c WHERE c.id = h.subject)
        AND NOT EXISTS (SELECT FROM jalon.programme p WHERE p.id = h.subject)) o
ORDER BY o.subject;
