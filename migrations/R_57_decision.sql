-- Asking for decisions, and closing them: entries of the programme's journal. Who is to decide, and
-- what, may name persons: both are disclosures.

CREATE OR REPLACE FUNCTION jalon.check_ask(
  p_decision jsonb, OUT whom text, OUT what text, OUT due date)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  what := jalon.clean('text', p_decision ->> 'text', 500);
  whom := jalon.clean('of', p_decision ->> 'of', 200);
  due := (p_decision ->> 'due')::date;
  IF what IS NULL OR whom IS NULL OR due IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field',
      CASE WHEN what IS NULL THEN 'text' WHEN whom IS NULL THEN 'of' ELSE 'by' END));
  ELSIF NOT isfinite(due) OR due NOT BETWEEN date '2000-01-01' AND date '2100-12-31' THEN
    PERFORM jalon.refuse('JA005', 'date_out_of_range', jsonb_build_object('on', due::text));
  END IF;
END
$$;

-- p_decision: text, of (who is to decide) and due.
CREATE OR REPLACE FUNCTION jalon.decision_ask(
  p_request uuid, p_programme text, p_decision jsonb, p_on date, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'decision_ask', p_programme, p_decision, p_on, p_evidence));
  v_precision text := CASE WHEN p_on IS NULL THEN 'unknown' ELSE 'day' END;
  v_note text;
  v_whom text;
  v_what text;
  v_head audit.head;
  c record;
  d record;
  e record;
  q record;
BEGIN
  c := jalon.open_programme(p_request, v_fingerprint, p_programme, false);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(p_on, v_precision, c.timezone,
                     (SELECT p.starts_on FROM jalon.programme p WHERE p.id = c.id));
  e := jalon.evidence(p_evidence, d.today);
  q := jalon.check_ask(p_decision);
  v_note := audit.disclosure('note', e.note);
  v_whom := audit.disclosure('of', q.whom);
  v_what := audit.disclosure('text', q.what);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'decision_ask', NULL, '{"due":"' || q.due || '","note":' || audit.sealed(v_note) || ',"of":'
      || audit.sealed(v_whom) || ',"text":' || audit.sealed(v_what) || '}',
    ARRAY[v_note, v_whom, v_what], d.valid, v_precision, e.certainty, e.learned, e.reason,
    e.source, e.batch, NULL)::audit.fact);
  RETURN jalon.close_programme(p_request, v_fingerprint, c.subject, v_head,
                               ARRAY[p_programme || '#' || v_head.seq], '{}');
END
$$;

-- An open decision, which is not closed before it was asked for.
CREATE OR REPLACE FUNCTION jalon.check_close(
  p_programme text, p_seq integer, p_as text, p_counts_from date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v record;
BEGIN
  SELECT q.* INTO v FROM jalon.decisions(p_programme, 'infinity', NULL) q WHERE q.seq = p_seq;
  IF v.entry IS NULL THEN
    PERFORM jalon.refuse('JA004', 'unknown_decision', jsonb_build_object(
      'entry', p_programme || '#' || p_seq));
  ELSIF v.closed_by IS NOT NULL THEN
    PERFORM jalon.refuse('JA001', 'decision_closed', jsonb_build_object(
      'entry', v.entry, 'by', v.closed_by));
  ELSIF p_as IS NULL OR p_as NOT IN ('taken', 'refused', 'dropped') THEN
    PERFORM jalon.refuse('JA005', 'unknown_choice', jsonb_build_object(
      'field', 'as', 'value', p_as, 'known', 'taken, refused, dropped'));
  ELSIF p_counts_from < v.asked_on THEN
    PERFORM jalon.refuse('JA005', 'decided_before_asked', jsonb_build_object(
      'entry', v.entry, 'asked_on', v.asked_on, 'on', p_counts_from));
  END IF;
END
$$;

-- p_seq: of the entry that asked; p_as: taken, refused or dropped.
CREATE OR REPLACE FUNCTION jalon.decision_close(
  p_request uuid, p_programme text, p_seq integer, p_as text, p_on date, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'decision_close', p_programme, p_seq, p_as, p_on, p_evidence));
  v_precision text := CASE WHEN p_on IS NULL THEN 'unknown' ELSE 'day' END;
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
  PERFORM jalon.check_close(p_programme, p_seq, p_as, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'decision_close', NULL, '{"as":' || to_json(p_as) || ',"decision":' || p_seq || ',"note":'
      || audit.sealed(v_note) || '}',
    ARRAY[v_note], d.valid, v_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  RETURN jalon.close_programme(p_request, v_fingerprint, c.subject, v_head,
                               ARRAY[p_programme || '#' || v_head.seq], '{}');
END
$$;

GRANT EXECUTE ON FUNCTION jalon.decision_ask(uuid, text, jsonb, date, jsonb),
  jalon.decision_close(uuid, text, integer, text, date, jsonb) TO jalon_recorder;
