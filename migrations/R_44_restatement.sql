-- Restatements: published figures that a later correction changed. They run as the reader.

-- The days on which each contract counts in a figure, of the books as they were at an entry. A
-- figure is the number of the contracts whose days hold its day. p_contracts: null for all.
CREATE OR REPLACE FUNCTION jalon.figure_days(
  p_programme uuid, p_contracts uuid[], p_known bigint)
RETURNS TABLE (contract_id uuid, figure text, days datemultirange)
LANGUAGE sql STABLE
AS $$
  WITH held AS (
    SELECT i.contract_id, i.state,
           daterange(i.valid_from, i.valid_to) * daterange(s.valid_from, s.valid_to) AS days
    FROM jalon.contract c
    JOIN jalon.states(p_known) i ON i.contract_id = c.id
    JOIN jalon.scopes(p_known) s ON s.contract_id = c.id
    JOIN jalon.state_defs(p_known) f ON f.programme_id = c.programme_id AND f.code = i.state
      AND f.in_scope
    WHERE c.programme_id = p_programme AND (p_contracts IS NULL OR c.id = ANY (p_contracts))),
  counted AS (
    SELECT h.contract_id, range_agg(h.days) AS days FROM held h GROUP BY h.contract_id)
  SELECT c.contract_id, 'scope.current', c.days FROM counted c
  UNION ALL
  SELECT h.contract_id, 'states.' || h.state, range_agg(h.days) FROM held h
  GROUP BY h.contract_id, h.state
  UNION ALL
  SELECT c.contract_id, 'instruments.' || n.instrument || '.signed',
         range_agg(daterange(n.completed_on, n.closed_on)) * c.days
  FROM counted c JOIN jalon.numbers(p_known) n USING (contract_id)
  WHERE n.completed_on <= coalesce(n.closed_on, n.completed_on)
  GROUP BY c.contract_id, n.instrument, c.days
$$;

-- The corrections recorded from p_from on and known by p_known, one row a request, by its first
-- entry. The contracts that it corrects were locked, so that their books differ by it alone between
-- `before` and `after`.
CREATE OR REPLACE FUNCTION jalon.corrections(
  p_programme text, p_timezone text, p_from date, p_known bigint)
RETURNS TABLE (entry_id bigint, entry text, recorded_on date, contracts uuid[], before bigint,
               after bigint)
LANGUAGE sql STABLE
AS $$
  WITH correction AS (
    SELECT h.request, min(h.entry_id) AS entry_id, min(h.recorded) AS recorded,
           array_agg(DISTINCT h.subject) AS contracts,
           (array_agg(h.code || '#' || h.seq ORDER BY h.entry_id))[1] AS entry
    FROM audit.history h
    WHERE h.programme = p_programme AND h.event IN ('void', 'correct')
      AND h.recorded >= p_from::timestamp AT TIME ZONE p_timezone
      AND (p_known IS NULL OR h.entry_id <= p_known)
    GROUP BY h.request)
  SELECT c.entry_id, c.entry, (c.recorded AT TIME ZONE p_timezone)::date, c.contracts,
         c.entry_id - 1,
         (SELECT max(l.entry_id) FROM audit.history l
          WHERE l.subject = ANY (c.contracts) AND l.request = c.request
            AND (p_known IS NULL OR l.entry_id <= p_known))
  FROM correction c
$$;

-- The figures of Sundays up to p_as_of that those corrections changed, when the week of the Sunday
-- was over before. Weeks in a row that changed alike are one row; weeks are their Sundays. Where
-- nothing was corrected, the plan is not made.
CREATE OR REPLACE FUNCTION jalon.restatements(
  p_programme uuid, p_from date, p_as_of date, p_known bigint)
RETURNS TABLE (entry_id bigint, entry text, recorded_on date, figure text, from_sunday date,
               to_sunday date, before bigint, after bigint)
LANGUAGE plpgsql STABLE
AS $$
#variable_conflict use_column
BEGIN
  PERFORM FROM jalon.programme p, jalon.corrections(p.code, p.timezone, p_from, p_known)
  WHERE p.id = p_programme;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH correction AS MATERIALIZED (
    SELECT c.* FROM jalon.programme p,
         LATERAL jalon.corrections(p.code, p.timezone, p_from, p_known) c
    WHERE p.id = p_programme),
  was AS MATERIALIZED (
    SELECT c.entry_id, d.*
    FROM correction c, LATERAL jalon.figure_days(p_programme, c.contracts, c.before) d),
  made AS MATERIALIZED (
    SELECT c.entry_id, d.*
    FROM correction c, LATERAL jalon.figure_days(p_programme, c.contracts, c.after) d),
  changed AS (
    SELECT entry_id, figure,
           coalesce(m.days, '{}') - coalesce(w.days, '{}')
             + (coalesce(w.days, '{}') - coalesce(m.days, '{}')) AS days
    FROM was w FULL JOIN made m USING (entry_id, contract_id, figure)),
  sunday AS MATERIALIZED (
    SELECT DISTINCT c.entry_id, x.figure, s.day::date AS day
    FROM correction c
    JOIN changed x USING (entry_id)
    CROSS JOIN LATERAL unnest(x.days) r (days)
    CROSS JOIN LATERAL generate_series(
      lower(r.days) + (7 - extract(isodow FROM lower(r.days))::integer),
      least(upper(r.days) - 1, p_as_of, c.recorded_on - 1), interval '7 days') s (day)),
  total AS MATERIALIZED (
    SELECT c.entry_id, d.figure, d.days
    FROM correction c, LATERAL jalon.figure_days(p_programme, NULL, c.after) d
    WHERE EXISTS (SELECT FROM sunday s WHERE s.entry_id = c.entry_id)),
  counted AS (
    SELECT s.*,
           (SELECT count(*) FROM total t
            WHERE (t.entry_id, t.figure) = (s.entry_id, s.figure) AND t.days @> s.day) AS after,
           (SELECT count(*) FROM made m
            WHERE (m.entry_id, m.figure) = (s.entry_id, s.figure) AND m.days @> s.day)
           - (SELECT count(*) FROM was w
              WHERE (w.entry_id, w.figure) = (s.entry_id, s.figure) AND w.days @> s.day) AS change
    FROM sunday s),
  alike AS (
    SELECT c.*, c.day - 7 * row_number() OVER (
             PARTITION BY c.entry_id, c.figure, c.after, c.change ORDER BY c.day)::integer AS run
    FROM counted c WHERE c.change <> 0)
  SELECT c.entry_id, c.entry, c.recorded_on, a.figure, min(a.day), max(a.day),
         a.after - a.change, a.after
  FROM alike a JOIN correction c USING (entry_id)
  GROUP BY c.entry_id, c.entry, c.recorded_on, a.figure, a.after, a.change, a.run;
END
$$;

GRANT EXECUTE ON FUNCTION
  jalon.figure_days(uuid, uuid[], bigint), jalon.corrections(text, text, date, bigint),
  jalon.restatements(uuid, date, date, bigint) TO jalon_reader;
