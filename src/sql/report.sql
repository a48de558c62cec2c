-- The facts of a status and of a weekly report, as one JSON text: one statement sees one state of
-- the database, so that the figures add up whatever is written meanwhile. With from_date null it
-- is a status: what belongs to the week is left out and costs nothing. `known`: the entry at which
-- the books are read; null: now. `figure`: one by its code (report/figures.c), of which the
-- contracts that it counts are told as well.

-- name: report_facts :maybe
-- in:  programme text, from_date date, as_of date, pace_days integer, known bigint, figure text
-- out: facts text
WITH p AS (SELECT * FROM jalon.programmes($5) WHERE code = $1),
def AS (
  SELECT s.*, s.revision = p.revision AS declared
  FROM p JOIN jalon.state_defs($5) s ON s.programme_id = p.id),
-- The contracts of the day, and those of the eve of the week.
at AS MATERIALIZED (SELECT c.* FROM p, jalon.contracts_at(p.id, $3, $5) c),
eve AS MATERIALIZED (
  SELECT c.* FROM p, jalon.contracts_at(p.id, $2::date - 1, $5) c WHERE $2 IS NOT NULL),
-- The first list: the territories that entered on the first day of all.
first AS (
  SELECT s.valid_from AS day, count(*) AS n FROM p JOIN jalon.contract c ON c.programme_id = p.id
  JOIN jalon.scopes($5) s ON s.contract_id = c.id
  GROUP BY s.valid_from ORDER BY s.valid_from LIMIT 1),
-- Each instrument of a contract in scope: the day it was complete, or still open. A number that
-- was closed (reopen) counts no more.
acts AS MATERIALIZED (
  SELECT at.contract_id, at.region, i.instrument, done.completed_on, done.precision
  FROM at
  JOIN jalon.numbers($5) i USING (contract_id)
  CROSS JOIN LATERAL (
    SELECT CASE WHEN i.completed_on <= $3 THEN i.completed_on END AS completed_on,
           CASE WHEN i.completed_on <= $3 THEN i.completed_precision END AS precision) done
  WHERE at.in_scope AND i.opened_on <= $3
    AND (i.closed_on IS NULL OR i.closed_on > $3)),
-- One row a contract and instrument; of a repeatable one the first complete number counts.
signed AS MATERIALIZED (
  SELECT contract_id, region, instrument, min(completed_on) AS completed_on,
         (array_agg(precision ORDER BY completed_on))[1] AS precision,
         bool_or(completed_on IS NULL) AS open
  FROM acts GROUP BY contract_id, region, instrument),
states AS (
  SELECT json_agg(json_build_object(
           'code', def.code, 'label', json_build_object('fr', def.label_fr, 'en', def.label_en),
           'n', coalesce(a.n, 0),
           'change', CASE WHEN $2 IS NULL THEN 0 ELSE coalesce(a.n, 0) - coalesce(e.n, 0) END)
         ORDER BY def.position) AS list
  FROM def
  LEFT JOIN (SELECT state, count(*) AS n FROM at GROUP BY state) a ON a.state = def.code
  LEFT JOIN (SELECT state, count(*) AS n FROM eve GROUP BY state) e ON e.state = def.code
  WHERE def.in_scope AND (def.declared OR a.n > 0 OR e.n > 0)),
instruments AS (
  SELECT json_agg(json_build_object(
           'code', f.code, 'label', json_build_object('fr', f.label_fr, 'en', f.label_en),
           'kind', CASE WHEN f.completes IS NOT NULL THEN 'completing'
                        WHEN f.required_as_amended THEN 'amending' ELSE 'intermediate' END,
           'completes', (SELECT json_build_object('fr', d.label_fr, 'en', d.label_en)
                         FROM jalon.state_defs($5) d
                         WHERE d.programme_id = p.id AND d.code = f.completes),
           'signed', coalesce(s.n, 0), 'partial', coalesce(s.open, 0),
           'this_week', coalesce(s.week, 0), 'seen', coalesce(s.seen, 0))
         ORDER BY f.position) AS list
  FROM p
  JOIN jalon.instrument_def f ON f.programme_id = p.id AND f.revision = p.revision
  LEFT JOIN (
    SELECT instrument, count(completed_on) AS n, count(*) FILTER (WHERE open) AS open,
           count(*) FILTER (WHERE completed_on >= $2) AS week,
           count(*) FILTER (WHERE completed_on > $3 - $4::integer) AS seen
    FROM signed GROUP BY instrument) s ON s.instrument = f.code),
