-- What people declared of Régions, out of the programme's journal: the entries are all there is of
-- it, so that nothing can differ from them.

-- What each entry declares, and from which day on it counts; a status of null takes it back.
CREATE OR REPLACE FUNCTION jalon.declarations(p_programme text, p_known bigint)
RETURNS TABLE (region text, status text, counts_from date, entry_id bigint, entry text)
LANGUAGE sql STABLE
AS $$
  SELECT l.leaf #>> '{after,region}', l.leaf #>> '{after,status}',
         coalesce((l.leaf ->> 'valid')::date, (h.recorded AT TIME ZONE p.timezone)::date),
         h.entry_id, h.code || '#' || h.seq
  FROM jalon.programme p
  JOIN audit.history h ON h.subject = p.id AND h.event = 'declare'
  CROSS JOIN LATERAL (SELECT h.leaf::jsonb AS leaf OFFSET 0) l
  WHERE p.code = p_programme AND (p_known IS NULL OR h.entry_id <= p_known)
$$;

-- What is declared of each Région on a day: of what counts by then the last, and of one day the
-- last recorded.
CREATE OR REPLACE FUNCTION jalon.declared(p_programme text, p_on date, p_known bigint)
RETURNS TABLE (region text, status text, counts_from date, entry_id bigint, entry text)
LANGUAGE sql STABLE
AS $$
  SELECT k.* FROM (
    SELECT DISTINCT ON (d.region) d.* FROM jalon.declarations(p_programme, p_known) d
    WHERE d.counts_from <= p_on
    ORDER BY d.region, d.counts_from DESC, d.entry_id DESC) k
  WHERE k.status IS NOT NULL
$$;

GRANT EXECUTE ON FUNCTION jalon.declarations(text, bigint), jalon.declared(text, date, bigint)
  TO jalon_reader;
