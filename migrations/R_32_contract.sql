-- Moves of a contract, and its milestones.

-- The declared move to p_to, after every guard in the order of enum jalon_move of
-- domain/lifecycle.h. p_roles are those of the person who moves it; null: of whoever did.
CREATE OR REPLACE FUNCTION jalon.check_move(
  p_contract record, p_to text, p_expect text, p_counts_from date, p_has_reason boolean,
  p_roles text[])
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_edge jalon.transition_edge;
BEGIN
  IF p_expect IS NOT NULL AND p_expect <> p_contract.state THEN
    PERFORM jalon.refuse('JA001', 'stale_state', jsonb_build_object(
      'code', (p_contract.subject).code, 'expected', p_expect, 'actual', p_contract.state));
  ELSIF p_to = p_contract.state THEN
    PERFORM jalon.refuse('JA001', 'already_there', jsonb_build_object(
      'code', (p_contract.subject).code, 'state', p_to));
  END IF;
  SELECT * INTO v_edge FROM jalon.transition_edge t
  WHERE t.programme_id = p_contract.programme_id AND t.revision = p_contract.revision
    AND t.from_state = p_contract.state
    AND (t.to_state = p_to OR (t.to_state = '*previous' AND p_to = p_contract.previous_state));
  IF NOT FOUND THEN
    PERFORM jalon.refuse_move(p_contract, p_to);
  ELSIF v_edge.derived THEN
    PERFORM jalon.refuse('JA002', 'derived_transition', jsonb_build_object(
      'code', (p_contract.subject).code, 'to', p_to, 'instrument', (
        SELECT i.code FROM jalon.instrument_def i
        WHERE i.programme_id = p_contract.programme_id AND i.revision = p_contract.revision
          AND i.completes = p_to LIMIT 1)));
  ELSIF NOT coalesce(p_roles && v_edge.roles, true) THEN
    PERFORM jalon.refuse('42501', 'role_required', jsonb_build_object(
      'actor', session_user, 'needed', v_edge.roles));
  ELSIF v_edge.reason_required AND NOT p_has_reason THEN
    PERFORM jalon.refuse('JA005', 'reason_required',
                         jsonb_build_object('transition', v_edge.name));
  ELSIF p_counts_from < p_contract.state_since THEN
    PERFORM jalon.refuse('JA005', 'too_early', jsonb_build_object(
      'code', (p_contract.subject).code, 'on', p_counts_from,
      'not_before', p_contract.state_since, 'state', p_contract.state));
  END IF;
  RETURN v_edge.name;
END
$$;

-- No such move: because there is no such state, or no transition leads there from here.
CREATE OR REPLACE FUNCTION jalon.refuse_move(p_contract record, p_to text) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_states text[] := ARRAY(
    SELECT s.code FROM jalon.state_def s
    WHERE s.programme_id = p_contract.programme_id AND s.revision = p_contract.revision
    ORDER BY s.position);
BEGIN
  IF NOT p_to = ANY (v_states) THEN
    PERFORM jalon.refuse('JA005', 'unknown_state',
                         jsonb_build_object('state', p_to, 'known', v_states));
  END IF;
  PERFORM jalon.refuse('JA002', 'undeclared_transition', jsonb_build_object(
    'code', (p_contract.subject).code, 'from', p_contract.state, 'to', p_to,
    'allowed', ARRAY(
      SELECT replace(t.to_state, '*previous', coalesce(p_contract.previous_state, '*previous'))
      FROM jalon.transition_edge t
      WHERE t.programme_id = p_contract.programme_id AND t.revision = p_contract.revision
        AND t.from_state = p_contract.state AND NOT t.derived ORDER BY 1)));
END
$$;

-- A declared transition. Conflict (JA001) when the contract is there already, or not where
-- p_expect says; the row lock makes one of two writers the winner.
CREATE OR REPLACE FUNCTION jalon.advance(
  p_request uuid, p_programme text, p_code text, p_to text, p_on date, p_precision text,
  p_expect text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'advance', p_programme, p_code, p_to, p_on, p_precision, p_expect, p_evidence));
  v_transition text;
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
  PERFORM jalon.check_stay(c, d.counts_from);
  v_transition := jalon.check_move(c, p_to, p_expect, d.counts_from, e.reason IS NOT NULL,
                                   jalon.actor_roles());
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'transition', '{"state":' || to_json(c.state) || '}',
    '{"note":' || audit.sealed(v_note) || ',"state":' || to_json(p_to) || ',"transition":'
      || to_json(v_transition) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.close_instruments(c, p_to, d.counts_from, v_head.entry_id, v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], p_to, d.counts_from);
END
$$;

