-- Issued reports that are sent by mail, one recipient a mail: entries of the programme's journal. One
-- says that a mail is on its way, before it is; another what became of it. So who was ended between
-- the two leaves a mail of which nobody knows whether it went out, and nobody sends it twice.

-- Each mail, in journal order. Outcome: sent, failed, unknown; begun: a sender is at it, and for five
-- minutes none other may be. `entry` is the last one about it; the address is null once it is erased.
CREATE OR REPLACE FUNCTION jalon.deliveries(p_programme text)
RETURNS TABLE (seq integer, issue integer, address text, lang text, outcome text, entry text,
               recorded timestamptz)
LANGUAGE sql STABLE
AS $$
  SELECT h.seq, (b.after ->> 'issue')::integer,
         audit.disclosed(h.entry_id, b.after #>> '{address,sd,0}'), b.after ->> 'lang',
         coalesce(e.outcome, CASE WHEN h.recorded > clock_timestamp() - interval '5 minutes'
                                  THEN 'begun' ELSE 'unknown' END),
         h.code || '#' || coalesce(e.seq, h.seq), coalesce(e.recorded, h.recorded)
  FROM jalon.programme p
  JOIN audit.history h ON h.subject = p.id AND h.event = 'deliver'
  CROSS JOIN LATERAL (SELECT h.leaf::jsonb -> 'after' AS after OFFSET 0) b
  LEFT JOIN (
    SELECT o.subject, o.seq, o.recorded, (o.leaf::jsonb #>> '{after,begun}')::integer AS begun,
           o.leaf::jsonb #>> '{after,outcome}' AS outcome
    FROM audit.history o WHERE o.event = 'delivered' OFFSET 0) e
    ON e.subject = p.id AND e.begun = h.seq
  WHERE p.code = p_programme
  ORDER BY h.seq
$$;

-- Takes the mail of one recipient (p_mail: address, lang) with the report that entry p_issue issued,
-- for this request alone: what is delivered afterwards is its own. No entry, and nothing to deliver,
-- where there is such a mail already: one that is on its way; unless p_again one that was sent or may
-- have been, or that failed p_attempts times.
CREATE OR REPLACE FUNCTION jalon.report_deliver(
  p_request uuid, p_programme text, p_issue integer, p_mail jsonb, p_attempts integer,
  p_again boolean)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'report_deliver', p_programme, p_issue, p_mail, p_attempts, p_again));
  v_address text := jalon.clean('address', p_mail ->> 'address', 254);
  v_sealed text;
  v_head audit.head;
  c record;
  d record;
BEGIN
  c := jalon.open_programme(p_request, v_fingerprint, p_programme, false);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  PERFORM jalon.check_entries(p_programme, ARRAY[p_programme || '#' || p_issue]);
  IF v_address IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'address'));
  ELSIF (p_mail ->> 'lang' IN ('fr', 'en')) IS NOT TRUE THEN
    PERFORM jalon.refuse('JA005', 'unknown_choice', jsonb_build_object('field', 'lang',
      'value', p_mail -> 'lang', 'known', ARRAY['fr', 'en']));
  END IF;
  SELECT k.*, count(*) FILTER (WHERE k.outcome = 'failed') OVER () AS failures INTO d
  FROM jalon.deliveries(p_programme) k
  WHERE k.issue = p_issue AND k.address = v_address ORDER BY k.seq DESC LIMIT 1;
  IF d.outcome = 'begun' OR NOT p_again
     AND (d.outcome IN ('sent', 'unknown') OR d.failures >= p_attempts) THEN
    RETURN jsonb_build_object('code', p_programme, 'entries', '{}'::text[], 'state', NULL,
      'recorded', audit.utc(d.recorded), 'replayed', false);
  END IF;
  v_sealed := audit.disclosure('address', v_address);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'deliver', NULL, audit.canonical(jsonb_build_object(
      'address', audit.sealed(v_sealed)::jsonb, 'issue', p_issue, 'lang', p_mail -> 'lang')),
    ARRAY[v_sealed], jalon.today(c.timezone), 'day', NULL, NULL, NULL, NULL, NULL,
    NULL)::audit.fact);
  RETURN jalon.close_programme(p_request, v_fingerprint, c.subject, v_head,
                               ARRAY[p_programme || '#' || v_head.seq], '{}');
END
$$;

-- What became of the mail of entry p_begun: sent once the program that delivers has ended with status
-- 0, failed with its status, unknown. Where that is known already, the answer is what is.
CREATE OR REPLACE FUNCTION jalon.report_delivered(
  p_request uuid, p_programme text, p_begun integer, p_outcome text, p_status integer)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'report_delivered', p_programme, p_begun, p_outcome, p_status));
  v_head audit.head;
  c record;
  d record;
BEGIN
  c := jalon.open_programme(p_request, v_fingerprint, p_programme, false);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  PERFORM jalon.check_entries(p_programme, ARRAY[p_programme || '#' || p_begun]);
  IF (p_outcome IN ('sent', 'failed', 'unknown')) IS NOT TRUE
     OR p_outcome = 'sent' AND p_status IS DISTINCT FROM 0 THEN
    PERFORM jalon.refuse('JA005', 'unknown_choice', jsonb_build_object('field', 'outcome',
      'value', p_outcome, 'known', ARRAY['sent', 'failed', 'unknown']));
  END IF;
  SELECT h.code || '#' || h.seq AS entry, h.recorded INTO d
  FROM audit.history h
  WHERE h.subject = c.id AND h.event = 'delivered'
    AND (h.leaf::jsonb #>> '{after,begun}')::integer = p_begun;
  IF FOUND THEN
    RETURN jsonb_build_object('code', p_programme, 'entries', ARRAY[d.entry], 'state', NULL,
      'recorded', audit.utc(d.recorded), 'replayed', true);
  END IF;
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'delivered', NULL, audit.canonical(jsonb_build_object(
      'begun', p_begun, 'outcome', p_outcome, 'status', p_status)),
    '{}', jalon.today(c.timezone), 'day', NULL, NULL, NULL, NULL, NULL, NULL)::audit.fact);
  RETURN jalon.close_programme(p_request, v_fingerprint, c.subject, v_head,
                               ARRAY[p_programme || '#' || v_head.seq], '{}');
END
$$;

GRANT EXECUTE ON FUNCTION jalon.deliveries(text) TO jalon_reader;
GRANT EXECUTE ON FUNCTION
  jalon.report_deliver(uuid, text, integer, jsonb, integer, boolean),
  jalon.report_delivered(uuid, text, integer, text, integer) TO jalon_recorder;
