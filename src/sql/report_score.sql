-- Forecasts that were issued, and what came of them.

-- name: issued_forecasts :many
-- in:  programme text, known bigint, as_shown boolean, before text
-- out: entry text, week text, as_of date, issued_on date, sha256 text
-- The JSON of the weeks before `before` (null: of all) that were issued by the entry `known`, each as
-- it was issued first: later ones know more. `as_shown`: as a report by these books counts them, by
-- the last entry that it can show, so that issuing changes no report.
SELECT DISTINCT ON (f.week) f.entry, f.week, f.as_of,
       (h.recorded AT TIME ZONE p.timezone)::date AS issued_on, f.sha256
FROM jalon.programme p
JOIN jalon.issued_files() f ON f.programme_id = p.id AND f.kind = 'weekly' AND f.format = 'json'
JOIN audit.history h ON h.entry_id = f.entry_id
WHERE p.code = $1 AND ($4::text IS NULL OR f.week < $4)
  AND CASE WHEN $3 THEN f.entry_id < (SELECT l.entry_id FROM jalon.last_shown($1, $2) l)
           ELSE f.entry_id <= coalesce($2, 9223372036854775807) END
ORDER BY f.week, f.entry_id;

-- name: books_reach :maybe
-- in:  programme text, known bigint
-- out: day date
-- The day of the last entry up to `known`: what happened after it is not in these books.
SELECT (r.recorded AT TIME ZONE p.timezone)::date AS day
FROM jalon.programme p
CROSS JOIN LATERAL (
  SELECT max(h.recorded) AS recorded FROM audit.history h
  WHERE h.programme = p.code AND h.entry_id <= $2) r
WHERE p.code = $1 AND r.recorded IS NOT NULL;

-- name: forecast_outcomes :many
-- in:  programme text, known bigint, questions jsonb
-- out: signed integer, left_open integer, risks text
-- What became of what was foreseen, a row a question in their order: an object with as_of, on,
-- instrument and codes. `signed`: contracts in scope on the day that have the instrument;
-- `left_open`: those without it that were in scope on the cut-off too; `risks`: of the codes that are
-- in scope still, whether they have it.
WITH q AS (
  SELECT o.n, (o.one ->> 'as_of')::date AS as_of, (o.one ->> 'on')::date AS on_date,
         o.one ->> 'instrument' AS instrument, o.one -> 'codes' AS codes
  FROM jsonb_array_elements($3) WITH ORDINALITY o (one, n)),
at AS MATERIALIZED (
  SELECT d.day, c.contract_id, c.code
  FROM jalon.programmes($2) p
  CROSS JOIN (SELECT as_of AS day FROM q UNION SELECT on_date FROM q) d
  CROSS JOIN LATERAL jalon.contracts_at(p.id, d.day, $2) c
  WHERE p.code = $1 AND c.in_scope),
-- One row a contract and instrument; of a repeatable one the first complete number counts.
signed AS MATERIALIZED (
  SELECT DISTINCT at.day, at.contract_id, i.instrument
  FROM at JOIN jalon.numbers($2) i USING (contract_id)
  WHERE i.opened_on <= at.day AND i.completed_on <= at.day
    AND (i.closed_on IS NULL OR i.closed_on > at.day))
SELECT count(s.contract_id)::integer AS signed,
       (count(was.contract_id) FILTER (WHERE s.contract_id IS NULL))::integer AS left_open,
       coalesce(json_object_agg(at.code, s.contract_id IS NOT NULL ORDER BY at.code)
                  FILTER (WHERE q.codes ? at.code), '{}')::text AS risks
FROM q
LEFT JOIN at ON at.day = q.on_date
LEFT JOIN at was ON was.day = q.as_of AND was.contract_id = at.contract_id
LEFT JOIN signed s ON s.day = at.day AND s.contract_id = at.contract_id
  AND s.instrument = q.instrument
GROUP BY q.n ORDER BY q.n;
