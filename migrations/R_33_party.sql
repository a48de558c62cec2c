-- Parties that refuse to sign, parties that need not sign any more, and remarks.

-- The refusals that stand on a day: a refusal is answered when the party signs the number or is
-- waived, and over when the number is complete or closed.
CREATE OR REPLACE FUNCTION jalon.refusals_at(p_contracts uuid[], p_as_of date, p_known bigint)
RETURNS TABLE (contract_id uuid, instrument text, number integer, party text, refused_on date,
               entry_id bigint, reason text)
LANGUAGE sql STABLE
AS $$
  SELECT r.contract_id, r.instrument, r.number, r.party, r.counts_from, r.entry_id, r.reason
  FROM jalon.refusals(p_known) r
  WHERE r.contract_id = ANY (p_contracts) AND r.counts_from <= p_as_of
    AND NOT EXISTS (SELECT FROM jalon.signatures(p_known) s
                    WHERE (s.contract_id, s.instrument, s.number, s.party)
                        = (r.contract_id, r.instrument, r.number, r.party)
                      AND s.counts_from <= p_as_of)
    AND NOT EXISTS (SELECT FROM jalon.number_parties(p_known) w
                    WHERE (w.contract_id, w.instrument, w.number, w.party)
                        = (r.contract_id, r.instrument, r.number, r.party)
                      AND w.waived_on <= p_as_of)
    AND NOT EXISTS (SELECT FROM jalon.numbers(p_known) i
                    WHERE (i.contract_id, i.instrument, i.number)
                        = (r.contract_id, r.instrument, r.number)
                      AND least(i.completed_on, i.closed_on) <= p_as_of)
$$;

-- The digest of an entry's reason.
CREATE OR REPLACE FUNCTION jalon.reason_of(p_entry bigint) RETURNS text
LANGUAGE sql STABLE
AS $$ SELECT h.leaf::jsonb #>> '{reason,sd,0}' FROM audit.history h WHERE h.entry_id = p_entry $$;

-- A party that has signed the number has said what it had to; one that is waived has no more to say.
CREATE OR REPLACE FUNCTION jalon.check_unsigned(
  p_contract record, p_instrument text, p_number integer, p_party text)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_facts jsonb := jsonb_build_object(
    'code', (p_contract.subject).code, 'instrument', p_instrument, 'party', p_party);
  v_on date;
BEGIN
  SELECT s.counts_from INTO v_on FROM jalon.signature s
  WHERE s.contract_id = p_contract.id AND s.instrument = p_instrument AND s.number = p_number
    AND s.party = p_party AND s.known_to IS NULL;
  IF FOUND THEN
    PERFORM jalon.refuse('JA001', 'already_signed', v_facts || jsonb_build_object('on', v_on));
  END IF;
  SELECT p.waived_on INTO v_on FROM jalon.instrument_party p
  WHERE p.contract_id = p_contract.id AND p.instrument = p_instrument AND p.number = p_number
    AND p.party = p_party AND p.waived_by IS NOT NULL AND p.known_to IS NULL;
  IF FOUND THEN
    PERFORM jalon.refuse('JA001', 'already_waived', v_facts || jsonb_build_object('on', v_on));
  END IF;
END
$$;

-- A party that may sign the number that is signed next can refuse to. p_number is the one that the
-- entry is about when it is made again, else null.
CREATE OR REPLACE FUNCTION jalon.check_refusal(
  p_contract record, p_def jalon.instrument_def, p_party text, p_number integer,
  p_has_reason boolean, p_on date, OUT party text, OUT number integer)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_refused date;
  n record;
