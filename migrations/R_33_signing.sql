-- Signatures. `signed` cannot be typed in: it follows, in the same transaction, from the last
-- required signature of the instrument that completes it.

-- The parties that an instrument needs for a contract on a day, while no signature has frozen them.
CREATE OR REPLACE FUNCTION jalon.parties_needed(
  p_contract uuid, p_programme uuid, p_revision integer, p_instrument text, p_on date)
RETURNS SETOF text
LANGUAGE sql STABLE
AS $$
  SELECT CASE WHEN r.suffix IS NULL THEN t.code ELSE t.code || ':' || r.suffix END
  FROM jalon.instrument_def f
  JOIN jalon.party_def t ON t.programme_id = f.programme_id AND t.revision = f.revision
    AND t.code = ANY (f.required)
  CROSS JOIN LATERAL (
    SELECT NULL::text AS suffix WHERE t.one_per = 'contract'
    UNION ALL
    SELECT g.region FROM jalon.territory_region g
    WHERE t.one_per = 'region' AND g.contract_id = p_contract
    UNION ALL
    SELECT m.siren FROM jalon.member m
    WHERE t.one_per = 'member' AND m.contract_id = p_contract AND m.known_to IS NULL
      AND m.valid_from <= p_on AND (m.valid_to IS NULL OR m.valid_to > p_on)) r
  WHERE f.programme_id = p_programme AND f.revision = p_revision AND f.code = p_instrument
    AND NOT f.required_as_amended
  UNION
  SELECT a.party
  FROM jalon.instrument_def f
  CROSS JOIN LATERAL (
    SELECT i.instrument, i.number FROM jalon.instrument i
    JOIN jalon.instrument_def b ON b.programme_id = f.programme_id AND b.revision = f.revision
      AND b.code = i.instrument AND b.completes IS NOT NULL
    WHERE i.contract_id = p_contract AND i.completed_on IS NOT NULL AND i.closed_by IS NULL
      AND i.known_to IS NULL
    ORDER BY i.number DESC LIMIT 1) amended
  JOIN jalon.instrument_party a ON a.contract_id = p_contract
    AND a.instrument = amended.instrument AND a.number = amended.number AND a.known_to IS NULL
    AND a.waived_by IS NULL
  WHERE f.programme_id = p_programme AND f.revision = p_revision AND f.code = p_instrument
    AND f.required_as_amended
$$;

-- A party as stored: `region` alone means the only signing Région. Refuses one that the programme
-- does not declare, or that has nothing to do with this contract.
CREATE OR REPLACE FUNCTION jalon.resolve_party(
  p_contract record, p_party text, p_required text[], p_optional boolean, p_on date)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_type text := split_part(p_party, ':', 1);
  v_name text := jalon.clean('party', nullif(substr(p_party, length(v_type) + 2), ''), 200);
  v_party text := v_type || coalesce(':' || v_name, '');
  v_def jalon.party_def;
  v_concerned text[];
BEGIN
  SELECT * INTO v_def FROM jalon.party_def t
  WHERE t.programme_id = p_contract.programme_id AND t.revision = p_contract.revision
    AND t.code = v_type;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_party', jsonb_build_object('party', p_party, 'known',
      ARRAY(SELECT t.code FROM jalon.party_def t WHERE t.programme_id = p_contract.programme_id
            AND t.revision = p_contract.revision ORDER BY 1)));
  END IF;
  v_concerned := CASE v_def.one_per
    WHEN 'contract' THEN ARRAY[v_type]
    WHEN 'region' THEN ARRAY(SELECT v_type || ':' || g.region FROM jalon.territory_region g
                             WHERE g.contract_id = p_contract.id ORDER BY g.position)
    WHEN 'member' THEN ARRAY(SELECT v_type || ':' || m.siren FROM jalon.member m
                             WHERE m.contract_id = p_contract.id AND m.known_to IS NULL
                               AND m.valid_from <= p_on
                               AND (m.valid_to IS NULL OR m.valid_to > p_on) ORDER BY m.siren)
    END;
  IF v_party = v_type AND cardinality(v_concerned) = 1 THEN
    v_party := v_concerned[1];
  END IF;
  IF v_party = ANY (p_required) THEN
    RETURN v_party;
  ELSIF NOT coalesce(v_party = ANY (v_concerned), v_name IS NOT NULL) OR NOT p_optional THEN
    PERFORM jalon.refuse('JA005', 'party_not_concerned', jsonb_build_object(
      'party', p_party, 'code', (p_contract.subject).code,
      'concerned', coalesce(nullif(v_concerned, '{}'), p_required)));
  END IF;
  RETURN v_party;
