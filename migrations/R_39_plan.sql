-- Planned dates of contracts. A later plan of the same thing takes the place of the former one from
-- its decision on; the thing itself fulfils it.

-- What is planned on a day: in force, and not there yet.
CREATE OR REPLACE FUNCTION jalon.plans_at(p_contracts uuid[], p_as_of date, p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, kind text, what text, number integer,
               earliest date, latest date, "precision" text, due_on date, party text, place text)
LANGUAGE sql STABLE
AS $$
  SELECT p.contract_id, p.entry_id, p.kind, p.what, p.number, p.earliest, p.latest, p.precision,
         coalesce(p.latest, p.earliest), p.party, p.place
  FROM jalon.plans(p_known) p
  WHERE p.contract_id = ANY (p_contracts) AND p.valid_from <= p_as_of
    AND (p.valid_to IS NULL OR p.valid_to > p_as_of)
    AND NOT coalesce(p.done_on <= p_as_of, false)
$$;

-- What WHAT is: an instrument, else a milestone, else a state of the programme.
CREATE OR REPLACE FUNCTION jalon.plan_kind(p_contract record, p_what text) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_known text[];
  v_kind text;
BEGIN
  WITH thing AS (
    SELECT 1 AS rank, 'instrument' AS kind, f.code FROM jalon.instrument_def f
    WHERE f.programme_id = p_contract.programme_id AND f.revision = p_contract.revision
    UNION ALL
    SELECT 2, 'milestone', m.code FROM jalon.milestone_def m
    WHERE m.programme_id = p_contract.programme_id AND m.revision = p_contract.revision
    UNION ALL
    SELECT 3, 'state', s.code FROM jalon.state_def s
    WHERE s.programme_id = p_contract.programme_id AND s.revision = p_contract.revision)
  SELECT array_agg(t.code ORDER BY t.rank, t.code),
         (array_agg(t.kind ORDER BY t.rank) FILTER (WHERE t.code = p_what))[1]
  INTO v_known, v_kind FROM thing t;
  IF v_kind IS NULL THEN
    PERFORM jalon.refuse('JA005', 'unknown_step', jsonb_build_object(
      'what', p_what, 'known', v_known));
  END IF;
  RETURN v_kind;
END
$$;

-- The plan in force of a thing that is not there yet. One that a state fulfilled is over: the state
-- may be planned again once it was left.
CREATE OR REPLACE FUNCTION jalon.plan_in_force(
  p_contract uuid, p_kind text, p_what text, p_number integer)
RETURNS jalon.plan
LANGUAGE sql STABLE
AS $$
  SELECT p.* FROM jalon.plan p
  WHERE p.contract_id = p_contract AND p.kind = p_kind AND p.what = p_what
    AND p.number IS NOT DISTINCT FROM p_number AND p.valid_to IS NULL AND p.known_to IS NULL
    AND NOT (p.kind = 'state' AND EXISTS (
      SELECT FROM jalon.state_interval i
      WHERE i.contract_id = p.contract_id AND i.state = p.what AND i.entry_id > p.entry_id
        AND i.known_to IS NULL))
$$;

-- What is there already is not planned. Returns the number of an instrument, open or next.
CREATE OR REPLACE FUNCTION jalon.check_plan_ahead(p_contract record, p_kind text, p_what text)
RETURNS integer
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_number integer;
  v_done boolean;
BEGIN
  CASE p_kind
    WHEN 'instrument' THEN
      SELECT coalesce(n.number, n.next), n.complete INTO v_number, v_done
      FROM jalon.open_number(p_contract.id, p_contract.programme_id,
                             jalon.instrument_of(p_contract, p_what)) n;
    WHEN 'milestone' THEN
      v_done := EXISTS (SELECT FROM jalon.milestone m WHERE m.contract_id = p_contract.id
                        AND m.milestone = p_what AND m.known_to IS NULL);
    ELSE
      v_done := p_contract.state = p_what;
  END CASE;
  IF v_done THEN
    PERFORM jalon.refuse('JA001', 'plan_done', jsonb_build_object(
      'code', (p_contract.subject).code, 'what', p_what));
  END IF;
  RETURN v_number;
