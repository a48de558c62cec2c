-- Targets: which date binds a contract, and new dates for a contract, a Région or all.

-- The date of each target for each contract of a programme, as decided by a day. The most specific
-- decision holds: the contract's own, else its Région's, else the programme's. A target for a part
-- of the contracts binds none of them, unless one was given a date of its own.
CREATE OR REPLACE FUNCTION jalon.targets_at(
  p_programme uuid, p_as_of date, p_known bigint DEFAULT NULL)
RETURNS TABLE (contract_id uuid, target text, on_date date, decided_on date, level text,
               instrument text, binds boolean)
LANGUAGE sql STABLE
AS $$
  SELECT DISTINCT ON (m.contract_id, m.code) m.contract_id, m.code, m.on_date, m.decided_on,
         m.level, o.instrument, o.percent = 100 OR m.level = 'contract'
  FROM (
    SELECT c.id AS contract_id, t.code, t.on_date, t.decided_on, t.position,
           CASE WHEN t.region IS NULL THEN 'programme' ELSE 'region' END AS level,
           CASE WHEN t.region IS NULL THEN 3 ELSE 2 END AS rank
    FROM jalon.contract c
    JOIN jalon.targets(p_known) t ON t.programme_id = c.programme_id
      AND (t.region IS NULL OR t.region = c.region)
    WHERE c.programme_id = p_programme
    UNION ALL
    SELECT c.id, w.target, w.on_date, w.decided_on, 0, 'contract', 1
    FROM jalon.contract c
    JOIN jalon.contract_targets(p_known) w ON w.contract_id = c.id
    WHERE c.programme_id = p_programme) m
  JOIN jalon.targets(p_known) o ON o.programme_id = p_programme AND o.code = m.code AND o.position = 1
  WHERE m.decided_on <= p_as_of
  ORDER BY m.contract_id, m.code, m.rank, m.decided_on DESC, m.position DESC
$$;

-- A date that is over when it is decided is no target.
CREATE OR REPLACE FUNCTION jalon.check_target_date(p_on date, p_decided_on date) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF p_on IS NULL OR p_on NOT BETWEEN date '2000-01-01' AND date '2100-12-31' THEN
    PERFORM jalon.refuse('JA005', 'date_out_of_range', jsonb_build_object('on', p_on::text));
  ELSIF p_on < p_decided_on THEN
    PERFORM jalon.refuse('JA005', 'target_past_day',
                         jsonb_build_object('on', p_on, 'decided_on', p_decided_on));
  END IF;
END
$$;

