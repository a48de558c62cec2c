-- Rules shared by the writing functions. They run inside those, as the owner and under their pinned
-- search_path. A refusal is a code of class JA, a key and the facts as JSON; the sentences are made
-- by the client.

CREATE OR REPLACE FUNCTION jalon.refuse(p_sqlstate text, p_key text, p_facts jsonb) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = p_sqlstate, MESSAGE = p_key, DETAIL = p_facts::text;
END
$$;

-- The highest group of the authenticated user. A superuser is a member of every group.
CREATE OR REPLACE FUNCTION jalon.actor_role() RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT CASE
    WHEN pg_catalog.pg_has_role(session_user, 'jalon_manager', 'MEMBER') THEN 'manager'
    WHEN pg_catalog.pg_has_role(session_user, 'jalon_recorder', 'MEMBER') THEN 'recorder'
    ELSE 'reader' END
$$;

-- The roles that the authenticated user has: each group includes the ones before it.
CREATE OR REPLACE FUNCTION jalon.actor_roles() RETURNS text[]
LANGUAGE sql STABLE
AS $$
  SELECT CASE jalon.actor_role() WHEN 'manager' THEN ARRAY['recorder', 'manager']
                                 WHEN 'recorder' THEN ARRAY['recorder'] ELSE '{}' END
$$;