-- Leaving the state that an instrument completes (`reopen`) closes its number, and those that amend
-- it: what is signed next is a new one. Going on from one state in which the aim is reached to
-- another is no such thing; leaving the last of them is.
DROP FUNCTION IF EXISTS jalon.close_instruments(record, date, bigint, bigint);

CREATE OR REPLACE FUNCTION jalon.close_instruments(
  p_contract record, p_to text, p_on date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_done text[] := ARRAY(
    SELECT s.code FROM jalon.state_def s
    WHERE s.programme_id = p_contract.programme_id AND s.revision = p_contract.revision AND s.done);
  v_was_done boolean := p_contract.state = ANY (v_done);
BEGIN
  IF v_was_done AND p_to = ANY (v_done) THEN
    RETURN;
  END IF;
  PERFORM jalon.put_number(
    (i.contract_id, i.instrument, i.number, i.opened_on, i.completed_on, i.completed_precision,
     p_on, p_entry, p_known, NULL)::jalon.instrument)
  FROM jalon.instrument i
  JOIN jalon.instrument_def f ON f.programme_id = p_contract.programme_id
    AND f.revision = p_contract.revision AND f.code = i.instrument
  WHERE (i.completed_on IS NOT NULL
           AND (f.completes = p_contract.state OR v_was_done AND f.completes = ANY (v_done))
         OR f.required_as_amended AND (v_was_done OR p_contract.state = ANY (f.from_states)))
    AND i.contract_id = p_contract.id AND i.closed_by IS NULL AND i.known_to IS NULL;
END
$$;

-- A number as it is from an entry on; the row in force ends there.
CREATE OR REPLACE FUNCTION jalon.put_number(p_number jalon.instrument) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  IF EXISTS (SELECT FROM jalon.instrument i
             WHERE i.known_to IS NULL
               AND (i.contract_id, i.instrument, i.number)
                 = (p_number.contract_id, p_number.instrument, p_number.number)
               AND (i.opened_on, i.completed_on, i.completed_precision, i.closed_on, i.closed_by)
                 IS NOT DISTINCT FROM (p_number.opened_on, p_number.completed_on,
                   p_number.completed_precision, p_number.closed_on, p_number.closed_by)) THEN
    RETURN;
  END IF;
  DELETE FROM jalon.instrument i
  WHERE (i.contract_id, i.instrument, i.number, i.known_from)
      = (p_number.contract_id, p_number.instrument, p_number.number, p_number.known_from);
  UPDATE jalon.instrument i SET known_to = p_number.known_from
  WHERE (i.contract_id, i.instrument, i.number)
      = (p_number.contract_id, p_number.instrument, p_number.number) AND i.known_to IS NULL;
  INSERT INTO jalon.instrument VALUES (p_number.*);
END
$$;

-- A milestone must be declared, and is reached once.
CREATE OR REPLACE FUNCTION jalon.check_milestone(p_contract record, p_milestone text)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  PERFORM FROM jalon.milestone_def m
  WHERE m.programme_id = p_contract.programme_id AND m.revision = p_contract.revision
    AND m.code = p_milestone;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_milestone', jsonb_build_object(
      'milestone', p_milestone, 'known', ARRAY(
        SELECT m.code FROM jalon.milestone_def m
        WHERE m.programme_id = p_contract.programme_id AND m.revision = p_contract.revision
        ORDER BY 1)));
  ELSIF EXISTS (SELECT FROM jalon.milestone m WHERE m.contract_id = p_contract.id
                AND m.milestone = p_milestone AND m.known_to IS NULL) THEN
    PERFORM jalon.refuse('JA001', 'milestone_recorded', jsonb_build_object(
      'code', (p_contract.subject).code, 'milestone', p_milestone));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION jalon.put_milestone(
  p_contract uuid, p_after jsonb, p_precision text, p_when record, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.milestone (contract_id, milestone, entry_id, known_from, earliest, latest,
                               precision, counts_from, note)
  VALUES (p_contract, p_after ->> 'milestone', p_entry, p_known, p_when.earliest, p_when.latest,
          p_precision, p_when.counts_from, p_after #>> '{note,sd,0}');
END
$$;

-- A dated step that is not a state.
CREATE OR REPLACE FUNCTION jalon.milestone(
  p_request uuid, p_programme text, p_code text, p_milestone text, p_on date, p_precision text,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'milestone', p_programme, p_code, p_milestone, p_on, p_precision, p_evidence));
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
  PERFORM jalon.check_milestone(c, p_milestone);
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_stay(c, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_after := '{"milestone":' || to_json(p_milestone) || ',"note":' || audit.sealed(v_note) || '}';
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'milestone', NULL, v_after,
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.put_milestone(c.id, v_after::jsonb, p_precision, d, v_head.entry_id,
                              v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;
