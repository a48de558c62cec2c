-- Declaring what people say of a Région: one of the programme's statuses, as an entry of the
-- programme's journal.

-- The Région is one of the programme's, the status one of the revision in force; null takes back
-- what is declared on that day.
CREATE OR REPLACE FUNCTION jalon.check_declare(
  p_programme uuid, p_region text, p_status text, p_before text)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM jalon.region g WHERE g.programme_id = p_programme AND g.code = p_region) THEN
    PERFORM jalon.refuse('JA005', 'unknown_region', jsonb_build_object('region', p_region));
  ELSIF p_status IS NULL AND p_before IS NULL THEN
    PERFORM jalon.refuse('JA001', 'nothing_declared', jsonb_build_object('region', p_region));
  ELSIF p_status IS NOT NULL AND NOT EXISTS (
      SELECT FROM jalon.programme p
      JOIN jalon.status_def s ON s.programme_id = p.id AND s.revision = p.revision
      WHERE p.id = p_programme AND s.code = p_status) THEN
    PERFORM jalon.refuse('JA005', 'unknown_status', jsonb_build_object(
      'status', p_status, 'known', coalesce((
        SELECT string_agg(s.code, ', ' ORDER BY s.position)
        FROM jalon.programme p
        JOIN jalon.status_def s ON s.programme_id = p.id AND s.revision = p.revision
        WHERE p.id = p_programme), '')));
  END IF;
END
$$;

-- Declares a status of a Région from a day on; without a day, from that of recording. The same
-- status again is no repeat: it says that it is still so.
CREATE OR REPLACE FUNCTION jalon.declare(
  p_request uuid, p_programme text, p_region text, p_status text, p_on date, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'declare', p_programme, p_region, p_status, p_on, p_evidence));
  v_precision text := CASE WHEN p_on IS NULL THEN 'unknown' ELSE 'day' END;
  v_before text;
  v_note text;
  v_head audit.head;
  c record;
  d record;
  e record;
BEGIN
  c := jalon.open_programme(p_request, v_fingerprint, p_programme, false);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(p_on, v_precision, c.timezone,
                     (SELECT p.starts_on FROM jalon.programme p WHERE p.id = c.id));
  e := jalon.evidence(p_evidence, d.today);
  SELECT k.status INTO v_before FROM jalon.declared(p_programme, d.counts_from, NULL) k
  WHERE k.region = p_region;
  PERFORM jalon.check_declare(c.id, p_region, p_status, v_before);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'declare', '{"status":' || to_json(v_before) || '}',
    '{"note":' || audit.sealed(v_note) || ',"region":' || to_json(p_region) || ',"status":'
      || coalesce(to_json(p_status)::text, 'null') || '}',
    ARRAY[v_note], d.valid, v_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  RETURN jalon.close_programme(p_request, v_fingerprint, c.subject, v_head,
                               ARRAY[p_programme || '#' || v_head.seq], '{}');
END
$$;

GRANT EXECUTE ON FUNCTION jalon.declare(uuid, text, text, text, date, jsonb) TO jalon_recorder;