BEGIN
  IF NOT p_has_reason THEN
    PERFORM jalon.refuse('JA005', 'refusal_unexplained',
                         jsonb_build_object('code', (p_contract.subject).code));
  END IF;
  PERFORM jalon.check_stay(p_contract, p_on);
  n := jalon.open_number(p_contract.id, p_contract.programme_id, p_def);
  number := coalesce(p_number, n.number, n.next);
  IF n.complete THEN
    PERFORM jalon.refuse('JA001', 'nothing_missing', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code));
  ELSIF n.number <> number THEN
    PERFORM jalon.refuse('JA005', 'instrument_not_open', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code, 'state', p_contract.state,
      'from_states', p_def.from_states));
  END IF;
  PERFORM jalon.check_signing(p_contract, p_def, false, n.first_day, p_on);
  party := jalon.resolve_party(
    p_contract, p_party, jalon.required_parties(p_contract, p_def.code, n.number, p_on),
    p_def.optional_any, p_on);
  PERFORM jalon.check_unsigned(p_contract, p_def.code, number, party);
  SELECT r.counts_from INTO v_refused FROM jalon.refusal r
  WHERE r.contract_id = p_contract.id AND r.instrument = p_def.code
    AND r.number = check_refusal.number AND r.party = check_refusal.party AND r.known_to IS NULL;
  IF FOUND THEN
    PERFORM jalon.refuse('JA001', 'already_refused', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code, 'party', party,
      'on', v_refused));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION jalon.put_refusal(
  p_contract uuid, p_after jsonb, p_reason text, p_precision text, p_when record, p_entry bigint,
  p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.refusal (contract_id, instrument, number, party, entry_id, known_from,
                             earliest, latest, precision, counts_from, reason, note)
  VALUES (p_contract, p_after ->> 'instrument', (p_after ->> 'number')::integer,
          p_after ->> 'party', p_entry, p_known, p_when.earliest, p_when.latest, p_precision,
          p_when.counts_from, p_reason, p_after #>> '{note,sd,0}');
END
$$;

-- What the leaf of a refusal and of a waiver says.
CREATE OR REPLACE FUNCTION jalon.party_after(
  p_instrument text, p_number integer, p_party text, p_note text)
RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT '{"instrument":' || to_json(p_instrument) || ',"note":' || audit.sealed(p_note)
    || ',"number":' || p_number || ',"party":' || to_json(p_party) || '}'
$$;

-- A party refuses to sign. Its refusal stands until it signs that number, or it is taken back.
CREATE OR REPLACE FUNCTION jalon.party_refuse(
  p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'party_refuse', p_programme, p_code, p_instrument, p_party, p_on, p_precision, p_evidence));
  v_note text;
  v_after text;
  v_head audit.head;
  c record;
  d record;
  e record;
  r record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  r := jalon.check_refusal(c, jalon.instrument_of(c, p_instrument), p_party, NULL,
                           e.reason IS NOT NULL, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_after := jalon.party_after(p_instrument, r.number, r.party, v_note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'refuse', NULL, v_after, ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned,
    e.reason, e.source, e.batch, NULL)::audit.fact);
  PERFORM jalon.put_refusal(c.id, v_after::jsonb, jalon.reason_of(v_head.entry_id), p_precision,
                            d, v_head.entry_id, v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

-- A required party of the open number need not sign it any more: one that has not signed, and not
-- the last one. A waiver is decided on a day.
CREATE OR REPLACE FUNCTION jalon.check_waiver(
  p_contract record, p_def jalon.instrument_def, p_party text, p_number integer,
  p_has_reason boolean, p_on date, OUT party text, OUT number integer)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  n record;
BEGIN
  IF NOT p_has_reason THEN
    PERFORM jalon.refuse('JA005', 'waiver_unexplained',
                         jsonb_build_object('code', (p_contract.subject).code));
  END IF;
  PERFORM jalon.check_stay(p_contract, p_on);
  n := jalon.open_number(p_contract.id, p_contract.programme_id, p_def);
  IF n.complete THEN
    PERFORM jalon.refuse('JA001', 'nothing_missing', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code));
  ELSIF n.number IS NULL OR n.number <> p_number THEN
    PERFORM jalon.refuse('JA005', 'number_not_open', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code));
  END IF;
  number := n.number;
  PERFORM jalon.check_signing(p_contract, p_def, false, n.first_day, p_on);
  party := jalon.resolve_party(
    p_contract, p_party, jalon.required_parties(p_contract, p_def.code, number, p_on), false,
    p_on);
  PERFORM jalon.check_unsigned(p_contract, p_def.code, number, party);
  PERFORM FROM jalon.instrument_party p
  WHERE p.contract_id = p_contract.id AND p.instrument = p_def.code
    AND p.number = check_waiver.number AND p.party <> check_waiver.party AND p.waived_by IS NULL
    AND p.known_to IS NULL;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'last_party', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code, 'party', party));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION jalon.put_waiver(
  p_contract uuid, p_after jsonb, p_reason text, p_on date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  UPDATE jalon.instrument_party p
  SET waived_by = p_entry, waived_on = p_on, waived_reason = p_reason, waived_known_from = p_known
  WHERE p.contract_id = p_contract AND p.instrument = p_after ->> 'instrument'
    AND p.number = (p_after ->> 'number')::integer AND p.party = p_after ->> 'party'
    AND p.known_to IS NULL
$$;

-- Waives a party. When all others have signed, the number is complete with it, and its transition
-- follows at once: on the day of the last signature or of the waiver, whichever is later.
CREATE OR REPLACE FUNCTION jalon.party_waive(
  p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'party_waive', p_programme, p_code, p_instrument, p_party, p_on, p_evidence));
  v_def jalon.instrument_def;
  v_note text;
  v_after text;
  v_head audit.head;
  v_entries text[];
  v_since date;
  c record;
  d record;
  e record;
  w record;
  done record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  v_def := jalon.instrument_of(c, p_instrument);
  d := jalon.when_of(p_on, 'day', c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  w := jalon.check_waiver(c, v_def, p_party, NULL, e.reason IS NOT NULL, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_after := jalon.party_after(p_instrument, w.number, w.party, v_note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'waive', NULL, v_after, ARRAY[v_note], d.valid, 'day', e.certainty, e.learned, e.reason,
    e.source, e.batch, NULL)::audit.fact);
  PERFORM jalon.put_waiver(c.id, v_after::jsonb, jalon.reason_of(v_head.entry_id), d.counts_from,
                           v_head.entry_id, v_head.entry_id);
  v_entries := ARRAY[p_code || '#' || v_head.seq];
  done := jalon.settle_number(c.id, p_instrument, w.number, v_head.entry_id);
  IF done.completed AND v_def.completes IS NOT NULL THEN
    v_head := jalon.complete_contract(c, v_head, p_request, v_def, w.number, done, e.batch);
    v_entries := v_entries || (p_code || '#' || v_head.seq);
    c.state := v_def.completes;
    v_since := done.on_date;
  END IF;
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head, v_entries, c.state,
                              v_since);
END
$$;

-- A remark, which is the evidence's `note`. It may be about a day, and changes nothing.
CREATE OR REPLACE FUNCTION jalon.note(
  p_request uuid, p_programme text, p_code text, p_on date, p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'note', p_programme, p_code, p_on, p_precision, p_evidence));
  v_note text;
  v_head audit.head;
  c record;
  d record;
  e record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  IF e.note IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'note'));
  END IF;
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'note', NULL, '{"note":' || audit.sealed(v_note) || '}', ARRAY[v_note], d.valid, p_precision,
    e.certainty, e.learned, e.reason, e.source, e.batch, NULL)::audit.fact);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

GRANT EXECUTE ON FUNCTION jalon.refusals_at(uuid[], date, bigint) TO jalon_reader;
GRANT EXECUTE ON FUNCTION
  jalon.party_refuse(uuid, text, text, text, text, date, text, jsonb),
  jalon.note(uuid, text, text, date, text, jsonb) TO jalon_recorder;
GRANT EXECUTE ON FUNCTION
  jalon.party_waive(uuid, text, text, text, text, date, jsonb) TO jalon_manager;
