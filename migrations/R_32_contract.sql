-- Moves of a contract, and its milestones.

-- The declared move to p_to, after every guard in the order of enum jalon_move of
-- domain/lifecycle.h.
CREATE OR REPLACE FUNCTION jalon.check_move(
  p_contract record, p_to text, p_expect text, p_counts_from date, p_has_reason boolean)
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
  ELSIF NOT jalon.actor_roles() && v_edge.roles THEN
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
  v_transition := jalon.check_move(c, p_to, p_expect, d.counts_from, e.reason IS NOT NULL);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'transition', '{"state":' || to_json(c.state) || '}',
    '{"note":' || audit.sealed(v_note) || ',"state":' || to_json(p_to) || ',"transition":'
      || to_json(v_transition) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.close_instruments(c, v_head.entry_id, d.counts_from);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], p_to, d.counts_from);
END
$$;

-- Leaving the state that an instrument completes (`reopen`) closes its number, and those that amend
-- it: what is signed next is a new one.
CREATE OR REPLACE FUNCTION jalon.close_instruments(p_contract record, p_entry bigint, p_on date)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  UPDATE jalon.instrument i SET closed_by = p_entry, closed_on = p_on
  FROM jalon.instrument_def f
  WHERE f.programme_id = p_contract.programme_id AND f.revision = p_contract.revision
    AND (f.completes = p_contract.state AND i.completed_on IS NOT NULL
         OR f.required_as_amended AND p_contract.state = ANY (f.from_states))
    AND i.contract_id = p_contract.id AND i.instrument = f.code AND i.closed_by IS NULL;
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
  v_head audit.head;
  c record;
  d record;
  e record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  PERFORM FROM jalon.milestone_def m
  WHERE m.programme_id = c.programme_id AND m.revision = c.revision AND m.code = p_milestone;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_milestone', jsonb_build_object(
      'milestone', p_milestone, 'known', ARRAY(
        SELECT m.code FROM jalon.milestone_def m
        WHERE m.programme_id = c.programme_id AND m.revision = c.revision ORDER BY 1)));
  ELSIF EXISTS (SELECT FROM jalon.milestone m WHERE m.contract_id = c.id
                AND m.milestone = p_milestone AND m.known_to IS NULL) THEN
    PERFORM jalon.refuse('JA001', 'milestone_recorded',
                         jsonb_build_object('code', p_code, 'milestone', p_milestone));
  END IF;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_stay(c, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'milestone', NULL,
    '{"milestone":' || to_json(p_milestone) || ',"note":' || audit.sealed(v_note) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  INSERT INTO jalon.milestone (contract_id, milestone, entry_id, earliest, latest, precision,
                               counts_from, note)
  VALUES (c.id, p_milestone, v_head.entry_id, d.earliest, d.latest, p_precision, d.counts_from,
          CASE WHEN v_note IS NOT NULL THEN audit.digest(v_note) END);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;
