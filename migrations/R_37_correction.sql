-- Corrections: an entry takes back or corrects an earlier one of the same contract. The journal
-- keeps both, and the rows of the contract are made again (R_37_rebuild.sql).

-- May the session's user take back or correct that entry? A manager any, others what they recorded
-- themselves. Returns the kind of the entry.
CREATE OR REPLACE FUNCTION jalon.check_entry(p_contract record, p_seq integer) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_code text := (p_contract.subject).code;
  v record;
BEGIN
  SELECT h.event, h.leaf::jsonb -> 'after' AS after, r.actor INTO v
  FROM audit.history h LEFT JOIN jalon.request r ON r.id = h.request
  WHERE h.subject = p_contract.id AND h.seq = p_seq;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA004', 'unknown_entry', jsonb_build_object(
      'code', v_code, 'seq', p_seq::text, 'last', (p_contract.head).seq::text));
  ELSIF jalon.actor_role() <> 'manager' AND v.actor IS DISTINCT FROM session_user THEN
    PERFORM jalon.refuse('42501', 'not_your_entry', jsonb_build_object(
      'entry', v_code || '#' || p_seq, 'actor', session_user));
  ELSIF p_seq = ANY (jalon.voided(p_contract.id)) THEN
    PERFORM jalon.refuse('JA001', 'already_void', jsonb_build_object(
      'entry', v_code || '#' || p_seq));
  ELSIF v.event = 'transition' AND v.after ? 'instrument' THEN
    PERFORM jalon.refuse('JA005', 'derived_entry', jsonb_build_object(
      'entry', v_code || '#' || p_seq, 'instrument', v.after ->> 'instrument'));
  ELSIF v.event = 'remind' THEN
    PERFORM jalon.refuse('JA005', 'mail_is_out', jsonb_build_object(
      'entry', v_code || '#' || p_seq, 'code', v_code));
  END IF;
  RETURN v.event;
END
$$;

-- What an entry can be taken back: not a territory's entry, nor what ties two territories together.
CREATE OR REPLACE FUNCTION jalon.check_void(p_contract record, p_seq integer) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_event text := jalon.check_entry(p_contract, p_seq);
BEGIN
  IF v_event IN ('enter', 'absorb')
     OR EXISTS (SELECT FROM jalon.territory_link l
                JOIN audit.history h ON h.entry_id = l.entry_id
                WHERE l.contract_id = p_contract.id AND h.seq = p_seq) THEN
    PERFORM jalon.refuse('JA005', 'entry_stays', jsonb_build_object(
      'entry', (p_contract.subject).code || '#' || p_seq, 'event', v_event));
  END IF;
END
$$;

-- After the entries that correct: the rows again, and the transition that is due now.
CREATE OR REPLACE FUNCTION jalon.settle_correction(
  p_contract record, p_head audit.head, p_request uuid, p_batch uuid, OUT head audit.head,
  OUT entries text[], OUT state text)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_def jalon.instrument_def;
  c record;
  r record;
BEGIN
  c := p_contract;
  head := p_head;
  entries := '{}';
  r := jalon.rebuild(c, head.entry_id);
  c.state := r.state;
  c.previous_state := r.previous_state;
  c.state_since := r.state_since;
  IF r.owed IS NOT NULL THEN
    v_def := jalon.instrument_of(c, r.owed);
    head := jalon.complete_contract(c, head, p_request, v_def, r.owed_number,
      (SELECT o FROM (SELECT r.owed_on AS on_date, r.owed_valid AS valid,
                             r.owed_precision AS coarsest) o), p_batch);
    PERFORM jalon.put_state(c.id, v_def.completes, r.owed_on, head.entry_id, head.entry_id);
    entries := ARRAY[(c.subject).code || '#' || head.seq];
    c.previous_state := c.state;
    c.state := v_def.completes;
    c.state_since := r.owed_on;
  END IF;
  state := c.state;
  UPDATE jalon.contract k
  SET state = c.state, previous_state = c.previous_state, state_since = c.state_since
  WHERE k.id = c.id;
END
$$;

