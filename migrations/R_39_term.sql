-- Terms of contracts. A number of an instrument has one term, which is not its day of signature. It
-- changes as a contract does (product.md 3.5): by an amendment, which has a term of its own, while
-- a mistake is corrected. A renewal is a new number (product.md 7), which has none until it is
-- given one.

-- The term that each contract runs under on a day: of what is signed and in force by then, that of
-- the number signed last.
CREATE OR REPLACE FUNCTION jalon.terms_at(p_contracts uuid[], p_as_of date, p_known bigint)
RETURNS TABLE (contract_id uuid, instrument text, number integer, from_date date, to_date date,
               entry_id bigint)
LANGUAGE sql STABLE
AS $$
  SELECT DISTINCT ON (t.contract_id) t.contract_id, t.instrument, t.number, t.from_date, t.to_date,
         t.entry_id
  FROM jalon.terms(p_known) t
  JOIN jalon.numbers(p_known) i USING (contract_id, instrument, number)
  WHERE t.contract_id = ANY (p_contracts) AND i.completed_on <= p_as_of
    AND (i.closed_on IS NULL OR i.closed_on > p_as_of)
  ORDER BY t.contract_id, i.completed_on DESC, t.entry_id DESC
$$;

-- A term begins before it ends, on days that a calendar of ours has.
CREATE OR REPLACE FUNCTION jalon.check_term_days(p_from date, p_to date) RETURNS void
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  v_on date;
BEGIN
  FOREACH v_on IN ARRAY ARRAY[p_from, p_to] LOOP
    IF v_on IS NULL THEN
      PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object(
        'field', CASE WHEN p_from IS NULL THEN 'from' ELSE 'to' END));
    ELSIF NOT isfinite(v_on) OR v_on NOT BETWEEN date '2000-01-01' AND date '2100-12-31' THEN
      PERFORM jalon.refuse('JA005', 'date_out_of_range', jsonb_build_object('on', v_on::text));
    END IF;
  END LOOP;
  IF p_to <= p_from THEN
    PERFORM jalon.refuse('JA005', 'term_ends_first', jsonb_build_object('from', p_from, 'to', p_to));
  END IF;
END
$$;

-- What completes a contract, and what amends it, has a term: a number that is in force, once.
-- Returns the number: the one that p_term names, else the last one.
CREATE OR REPLACE FUNCTION jalon.check_term(
  p_contract record, p_def jalon.instrument_def, p_term jsonb, p_on date)
RETURNS integer
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_facts jsonb := jsonb_build_object(
    'code', (p_contract.subject).code, 'instrument', p_def.code);
  v_number integer;
  v_term jalon.term;
BEGIN
  PERFORM jalon.check_stay(p_contract, p_on);
  PERFORM jalon.check_term_days((p_term ->> 'from')::date, (p_term ->> 'to')::date);
  IF p_def.completes IS NULL AND NOT p_def.required_as_amended THEN
    PERFORM jalon.refuse('JA005', 'has_no_term', v_facts || jsonb_build_object('known', ARRAY(
      SELECT f.code FROM jalon.instrument_def f
      WHERE f.programme_id = p_def.programme_id AND f.revision = p_def.revision
        AND (f.completes IS NOT NULL OR f.required_as_amended) ORDER BY f.position)));
  END IF;
  SELECT i.number INTO v_number FROM jalon.instrument i
  WHERE i.contract_id = p_contract.id AND i.instrument = p_def.code AND i.closed_by IS NULL
    AND i.known_to IS NULL AND i.number = coalesce((p_term ->> 'number')::integer, i.number)
  ORDER BY i.number DESC LIMIT 1;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'not_in_force', v_facts);
  END IF;
  SELECT * INTO v_term FROM jalon.term t
  WHERE t.contract_id = p_contract.id AND t.instrument = p_def.code AND t.number = v_number
    AND t.known_to IS NULL;
  IF FOUND THEN
    PERFORM jalon.refuse('JA001', 'has_a_term', v_facts || jsonb_build_object(
      'from', v_term.from_date, 'to', v_term.to_date));
  END IF;
  RETURN v_number;
END
$$;

-- Was another number of the instrument opened before this entry of one? Then the entry has to name
-- its number to be understood.
CREATE OR REPLACE FUNCTION jalon.is_passed(p_entry bigint, p_after jsonb) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT EXISTS (
    SELECT FROM audit.history h
    JOIN jalon.signatures(NULL) s ON s.contract_id = h.subject AND s.entry_id < p_entry
    WHERE h.entry_id = p_entry AND s.instrument = p_after ->> 'instrument'
      AND s.number > (p_after ->> 'number')::integer)
$$;

CREATE OR REPLACE FUNCTION jalon.put_term(
  p_contract uuid, p_after jsonb, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  INSERT INTO jalon.term (contract_id, instrument, number, entry_id, known_from, from_date, to_date,
                          note)
  VALUES (p_contract, p_after ->> 'instrument', (p_after ->> 'number')::integer, p_entry, p_known,
          (p_after ->> 'from')::date, (p_after ->> 'to')::date, p_after #>> '{note,sd,0}')
$$;

-- Records a term: {"from", "to", "number"}; without a number, of the one in force. p_on: the day on
-- which it was agreed, if that is known.
CREATE OR REPLACE FUNCTION jalon.term(
  p_request uuid, p_programme text, p_code text, p_instrument text, p_term jsonb, p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'term', p_programme, p_code, p_instrument, p_term, p_on, p_precision, p_evidence));
  v_number integer;
  v_note text;
  v_after text;
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
  v_number := jalon.check_term(c, jalon.instrument_of(c, p_instrument), p_term, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_after := '{"from":' || to_json((p_term ->> 'from')::date)
    || ',"instrument":' || to_json(p_instrument) || ',"note":' || audit.sealed(v_note)
    || ',"number":' || v_number || ',"to":' || to_json((p_term ->> 'to')::date) || '}';
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'term', NULL, v_after, ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason,
    e.source, e.batch, NULL)::audit.fact);
  PERFORM jalon.put_term(c.id, v_after::jsonb, v_head.entry_id, v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

GRANT EXECUTE ON FUNCTION
  jalon.terms_at(uuid[], date, bigint), jalon.is_passed(bigint, jsonb) TO jalon_reader;
GRANT EXECUTE ON FUNCTION
  jalon.term(uuid, text, text, text, jsonb, date, text, jsonb) TO jalon_recorder;