-- The territories in scope that are in a cohort on the day; one that several of its members brought
-- in counts once.
joined AS (
  SELECT DISTINCT k.cohort, at.contract_id
  FROM at JOIN jalon.cohort_members($5) k USING (contract_id)
  WHERE at.in_scope AND k.valid_from <= $3
    AND (k.valid_to IS NULL OR k.valid_to > $3)),
cohorts AS (
  SELECT json_agg(json_build_object(
           'code', f.code, 'label', json_build_object('fr', f.label_fr, 'en', f.label_en),
           'n', (SELECT count(*) FROM joined WHERE cohort = f.code),
           'instruments', coalesce(s.list, '{}'))
         ORDER BY f.code COLLATE "C") AS list
  FROM p
  JOIN jalon.cohort_def f ON f.programme_id = p.id AND f.revision = p.revision
  LEFT JOIN (
    SELECT cohort, json_object_agg(instrument, n) AS list
    FROM (
      SELECT cohort, instrument, count(completed_on) AS n
      FROM joined JOIN signed USING (contract_id) GROUP BY cohort, instrument) c
    GROUP BY cohort) s ON s.cohort = f.code),
-- What each territory in scope counts for on the day; no value: there is no figure. A figure is
-- partial when it is a sum over fewer members than the territory has.
weighed AS MATERIALIZED (
  SELECT f.code AS weight, at.contract_id, w.value, w.counted < (
           SELECT count(*) FROM jalon.members($5) m
           WHERE m.contract_id = at.contract_id AND m.valid_from <= $3
             AND (m.valid_to IS NULL OR m.valid_to > $3)) AS partial
  FROM p
  JOIN jalon.weight_def f ON f.programme_id = p.id AND f.revision = p.revision
  JOIN at ON at.in_scope
  LEFT JOIN jalon.weights($5) w ON w.contract_id = at.contract_id AND w.weight = f.code
    AND w.valid_from <= $3 AND (w.valid_to IS NULL OR w.valid_to > $3)),
weights AS (
  SELECT json_agg(json_build_object(
           'code', f.code, 'label', json_build_object('fr', f.label_fr, 'en', f.label_en),
           'unit', json_build_object('fr', f.unit_fr, 'en', f.unit_en),
           'total', coalesce(w.total, 0), 'without', coalesce(w.without, 0),
           'partial', coalesce(w.partial, 0), 'instruments', coalesce(s.list, '{}'))
         ORDER BY f.code COLLATE "C") AS list
  FROM p
  JOIN jalon.weight_def f ON f.programme_id = p.id AND f.revision = p.revision
  LEFT JOIN (
    SELECT weight, sum(value) AS total, count(*) FILTER (WHERE value IS NULL) AS without,
           count(*) FILTER (WHERE partial) AS partial
    FROM weighed GROUP BY weight) w ON w.weight = f.code
  LEFT JOIN (
    SELECT weight, json_object_agg(instrument, n) AS list
    FROM (
      SELECT weight, instrument, coalesce(sum(value), 0) AS n
      FROM weighed JOIN signed USING (contract_id)
      WHERE completed_on IS NOT NULL GROUP BY weight, instrument) c
    GROUP BY weight) s ON s.weight = f.code),
