-- Epochs of the sealed journal: what was signed last cannot be gone on with (an older copy was put
-- back, a key is lost or changes), so a new key signs under a new name. An entry says why, and what
-- is missing; the batch that holds it is the first of the new epoch.

-- Ends epoch p_ended. p_signed is the last checkpoint of it (origin, size, root), of whose leaves the
-- database still has the first p_kept; p_log the key that verifies from now on. Conflict (JA001) when
-- the epoch is over already.
CREATE OR REPLACE FUNCTION jalon.new_epoch(
  p_request uuid, p_programme text, p_ended integer, p_log text, p_signed jsonb, p_kept bigint,
  p_decided_by text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'epoch', p_programme, p_ended, p_log, p_signed, p_kept, p_decided_by, p_evidence));
  v_decider text := jalon.clean('decided_by', p_decided_by, 200);
  v_epoch integer;
  v_decided_by text;
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
  IF e.reason IS NULL OR v_decider IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field',
      CASE WHEN e.reason IS NULL THEN 'reason' ELSE 'decided-by' END));
  END IF;
  v_epoch := audit.next_epoch(p_ended);
  IF v_epoch IS NULL THEN
    PERFORM jalon.refuse('JA001', 'epoch_ended', jsonb_build_object('epoch', p_ended));
  END IF;
  v_decided_by := audit.disclosure('decided_by', v_decider);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'epoch', NULL, '{"decided_by":' || audit.sealed(v_decided_by) || ',"epoch":' || v_epoch
      || ',"kept":' || p_kept || ',"log":' || to_json(p_log) || ',"note":' || audit.sealed(v_note)
      || ',"signed":' || audit.canonical(p_signed) || '}',
    ARRAY[v_decided_by, v_note], jalon.today(c.timezone), 'day', e.certainty, e.learned, e.reason,
    e.source, e.batch, NULL)::audit.fact);
  RETURN jalon.close_programme(p_request, v_fingerprint, c.subject, v_head,
                               ARRAY[p_programme || '#' || v_head.seq], '{}');
END
$$;

-- Who holds the key, apart from who administers the database.
GRANT EXECUTE ON FUNCTION jalon.new_epoch(uuid, text, integer, text, jsonb, bigint, text, jsonb)
TO jalon_sealer;
