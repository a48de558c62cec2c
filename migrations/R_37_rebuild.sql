-- The rows of a contract made again from the entries that hold, by the guards and the functions that
-- made them, so that nothing stays that could not have been recorded.

-- The tables that hold what the entries of a contract say.
CREATE OR REPLACE FUNCTION jalon.projections() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ARRAY['cohort_member', 'contract_target', 'document', 'instrument', 'instrument_party',
               'member', 'milestone', 'plan', 'refusal', 'scope', 'signature', 'state_interval',
               'term', 'territory_link', 'territory_name', 'weight']
$$;

-- The entries that a contract's void entries take back. A void that is taken back itself takes
-- nothing back; since each refers to an earlier entry, they are settled from the last to the first.
CREATE OR REPLACE FUNCTION jalon.voided(p_subject uuid, p_known bigint DEFAULT NULL)
RETURNS integer[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_voided integer[] := '{}';
  v record;
BEGIN
  FOR v IN SELECT h.seq, (h.leaf::jsonb ->> 'corrects')::integer AS corrects
           FROM audit.history h WHERE h.subject = p_subject AND h.event = 'void'
             AND (p_known IS NULL OR h.entry_id <= p_known)
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
CREATE OR REPLACE FUNCTION jalon.entries_in_force(
  p_subject uuid, p_timezone text, p_known bigint DEFAULT NULL)
RETURNS TABLE (entry_id bigint, seq integer, event text, request uuid, revision integer,
               before jsonb, after jsonb, valid date, "precision" text, recorded_on date,
               has_reason boolean, leaf jsonb)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_voided integer[] := jalon.voided(p_subject, p_known);
BEGIN
  RETURN QUERY
  WITH entry AS (
    SELECT h.entry_id, h.seq, h.event, h.request, h.recorded, h.leaf::jsonb AS leaf
    FROM audit.history h WHERE h.subject = p_subject AND h.seq <> ALL (v_voided)
      AND (p_known IS NULL OR h.entry_id <= p_known)),
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
    WHEN 'term' THEN
      PERFORM jalon.check_term(p_contract,
                               jalon.instrument_of(p_contract, v_after ->> 'instrument'), v_after,
                               v_on);
      PERFORM jalon.put_term(v_id, v_after, v_entry, p_known);
    WHEN 'plan' THEN
      v_after := v_after || jsonb_build_object('number', jalon.check_plan(
        p_contract, v_after, p_entry.has_reason, v_on) -> 'number');
      PERFORM jalon.put_plan(v_id, v_after, v_on, v_entry, p_known);
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
  PERFORM jalon.close_instruments(
    p_contract, v_to, p_when.counts_from, p_entry.entry_id, p_known);
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