-- Free text as stored: NFC, without outer blanks, null when empty. Refuses controls, bidi marks
-- and more than p_max characters (mirrored by jalon_text_check in C).
CREATE OR REPLACE FUNCTION jalon.clean(p_field text, p_text text, p_max integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  v_text text := nullif(btrim(normalize(p_text, NFC)), '');
BEGIN
  IF length(v_text) > p_max THEN
    PERFORM jalon.refuse('JA005', 'text_too_long',
      jsonb_build_object('field', p_field, 'length', length(v_text)::text, 'max', p_max::text));
  ELSIF v_text ~ '[\u0001-\u001F\u007F-\u009F]' THEN
    PERFORM jalon.refuse('JA005', 'text_control', jsonb_build_object('field', p_field));
  ELSIF v_text ~ '[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]' THEN
    PERFORM jalon.refuse('JA005', 'text_bidi', jsonb_build_object('field', p_field));
  END IF;
  RETURN v_text;
END
$$;

CREATE OR REPLACE FUNCTION jalon.siren_ok(p_siren text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT p_siren ~ '^[0-9]{9}$' AND p_siren <> '000000000' AND (
    SELECT pg_catalog.sum(CASE WHEN i % 2 = 1 THEN d ELSE d * 2 - 9 * (d > 4)::integer END) % 10 = 0
    FROM pg_catalog.generate_series(1, 9) i,
         LATERAL (SELECT pg_catalog.substr(p_siren, i, 1)::integer AS d) digit)
$$;

-- The evidence that every write may carry, cleaned.
CREATE OR REPLACE FUNCTION jalon.evidence(
  p_evidence jsonb, p_today date, OUT reason text, OUT source text, OUT note text,
  OUT certainty text, OUT learned date, OUT batch uuid)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF p_evidence IS NULL OR p_evidence = '{}' THEN
    RETURN;
  END IF;
  reason := jalon.clean('reason', p_evidence ->> 'reason', 2000);
  source := jalon.clean('source', p_evidence ->> 'source', 2000);
  note := jalon.clean('note', p_evidence ->> 'note', 2000);
  certainty := p_evidence ->> 'certainty';
  learned := (p_evidence ->> 'learned')::date;
  batch := (p_evidence ->> 'batch')::uuid;
  IF certainty NOT IN ('documented', 'deduced', 'inferred', 'probable', 'assumed', 'weak') THEN
    PERFORM jalon.refuse('JA005', 'unknown_certainty', jsonb_build_object('certainty', certainty));
  ELSIF NOT isfinite(learned) OR learned NOT BETWEEN date '2000-01-01' AND date '2100-12-31' THEN
    PERFORM jalon.refuse('JA005', 'date_out_of_range', jsonb_build_object('on', learned::text));
  ELSIF learned > p_today THEN
    PERFORM jalon.refuse('JA005', 'in_future', jsonb_build_object('on', learned, 'today', p_today));
  END IF;
END
$$;

-- A date with its precision as bounds, with the day from which the fact counts (product.md 7: the
-- latest day, inclusive; the day of recording when there is none) and the date that the leaf shows.
CREATE OR REPLACE FUNCTION jalon.bounds(
  p_on date, p_precision text, p_recorded_on date,
  OUT earliest date, OUT latest date, OUT counts_from date, OUT valid date)
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
  CASE p_precision
    WHEN 'day' THEN earliest := p_on; latest := p_on; valid := p_on;
    WHEN 'month' THEN
      earliest := date_trunc('month', p_on)::date;
      latest := (earliest + interval '1 month - 1 day')::date;
      valid := earliest;
    WHEN 'before' THEN latest := p_on; valid := p_on;
    WHEN 'after' THEN earliest := p_on; valid := p_on;
    ELSE NULL;
  END CASE;
  counts_from := coalesce(latest, p_recorded_on);
END
$$;

-- The bounds of a date that somebody gives now. "Not in the future" allows today anywhere on earth:
-- UTC+14.
CREATE OR REPLACE FUNCTION jalon.when_of(
  p_on date, p_precision text, p_timezone text, p_starts_on date,
  OUT earliest date, OUT latest date, OUT counts_from date, OUT valid date, OUT today date)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_last_today date := ((clock_timestamp() AT TIME ZONE 'UTC') + interval '14 hours')::date;
BEGIN
  today := (clock_timestamp() AT TIME ZONE p_timezone)::date;
  IF p_precision IS NULL OR p_precision NOT IN ('day', 'month', 'before', 'after', 'unknown') THEN
    PERFORM jalon.refuse('JA005', 'unknown_precision',
                         jsonb_build_object('precision', p_precision));
  ELSIF (p_on IS NULL) <> (p_precision = 'unknown') THEN
    PERFORM jalon.refuse('JA005', 'date_and_precision',
      jsonb_build_object('on', p_on, 'precision', p_precision));
  ELSIF NOT isfinite(p_on) OR p_on NOT BETWEEN date '2000-01-01' AND date '2100-12-31' THEN
    PERFORM jalon.refuse('JA005', 'date_out_of_range', jsonb_build_object('on', p_on::text));
  END IF;
  SELECT b.* INTO earliest, latest, counts_from, valid
  FROM jalon.bounds(p_on, p_precision, today) b;
  IF coalesce(latest, earliest) > v_last_today THEN
    PERFORM jalon.refuse('JA005', 'in_future',
      jsonb_build_object('on', coalesce(latest, earliest), 'today', today));
  ELSIF counts_from < p_starts_on THEN
    PERFORM jalon.refuse('JA005', 'before_programme',
      jsonb_build_object('on', counts_from, 'starts_on', p_starts_on));
  END IF;
END
$$;

-- Locks a contract for writing, then looks whether the request was answered before. `receipt` is
-- the first answer, or null. The programme's row is locked first, lightly: a new revision is
-- applied under FOR UPDATE of that row, so that no write is decided by two revisions.
CREATE OR REPLACE FUNCTION jalon.open_contract(
  p_request uuid, p_fingerprint bytea, p_programme text, p_code text,
  OUT id uuid, OUT state text, OUT previous_state text, OUT state_since date, OUT head audit.head,
  OUT subject audit.subject, OUT programme_id uuid, OUT timezone text, OUT starts_on date,
  OUT revision integer, OUT receipt jsonb)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v record;
BEGIN
  SELECT c.*, p.timezone, p.starts_on, p.revision INTO v
  FROM jalon.programme p
  JOIN jalon.contract c ON c.programme_id = p.id
  WHERE p.code = p_programme AND c.code = p_code
  FOR KEY SHARE OF p FOR NO KEY UPDATE OF c;
  IF NOT FOUND THEN
    PERFORM jalon.refuse_absent(p_programme, p_code);
  END IF;
  id := v.id;
  state := v.state;
  previous_state := v.previous_state;
  state_since := v.state_since;
  programme_id := v.programme_id;
  timezone := v.timezone;
  starts_on := v.starts_on;
  revision := v.revision;
  head := ROW(v.last_seq, v.last_hash, v.last_recorded, NULL);
  subject := ROW(id, 'territory', p_programme, p_code, revision);
  receipt := jalon.answered(p_request, p_fingerprint);
END
$$;

CREATE OR REPLACE FUNCTION jalon.refuse_absent(p_programme text, p_code text) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  PERFORM FROM jalon.programme p WHERE p.code = p_programme;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA004', 'unknown_programme',
                         jsonb_build_object('programme', p_programme));
  END IF;
  PERFORM jalon.refuse('JA004', 'unknown_territory', jsonb_build_object('code', p_code));
END
$$;

-- The receipt of a request already answered, or null. The same id with another content, or from
-- another person, is refused.
CREATE OR REPLACE FUNCTION jalon.answered(p_request uuid, p_fingerprint bytea) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_request jalon.request;
BEGIN
  SELECT * INTO v_request FROM jalon.request r WHERE r.id = p_request;
  IF NOT FOUND THEN
    RETURN NULL;
  ELSIF v_request.actor <> session_user OR v_request.fingerprint <> p_fingerprint THEN
    PERFORM jalon.refuse('JA003', 'request_reused', jsonb_build_object('request', p_request));
  END IF;
  RETURN v_request.receipt || '{"replayed": true}';
END
$$;

CREATE OR REPLACE FUNCTION jalon.fingerprint(p_arguments jsonb) RETURNS bytea
LANGUAGE sql STABLE
AS $$ SELECT pg_catalog.sha256(pg_catalog.convert_to(p_arguments::text, 'UTF8')) $$;

-- The state held from a day on: ends the interval in force and opens the next. p_entry is where the
-- fact comes from, p_known the entry with which the rows come into the books.
CREATE OR REPLACE FUNCTION jalon.put_state(
  p_contract uuid, p_state text, p_since date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  WITH state_left AS (
    UPDATE jalon.state_interval
    SET valid_to = p_since, end_entry_id = p_entry, end_known_from = p_known
    WHERE contract_id = p_contract AND valid_to IS NULL AND known_to IS NULL)
  INSERT INTO jalon.state_interval (contract_id, entry_id, known_from, state, valid_from)
  VALUES (p_contract, p_entry, p_known, p_state, p_since);
END
$$;

-- Moves the contract on to its new head, and to the state that its entry brought about when
-- p_since says since when. Keeps the receipt, and returns it. One statement: each costs a
-- transition its own start.
CREATE OR REPLACE FUNCTION jalon.close_contract(
  p_request uuid, p_fingerprint bytea, p_subject audit.subject, p_head audit.head,
  p_entries text[], p_state text, p_since date)
RETURNS jsonb
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_receipt jsonb := jsonb_build_object('code', p_subject.code, 'entries', p_entries,
    'state', p_state, 'recorded', audit.utc(p_head.recorded), 'replayed', false);
BEGIN
  IF p_since IS NOT NULL THEN
    PERFORM jalon.put_state(p_subject.id, p_state, p_since, p_head.entry_id, p_head.entry_id);
  END IF;
  WITH contract AS (
    UPDATE jalon.contract
    SET state = p_state, state_since = coalesce(p_since, state_since),
        previous_state = CASE WHEN p_since IS NULL THEN previous_state ELSE state END,
        last_seq = p_head.seq, last_hash = p_head.hash, last_recorded = p_head.recorded
    WHERE id = p_subject.id)
  INSERT INTO jalon.request (id, actor, fingerprint, receipt)
  VALUES (p_request, session_user, p_fingerprint, v_receipt);
  RETURN v_receipt;
END
$$;

-- The state in force on a day, as known now.
CREATE OR REPLACE FUNCTION jalon.state_at(p_contract uuid, p_on date) RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT i.state FROM jalon.state_interval i
  WHERE i.contract_id = p_contract AND i.known_to IS NULL AND i.valid_from <= p_on
    AND (i.valid_to IS NULL OR i.valid_to > p_on)
$$;