-- As decided by the cut-off: the last move decided by then. What is due, where the target does not
-- say, is what completes a contract.
decided AS (
  SELECT DISTINCT ON (m.code) m.*,
         coalesce(m.instrument, (
           SELECT f.code FROM jalon.instrument_def f
           WHERE f.programme_id = p.id AND f.revision = p.revision AND f.completes IS NOT NULL
           ORDER BY f.position LIMIT 1)) AS due
  FROM p JOIN jalon.targets($5) m ON m.programme_id = p.id
  WHERE m.decided_on <= $3 AND m.region IS NULL ORDER BY m.code, m.position DESC),
targets AS (
  SELECT json_agg(json_build_object(
           'code', t.code, 'label', json_build_object('fr', t.label_fr, 'en', t.label_en),
           'on', t.on_date, 'original_on', o.on_date, 'decided_on', t.decided_on,
           'instrument', t.due, 'percent', t.percent)
         ORDER BY t.on_date, t.code) AS list
  FROM decided t
  JOIN jalon.targets($5) o ON o.programme_id = t.programme_id AND o.code = t.code
    AND o.position = 1),
regions AS (
  SELECT json_agg(json_build_object('code', r.region, 'name', coalesce(g.name, r.region),
                                    'n', r.n, 'instruments', coalesce(s.list, '{}'))
         ORDER BY coalesce(g.name, r.region) COLLATE "fr-x-icu", r.region) AS list
  FROM p
  CROSS JOIN (
    SELECT region, count(*) FILTER (WHERE at.in_scope) AS n FROM at FULL JOIN eve
    USING (contract_id, region) WHERE $2 IS NOT NULL GROUP BY region) r
  LEFT JOIN jalon.region g ON g.programme_id = p.id AND g.code = r.region
  LEFT JOIN (
    SELECT region, json_object_agg(instrument, json_build_object('signed', n, 'this_week', week))
             AS list
    FROM (
      SELECT region, instrument, count(completed_on) AS n,
             count(*) FILTER (WHERE completed_on >= $2) AS week
      FROM signed GROUP BY region, instrument) c
    GROUP BY region) s ON s.region = r.region),
-- What happened in the week. An entry or exit is a difference between eve and cut-off, so that N
-- then and N now differ by exactly the rows told here.
happened AS MATERIALIZED (
  SELECT 'signed' AS kind, s.completed_on AS on_date, s.precision, s.contract_id,
         s.instrument AS what, NULL AS from_state
  FROM signed s WHERE s.completed_on >= $2
  UNION ALL
  SELECT 'state', i.valid_from,
         jalon.precision_known(i.contract_id, i.entry_id, $5), i.contract_id, i.state, old.state
  FROM at
  JOIN jalon.states($5) i ON i.contract_id = at.contract_id
    AND i.valid_from BETWEEN $2 AND $3
  JOIN jalon.states($5) old ON old.contract_id = i.contract_id AND old.end_entry_id = i.entry_id
  UNION ALL
  SELECT 'entered', CASE WHEN s.valid_from >= $2 THEN s.valid_from ELSE at.state_since END,
         CASE WHEN s.valid_from >= $2 THEN s.precision ELSE 'day' END, at.contract_id, NULL, NULL
  FROM at
  JOIN jalon.scopes($5) s ON s.contract_id = at.contract_id
    AND s.valid_from <= $3 AND (s.valid_to IS NULL OR s.valid_to > $3)
  WHERE $2 IS NOT NULL AND at.in_scope
    AND NOT EXISTS (SELECT FROM eve WHERE eve.contract_id = at.contract_id AND eve.in_scope)
  UNION ALL
  SELECT 'left', coalesce(at.state_since, s.valid_to), coalesce(s.end_precision, 'day'),
         eve.contract_id, NULL, NULL
  FROM eve LEFT JOIN at USING (contract_id)
  LEFT JOIN jalon.scopes($5) s ON s.contract_id = eve.contract_id
    AND s.valid_to <= $3 AND at.contract_id IS NULL
  WHERE eve.in_scope AND at.in_scope IS NOT TRUE
  UNION ALL
  SELECT 'renamed', n.valid_from,
         jalon.precision_known(n.contract_id, n.entry_id, $5), n.contract_id, NULL, old.value
  FROM at JOIN jalon.names($5) n USING (contract_id)
  JOIN jalon.names($5) old ON old.contract_id = n.contract_id AND old.kind = 'name'
    AND old.end_entry_id = n.entry_id
  WHERE n.kind = 'name' AND n.valid_from BETWEEN $2 AND $3
  UNION ALL
  SELECT 'milestone', m.counts_from, m.precision, m.contract_id, m.milestone, NULL
  FROM at JOIN jalon.milestones($5) m USING (contract_id)
  WHERE m.counts_from BETWEEN $2 AND $3),
