-- Reminders: planned, claimed by one sender, and what became of them as entries. None changes a
-- state.

-- Queues what is not queued yet: objects with code, instrument, number, party, target, due_on and
-- occasion. Of two that plan the same at once, one does. Returns how many are new.
CREATE OR REPLACE FUNCTION jalon.remind_plan(p_request uuid, p_programme text, p_items jsonb)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_planned integer;
BEGIN
  INSERT INTO jalon.reminder
    (contract_id, instrument, number, party, target, due_on, occasion)
  SELECT c.id, i.instrument, i.number, i.party, i.target, i.due_on, i.occasion
  FROM jsonb_to_recordset(p_items) AS i (code text, instrument text, number integer, party text,
                                         target text, due_on date, occasion text)
  JOIN jalon.programme p ON p.code = p_programme
  JOIN jalon.contract c ON c.programme_id = p.id AND c.code = i.code
  ORDER BY i.code, i.instrument, i.number, i.party
  ON CONFLICT ON CONSTRAINT reminder_once DO NOTHING;
  GET DIAGNOSTICS v_planned = ROW_COUNT;
  RETURN v_planned;
END
$$;

-- How the last attempt ended: sent, failed or unknown; null: there was none.
CREATE OR REPLACE FUNCTION jalon.reminder_outcome(p_entry bigint) RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT h.leaf::jsonb #>> '{after,outcome}' FROM audit.history h WHERE h.entry_id = p_entry
$$;

-- Is there still something to remind of? Not once the party has signed, the number is over, the
-- instrument cannot be signed any more, or the target has another date.
CREATE OR REPLACE FUNCTION jalon.reminder_holds(p_reminder jalon.reminder) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT EXISTS (
    SELECT FROM jalon.contract c
    JOIN jalon.programme p ON p.id = c.programme_id
    JOIN jalon.instrument_def f ON f.programme_id = p.id AND f.revision = p.revision
      AND f.code = p_reminder.instrument AND c.state = ANY (f.from_states)
    JOIN jalon.targets_at(p.id, jalon.today(p.timezone)) t ON t.contract_id = c.id
      AND t.target = p_reminder.target AND t.on_date = p_reminder.due_on
    WHERE c.id = p_reminder.contract_id)
  AND NOT EXISTS (
    SELECT FROM jalon.signature s
    WHERE s.known_to IS NULL AND (s.contract_id, s.instrument, s.number, s.party)
      = (p_reminder.contract_id, p_reminder.instrument, p_reminder.number, p_reminder.party))
  AND NOT EXISTS (
    SELECT FROM jalon.instrument i
    WHERE i.known_to IS NULL AND (i.contract_id, i.instrument, i.number)
      = (p_reminder.contract_id, p_reminder.instrument, p_reminder.number)
      AND (i.completed_on IS NOT NULL OR i.closed_by IS NOT NULL))
$$;

-- Takes one reminder for this request alone. `claimed`: it is to be delivered; `lost`: a sender
-- claimed it and never said what became of it, which is now to be recorded as unknown; `dropped`:
-- there is nothing to remind of any more; `taken`: another sender has it, or it is settled. The
-- claim is committed before anything is delivered, so that no lock is held meanwhile.
CREATE OR REPLACE FUNCTION jalon.remind_claim(
  p_request uuid, p_reminder bigint, p_attempts integer, p_seconds integer)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  r jalon.reminder;
  v_now timestamptz := clock_timestamp();
  v_lost boolean;
BEGIN
  SELECT * INTO r FROM jalon.reminder k WHERE k.id = p_reminder FOR UPDATE SKIP LOCKED;
  IF r.claim = p_request THEN
    RETURN 'claimed';
  ELSIF r.id IS NULL OR r.dropped OR r.claimed_until > v_now OR r.attempts >= p_attempts
     OR jalon.reminder_outcome(r.entry_id) <> 'failed' THEN
    RETURN 'taken';
  END IF;
  v_lost := r.claim IS NOT NULL;
  IF NOT v_lost AND NOT jalon.reminder_holds(r) THEN
    UPDATE jalon.reminder k SET dropped = true WHERE k.id = r.id;
    RETURN 'dropped';
  END IF;
  UPDATE jalon.reminder k
  SET claim = p_request, claimed_until = v_now + make_interval(secs => p_seconds)
  WHERE k.id = r.id;
  RETURN CASE WHEN v_lost THEN 'lost' ELSE 'claimed' END;
END
$$;

-- What became of a claimed reminder, as an entry of its contract: `sent` once the command that
-- delivers has ended with status 0, `failed` with its status, `unknown`. Conflict (JA001) when the
-- claim is not, or no more, p_claim.
CREATE OR REPLACE FUNCTION jalon.remind(
  p_request uuid, p_reminder bigint, p_claim uuid, p_outcome text, p_status integer,
  p_address text)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'remind', p_reminder, p_claim, p_outcome, p_status, p_address));
  v_programme text;
  v_code text;
  v_address text;
  v_head audit.head;
  r jalon.reminder;
  c record;
  d record;
BEGIN
  SELECT p.code, k.code INTO v_programme, v_code
  FROM jalon.reminder m
  JOIN jalon.contract k ON k.id = m.contract_id
  JOIN jalon.programme p ON p.id = k.programme_id
  WHERE m.id = p_reminder;
  c := jalon.open_contract(p_request, v_fingerprint, v_programme, v_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  SELECT * INTO r FROM jalon.reminder m WHERE m.id = p_reminder FOR UPDATE;
  IF r.claim IS DISTINCT FROM p_claim THEN
    PERFORM jalon.refuse('JA001', 'reminder_not_claimed', jsonb_build_object(
      'code', v_code, 'party', r.party));
  ELSIF p_outcome NOT IN ('sent', 'failed', 'unknown') OR p_outcome = 'sent' AND p_status <> 0 THEN
    PERFORM jalon.refuse('JA005', 'unknown_choice', jsonb_build_object('field', 'outcome',
      'value', p_outcome, 'known', ARRAY['sent', 'failed', 'unknown']));
  END IF;
  d := jalon.when_of(jalon.today(c.timezone), 'day', c.timezone, c.starts_on);
  v_address := audit.disclosure('address', jalon.clean('address', p_address, 254));
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'remind', NULL, audit.canonical(jsonb_build_object(
      'address', audit.sealed(v_address)::jsonb, 'due_on', r.due_on, 'instrument', r.instrument,
      'number', r.number, 'occasion', r.occasion, 'outcome', p_outcome, 'party', r.party,
      'status', p_status, 'target', r.target)),
    ARRAY[v_address], d.valid, 'day', NULL, NULL, NULL, NULL, NULL, NULL)::audit.fact);
  UPDATE jalon.reminder m
  SET claim = NULL, claimed_until = NULL, attempts = attempts + 1, entry_id = v_head.entry_id
  WHERE m.id = r.id;
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[v_code || '#' || v_head.seq], c.state, NULL);
END
$$;

GRANT SELECT ON jalon.reminder TO jalon_reader;
GRANT EXECUTE ON FUNCTION jalon.reminder_outcome(bigint) TO jalon_reader;
GRANT EXECUTE ON FUNCTION
  jalon.remind_plan(uuid, text, jsonb), jalon.remind_claim(uuid, bigint, integer, integer),
  jalon.remind(uuid, bigint, uuid, text, integer, text) TO jalon_recorder;