END
$$;

-- The number of an instrument that is signed next: the open one, or none yet (number null); and the
-- first day that its signatures can be of: the one on which the number before was closed, for an
-- amendment the one on which the contract that it amends was signed.
CREATE OR REPLACE FUNCTION jalon.open_number(
  p_contract uuid, p_programme uuid, p_def jalon.instrument_def, OUT number integer,
  OUT next integer, OUT complete boolean, OUT first_day date)
LANGUAGE sql STABLE
AS $$
  SELECT CASE WHEN i.closed_by IS NULL AND NOT (p_def.repeatable AND i.completed_on IS NOT NULL)
              THEN i.number END,
         coalesce(i.number, 0) + 1,
         coalesce(i.completed_on IS NOT NULL AND i.closed_by IS NULL AND NOT p_def.repeatable,
                  false),
         (SELECT max(CASE WHEN b.code = p_def.code THEN o.closed_on
                          WHEN p_def.required_as_amended AND b.completes IS NOT NULL
                            AND o.closed_by IS NULL THEN o.completed_on END)
          FROM jalon.instrument o
          JOIN jalon.instrument_def b ON b.programme_id = p_programme
            AND b.revision = p_def.revision AND b.code = o.instrument
          WHERE o.contract_id = p_contract AND o.known_to IS NULL)
  FROM (SELECT 1) one
  LEFT JOIN LATERAL (
    SELECT * FROM jalon.instrument i
    WHERE i.contract_id = p_contract AND i.instrument = p_def.code AND i.known_to IS NULL
    ORDER BY i.number DESC LIMIT 1) i ON true
$$;

-- An instrument is signed in the states that it declares; a party that need not sign may still
-- join a complete one in the state that it brought about. Both now and on the day of the signature.
CREATE OR REPLACE FUNCTION jalon.check_signing(
  p_contract record, p_def jalon.instrument_def, p_complete boolean, p_first_day date, p_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_states text[] := p_def.from_states
    || CASE WHEN p_complete AND p_def.completes IS NOT NULL THEN ARRAY[p_def.completes] END;
BEGIN
  IF NOT p_contract.state = ANY (v_states) THEN
    PERFORM jalon.refuse('JA005', 'instrument_not_open', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code, 'state', p_contract.state,
      'from_states', p_def.from_states));
  ELSIF p_on < p_first_day
    OR NOT coalesce(jalon.state_at(p_contract.id, p_on) = ANY (v_states), false) THEN
    PERFORM jalon.refuse('JA005', 'too_early', jsonb_build_object(
      'code', (p_contract.subject).code, 'on', p_on, 'not_before', p_contract.state_since,
      'state', p_contract.state));
  END IF;
END
$$;

-- The parties that must sign: those that the number froze, or the needed ones of the day while it
-- has no signature (p_number null).
CREATE OR REPLACE FUNCTION jalon.required_parties(
  p_contract record, p_instrument text, p_number integer, p_on date)
RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN ARRAY(
    SELECT p.party FROM jalon.instrument_party p
    WHERE p.contract_id = p_contract.id AND p.instrument = p_instrument AND p.number = p_number
      AND p.known_to IS NULL
    UNION ALL
    SELECT jalon.parties_needed(p_contract.id, p_contract.programme_id, p_contract.revision,
                                p_instrument, p_on)
    WHERE p_number IS NULL
    ORDER BY 1);
END
$$;

-- The parties that a request names, each once, none of which has signed yet.
CREATE OR REPLACE FUNCTION jalon.parties_to_sign(
  p_contract record, p_def jalon.instrument_def, p_number integer, p_parties text[],
  p_required text[], p_on date)
RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_parties text[];
  v_signed record;
