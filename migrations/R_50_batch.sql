-- Many writes in one transaction, each through the function of its kind: what an import sends.

-- The function that a kind of row goes through. A row needs the right on it that its sender would
-- need to call it alone.
CREATE OR REPLACE FUNCTION jalon.batch_function(p_do text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE p_do
    WHEN 'advance' THEN 'jalon.advance(uuid,text,text,text,date,text,text,jsonb)'
    WHEN 'cohort_join' THEN 'jalon.cohort_join(uuid,text,text,text,text,date,text,jsonb)'
    WHEN 'cohort_leave' THEN 'jalon.cohort_leave(uuid,text,text,text,text,date,text,jsonb)'
    WHEN 'milestone' THEN 'jalon.milestone(uuid,text,text,text,date,text,jsonb)'
    WHEN 'note' THEN 'jalon.note(uuid,text,text,date,text,jsonb)'
    WHEN 'party_refuse' THEN 'jalon.party_refuse(uuid,text,text,text,text,date,text,jsonb)'
    WHEN 'party_waive' THEN 'jalon.party_waive(uuid,text,text,text,text,date,jsonb)'
    WHEN 'plan' THEN 'jalon.plan(uuid,text,text,text,jsonb,date,text,jsonb)'
    WHEN 'retarget' THEN 'jalon.retarget(uuid,text,text,text,date,date,jsonb)'
    WHEN 'sign' THEN 'jalon.sign(uuid,text,text,text,text[],date,text,jsonb,jsonb)'
    WHEN 'term' THEN 'jalon.term(uuid,text,text,text,jsonb,date,text,jsonb)'
    WHEN 'territory_add' THEN 'jalon.territory_add(uuid,text,jsonb,date,text,jsonb)'
    WHEN 'territory_absorb' THEN 'jalon.territory_absorb(uuid,text,text,text[],date,text,jsonb)'
    WHEN 'territory_alias' THEN 'jalon.territory_alias(uuid,text,text,jsonb,date,text,jsonb)'
    WHEN 'territory_leave' THEN
      'jalon.territory_leave(uuid,text,text,text[],date,text,text,jsonb)'
    WHEN 'territory_member_add' THEN
      'jalon.territory_member_add(uuid,text,text,jsonb,date,text,jsonb)'
    WHEN 'territory_member_remove' THEN
      'jalon.territory_member_remove(uuid,text,text,text,date,text,jsonb)'
    WHEN 'territory_rename' THEN
      'jalon.territory_rename(uuid,text,text,text,date,text,text,jsonb)'
    WHEN 'weigh' THEN 'jalon.weigh(uuid,text,text,text,jsonb,date,text,jsonb)'
  END
$$;

-- One row: {"do", "code", "what", "on", "precision", "expect", "parties", "signing", "territory",
-- "alias", "member", "into", "predecessors", "figure", "target_on", "term", "plan", "evidence"}, as
-- far as the function takes them. The member of a cohort is a SIREN. A row with "skip" is none to be
-- recorded: whoever sends it found it recorded.
CREATE OR REPLACE FUNCTION jalon.batch_row(
  p_request uuid, p_programme text, p_row jsonb, p_batch uuid)
RETURNS jsonb
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_do text := p_row ->> 'do';
  v_code text := p_row ->> 'code';
  v_what text := p_row ->> 'what';
  v_on date := (p_row ->> 'on')::date;
  v_precision text := p_row ->> 'precision';
  v_evidence jsonb := coalesce(p_row -> 'evidence', '{}') || jsonb_build_object('batch', p_batch);
BEGIN
  IF jalon.batch_function(v_do) IS NULL THEN
    PERFORM jalon.refuse('JA005', 'unknown_choice', jsonb_build_object('field', 'do',
      'value', v_do, 'known', ARRAY['advance', 'cohort_join', 'cohort_leave', 'milestone',
        'note', 'party_refuse', 'party_waive', 'plan', 'retarget', 'sign', 'term',
        'territory_absorb', 'territory_add', 'territory_alias', 'territory_leave',
        'territory_member_add', 'territory_member_remove', 'territory_rename', 'weigh']));
  ELSIF NOT has_function_privilege(session_user, jalon.batch_function(v_do), 'EXECUTE') THEN
    PERFORM jalon.refuse('42501', 'role_required', jsonb_build_object(
      'actor', session_user, 'needed', ARRAY['manager']));
  END IF;
  CASE v_do
    WHEN 'advance' THEN
      RETURN jalon.advance(p_request, p_programme, v_code, v_what, v_on, v_precision,
                           p_row ->> 'expect', v_evidence);
    WHEN 'cohort_join' THEN
      RETURN jalon.cohort_join(p_request, p_programme, v_code, v_what, p_row ->> 'member', v_on,
                               v_precision, v_evidence);
    WHEN 'cohort_leave' THEN
      RETURN jalon.cohort_leave(p_request, p_programme, v_code, v_what, p_row ->> 'member', v_on,
                                v_precision, v_evidence);
    WHEN 'milestone' THEN
      RETURN jalon.milestone(p_request, p_programme, v_code, v_what, v_on, v_precision,
                             v_evidence);
    WHEN 'note' THEN
      RETURN jalon.note(p_request, p_programme, v_code, v_on, v_precision, v_evidence);
    WHEN 'party_refuse' THEN
      RETURN jalon.party_refuse(p_request, p_programme, v_code, v_what, p_row #>> '{parties,0}',
                                v_on, v_precision, v_evidence);
    WHEN 'party_waive' THEN
      RETURN jalon.party_waive(p_request, p_programme, v_code, v_what, p_row #>> '{parties,0}',
                               v_on, v_evidence);
    WHEN 'plan' THEN
      RETURN jalon.plan(p_request, p_programme, v_code, v_what, p_row -> 'plan', v_on,
                        v_precision, v_evidence);
    WHEN 'retarget' THEN
      RETURN jalon.retarget(p_request, p_programme, v_code, v_what, (p_row ->> 'target_on')::date,
                            v_on, v_evidence);
    WHEN 'sign' THEN
      RETURN jalon.sign(p_request, p_programme, v_code, v_what,
                        ARRAY(SELECT jsonb_array_elements_text(p_row -> 'parties')), v_on,
                        v_precision, p_row -> 'signing', v_evidence);
    WHEN 'term' THEN
      RETURN jalon.term(p_request, p_programme, v_code, v_what, p_row -> 'term', v_on, v_precision,
                        v_evidence);
    WHEN 'territory_absorb' THEN
      RETURN jalon.territory_absorb(
        p_request, p_programme, v_code,
        ARRAY(SELECT jsonb_array_elements_text(p_row -> 'predecessors')), v_on, v_precision,
        v_evidence);
    WHEN 'territory_add' THEN
      RETURN jalon.territory_add(p_request, p_programme, p_row -> 'territory', v_on, v_precision,
                                 v_evidence);
    WHEN 'territory_alias' THEN
      RETURN jalon.territory_alias(p_request, p_programme, v_code, p_row -> 'alias', v_on,
                                   v_precision, v_evidence);
    WHEN 'territory_leave' THEN
      RETURN jalon.territory_leave(p_request, p_programme, v_code,
                                   ARRAY(SELECT jsonb_array_elements_text(p_row -> 'into')), v_on,
                                   v_precision, p_row ->> 'expect', v_evidence);
    WHEN 'territory_member_add' THEN
      RETURN jalon.territory_member_add(p_request, p_programme, v_code, p_row -> 'member', v_on,
                                        v_precision, v_evidence);
    WHEN 'territory_member_remove' THEN
      RETURN jalon.territory_member_remove(p_request, p_programme, v_code, v_what, v_on,
                                           v_precision, v_evidence);
    WHEN 'territory_rename' THEN
      RETURN jalon.territory_rename(p_request, p_programme, v_code, v_what, v_on, v_precision,
                                    p_row ->> 'expect', v_evidence);
    WHEN 'weigh' THEN
      RETURN jalon.weigh(p_request, p_programme, v_code, v_what, p_row -> 'figure', v_on,
                         v_precision, v_evidence);
  END CASE;
END
$$;

-- What a person can mend in a row: our own refusals, bad values, broken constraints, missing
-- rights. A deadlock, a lock that was not to be had or a full disk ends the whole batch.
CREATE OR REPLACE FUNCTION jalon.is_refusal(p_sqlstate text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT p_sqlstate = '42501' OR left(p_sqlstate, 2) IN ('JA', '22', '23') $$;

-- The rows as they are meant: what is to be skipped may change when they are sent again.
CREATE OR REPLACE FUNCTION jalon.batch_meaning(p_rows jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(jsonb_agg(CASE WHEN jsonb_typeof(r) = 'object' THEN r - 'skip' ELSE r END
                            ORDER BY n), p_rows)
  FROM jsonb_array_elements(p_rows) WITH ORDINALITY t (r, n)
$$;

-- Runs the rows in order, each apart, so that one refusal hides no other. Unless p_keep_going, one
-- refused row takes back all. `done` tells of each row that is recorded what came of it.
CREATE OR REPLACE FUNCTION jalon.batch_rows(
  p_batch uuid, p_programme text, p_rows jsonb, p_keep_going boolean, OUT entries text[],
  OUT done jsonb[], OUT refused jsonb[], OUT recorded text)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_row jsonb;
  v_number integer;
  v_answer jsonb;
  v_detail text;
  v_constraint text;
BEGIN
  refused := '{}';
  BEGIN
    entries := '{}';
    done := '{}';
    FOR v_row, v_number IN
      SELECT r, n FROM jsonb_array_elements(p_rows) WITH ORDINALITY t (r, n)
      WHERE NOT r ? 'skip' ORDER BY n
    LOOP
      BEGIN
        v_answer := jalon.batch_row(
          coalesce((v_row ->> 'request')::uuid, md5(p_batch || '/' || v_number)::uuid),
          p_programme, v_row, p_batch);
        recorded := v_answer ->> 'recorded';
        entries := entries || ARRAY(SELECT jsonb_array_elements_text(v_answer -> 'entries'));
        done := done || jsonb_build_object('row', v_number, 'entries', v_answer -> 'entries',
                                           'state', v_answer -> 'state');
      EXCEPTION WHEN OTHERS THEN
        IF NOT jalon.is_refusal(SQLSTATE) THEN
          RAISE;
        END IF;
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_constraint = CONSTRAINT_NAME;
        refused := refused || jsonb_build_object('row', v_number, 'sqlstate', SQLSTATE,
          'message', SQLERRM, 'detail', v_detail, 'constraint', v_constraint);
      END;
    END LOOP;
    IF refused <> '{}' AND NOT p_keep_going THEN
      RAISE EXCEPTION USING ERRCODE = 'JA000', MESSAGE = 'batch_refused';
    END IF;
  EXCEPTION WHEN SQLSTATE 'JA000' THEN
    entries := '{}';
    done := '{}';
    recorded := NULL;
  END;
END
$$;

-- Records many facts at once, all or, with p_keep_going, those that are not refused. p_request is
-- their common batch id; each row is a request of its own. The answer lists what was refused, by
-- the row's number from 1 on; when nothing was recorded for it, the request stays unanswered. All
-- contracts are locked first, by id, so that two batches in whatever order meet no deadlock;
-- entries into the programme have no row yet, and wait for one another.
CREATE OR REPLACE FUNCTION jalon.batch(
  p_request uuid, p_programme text, p_rows jsonb, p_keep_going boolean)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'batch', p_programme, jalon.batch_meaning(p_rows), p_keep_going));
  v_most CONSTANT integer := 20000;
  v_programme jalon.programme;
  v_receipt jsonb;
  b record;
BEGIN
  v_programme := jalon.lock_contracts(p_programme, ARRAY(
    SELECT r ->> 'code' FROM jsonb_array_elements(p_rows) r
    UNION
    SELECT jsonb_array_elements_text(r -> 'into') FROM jsonb_array_elements(p_rows) r));
  v_receipt := jalon.answered(p_request, v_fingerprint);
  IF v_receipt IS NOT NULL THEN
    RETURN v_receipt;
  ELSIF jsonb_array_length(p_rows) > v_most THEN
    PERFORM jalon.refuse('JA005', 'batch_too_big', jsonb_build_object(
      'rows', jsonb_array_length(p_rows), 'most', v_most));
  END IF;
  IF EXISTS (SELECT FROM jsonb_array_elements(p_rows) r WHERE r ->> 'do' = 'territory_add') THEN
    PERFORM FROM jalon.programme p WHERE p.id = v_programme.id FOR NO KEY UPDATE;
  END IF;
  b := jalon.batch_rows(p_request, p_programme, p_rows, coalesce(p_keep_going, false));
  v_receipt := jsonb_build_object('code', p_programme, 'entries', b.entries, 'state', NULL,
    'recorded', b.recorded, 'done', b.done, 'refused', b.refused, 'replayed', false);
  IF b.refused = '{}' OR p_keep_going THEN
    INSERT INTO jalon.request (id, actor, fingerprint, receipt)
    VALUES (p_request, session_user, v_fingerprint, v_receipt);
  END IF;
  RETURN v_receipt;
END
$$;

GRANT EXECUTE ON FUNCTION jalon.batch(uuid, text, jsonb, boolean) TO jalon_recorder;
