-- Decisions that were asked for, out of the programme's journal: the entries are all there is of
-- them, so that nothing can differ from them.

-- What was asked by a day, and how it was closed by then. A text that was erased is null.
CREATE OR REPLACE FUNCTION jalon.decisions(p_programme text, p_on date, p_known bigint)
RETURNS TABLE (entry_id bigint, entry text, seq integer, asked_on date, due_on date, whom text,
               what text, closed_as text, closed_on date, closed_by text)
LANGUAGE sql STABLE
AS $$
  WITH told AS (
    SELECT h.entry_id, h.code || '#' || h.seq AS entry, h.seq, h.event, l.leaf,
           coalesce((l.leaf ->> 'valid')::date, (h.recorded AT TIME ZONE p.timezone)::date) AS counts_from
    FROM jalon.programme p
    JOIN audit.history h ON h.subject = p.id AND h.event IN ('decision_ask', 'decision_close')
    CROSS JOIN LATERAL (SELECT h.leaf::jsonb AS leaf OFFSET 0) l
    WHERE p.code = p_programme AND (p_known IS NULL OR h.entry_id <= p_known))
  SELECT a.entry_id, a.entry, a.seq, a.counts_from, (a.leaf #>> '{after,due}')::date,
         audit.disclosed(a.entry_id, a.leaf #>> '{after,of,sd,0}'),
         audit.disclosed(a.entry_id, a.leaf #>> '{after,text,sd,0}'),
         z.leaf #>> '{after,as}', z.counts_from, z.entry
  FROM told a
  LEFT JOIN told z ON z.event = 'decision_close' AND z.counts_from <= p_on
    AND (z.leaf #>> '{after,decision}')::integer = a.seq
  WHERE a.event = 'decision_ask' AND a.counts_from <= p_on
$$;

GRANT EXECUTE ON FUNCTION jalon.decisions(text, date, bigint) TO jalon_reader;