BEGIN
  IF p_parties = '{all}' THEN
    v_parties := ARRAY(
      SELECT r FROM unnest(p_required) r
      EXCEPT SELECT s.party FROM jalon.signature s
      WHERE s.contract_id = p_contract.id AND s.instrument = p_def.code
        AND s.number = p_number AND s.known_to IS NULL
      EXCEPT SELECT w.party FROM jalon.instrument_party w
      WHERE w.contract_id = p_contract.id AND w.instrument = p_def.code
        AND w.number = p_number AND w.waived_by IS NOT NULL AND w.known_to IS NULL
      ORDER BY 1);
    IF v_parties = '{}' THEN
      PERFORM jalon.refuse('JA001', 'nothing_missing', jsonb_build_object(
        'code', (p_contract.subject).code, 'instrument', p_def.code));
    END IF;
    RETURN v_parties;
  END IF;
  v_parties := ARRAY(
    SELECT DISTINCT jalon.resolve_party(p_contract, p, p_required, p_def.optional_any, p_on)
    FROM unnest(p_parties) p ORDER BY 1);
  IF v_parties = '{}' THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'party'));
  END IF;
  SELECT s.party, s.counts_from INTO v_signed FROM jalon.signature s
  WHERE s.contract_id = p_contract.id AND s.instrument = p_def.code AND s.number = p_number
    AND s.party = ANY (v_parties) AND s.known_to IS NULL ORDER BY s.party LIMIT 1;
  IF FOUND THEN
    PERFORM jalon.refuse('JA001', 'already_signed', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code, 'party', v_signed.party,
      'on', v_signed.counts_from));
  END IF;
  RETURN v_parties;
END
$$;

-- Appends one signature; returns the new head and what its leaf says. What a signature rests on, and
-- the delegation under which it was given, are told by members that are there only when there is
-- something to tell.
CREATE OR REPLACE FUNCTION jalon.append_signature(
  p_contract record, p_head audit.head, p_request uuid, p_signing jsonb, p_when record,
  p_evidence record, OUT head audit.head, OUT after jsonb)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_signer text := audit.disclosure('signer', p_signing ->> 'signer');
  v_capacity text := audit.disclosure('capacity', p_signing ->> 'capacity');
  v_delegation text := audit.disclosure('delegation', p_signing ->> 'delegation');
  v_place text := audit.disclosure('place', p_signing ->> 'place');
  v_no_evidence text := audit.disclosure('no_evidence', p_signing ->> 'no_evidence');
  v_note text := audit.disclosure('note', p_evidence.note);
  v_after text :=
    '{"capacity":' || audit.sealed(v_capacity)
      || ',"channel":' || coalesce(to_json(p_signing ->> 'channel')::text, 'null')
      || CASE WHEN v_delegation IS NULL THEN ''
              ELSE ',"delegation":' || audit.sealed(v_delegation) END
      || coalesce(',"document":' || to_json(p_signing ->> 'document'), '')
      || ',"instrument":' || to_json(p_signing ->> 'instrument')
      || CASE WHEN v_no_evidence IS NULL THEN ''
              ELSE ',"no_evidence":' || audit.sealed(v_no_evidence) END
      || ',"note":' || audit.sealed(v_note)
      || ',"number":' || (p_signing ->> 'number')
      || ',"parties":' || coalesce(audit.canonical(p_signing -> 'parties'), 'null')
      || ',"party":' || to_json(p_signing ->> 'party')
      || ',"place":' || audit.sealed(v_place)
      || ',"signer":' || audit.sealed(v_signer)
      || coalesce(',"text":' || to_json(p_signing ->> 'text'), '') || '}';
BEGIN
  head := audit.append(p_contract.subject, p_head, p_request, ROW(
    'sign', NULL, v_after,
    ARRAY[v_signer, v_capacity, v_delegation, v_place, v_no_evidence, v_note], p_when.valid,
    p_signing ->> 'precision', p_evidence.certainty, p_evidence.learned, p_evidence.reason,
    p_evidence.source, p_evidence.batch, NULL)::audit.fact);
  after := v_after::jsonb;
END
$$;