-- Appends the voids of entries of one contract, and settles.
CREATE OR REPLACE FUNCTION jalon.take_back(
  p_contract record, p_request uuid, p_seqs integer[], p_precision text, p_when record,
  p_evidence record, OUT head audit.head, OUT entries text[], OUT state text)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_code text := (p_contract.subject).code;
  v_voids text[] := '{}';
  v_note text;
  v_seq integer;
  k record;
BEGIN
  head := p_contract.head;
  FOREACH v_seq IN ARRAY p_seqs LOOP
    PERFORM jalon.check_void(p_contract, v_seq);
    v_note := audit.disclosure('note', p_evidence.note);
    head := audit.append(p_contract.subject, head, p_request, ROW(
      'void', NULL, '{"note":' || audit.sealed(v_note) || '}', ARRAY[v_note], p_when.valid,
      p_precision, p_evidence.certainty, p_evidence.learned, p_evidence.reason,
      p_evidence.source, p_evidence.batch, v_seq)::audit.fact);
    v_voids := v_voids || (v_code || '#' || head.seq);
  END LOOP;
  k := jalon.settle_correction(p_contract, head, p_request, p_evidence.batch);
  head := k.head;
  entries := v_voids || k.entries;
  state := k.state;
END
$$;

CREATE OR REPLACE FUNCTION jalon.require_reason(p_evidence record, p_what text) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF p_evidence.reason IS NULL THEN
    PERFORM jalon.refuse('JA005', 'correction_reason', jsonb_build_object('what', p_what));
  END IF;
END
$$;

-- Takes entries of a contract back, all or none. p_on: when the mistake was established.
CREATE OR REPLACE FUNCTION jalon.void(
  p_request uuid, p_programme text, p_code text, p_seqs integer[], p_on date, p_precision text,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'void', p_programme, p_code, p_seqs, p_on, p_precision, p_evidence));
  c record;
  d record;
  e record;
  t record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.require_reason(e, p_code);
  t := jalon.take_back(c, p_request, ARRAY(SELECT DISTINCT q FROM unnest(p_seqs) q ORDER BY q),
                       p_precision, d, e);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, t.head, t.entries, t.state,
                              NULL);
END
$$;

-- The entries of the last request on the contract that still hold, if they are the session user's:
-- what `undo` takes back. Voids do not count, so that one more undo goes one step further back.
CREATE OR REPLACE FUNCTION jalon.last_of_mine(p_contract record) RETURNS integer[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_voided integer[] := jalon.voided(p_contract.id);
  v record;
BEGIN
  SELECT h.seq, h.request, r.actor INTO v
  FROM audit.history h LEFT JOIN jalon.request r ON r.id = h.request
  WHERE h.subject = p_contract.id AND h.event NOT IN ('void', 'remind')
    AND h.seq <> ALL (v_voided)
    AND NOT coalesce(h.leaf::jsonb -> 'after' ? 'instrument' AND h.event = 'transition', false)
    AND NOT coalesce((h.leaf::jsonb ->> 'corrects')::integer = ANY (v_voided), false)
  ORDER BY h.seq DESC LIMIT 1;
  IF v.actor IS DISTINCT FROM session_user THEN
    PERFORM jalon.refuse('JA001', 'last_not_yours', jsonb_build_object(
      'entry', (p_contract.subject).code || '#' || v.seq, 'actor', session_user));
  END IF;
  RETURN ARRAY(
    SELECT h.seq FROM audit.history h
    WHERE h.subject = p_contract.id AND h.request = v.request AND h.event <> 'void'
      AND h.seq <> ALL (v_voided)
      AND NOT coalesce(h.leaf::jsonb -> 'after' ? 'instrument' AND h.event = 'transition', false)
    ORDER BY h.seq);
END
$$;

-- Takes back one's own last request on a contract.
CREATE OR REPLACE FUNCTION jalon.undo(
  p_request uuid, p_programme text, p_code text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'undo', p_programme, p_code, p_evidence));
  c record;
  d record;
  e record;
  t record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(NULL, 'unknown', c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  t := jalon.take_back(c, p_request, jalon.last_of_mine(c), 'unknown', d, e);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, t.head, t.entries, t.state,
                              NULL);