-- Decisions about a target come in order, and each changes something. p_last_on, p_last_decided:
-- the last one of the same contract, Région or programme.
CREATE OR REPLACE FUNCTION jalon.check_target_order(
  p_target text, p_on date, p_decided_on date, p_last_on date, p_last_decided date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF p_on = p_last_on THEN
    PERFORM jalon.refuse('JA001', 'target_there',
                         jsonb_build_object('target', p_target, 'on', p_on));
  ELSIF p_decided_on <= p_last_decided THEN
    PERFORM jalon.refuse('JA005', 'target_too_early', jsonb_build_object(
      'target', p_target, 'on', p_decided_on, 'last', p_last_decided));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION jalon.refuse_unknown_target(p_programme uuid, p_target text)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  PERFORM FROM jalon.target t WHERE t.programme_id = p_programme AND t.code = p_target;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_target', jsonb_build_object(
      'target', p_target, 'known', ARRAY(
        SELECT DISTINCT t.code FROM jalon.target t WHERE t.programme_id = p_programme
        ORDER BY 1)));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION jalon.check_retarget(
  p_contract record, p_target text, p_on date, p_decided_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_last jalon.contract_target;
BEGIN
  PERFORM jalon.refuse_unknown_target(p_contract.programme_id, p_target);
  PERFORM jalon.check_target_date(p_on, p_decided_on);
  SELECT * INTO v_last FROM jalon.contract_target w
  WHERE w.contract_id = p_contract.id AND w.target = p_target AND w.known_to IS NULL
  ORDER BY w.decided_on DESC LIMIT 1;
  PERFORM jalon.check_target_order(p_target, p_on, p_decided_on, v_last.on_date,
                                   v_last.decided_on);
END
$$;

CREATE OR REPLACE FUNCTION jalon.put_retarget(
  p_contract uuid, p_target text, p_on date, p_decided_on date, p_note text, p_entry bigint,
  p_known bigint)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  INSERT INTO jalon.contract_target
    (contract_id, target, on_date, decided_on, note, entry_id, known_from)
  VALUES (p_contract, p_target, p_on, p_decided_on, p_note, p_entry, p_known)
$$;

-- A declared target gets a date of its own for one contract, by a decision of p_decided_on.
CREATE OR REPLACE FUNCTION jalon.retarget(
  p_request uuid, p_programme text, p_code text, p_target text, p_on date, p_decided_on date,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'retarget', p_programme, p_code, p_target, p_on, p_decided_on, p_evidence));
  v_before date;
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
  d := jalon.when_of(p_decided_on, 'day', c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_stay(c, d.counts_from);
  PERFORM jalon.check_retarget(c, p_target, p_on, p_decided_on);
  SELECT t.on_date INTO v_before FROM jalon.targets_at(c.programme_id, p_decided_on) t
  WHERE t.contract_id = c.id AND t.target = p_target;
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'retarget', '{"on":"' || v_before || '"}',
    '{"note":' || audit.sealed(v_note) || ',"on":"' || p_on || '","target":' || to_json(p_target)
      || '}',
    ARRAY[v_note], d.valid, 'day', e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.put_retarget(c.id, p_target, p_on, p_decided_on,
                             CASE WHEN v_note IS NOT NULL THEN audit.digest(v_note) END,
                             v_head.entry_id, v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

-- The document with one more move of a target: what the programme declares stays the one truth
-- about its targets and those of its Régions.
CREATE OR REPLACE FUNCTION jalon.with_move(p_doc jsonb, p_target text, p_move jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
  SELECT pg_catalog.jsonb_set(p_doc, '{targets}', pg_catalog.jsonb_agg(
    CASE WHEN t.one ->> 'code' = p_target
         THEN t.one || pg_catalog.jsonb_build_object(
                'moved', coalesce(t.one -> 'moved', '[]') || p_move)
         ELSE t.one END ORDER BY t.ordinality))
  FROM pg_catalog.jsonb_array_elements(p_doc -> 'targets') WITH ORDINALITY AS t (one, ordinality)
$$;

-- The last decision about a target of the programme, or of one of its Régions.
CREATE OR REPLACE FUNCTION jalon.check_retarget_all(
  p_programme uuid, p_target text, p_region text, p_on date, p_decided_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_last jalon.target;
BEGIN
  PERFORM jalon.refuse_unknown_target(p_programme, p_target);
  IF p_region IS NOT NULL AND NOT EXISTS (
      SELECT FROM jalon.region g WHERE g.programme_id = p_programme AND g.code = p_region) THEN
    PERFORM jalon.refuse('JA005', 'unknown_region', jsonb_build_object('region', p_region));
  END IF;
  PERFORM jalon.check_target_date(p_on, p_decided_on);
  SELECT * INTO v_last FROM jalon.target t
  WHERE t.programme_id = p_programme AND t.code = p_target
    AND t.region IS NOT DISTINCT FROM p_region
  ORDER BY t.position DESC LIMIT 1;
  PERFORM jalon.check_target_order(p_target, p_on, p_decided_on, v_last.on_date,
                                   v_last.decided_on);
END
$$;

-- A target gets a new date for the contracts of a Région, or for all (p_region null): a revision
-- of the programme whose document has one more move. The source stands in the document, as that of
-- a move which a file declares.
CREATE OR REPLACE FUNCTION jalon.retarget_all(
  p_request uuid, p_programme text, p_target text, p_region text, p_on date, p_decided_on date,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'retarget_all', p_programme, p_target, p_region, p_on, p_decided_on, p_evidence));
  v_old jalon.programme;
  v_revision jalon.revision;
  v_before date;
  v_document text;
  v_note text;
  v_head audit.head;
  v_receipt jsonb;
  d record;
  e record;
BEGIN
  SELECT * INTO v_old FROM jalon.programme p WHERE p.code = p_programme FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA004', 'unknown_programme',
                         jsonb_build_object('programme', p_programme));
  END IF;
  v_receipt := jalon.answered(p_request, v_fingerprint);
  IF v_receipt IS NOT NULL THEN
    RETURN v_receipt;
  END IF;
  d := jalon.when_of(p_decided_on, 'day', v_old.timezone, v_old.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_retarget_all(v_old.id, p_target, p_region, p_on, p_decided_on);
  SELECT * INTO v_revision FROM jalon.revision r
  WHERE r.programme_id = v_old.id AND r.number = v_old.revision;
  SELECT t.on_date INTO v_before FROM jalon.target t
  WHERE t.programme_id = v_old.id AND t.code = p_target AND t.decided_on <= p_decided_on
    AND (t.region IS NULL OR t.region = p_region)
  ORDER BY t.region IS NULL, t.position DESC LIMIT 1;
  v_document := audit.canonical(jalon.with_move(v_revision.document::jsonb, p_target,
    jsonb_strip_nulls(jsonb_build_object('on', p_on, 'decided_on', p_decided_on,
                                         'region', p_region, 'source', e.source))));
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(
    ROW(v_old.id, 'programme', p_programme, p_programme, v_old.revision + 1)::audit.subject,
    ROW(v_old.last_seq, v_old.last_hash, v_old.last_recorded, NULL)::audit.head, p_request,
    ROW('retarget',
        '{"on":' || coalesce('"' || v_before || '"', 'null') || ',"revision":' || v_old.revision
          || ',"sha256":"' || encode(v_revision.sha256, 'hex') || '"}',
        '{"length":' || octet_length(v_document) || ',"note":' || audit.sealed(v_note)
          || ',"on":"' || p_on || '","region":' || coalesce(to_json(p_region)::text, 'null')
          || ',"revision":' || v_old.revision + 1 || ',"sha256":"'
          || encode(sha256(convert_to(v_document, 'UTF8')), 'hex') || '","target":'
          || to_json(p_target) || '}',
        ARRAY[v_note], d.valid, 'day', e.certainty, e.learned, e.reason, e.source, e.batch,
        NULL)::audit.fact);
  PERFORM jalon.store_revision(v_old.id, v_old.revision + 1, v_document, v_head);
  v_receipt := jsonb_build_object('code', p_programme,
    'entries', jsonb_build_array(p_programme || '#' || v_head.seq), 'state', NULL,
    'recorded', audit.utc(v_head.recorded), 'replayed', false);
  INSERT INTO jalon.request VALUES (p_request, session_user, v_fingerprint, v_receipt);
  RETURN v_receipt;
END
$$;

GRANT EXECUTE ON FUNCTION jalon.targets_at(uuid, date, bigint) TO jalon_reader;
GRANT EXECUTE ON FUNCTION
  jalon.retarget(uuid, text, text, text, date, date, jsonb),
  jalon.retarget_all(uuid, text, text, text, date, date, jsonb) TO jalon_manager;