END
$$;

-- A date that is over when it is decided is no plan.
CREATE OR REPLACE FUNCTION jalon.check_plan_date(p_on date, p_precision text, p_decided_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  b record;
BEGIN
  IF p_precision IS NULL OR p_precision NOT IN ('day', 'month', 'before', 'after') THEN
    PERFORM jalon.refuse('JA005', 'unknown_precision',
                         jsonb_build_object('precision', p_precision));
  ELSIF p_on IS NULL OR p_on NOT BETWEEN date '2000-01-01' AND date '2100-12-31' THEN
    PERFORM jalon.refuse('JA005', 'date_out_of_range', jsonb_build_object('on', p_on::text));
  END IF;
  b := jalon.bounds(p_on, p_precision, p_decided_on);
  IF coalesce(b.latest, b.earliest) < p_decided_on THEN
    PERFORM jalon.refuse('JA005', 'plan_past', jsonb_build_object(
      'on', coalesce(b.latest, b.earliest), 'decided_on', p_decided_on));
  END IF;
END
$$;

-- Is it a plan (p_plan, as in the leaf) that changes something, or takes one off (its `on` null)?
-- Decisions about a thing come in order. Returns the plan with the thing's number and the party's
-- whole code.
CREATE OR REPLACE FUNCTION jalon.check_plan(
  p_contract record, p_plan jsonb, p_has_reason boolean, p_on date)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_kind text := p_plan ->> 'kind';
  v_what text := p_plan ->> 'what';
  v_number integer;
  v_party text;
  v_last jalon.plan;
  b record;
BEGIN
  PERFORM jalon.check_stay(p_contract, p_on);
  v_number := jalon.check_plan_ahead(p_contract, v_kind, v_what);
  v_last := jalon.plan_in_force(p_contract.id, v_kind, v_what, v_number);
  IF p_on < v_last.valid_from THEN
    PERFORM jalon.refuse('JA005', 'plan_too_early', jsonb_build_object(
      'what', v_what, 'on', p_on, 'last', v_last.valid_from));
  ELSIF p_plan ->> 'on' IS NULL THEN
    IF v_last.entry_id IS NULL THEN
      PERFORM jalon.refuse('JA001', 'not_planned', jsonb_build_object(
        'code', (p_contract.subject).code, 'what', v_what));
    ELSIF NOT p_has_reason THEN
      PERFORM jalon.refuse('JA005', 'drop_unexplained', jsonb_build_object('what', v_what));
    END IF;
    RETURN jsonb_build_object('number', v_number, 'party', NULL);
  END IF;
  PERFORM jalon.check_plan_date((p_plan ->> 'on')::date, p_plan ->> 'precision', p_on);
  IF p_plan ->> 'party' IS NOT NULL THEN
    v_party := jalon.resolve_party(p_contract, p_plan ->> 'party', '{}', true, p_on);
  END IF;
  b := jalon.bounds((p_plan ->> 'on')::date, p_plan ->> 'precision', p_on);
  IF (b.earliest, b.latest, v_party) IS NOT DISTINCT FROM
     (v_last.earliest, v_last.latest, v_last.party) THEN
    PERFORM jalon.refuse('JA001', 'plan_there', jsonb_build_object(
      'what', v_what, 'on', coalesce(b.latest, b.earliest)));
  END IF;
  RETURN jsonb_build_object('number', v_number, 'party', v_party);
END
$$;

-- Ends the plan in force of the same thing, and puts the new one unless it is taken off.
CREATE OR REPLACE FUNCTION jalon.put_plan(
  p_contract uuid, p_after jsonb, p_from date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_last jalon.plan := jalon.plan_in_force(
    p_contract, p_after ->> 'kind', p_after ->> 'what', (p_after ->> 'number')::integer);
  b record;
BEGIN
  UPDATE jalon.plan p SET valid_to = p_from, end_entry_id = p_entry, end_known_from = p_known
  WHERE p.contract_id = p_contract AND p.entry_id = v_last.entry_id AND p.known_to IS NULL;
  IF p_after ->> 'on' IS NULL THEN
    RETURN;
  END IF;
  b := jalon.bounds((p_after ->> 'on')::date, p_after ->> 'precision', p_from);
  INSERT INTO jalon.plan (contract_id, kind, what, number, earliest, latest, precision, party,
                          place, note, valid_from, entry_id, known_from)
  VALUES (p_contract, p_after ->> 'kind', p_after ->> 'what', (p_after ->> 'number')::integer,
          b.earliest, b.latest, p_after ->> 'precision', p_after ->> 'party',
          p_after #>> '{place,sd,0}', p_after #>> '{note,sd,0}', p_from, p_entry, p_known);
END
$$;

-- The date of a plan as its leaf has it.
CREATE OR REPLACE FUNCTION jalon.plan_before(p_plan jalon.plan) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
  SELECT '{"on":"' || CASE p_plan.precision WHEN 'month' THEN p_plan.earliest
                           ELSE coalesce(p_plan.latest, p_plan.earliest) END
    || '","precision":"' || p_plan.precision || '"}'
$$;

-- Plans what is to happen on p_plan's date: {"on", "precision", "party", "place"}; null takes the
-- plan off. Who is to do it stays the same unless it is said anew. p_on: the day of the decision;
-- what is recorded without one was decided by then.
CREATE OR REPLACE FUNCTION jalon.plan(
  p_request uuid, p_programme text, p_code text, p_what text, p_plan jsonb, p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'plan', p_programme, p_code, p_what, p_plan, p_on, p_precision, p_evidence));
  v_precision text := p_precision;
  v_kind text;
  v_plan jsonb;
  v_last jalon.plan;
  v_note text;
  v_place text;
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
  IF p_precision = 'unknown' THEN
    v_precision := 'before';
    d := jalon.when_of(d.today, v_precision, c.timezone, c.starts_on);
  END IF;
  e := jalon.evidence(p_evidence, d.today);
  v_kind := jalon.plan_kind(c, p_what);
  v_last := jalon.plan_in_force(c.id, v_kind, p_what, jalon.check_plan_ahead(c, v_kind, p_what));
  v_plan := jsonb_build_object(
    'kind', v_kind, 'what', p_what, 'on', (p_plan ->> 'on')::date,
    'precision', p_plan ->> 'precision', 'party', coalesce(p_plan ->> 'party', v_last.party));
  v_plan := v_plan || jalon.check_plan(c, v_plan, e.reason IS NOT NULL, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_place := audit.disclosure('place', jalon.clean('place', p_plan ->> 'place', 200));
  v_after := audit.canonical(v_plan || jsonb_build_object(
    'on', CASE WHEN v_plan ->> 'precision' = 'month'
               THEN date_trunc('month', (v_plan ->> 'on')::date)::date
               ELSE (v_plan ->> 'on')::date END,
    'note', audit.sealed(v_note)::jsonb, 'place', audit.sealed(v_place)::jsonb));
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'plan', CASE WHEN v_last.entry_id IS NOT NULL THEN jalon.plan_before(v_last) END, v_after,
    ARRAY[v_note, v_place], d.valid, v_precision, e.certainty, e.learned, e.reason, e.source,
    e.batch, NULL)::audit.fact);
  PERFORM jalon.put_plan(c.id, v_after::jsonb, d.counts_from, v_head.entry_id, v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

GRANT EXECUTE ON FUNCTION jalon.plans_at(uuid[], date, bigint) TO jalon_reader;
GRANT EXECUTE ON FUNCTION
  jalon.plan(uuid, text, text, text, jsonb, date, text, jsonb) TO jalon_recorder;
