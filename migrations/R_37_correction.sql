-- Corrections: an entry takes back or corrects an earlier one of the same contract. The journal
-- keeps both; the rows of the contract are made again from the entries that hold, by the guards and
-- the functions that made them, so that nothing stays that could not have been recorded.

-- The tables that hold what the entries of a contract say.
CREATE OR REPLACE FUNCTION jalon.projections() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ARRAY['cohort_member', 'contract_target', 'document', 'instrument', 'instrument_party',
               'member', 'milestone', 'refusal', 'scope', 'signature', 'state_interval', 'territory_link',
               'territory_name', 'weight']
$$;

-- The entries that a contract's void entries take back. A void that is taken back itself takes
-- nothing back; since each refers to an earlier entry, they are settled from the last to the first.
CREATE OR REPLACE FUNCTION jalon.voided(p_subject uuid) RETURNS integer[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_voided integer[] := '{}';
  v record;
BEGIN
  FOR v IN SELECT h.seq, (h.leaf::jsonb ->> 'corrects')::integer AS corrects
           FROM audit.history h WHERE h.subject = p_subject AND h.event = 'void'
           ORDER BY h.seq DESC LOOP
    IF NOT v.seq = ANY (v_voided) THEN
      v_voided := v_voided || v.corrects;
    END IF;
  END LOOP;
  RETURN v_voided;
END
$$;

-- The entries that hold, each as it is corrected: the last correction of a member counts. Voids and
-- corrections themselves are not among them.
CREATE OR REPLACE FUNCTION jalon.entries_in_force(p_subject uuid, p_timezone text)
RETURNS TABLE (entry_id bigint, seq integer, event text, request uuid, revision integer,
               before jsonb, after jsonb, valid date, "precision" text, recorded_on date,
               has_reason boolean, leaf jsonb)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_voided integer[] := jalon.voided(p_subject);
BEGIN
  RETURN QUERY
  WITH entry AS (
    SELECT h.entry_id, h.seq, h.event, h.request, h.recorded, h.leaf::jsonb AS leaf
    FROM audit.history h WHERE h.subject = p_subject AND h.seq <> ALL (v_voided)),
  correction AS (
    SELECT (c.leaf ->> 'corrects')::integer AS seq, jsonb_object_agg(k.key, k.value
             ORDER BY c.seq) AS set
    FROM entry c, jsonb_each(c.leaf #> '{after,set}') k
    WHERE c.event = 'correct' GROUP BY 1)
  SELECT x.entry_id, x.seq, x.event, x.request, (x.leaf ->> 'revision')::integer,
         nullif(x.leaf -> 'before', 'null'),
         x.leaf -> 'after' || (coalesce(k.set, '{}')
           - ARRAY['on', 'precision', 'certainty', 'learned', 'reason', 'source']),
         (CASE WHEN k.set ? 'on' THEN k.set ->> 'on' ELSE x.leaf ->> 'valid' END)::date,
         (x.leaf || coalesce(k.set, '{}')) ->> 'precision',
         (x.recorded AT TIME ZONE p_timezone)::date,
         coalesce(nullif(k.set -> 'reason', 'null'), nullif(x.leaf -> 'reason', 'null'))
           IS NOT NULL,
         x.leaf || coalesce(k.set, '{}')
  FROM entry x LEFT JOIN correction k ON k.seq = x.seq
  WHERE x.event NOT IN ('void', 'correct') ORDER BY x.seq;
END
$$;

-- Takes every row of the contract out of the books.
CREATE OR REPLACE FUNCTION jalon.take_out(p_contract uuid, p_known bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_table text;
BEGIN
  FOREACH v_table IN ARRAY jalon.projections() LOOP
    EXECUTE format('UPDATE jalon.%I SET known_to = $2 WHERE contract_id = $1 AND known_to IS NULL',
                   v_table) USING p_contract, p_known;
  END LOOP;
END
$$;

-- Puts back what was taken out and made again just as it was: it is known for as long as before.
CREATE OR REPLACE FUNCTION jalon.put_back(p_contract uuid, p_known bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_stamps text[] := ARRAY['known_from', 'known_to', 'end_known_from', 'waived_known_from'];
  v_table text;
BEGIN
  FOREACH v_table IN ARRAY jalon.projections() LOOP
    EXECUTE format(
      'WITH same AS (
         DELETE FROM jalon.%1$I made USING jalon.%1$I was
         WHERE made.contract_id = $1 AND made.known_from = $2 AND made.known_to IS NULL
           AND was.contract_id = $1 AND was.known_to = $2
           AND to_jsonb(made) - $3 = to_jsonb(was) - $3
         RETURNING was.ctid AS place)
       UPDATE jalon.%1$I was SET known_to = NULL FROM same
       WHERE was.ctid = same.place', v_table) USING p_contract, p_known, v_stamps;
  END LOOP;
END
$$;

-- One signature again; `completed` when its number is complete with it.
CREATE OR REPLACE FUNCTION jalon.replay_signature(
  p_contract record, p_entry record, p_when record, p_known bigint, OUT completed boolean,
  OUT on_date date, OUT valid date, OUT coarsest text)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_def jalon.instrument_def := jalon.instrument_of(p_contract, p_entry.after ->> 'instrument');
  v_number integer := (p_entry.after ->> 'number')::integer;
  v_required text[];
  n record;
BEGIN
  PERFORM jalon.check_stay(p_contract, p_when.counts_from);
  n := jalon.open_number(p_contract.id, p_contract.programme_id, v_def);
  PERFORM jalon.check_signing(p_contract, v_def, n.complete, n.first_day, p_when.counts_from);
  IF n.number <> v_number THEN
    PERFORM jalon.refuse('JA005', 'instrument_not_open', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', v_def.code, 'state', p_contract.state,
      'from_states', v_def.from_states));
  END IF;
  v_required := jalon.required_parties(p_contract, v_def.code, n.number, p_when.counts_from);
  PERFORM jalon.parties_to_sign(p_contract, v_def, n.number, ARRAY[p_entry.after ->> 'party'],
                                v_required, p_when.counts_from);
  PERFORM jalon.check_evidence(p_contract, v_def, v_number, p_entry.after);
  IF n.number IS NULL THEN
    PERFORM jalon.put_parties(p_contract.id, v_def.code, v_number, v_required, p_known);
  END IF;
  PERFORM jalon.put_signature(p_contract.id, p_entry.after, p_entry.precision, p_when,
                              p_entry.entry_id, p_known);
  SELECT s.* INTO completed, on_date, valid, coarsest
  FROM jalon.settle_number(p_contract.id, v_def.code, v_number, p_known) s;
  completed := completed AND NOT n.complete AND v_def.completes IS NOT NULL;
END
$$;

-- One waiver again; `completed` as above.
CREATE OR REPLACE FUNCTION jalon.replay_waiver(
  p_contract record, p_entry record, p_when record, p_known bigint, OUT completed boolean,
  OUT on_date date, OUT valid date, OUT coarsest text)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_def jalon.instrument_def := jalon.instrument_of(p_contract, p_entry.after ->> 'instrument');
  v_number integer := (p_entry.after ->> 'number')::integer;
BEGIN
  PERFORM jalon.check_waiver(p_contract, v_def, p_entry.after ->> 'party', v_number,
                             p_entry.has_reason, p_when.counts_from);
  PERFORM jalon.put_waiver(p_contract.id, p_entry.after, p_entry.leaf #>> '{reason,sd,0}',
                           p_when.counts_from, p_entry.entry_id, p_known);
  SELECT s.* INTO completed, on_date, valid, coarsest
  FROM jalon.settle_number(p_contract.id, v_def.code, v_number, p_known) s;
  completed := completed AND v_def.completes IS NOT NULL;
END
$$;

-- A change of the territory again.
CREATE OR REPLACE FUNCTION jalon.replay_change(
  p_contract record, p_entry record, p_when record, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_id uuid := p_contract.id;
  v_on date := p_when.counts_from;
  v_entry bigint := p_entry.entry_id;
  v_after jsonb := p_entry.after;
BEGIN
  CASE p_entry.event
    WHEN 'rename' THEN
      PERFORM jalon.check_rename(p_contract, v_after ->> 'name', v_on);
      PERFORM jalon.put_name(v_id, v_after ->> 'name', v_on, v_entry, p_known);
    WHEN 'alias' THEN
      PERFORM jalon.check_alias(p_contract, v_after, v_on);
      PERFORM jalon.put_aliases(v_id, jsonb_build_array(v_after), v_on, v_entry, p_known);
    WHEN 'member_add' THEN
      PERFORM jalon.check_member_add(p_contract, v_after ->> 'siren', v_on);
      PERFORM jalon.put_members(v_id, jsonb_build_array(v_after), v_on, v_entry, p_known);
    WHEN 'member_remove' THEN
      PERFORM jalon.check_member_remove(p_contract, v_after ->> 'siren', v_on);
      PERFORM jalon.end_member(v_id, v_after ->> 'siren', v_on, v_entry, p_known);
    WHEN 'leave' THEN
      PERFORM jalon.check_leave(p_contract, NULL, v_on, p_entry.has_reason);
      PERFORM jalon.put_leave(v_id, v_after -> 'into', p_entry.precision, v_on, v_entry, p_known);
    WHEN 'absorb' THEN
      PERFORM jalon.check_absorb(p_contract, v_on);
      PERFORM jalon.put_links(v_id, 'predecessor', v_after -> 'predecessors', v_on, v_entry,
                              p_known);
    WHEN 'cohort_join' THEN
      PERFORM jalon.check_stay(p_contract, v_on);
      PERFORM jalon.check_cohort_join(p_contract, v_after ->> 'cohort', v_after ->> 'member', v_on);
      PERFORM jalon.put_cohort(v_id, v_after, p_entry.precision, v_on, v_entry, p_known);
    WHEN 'cohort_leave' THEN
      PERFORM jalon.check_stay(p_contract, v_on);
      PERFORM jalon.check_cohort_leave(p_contract, p_entry.before ->> 'cohort',
                                       p_entry.before ->> 'member', v_on);
      PERFORM jalon.end_cohort(v_id, p_entry.before, v_on, v_entry, p_known);
    WHEN 'weigh' THEN
      PERFORM jalon.check_stay(p_contract, v_on);
      PERFORM jalon.check_weigh(p_contract, v_after ->> 'weight', v_after, v_on);
      PERFORM jalon.put_weight(v_id, v_after, v_on, v_entry, p_known);
    WHEN 'retarget' THEN
      PERFORM jalon.check_stay(p_contract, v_on);
      PERFORM jalon.check_retarget(p_contract, v_after ->> 'target', (v_after ->> 'on')::date,
                                   p_entry.valid);
      PERFORM jalon.put_retarget(v_id, v_after ->> 'target', (v_after ->> 'on')::date,
                                 p_entry.valid, v_after #>> '{note,sd,0}', v_entry, p_known);
    WHEN 'refuse' THEN
      PERFORM jalon.check_refusal(
        p_contract, jalon.instrument_of(p_contract, v_after ->> 'instrument'),
        v_after ->> 'party', (v_after ->> 'number')::integer, p_entry.has_reason, v_on);
      PERFORM jalon.put_refusal(v_id, v_after, p_entry.leaf #>> '{reason,sd,0}',
                                p_entry.precision, p_when, v_entry, p_known);
    WHEN 'note' THEN
      NULL;
    WHEN 'document' THEN
      PERFORM jalon.check_document(p_contract, v_after);
      PERFORM jalon.put_document(v_id, v_after, p_when, p_entry.precision, v_entry, p_known);
    WHEN 'milestone' THEN
      PERFORM jalon.check_stay(p_contract, v_on);
      PERFORM jalon.check_milestone(p_contract, v_after ->> 'milestone');
      PERFORM jalon.put_milestone(v_id, v_after, p_entry.precision, p_when, v_entry, p_known);
    WHEN 'remind' THEN
      NULL; -- it says what was sent, which no row of the contract holds
  END CASE;
END
$$;

-- A move again, whoever made it.
CREATE OR REPLACE FUNCTION jalon.replay_move(
  p_contract record, p_entry record, p_when record, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_to text := p_entry.after ->> 'state';
BEGIN
  PERFORM jalon.check_stay(p_contract, p_when.counts_from);
  IF p_entry.after ->> 'transition' <> jalon.check_move(
       p_contract, v_to, NULL, p_when.counts_from, p_entry.has_reason, NULL) THEN
    PERFORM jalon.refuse_move(p_contract, v_to);
  END IF;
  PERFORM jalon.close_instruments(p_contract, p_when.counts_from, p_entry.entry_id, p_known);
  PERFORM jalon.put_state(p_contract.id, v_to, p_when.counts_from, p_entry.entry_id, p_known);
END
$$;

-- Makes the contract's rows again from the entries that hold; p_known is the correction. Each entry
-- is decided by the revision that it was recorded under. A derived transition follows from the
-- signatures that now complete its number, on their date, and falls with them; one that is due and
-- that no entry records is `owed`. Refuses with the list of the entries that could not stand.
CREATE OR REPLACE FUNCTION jalon.rebuild(
  p_contract record, p_known bigint, OUT state text, OUT previous_state text,
  OUT state_since date, OUT owed text, OUT owed_number integer, OUT owed_on date,
  OUT owed_valid date, OUT owed_precision text)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_standing jsonb := '[]';
  v_detail text;
  v_to text;
  v_since date;
  c record;
  d record;
  s record;
  x record;
BEGIN
  c := p_contract;
  PERFORM jalon.take_out(c.id, p_known);
  FOR x IN SELECT * FROM jalon.entries_in_force(c.id, c.timezone) LOOP
    BEGIN
      v_to := NULL;
      c.revision := x.revision;
      d := jalon.bounds(x.valid, x.precision, x.recorded_on);
      CASE
        WHEN x.event = 'enter' THEN
          v_to := x.after ->> 'state';
          v_since := jalon.entry_from(c.starts_on, x.precision, d.counts_from);
          c.state := NULL;
          PERFORM jalon.put_territory(c.id, x.after, x.precision, v_since, d.counts_from,
                                      x.entry_id, p_known);
        WHEN x.event IN ('sign', 'waive') THEN
          IF x.event = 'sign' THEN
            s := jalon.replay_signature(c, x, d, p_known);
          ELSE
            s := jalon.replay_waiver(c, x, d, p_known);
          END IF;
          IF s.completed THEN
            owed := x.after ->> 'instrument';
            owed_number := (x.after ->> 'number')::integer;
            owed_on := s.on_date;
            owed_valid := s.valid;
            owed_precision := s.coarsest;
          END IF;
        WHEN x.event = 'transition' AND x.after ? 'instrument' THEN
          IF owed = x.after ->> 'instrument'
             AND owed_number = (x.after ->> 'number')::integer THEN
            PERFORM jalon.check_completion(c, jalon.instrument_of(c, owed), owed_on);
            PERFORM jalon.put_state(c.id, x.after ->> 'state', owed_on, x.entry_id, p_known);
            v_to := x.after ->> 'state';
            v_since := owed_on;
            owed := NULL;
          END IF;
        WHEN x.event = 'transition' THEN
          PERFORM jalon.replay_move(c, x, d, p_known);
          v_to := x.after ->> 'state';
          v_since := d.counts_from;
        ELSE
          PERFORM jalon.replay_change(c, x, d, p_known);
      END CASE;
      IF v_to IS NOT NULL THEN
        c.previous_state := c.state;
        c.state := v_to;
        c.state_since := v_since;
      END IF;
    EXCEPTION WHEN OTHERS THEN
      IF NOT jalon.is_refusal(SQLSTATE) THEN
        RAISE;
      END IF;
      GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL;
      v_standing := v_standing || jsonb_build_object(
        'entry', (c.subject).code || '#' || x.seq, 'event', x.event, 'why', SQLERRM);
    END;
  END LOOP;
  IF v_standing <> '[]' THEN
    PERFORM jalon.refuse('JA005', 'remainder_stands', jsonb_build_object(
      'code', (c.subject).code, 'entries', (SELECT jsonb_agg(e ->> 'entry') FROM
        jsonb_array_elements(v_standing) e), 'standing', v_standing));
  END IF;
  PERFORM jalon.put_back(c.id, p_known);
  state := c.state;
  previous_state := c.previous_state;
  state_since := c.state_since;
END
$$;

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
  WHERE h.subject = p_contract.id AND h.event <> 'void' AND h.seq <> ALL (v_voided)
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
         WHEN 'sign' THEN ARRAY['capacity', 'channel', 'place', 'signer']
         WHEN 'document' THEN ARRAY['title']
         WHEN 'enter' THEN ARRAY['name']
         WHEN 'rename' THEN ARRAY['name']
         WHEN 'member_add' THEN ARRAY['name']
         WHEN 'alias' THEN ARRAY['issuer', 'value']
         WHEN 'weigh' THEN ARRAY['as_of_year', 'counted', 'value']
         ELSE '{}'::text[] END END
$$;

-- The members that p_set gives another value, old and new: texts of persons as disclosures.
CREATE OR REPLACE FUNCTION jalon.changed_members(
  p_contract record, p_entry record, p_set jsonb, OUT before jsonb, OUT after jsonb,
  OUT disclosures text[])
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_sealed CONSTANT text[] := ARRAY['capacity', 'note', 'place', 'reason', 'signer', 'source', 'title'];
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
    ELSIF v_key IN ('name', 'value', 'issuer', 'signer', 'capacity', 'place', 'channel', 'title') THEN
      v_set := v_set || jsonb_build_object(v_key, jalon.clean(v_key, p_set ->> v_key, 200));
    ELSIF v_key IN ('as_of_year', 'counted') THEN
      v_set := v_set || jsonb_build_object(v_key, (p_set ->> v_key)::integer);
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

-- Corrects what an entry says, without another event: the entry keeps its place in the journal.
CREATE OR REPLACE FUNCTION jalon.correct(
  p_request uuid, p_programme text, p_code text, p_seq integer, p_set jsonb, p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'correct', p_programme, p_code, p_seq, p_set, p_on, p_precision, p_evidence));
  v_note text;
  v_head audit.head;
  c record;
  d record;
  e record;
  k record;
  t record;
  x record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.require_reason(e, p_code || '#' || p_seq);
  PERFORM jalon.check_entry(c, p_seq);
  SELECT * INTO x FROM jalon.entries_in_force(c.id, c.timezone) f WHERE f.seq = p_seq;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'not_correctable', jsonb_build_object(
      'field', (SELECT min(q) FROM jsonb_object_keys(p_set) q), 'event', jalon.check_entry(c, p_seq),
      'known', '{}'::text[]));
  END IF;
  k := jalon.changed_members(c, x, jalon.clean_set(c, x, p_set));
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'correct', '{"set":' || audit.canonical(k.before) || '}',
    '{"note":' || audit.sealed(v_note) || ',"set":' || audit.canonical(k.after) || '}',
    k.disclosures || v_note, d.valid, p_precision, e.certainty, e.learned, e.reason, e.source,
    e.batch, p_seq)::audit.fact);
  t := jalon.settle_correction(c, v_head, p_request, e.batch);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, t.head,
    (p_code || '#' || v_head.seq) || t.entries, t.state, NULL);
END
$$;

GRANT EXECUTE ON FUNCTION
  jalon.void(uuid, text, text, integer[], date, text, jsonb),
  jalon.undo(uuid, text, text, jsonb),
  jalon.void_batch(uuid, text, uuid, date, text, jsonb),
  jalon.correct(uuid, text, text, integer, jsonb, date, text, jsonb) TO jalon_recorder;
GRANT EXECUTE ON FUNCTION jalon.voided(uuid) TO jalon_reader;