-- The kinds in the order in which a report tells them, and what their things are called.
labels AS (
  SELECT 1 AS rank, 'signed' AS kind, f.code, f.position, f.label_fr, f.label_en
  FROM p JOIN jalon.instrument_def f ON f.programme_id = p.id AND f.revision = p.revision
  UNION ALL SELECT 2, 'state', code, position, label_fr, label_en FROM def
  UNION ALL SELECT 3, 'entered', NULL, 1, NULL, NULL
  UNION ALL SELECT 4, 'left', NULL, 1, NULL, NULL
  UNION ALL SELECT 5, 'renamed', NULL, 1, NULL, NULL
  UNION ALL
  SELECT 6, 'milestone', m.code, 1, m.label_fr, m.label_en
  FROM p JOIN jalon.milestone_def m ON m.programme_id = p.id AND m.revision = p.revision),
changes AS (
  SELECT json_agg(json_build_object(
           'kind', h.kind, 'on', h.on_date, 'precision', h.precision, 'code', c.code,
           'name', c.name, 'region', c.region, 'what', h.what, 'from', h.from_state,
           'label', json_build_object('fr', coalesce(w.label_fr, h.what),
                                      'en', coalesce(w.label_en, h.what)),
           'leave', json_build_object('fr', l.label_fr, 'en', l.label_en))
         ORDER BY w.rank, w.position, h.what, l.position, h.on_date, h.precision,
                  g.name COLLATE "fr-x-icu", c.region, c.name COLLATE "fr-x-icu", c.code) AS list
  FROM happened h
  JOIN (SELECT contract_id, code, name, region FROM at
        UNION ALL
        SELECT contract_id, code, name, region FROM eve
        WHERE NOT EXISTS (SELECT FROM at WHERE at.contract_id = eve.contract_id)) c
    USING (contract_id)
  LEFT JOIN labels w ON w.kind = h.kind AND w.code IS NOT DISTINCT FROM h.what
  LEFT JOIN def l ON l.code = h.from_state
  LEFT JOIN (SELECT g.code, g.name FROM p JOIN jalon.region g ON g.programme_id = p.id) g
    ON g.code = c.region),
-- The list and what was signed of today's contracts, on each Sunday since the first list came, and
-- on the cut-off.
sundays AS (
  SELECT DISTINCT least(first.day + 7 - extract(isodow FROM first.day)::integer + 7 * k, $3) AS day
  FROM first, generate_series(0, ($3 - first.day) / 7 + 1) k
  WHERE $2 IS NOT NULL AND first.day <= $3),
series AS (
  SELECT json_agg(json_build_object('on', d.day, 'n', coalesce(n.n, 0), 'instruments', (
           SELECT coalesce(json_object_agg(c.instrument, c.n), '{}')
           FROM (SELECT instrument, count(*) AS n FROM signed WHERE completed_on <= d.day
                 GROUP BY instrument) c))
         ORDER BY d.day) AS list
  FROM sundays d
  LEFT JOIN (
    SELECT d.day, count(*) AS n
    FROM p CROSS JOIN sundays d
    JOIN jalon.contract c ON c.programme_id = p.id
    JOIN jalon.scopes($5) e ON e.contract_id = c.id AND e.valid_from <= d.day
      AND (e.valid_to IS NULL OR e.valid_to > d.day)
    JOIN jalon.states($5) i ON i.contract_id = c.id AND i.valid_from <= d.day
      AND (i.valid_to IS NULL OR i.valid_to > d.day)
    JOIN def ON def.code = i.state AND def.in_scope
    GROUP BY d.day) n USING (day)),