END
$$;

-- Takes back all that a batch recorded and that still holds, on every contract concerned, or
-- nothing.
CREATE OR REPLACE FUNCTION jalon.void_batch(
  p_request uuid, p_programme text, p_batch uuid, p_on date, p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'void_batch', p_programme, p_batch, p_on, p_precision, p_evidence));
  v_codes text[] := ARRAY(
    SELECT DISTINCT h.code FROM audit.history h
    WHERE h.programme = p_programme AND h.batch = p_batch AND h.subject_kind = 'territory');
  v_programme jalon.programme;
  v_receipt jsonb;
  v_entries text[] := '{}';
  v_code text;
  v_seqs integer[];
  v_recorded timestamptz;
  c record;
  d record;
  e record;
  t record;
BEGIN
  v_programme := jalon.lock_contracts(p_programme, v_codes);
  v_receipt := jalon.answered(p_request, v_fingerprint);
  IF v_receipt IS NOT NULL THEN
    RETURN v_receipt;
  ELSIF v_codes = '{}' THEN
    PERFORM jalon.refuse('JA004', 'unknown_batch', jsonb_build_object('batch', p_batch));
  END IF;
  d := jalon.when_of(p_on, p_precision, v_programme.timezone, v_programme.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.require_reason(e, p_batch::text);
  e.batch := p_request;
  FOREACH v_code IN ARRAY v_codes LOOP
    c := jalon.open_contract(p_request, v_fingerprint, p_programme, v_code);
    v_seqs := ARRAY(
      SELECT h.seq FROM audit.history h
      WHERE h.subject = c.id AND h.batch = p_batch AND h.seq <> ALL (jalon.voided(c.id))
        AND NOT coalesce(h.leaf::jsonb -> 'after' ? 'instrument' AND h.event = 'transition', false)
      ORDER BY h.seq);
    CONTINUE WHEN v_seqs = '{}';
    t := jalon.take_back(c, p_request, v_seqs, p_precision, d, e);
    PERFORM jalon.move_head(c.id, t.head);
    v_entries := v_entries || t.entries;
    v_recorded := greatest(v_recorded, (t.head).recorded);
  END LOOP;
  IF v_entries = '{}' THEN
    PERFORM jalon.refuse('JA001', 'batch_void', jsonb_build_object('batch', p_batch));
  END IF;
  v_receipt := jsonb_build_object('code', p_programme, 'entries', v_entries, 'state', NULL,
    'recorded', audit.utc(v_recorded), 'replayed', false);
  INSERT INTO jalon.request VALUES (p_request, session_user, v_fingerprint, v_receipt);
  RETURN v_receipt;
END
$$;

-- The members of an entry that a correction may set; another mistake is taken back and recorded
-- anew. A waiver is decided on a day.
CREATE OR REPLACE FUNCTION jalon.correctable(p_event text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN p_event IN ('void', 'correct') THEN '{}'::text[] ELSE
    ARRAY['certainty', 'learned', 'note', 'on', 'reason', 'source']
    || CASE WHEN p_event = 'waive' THEN '{}'::text[] ELSE ARRAY['precision'] END
    || CASE p_event
         WHEN 'sign' THEN ARRAY['capacity', 'channel', 'delegation', 'place', 'signer']
         WHEN 'document' THEN ARRAY['title']
         WHEN 'plan' THEN ARRAY['place']
         WHEN 'enter' THEN ARRAY['name']
         WHEN 'rename' THEN ARRAY['name']
         WHEN 'member_add' THEN ARRAY['name']
         WHEN 'alias' THEN ARRAY['issuer', 'value']
         WHEN 'weigh' THEN ARRAY['as_of_year', 'counted', 'value']
         WHEN 'term' THEN ARRAY['from', 'to']
         ELSE '{}'::text[] END END
$$;

-- The members that p_set gives another value, old and new: texts of persons as disclosures.
CREATE OR REPLACE FUNCTION jalon.changed_members(
  p_contract record, p_entry record, p_set jsonb, OUT before jsonb, OUT after jsonb,
  OUT disclosures text[])
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_sealed CONSTANT text[] := ARRAY['capacity', 'delegation', 'note', 'place', 'reason', 'signer',
                                    'source', 'title'];
  v_key text;
  v_old jsonb;
  v_new jsonb;
  v_disclosure text;
BEGIN
  before := '{}';
  after := '{}';
  disclosures := '{}';
  FOR v_key, v_new IN SELECT * FROM jsonb_each(p_set) LOOP
    v_old := CASE v_key WHEN 'on' THEN to_jsonb(p_entry.valid)
                        WHEN 'precision' THEN to_jsonb(p_entry.precision)
                        WHEN 'reason' THEN p_entry.leaf -> v_key
                        WHEN 'source' THEN p_entry.leaf -> v_key
                        WHEN 'certainty' THEN p_entry.leaf -> v_key
                        WHEN 'learned' THEN p_entry.leaf -> v_key
                        ELSE p_entry.after -> v_key END;
    v_old := coalesce(v_old, 'null');
    IF v_key = ANY (v_sealed) THEN
      CONTINUE WHEN v_new #>> '{}' IS NOT DISTINCT FROM
        audit.disclosed(p_entry.entry_id, v_old #>> '{sd,0}');
      v_disclosure := audit.disclosure(v_key, v_new #>> '{}');
      v_new := audit.sealed(v_disclosure)::jsonb;
      disclosures := disclosures || v_disclosure;
    ELSE
      CONTINUE WHEN v_new = v_old;
    END IF;
    before := before || jsonb_build_object(v_key, v_old);
    after := after || jsonb_build_object(v_key, v_new);
  END LOOP;
  IF after = '{}' THEN
    PERFORM jalon.refuse('JA001', 'nothing_corrected', jsonb_build_object(
      'entry', (p_contract.subject).code || '#' || p_entry.seq));
  END IF;
END
$$;

-- What a correction sets, cleaned as the first recording of it would be. A day that is set without
-- a precision is known exactly; one that is set to be unknown is none.
CREATE OR REPLACE FUNCTION jalon.clean_set(p_contract record, p_entry record, p_set jsonb)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_set jsonb := '{}';
  v_key text;
  v_today date := (clock_timestamp() AT TIME ZONE p_contract.timezone)::date;
  v_precision text := coalesce(p_set ->> 'precision', CASE WHEN p_set ? 'on' THEN 'day' END,
                               p_entry.precision);
  d record;
  e record;
BEGIN
  FOR v_key IN SELECT jsonb_object_keys(p_set) LOOP
    IF NOT v_key = ANY (jalon.correctable(p_entry.event)) THEN
      PERFORM jalon.refuse('JA005', 'not_correctable', jsonb_build_object(
        'field', v_key, 'event', p_entry.event, 'known', jalon.correctable(p_entry.event)));
    ELSIF v_key IN ('name', 'value', 'issuer', 'signer', 'capacity', 'delegation', 'place',
                      'channel', 'title') THEN
      v_set := v_set || jsonb_build_object(v_key, jalon.clean(v_key, p_set ->> v_key, 200));
    ELSIF v_key IN ('as_of_year', 'counted') THEN
      v_set := v_set || jsonb_build_object(v_key, (p_set ->> v_key)::integer);
    ELSIF v_key IN ('from', 'to') THEN
      v_set := v_set || jsonb_build_object(v_key, (p_set ->> v_key)::date);
    END IF;
  END LOOP;
  IF p_set ?| ARRAY['on', 'precision'] THEN
    d := jalon.when_of(
      CASE WHEN p_set ? 'on' THEN (p_set ->> 'on')::date
           WHEN v_precision <> 'unknown' THEN p_entry.valid END,
      v_precision, p_contract.timezone, p_contract.starts_on);
    v_set := v_set || jsonb_build_object('on', d.valid, 'precision', v_precision);
  END IF;
  e := jalon.evidence(p_set, v_today);
  v_set := v_set || (SELECT coalesce(jsonb_object_agg(k.key, k.value), '{}') FROM jsonb_each(
    jsonb_build_object('reason', e.reason, 'source', e.source, 'note', e.note,
                       'certainty', e.certainty, 'learned', e.learned)) k WHERE p_set ? k.key);
  IF p_entry.event = 'weigh' THEN
    PERFORM jalon.check_weight(p_contract, p_entry.after ->> 'weight', p_entry.after || v_set);
    v_set := v_set || CASE WHEN v_set ? 'value'
      THEN jsonb_build_object('value', (v_set ->> 'value')::bigint) ELSE '{}' END;
  ELSIF p_entry.event = 'term' THEN
    PERFORM jalon.check_term_days(((p_entry.after || v_set) ->> 'from')::date,
                                  ((p_entry.after || v_set) ->> 'to')::date);
  ELSIF coalesce(v_set -> 'name' = 'null' OR v_set -> 'value' = 'null'
                 OR v_set -> 'title' = 'null'
                 OR p_entry.event = 'note' AND v_set -> 'note' = 'null', false) THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field',
      CASE WHEN v_set ? 'name' THEN 'name' WHEN v_set ? 'title' THEN 'title'
           WHEN p_entry.event = 'note' THEN 'note' ELSE 'alias' END));
  END IF;
  RETURN v_set;
END
$$;

-- Appends the correction of one entry.
CREATE OR REPLACE FUNCTION jalon.correct_entry(
  p_contract record, p_head audit.head, p_request uuid, p_seq integer, p_set jsonb,
  p_precision text, p_when record, p_evidence record)
RETURNS audit.head
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_event text := jalon.check_entry(p_contract, p_seq);
  v_note text;
  k record;
  x record;
BEGIN
  SELECT * INTO x FROM jalon.entries_in_force(p_contract.id, p_contract.timezone) f
  WHERE f.seq = p_seq;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'not_correctable', jsonb_build_object(
      'field', (SELECT min(q) FROM jsonb_object_keys(p_set) q), 'event', v_event,
      'known', '{}'::text[]));
  END IF;
  k := jalon.changed_members(p_contract, x, jalon.clean_set(p_contract, x, p_set));
  v_note := audit.disclosure('note', p_evidence.note);
  RETURN audit.append(p_contract.subject, p_head, p_request, ROW(
    'correct', '{"set":' || audit.canonical(k.before) || '}',
    '{"note":' || audit.sealed(v_note) || ',"set":' || audit.canonical(k.after) || '}',
    k.disclosures || v_note, p_when.valid, p_precision, p_evidence.certainty,
    p_evidence.learned, p_evidence.reason, p_evidence.source, p_evidence.batch,
    p_seq)::audit.fact);
END
$$;

-- Corrects what entries of a contract say, all or none, without other events: each keeps its place
-- in the journal.
CREATE OR REPLACE FUNCTION jalon.correct(
  p_request uuid, p_programme text, p_code text, p_seqs integer[], p_set jsonb, p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'correct', p_programme, p_code, p_seqs, p_set, p_on, p_precision, p_evidence));
  v_entries text[] := '{}';
  v_head audit.head;
  v_seq integer;
  c record;
  d record;
  e record;
  t record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.require_reason(e, p_code);
  v_head := c.head;
  FOR v_seq IN SELECT DISTINCT q FROM unnest(p_seqs) q ORDER BY q LOOP
    v_head := jalon.correct_entry(c, v_head, p_request, v_seq, p_set, p_precision, d, e);
    v_entries := v_entries || (p_code || '#' || v_head.seq);
  END LOOP;
  t := jalon.settle_correction(c, v_head, p_request, e.batch);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, t.head,
                              v_entries || t.entries, t.state, NULL);
END
$$;

GRANT EXECUTE ON FUNCTION
  jalon.void(uuid, text, text, integer[], date, text, jsonb),
  jalon.undo(uuid, text, text, jsonb),
  jalon.void_batch(uuid, text, uuid, date, text, jsonb),
  jalon.correct(uuid, text, text, integer[], jsonb, date, text, jsonb) TO jalon_recorder;
