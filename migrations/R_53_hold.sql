-- Legal holds: what may not be erased while a dispute or an inquiry runs. Entries of the programme's
-- journal; the last one about a thing says whether it is held.

-- What is held: the programme (its code), a territory, or one entry of either.
CREATE OR REPLACE FUNCTION jalon.holds(p_programme text)
RETURNS TABLE (code text, seq integer, entry_id bigint, entry text)
LANGUAGE sql STABLE
AS $$
  SELECT k.code, k.seq, k.entry_id, k.entry
  FROM (
    SELECT DISTINCT ON (l.after ->> 'code', l.after ->> 'entry')
           l.after ->> 'code' AS code, (l.after ->> 'entry')::integer AS seq, h.entry_id,
           h.code || '#' || h.seq AS entry, (l.after ->> 'held')::boolean AS held
    FROM jalon.programme p
    JOIN audit.history h ON h.subject = p.id AND h.event = 'hold'
    CROSS JOIN LATERAL (SELECT h.leaf::jsonb -> 'after' AS after OFFSET 0) l
    WHERE p.code = p_programme
    ORDER BY l.after ->> 'code', l.after ->> 'entry', h.seq DESC) k
  WHERE k.held
  ORDER BY k.entry_id
$$;

-- Refuses when one of the entries is held: itself, the entry that it corrects, its territory or its
-- programme.
CREATE OR REPLACE FUNCTION jalon.check_holds(p_programme text, p_entries bigint[]) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v record;
BEGIN
  SELECT h.code || '#' || h.seq AS entry, k.entry AS hold, k.code || coalesce('#' || k.seq, '') AS held
  INTO v
  FROM audit.history h
  CROSS JOIN LATERAL (
    SELECT CASE WHEN h.event = 'correct' THEN (h.leaf::jsonb ->> 'corrects')::integer END AS corrects
    OFFSET 0) l
  JOIN jalon.holds(p_programme) k ON (k.seq IS NULL AND k.code IN (p_programme, h.code))
    OR (k.code = h.code AND k.seq IN (h.seq, l.corrects))
  WHERE h.entry_id = ANY (p_entries)
  ORDER BY h.entry_id, k.entry_id LIMIT 1;
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'under_hold', to_jsonb(v));
  END IF;
END
$$;

-- Holds a thing, or with p_held false lets it go. Conflict (JA001) when it is so already.
CREATE OR REPLACE FUNCTION jalon.hold(
  p_request uuid, p_programme text, p_code text, p_seq integer, p_held boolean, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'hold', p_programme, p_code, p_seq, p_held, p_evidence));
  v_thing text := p_code || coalesce('#' || p_seq, '');
  v_before text;
  v_note text;
  v_head audit.head;
  c record;
  e record;
BEGIN
  c := jalon.open_programme(p_request, v_fingerprint, p_programme, false);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  e := jalon.evidence(p_evidence, jalon.today(c.timezone));
  IF e.reason IS NULL THEN
    PERFORM jalon.refuse('JA005', 'hold_reason', jsonb_build_object('thing', v_thing));
  ELSIF p_code <> p_programme AND NOT EXISTS (
      SELECT FROM jalon.contract k WHERE k.programme_id = c.id AND k.code = p_code) THEN
    PERFORM jalon.refuse_absent(p_programme, p_code);
  ELSIF p_seq IS NOT NULL THEN
    PERFORM jalon.check_entries(p_programme, ARRAY[v_thing]);
  END IF;
  SELECT k.entry INTO v_before FROM jalon.holds(p_programme) k
  WHERE k.code = p_code AND k.seq IS NOT DISTINCT FROM p_seq;
  IF p_held AND v_before IS NOT NULL THEN
    PERFORM jalon.refuse('JA001', 'already_held', jsonb_build_object(
      'thing', v_thing, 'hold', v_before));
  ELSIF NOT p_held AND v_before IS NULL THEN
    PERFORM jalon.refuse('JA001', 'not_held', jsonb_build_object('thing', v_thing));
  END IF;
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'hold', NULL, '{"code":' || to_json(p_code) || ',"entry":' || coalesce(p_seq::text, 'null')
      || ',"held":' || p_held || ',"note":' || audit.sealed(v_note) || '}',
    ARRAY[v_note], jalon.today(c.timezone), 'day', e.certainty, e.learned, e.reason, e.source,
    e.batch, NULL)::audit.fact);
  RETURN jalon.close_programme(p_request, v_fingerprint, c.subject, v_head,
                               ARRAY[p_programme || '#' || v_head.seq], '{}');
END
$$;

GRANT EXECUTE ON FUNCTION jalon.holds(text) TO jalon_reader;
GRANT EXECUTE ON FUNCTION jalon.hold(uuid, text, text, integer, boolean, jsonb) TO jalon_manager;