-- The row of one signature, as its leaf says.
CREATE OR REPLACE FUNCTION jalon.put_signature(
  p_contract uuid, p_after jsonb, p_precision text, p_when record, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.signature (contract_id, instrument, number, party, entry_id, known_from,
                               earliest, latest, precision, counts_from, channel, signer, capacity,
                               delegation, place, note, document, no_evidence, signed_text)
  VALUES (p_contract, p_after ->> 'instrument', (p_after ->> 'number')::integer,
          p_after ->> 'party', p_entry, p_known, p_when.earliest, p_when.latest, p_precision,
          p_when.counts_from, p_after ->> 'channel', p_after #>> '{signer,sd,0}',
          p_after #>> '{capacity,sd,0}', p_after #>> '{delegation,sd,0}',
          p_after #>> '{place,sd,0}', p_after #>> '{note,sd,0}', p_after ->> 'document',
          p_after #>> '{no_evidence,sd,0}', p_after ->> 'text');
END
$$;

-- The parties of a number, as its first signature freezes them.
CREATE OR REPLACE FUNCTION jalon.put_parties(
  p_contract uuid, p_instrument text, p_number integer, p_parties text[], p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.instrument_party (contract_id, instrument, number, party, known_from)
  SELECT p_contract, p_instrument, p_number, q, p_known FROM unnest(p_parties) q;
END
$$;

-- What its signatures make of a number: it is open since the first of them, and complete when its
-- last required party has signed or was waived; then it takes the latest date and the coarsest
-- precision among the required signatures. A waiver of a later day completes it on that day.
CREATE OR REPLACE FUNCTION jalon.settle_number(
  p_contract uuid, p_instrument text, p_number integer, p_known bigint, OUT completed boolean,
  OUT on_date date, OUT valid date, OUT coarsest text)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_coarse text[] := ARRAY['day', 'month', 'before', 'after', 'unknown'];
  v_not_before date;
  v_opened date;
  v_waived date;
BEGIN
  SELECT bool_and(s.party IS NOT NULL), max(s.counts_from), max(s.earliest),
         v_coarse[max(array_position(v_coarse, s.precision))]
  INTO completed, on_date, v_not_before, coarsest
  FROM jalon.instrument_party p
  LEFT JOIN jalon.signature s ON s.contract_id = p.contract_id AND s.instrument = p.instrument
    AND s.number = p.number AND s.party = p.party AND s.known_to IS NULL
  WHERE p.contract_id = p_contract AND p.instrument = p_instrument AND p.number = p_number
    AND p.waived_by IS NULL AND p.known_to IS NULL;
  completed := coalesce(completed, false);
  SELECT max(p.waived_on) INTO v_waived FROM jalon.instrument_party p
  WHERE p.contract_id = p_contract AND p.instrument = p_instrument AND p.number = p_number
    AND p.known_to IS NULL;
  IF v_waived > on_date THEN
    on_date := v_waived;
    coarsest := 'day';
  END IF;
  valid := CASE coarsest WHEN 'month' THEN date_trunc('month', on_date)::date
                          WHEN 'after' THEN v_not_before
                          WHEN 'unknown' THEN NULL ELSE on_date END;
  SELECT min(s.counts_from) INTO v_opened FROM jalon.signature s
  WHERE s.contract_id = p_contract AND s.instrument = p_instrument AND s.number = p_number
    AND s.known_to IS NULL;
  PERFORM jalon.put_number((
    p_contract, p_instrument, p_number, v_opened, CASE WHEN completed THEN on_date END,
    CASE WHEN completed THEN coarsest END, NULL, NULL, p_known, NULL)::jalon.instrument);
END
$$;

-- The derived transition into the state that a complete instrument brings about; returns its name.
CREATE OR REPLACE FUNCTION jalon.check_completion(
  p_contract record, p_def jalon.instrument_def, p_on date)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_transition text;
BEGIN
  SELECT t.name INTO v_transition FROM jalon.transition_edge t
  WHERE t.programme_id = p_contract.programme_id AND t.revision = p_contract.revision
    AND t.from_state = p_contract.state AND t.to_state = p_def.completes AND t.derived;
  IF NOT FOUND THEN
    PERFORM jalon.refuse_move(p_contract, p_def.completes);
  ELSIF p_on < p_contract.state_since THEN
    PERFORM jalon.refuse('JA005', 'too_early', jsonb_build_object(
      'code', (p_contract.subject).code, 'on', p_on, 'not_before', p_contract.state_since,
      'state', p_contract.state));
  END IF;
  RETURN v_transition;
END
$$;

CREATE OR REPLACE FUNCTION jalon.complete_contract(
  p_contract record, p_head audit.head, p_request uuid, p_def jalon.instrument_def,
  p_number integer, p_completion record, p_batch uuid)
RETURNS audit.head
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_transition text := jalon.check_completion(p_contract, p_def, p_completion.on_date);
BEGIN
  RETURN audit.append(p_contract.subject, p_head, p_request, ROW(
    'transition', '{"state":' || to_json(p_contract.state) || '}',
    '{"instrument":' || to_json(p_def.code) || ',"note":null,"number":' || p_number
      || ',"state":' || to_json(p_def.completes) || ',"transition":' || to_json(v_transition)
      || '}',
    NULL, p_completion.valid, p_completion.coarsest, NULL, NULL, NULL, NULL, p_batch,
    NULL)::audit.fact);
END
$$;

-- Records the signatures of one or more parties on an instrument, on one day. '{all}' stands for
-- every required party still missing.
CREATE OR REPLACE FUNCTION jalon.sign(
  p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date,
  p_precision text, p_signing jsonb, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'sign', p_programme, p_code, p_instrument, p_parties, p_on, p_precision, p_signing,
    p_evidence));
  v_def jalon.instrument_def;
  v_required text[];
  v_parties text[];
  v_party text;
  v_signing jsonb;
  v_number integer;
  v_head audit.head;
  v_entries text[] := '{}';
  v_since date;
  c record;
  d record;
  e record;
  n record;
  s record;
  paper record;
  done record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  v_def := jalon.instrument_of(c, p_instrument);
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_stay(c, d.counts_from);
  n := jalon.open_number(c.id, c.programme_id, v_def);
  PERFORM jalon.check_signing(c, v_def, n.complete, n.first_day, d.counts_from);
  v_required := jalon.required_parties(c, p_instrument, n.number, d.counts_from);
  v_parties := jalon.parties_to_sign(c, v_def, n.number, p_parties, v_required, d.counts_from);
  v_signing := jsonb_build_object(
    'signer', jalon.clean('by', p_signing ->> 'signer', 200),
    'capacity', jalon.clean('capacity', p_signing ->> 'capacity', 200),
    'delegation', jalon.clean('delegation', p_signing ->> 'delegation', 200),
    'place', jalon.clean('place', p_signing ->> 'place', 200),
    'channel', jalon.clean('channel', p_signing ->> 'channel', 40),
    'document', p_signing #>> '{document,sha256}',
    'no_evidence', jalon.clean('no_evidence', p_signing ->> 'no_evidence', 2000),
    'instrument', p_instrument, 'precision', p_precision, 'number', coalesce(n.number, n.next));
  v_number := coalesce(n.number, n.next);
  v_signing := v_signing || jsonb_build_object(
    'text', coalesce(p_signing ->> 'text', jalon.text_of(c.id, p_instrument, v_number)));
  paper := jalon.signed_document(c, p_request, p_signing -> 'document' || jsonb_build_object(
    'instrument', p_instrument, 'number', v_number,
    'party', CASE WHEN cardinality(v_parties) = 1 THEN v_parties[1] END), d, p_precision, e);
  PERFORM jalon.check_evidence(c, v_def, v_number, v_signing);
  v_head := paper.head;
  FOREACH v_party IN ARRAY v_parties LOOP
    s := jalon.append_signature(c, v_head, p_request, v_signing || jsonb_build_object(
      'party', v_party, 'parties',
      CASE WHEN n.number IS NULL AND v_entries = '{}' THEN to_jsonb(v_required) END), d, e);
    v_head := s.head;
    IF n.number IS NULL AND v_entries = '{}' THEN
      PERFORM jalon.put_parties(c.id, p_instrument, v_number, v_required, v_head.entry_id);
    END IF;
    PERFORM jalon.put_signature(c.id, s.after, p_precision, d, v_head.entry_id, v_head.entry_id);
    v_entries := v_entries || (p_code || '#' || v_head.seq);
  END LOOP;
  done := jalon.settle_number(c.id, p_instrument, v_number, v_head.entry_id);
  IF done.completed AND NOT n.complete AND v_def.completes IS NOT NULL THEN
    v_head := jalon.complete_contract(c, v_head, p_request, v_def, v_number, done, e.batch);
    v_entries := v_entries || (p_code || '#' || v_head.seq);
    c.state := v_def.completes;
    v_since := done.on_date;
  END IF;
  IF (paper.head).seq > (c.head).seq THEN
    v_entries := (p_code || '#' || (paper.head).seq) || v_entries;
  END IF;
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head, v_entries, c.state,
                              v_since);
END
$$;

-- The instrument's definition in the revision in force.
CREATE OR REPLACE FUNCTION jalon.instrument_of(p_contract record, p_instrument text)
RETURNS jalon.instrument_def
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_def jalon.instrument_def;
BEGIN
  SELECT * INTO v_def FROM jalon.instrument_def f
  WHERE f.programme_id = p_contract.programme_id AND f.revision = p_contract.revision
    AND f.code = p_instrument;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_instrument', jsonb_build_object(
      'instrument', p_instrument, 'known', ARRAY(
        SELECT f.code FROM jalon.instrument_def f
        WHERE f.programme_id = p_contract.programme_id AND f.revision = p_contract.revision
        ORDER BY f.position)));
  END IF;
  RETURN v_def;
END
$$;