-- What each figure counts: of a contract 1, what it weighs, or for a change also -1.
counted AS (
  SELECT 'scope.initial' AS figure, s.contract_id, 1::bigint AS value, s.valid_from AS on_date
  FROM p
  JOIN jalon.contract c ON c.programme_id = p.id
  JOIN jalon.scopes($5) s ON s.contract_id = c.id
  JOIN first ON first.day = s.valid_from
  WHERE first.day <= $3
  UNION ALL
  SELECT unnest(CASE WHEN in_scope THEN ARRAY['scope.current', 'states.' || state,
                                              'regions.' || coalesce(region, 'none') || '.scope']
                     ELSE '{scope.out_of_scope}' END),
         contract_id, 1, state_since
  FROM at
  UNION ALL
  SELECT 'states.' || at.state || '.change', at.contract_id, 1, at.state_since
  FROM at LEFT JOIN eve USING (contract_id)
  WHERE $2 IS NOT NULL AND eve.state IS DISTINCT FROM at.state
  UNION ALL
  SELECT 'states.' || eve.state || '.change', eve.contract_id, -1, at.state_since
  FROM eve LEFT JOIN at USING (contract_id) WHERE at.state IS DISTINCT FROM eve.state
  UNION ALL
  SELECT v.figure, h.contract_id, v.value, h.on_date
  FROM happened h
  CROSS JOIN LATERAL (VALUES ('scope.' || h.kind, 1),
                             ('scope.change', CASE h.kind WHEN 'left' THEN -1 ELSE 1 END)) v (figure, value)
  WHERE h.kind IN ('entered', 'left')
  UNION ALL
  SELECT v.figure, s.contract_id, 1, s.completed_on
  FROM signed s
  CROSS JOIN LATERAL (VALUES
    ('instruments.' || s.instrument || '.signed', s.completed_on IS NOT NULL),
    ('instruments.' || s.instrument || '.partial', s.open),
    ('instruments.' || s.instrument || '.this_week', s.completed_on >= $2),
    ('instruments.' || s.instrument || '.pace_seen', s.completed_on > $3 - $4::integer),
    ('regions.' || coalesce(s.region, 'none') || '.' || s.instrument || '.signed',
     s.completed_on IS NOT NULL),
    ('regions.' || coalesce(s.region, 'none') || '.' || s.instrument || '.this_week',
     s.completed_on >= $2)) v (figure, is_counted)
  WHERE v.is_counted
  UNION ALL
  SELECT 'targets.' || t.code || '.signed', s.contract_id, 1, s.completed_on
  FROM decided t JOIN signed s ON s.instrument = t.due WHERE s.completed_on IS NOT NULL
  UNION ALL
  SELECT 'cohorts.' || cohort || '.scope', contract_id, 1, NULL FROM joined
  UNION ALL
  SELECT 'cohorts.' || cohort || '.' || instrument || '.signed', contract_id, 1, completed_on
  FROM joined JOIN signed USING (contract_id) WHERE completed_on IS NOT NULL
  UNION ALL
  SELECT v.figure, w.contract_id, v.value, NULL
  FROM weighed w
  CROSS JOIN LATERAL (VALUES
    ('weights.' || w.weight || '.total', w.value),
    ('weights.' || w.weight || '.without', CASE WHEN w.value IS NULL THEN 1 END),
    ('weights.' || w.weight || '.partial', CASE WHEN w.partial THEN 1 END)) v (figure, value)
  WHERE v.value IS NOT NULL
  UNION ALL
  SELECT unnest(ARRAY['weights.' || w.weight || '.' || s.instrument || '.signed',
                      'weights.' || w.weight || '.' || s.instrument || '.share']),
         w.contract_id, w.value, s.completed_on
  FROM weighed w JOIN signed s USING (contract_id)
  WHERE s.completed_on IS NOT NULL AND w.value IS NOT NULL),
restatements AS (
  SELECT json_agg(json_build_object(
           'from', r.from_sunday, 'to', r.to_sunday, 'figure', r.figure, 'before', r.before,
           'after', r.after, 'entry', r.entry, 'recorded_on', r.recorded_on)
         ORDER BY r.entry_id, r.figure COLLATE "C", r.from_sunday) AS list
  FROM p, jalon.restatements(p.id, $2, $3, $5) r WHERE $2 IS NOT NULL)
SELECT json_build_object(
  'programme', p.code, 'name', json_build_object('fr', p.name_fr, 'en', p.name_en),
  'known_at', to_char(audit.last_recorded(p.code, $5) AT TIME ZONE 'UTC',
                      'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'scope', json_build_object(
    'initial', coalesce((SELECT n FROM first WHERE day <= $3), 0),
    'current', (SELECT count(*) FROM at WHERE in_scope),
    'out_of_scope', (SELECT count(*) FROM at WHERE NOT in_scope),
    'entered', (SELECT count(*) FROM happened WHERE kind = 'entered'),
    'left', (SELECT count(*) FROM happened WHERE kind = 'left')),
  'states', states.list, 'instruments', instruments.list,
  'cohorts', coalesce(cohorts.list, '[]'), 'weights', coalesce(weights.list, '[]'),
  'targets', coalesce(targets.list, '[]'), 'regions', coalesce(regions.list, '[]'),
  'changes', coalesce(changes.list, '[]'),
  'series', coalesce(series.list, '[]'),
  'restatements', coalesce(restatements.list, '[]'),
  'counted', CASE WHEN $6::text IS NOT NULL THEN coalesce((
    SELECT json_agg(json_build_object('code', c.code, 'name', n.value, 'region', g.name,
                                      'value', k.value, 'on', k.on_date)
                    ORDER BY c.code COLLATE "C", k.value)
    FROM counted k
    JOIN jalon.contract c ON c.id = k.contract_id
    LEFT JOIN jalon.region g ON g.programme_id = p.id AND g.code = c.region
    CROSS JOIN LATERAL (
      SELECT n.value FROM jalon.names($5) n
      WHERE n.contract_id = c.id AND n.kind = 'name' AND n.valid_from <= $3
      ORDER BY n.valid_from DESC LIMIT 1) n
    WHERE k.figure = $6), '[]') END)::text AS facts
FROM p, states, instruments, cohorts, weights, targets, regions, changes, series, restatements;

-- name: recording :one
-- In how many days nine of ten signatures were recorded. Those that took more than half a year are
-- history told afterwards; fewer than five tell nothing.
-- The day of the last entry is in the programme's zone, as all these days are.
-- in:  programme text, known bigint
-- out: days integer, last_on date
SELECT CASE WHEN l.n < 5 THEN 0 ELSE l.days END AS days,
       (audit.last_recorded(p.code, $2) AT TIME ZONE p.timezone)::date AS last_on
FROM jalon.programme p
CROSS JOIN LATERAL (
  SELECT count(*) AS n, percentile_disc(0.9) WITHIN GROUP (ORDER BY o.days) AS days
  FROM (
    SELECT (h.recorded AT TIME ZONE p.timezone)::date - s.counts_from AS days
    FROM jalon.contract c
    JOIN jalon.signatures($2) s ON s.contract_id = c.id
    JOIN audit.history h ON h.entry_id = s.entry_id
    WHERE c.programme_id = p.id) o
  WHERE o.days BETWEEN 0 AND 182) l
WHERE p.code = $1;
