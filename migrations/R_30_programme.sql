-- Applying a programme revision: one event, and the rows by which writes are decided.

-- The rows of one revision, from its document.
CREATE OR REPLACE FUNCTION jalon.store_lifecycle(p_programme uuid, p_revision integer, p_doc jsonb)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.state_def
  SELECT p_programme, p_revision, key, (value ->> 'position')::integer, value #>> '{label,fr}',
         value #>> '{label,en}', coalesce((value ->> 'done')::boolean, false),
         coalesce((value ->> 'in_scope')::boolean, true)
  FROM jsonb_each(p_doc #> '{lifecycle,states}');
  INSERT INTO jalon.transition_edge
  SELECT p_programme, p_revision, f.state,
         CASE t ->> 'to' WHEN 'previous' THEN '*previous' ELSE t ->> 'to' END, t ->> 'name',
         coalesce(ARRAY(SELECT jsonb_array_elements_text(t -> 'roles')), '{}'),
         coalesce(t ->> 'reason' = 'required', false), coalesce((t ->> 'derived')::boolean, false)
  FROM jsonb_array_elements(p_doc #> '{lifecycle,transitions}') t,
       jsonb_array_elements_text(t -> 'from') AS f (state);
END
$$;

CREATE OR REPLACE FUNCTION jalon.store_instruments(
  p_programme uuid, p_revision integer, p_doc jsonb)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.instrument_def
  SELECT p_programme, p_revision, key, (value ->> 'position')::integer, value #>> '{label,fr}',
         value #>> '{label,en}', ARRAY(SELECT jsonb_array_elements_text(value -> 'from_states')),
         value ->> 'completes', coalesce((value ->> 'repeatable')::boolean, false),
         CASE jsonb_typeof(value -> 'required')
           WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(value -> 'required'))
           ELSE '{}' END,
         coalesce(value ->> 'required' = 'as_amended', false),
         coalesce(value ->> 'optional' = 'any', false),
         coalesce(value ->> 'evidence' = 'required', false)
  FROM jsonb_each(p_doc -> 'instruments');
  INSERT INTO jalon.party_def
  SELECT p_programme, p_revision, key, value #>> '{label,fr}',
         coalesce(value #>> '{label,en}', value #>> '{label,fr}'),
         CASE WHEN (value ->> 'named')::boolean THEN 'name' ELSE value ->> 'one_per' END
  FROM jsonb_each(p_doc -> 'parties');
  INSERT INTO jalon.milestone_def
  SELECT p_programme, p_revision, key, value #>> '{label,fr}', value #>> '{label,en}'
  FROM jsonb_each(coalesce(p_doc -> 'milestones', '{}'));
END
$$;

CREATE OR REPLACE FUNCTION jalon.store_cohorts(p_programme uuid, p_revision integer, p_doc jsonb)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.cohort_def
  SELECT p_programme, p_revision, key, value #>> '{label,fr}', value #>> '{label,en}'
  FROM jsonb_each(coalesce(p_doc -> 'cohorts', '{}'));
  INSERT INTO jalon.weight_def
  SELECT p_programme, p_revision, key, value #>> '{label,fr}', value #>> '{label,en}',
         value #>> '{unit,fr}', value #>> '{unit,en}'
  FROM jsonb_each(coalesce(p_doc -> 'weights', '{}'));
END
$$;

CREATE OR REPLACE FUNCTION jalon.store_statuses(p_programme uuid, p_revision integer, p_doc jsonb)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  INSERT INTO jalon.status_def
  SELECT p_programme, p_revision, s ->> 'code', n, s #>> '{label,fr}', s #>> '{label,en}',
         (s ->> 'from')::integer
  FROM pg_catalog.jsonb_array_elements(coalesce(p_doc -> 'statuses', '[]')) WITH ORDINALITY x (s, n)
$$;

-- Targets, calendar and places are current definitions: a new revision replaces them, and the
-- revisions' documents keep their past.
CREATE OR REPLACE FUNCTION jalon.store_calendar(p_programme uuid, p_doc jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  DELETE FROM jalon.target WHERE programme_id = p_programme;
  DELETE FROM jalon.calendar_day WHERE programme_id = p_programme;
  INSERT INTO jalon.target SELECT p_programme, m.* FROM jalon.target_moves(p_doc) m;
  INSERT INTO jalon.calendar_day
  SELECT p_programme, (d ->> 'on')::date, d #>> '{label,fr}',
         coalesce(d #>> '{label,en}', d #>> '{label,fr}'),
         coalesce((d ->> 'ceremony')::boolean, false)
  FROM jsonb_array_elements(coalesce(p_doc -> 'calendar', '[]')) d;
  INSERT INTO jalon.region
  SELECT p_programme, key, value FROM jsonb_each_text(coalesce(p_doc -> 'regions', '{}'))
  ON CONFLICT (programme_id, code) DO UPDATE SET name = excluded.name;
  INSERT INTO jalon.departement
  SELECT p_programme, key, value ->> 'name', value ->> 'region'
  FROM jsonb_each(coalesce(p_doc -> 'departements', '{}'))
  ON CONFLICT (programme_id, code)
    DO UPDATE SET name = excluded.name, region = excluded.region;
END
$$;

-- Positions in a document's objects are those of its keys as written: jsonb does not keep their
-- order, json does.
CREATE OR REPLACE FUNCTION jalon.with_positions(p_document text, p_doc jsonb, p_path text[])
RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
  SELECT coalesce(pg_catalog.jsonb_set(p_doc, p_path, pg_catalog.jsonb_object_agg(
    key, value::jsonb || pg_catalog.jsonb_build_object('position',
      coalesce((value::jsonb ->> 'position')::integer, ordinality::integer)))), p_doc)
  FROM pg_catalog.json_each(p_document::json #> p_path) WITH ORDINALITY
$$;

-- The programme's row as the document and the head of its chain say, and the rows of the revision.
CREATE OR REPLACE FUNCTION jalon.store_revision(
  p_programme uuid, p_revision integer, p_document text, p_head audit.head)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_doc jsonb := p_document::jsonb;
BEGIN
  INSERT INTO jalon.programme
  VALUES (p_programme, v_doc #>> '{programme,code}', v_doc #>> '{programme,name,fr}',
          v_doc #>> '{programme,name,en}', v_doc #>> '{programme,timezone}',
          (v_doc ->> 'starts_on')::date, p_revision, v_doc #>> '{lifecycle,initial}', p_head.seq,
          p_head.hash, p_head.recorded)
  ON CONFLICT (id) DO UPDATE
  SET name_fr = excluded.name_fr, name_en = excluded.name_en, timezone = excluded.timezone,
      starts_on = excluded.starts_on, revision = excluded.revision,
      initial_state = excluded.initial_state, last_seq = excluded.last_seq,
      last_hash = excluded.last_hash, last_recorded = excluded.last_recorded;
  INSERT INTO jalon.revision
  VALUES (p_programme, p_revision, p_document, sha256(convert_to(p_document, 'UTF8')),
          p_head.entry_id);
  v_doc := jalon.with_positions(p_document, v_doc, '{lifecycle,states}');
  v_doc := jalon.with_positions(p_document, v_doc, '{instruments}');
  PERFORM jalon.store_lifecycle(p_programme, p_revision, v_doc);
  PERFORM jalon.store_instruments(p_programme, p_revision, v_doc);
  PERFORM jalon.store_cohorts(p_programme, p_revision, v_doc);
  PERFORM jalon.store_statuses(p_programme, p_revision, v_doc);
  PERFORM jalon.store_calendar(p_programme, v_doc);
END
$$;

-- Applies a programme document as a new revision; the document of the revision in force again
-- changes nothing (its receipt has no entries). The programme's lock keeps out every writer: each
-- holds it FOR KEY SHARE. p_expect is the revision that the caller has seen (0: no programme yet),
-- so that of two who change one revision the second learns of the first; it is no part of the
-- request, which may be repeated after the revision has moved on.
CREATE OR REPLACE FUNCTION jalon.programme_apply(
  p_request uuid, p_document text, p_evidence jsonb DEFAULT NULL, p_expect integer DEFAULT NULL)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array('programme_apply', p_document)
    || coalesce(nullif(p_evidence, '{}'), '[]'));
  v_doc jsonb := p_document::jsonb;
  v_code text := v_doc #>> '{programme,code}';
  v_timezone text := v_doc #>> '{programme,timezone}';
  v_sha256 bytea := sha256(convert_to(p_document, 'UTF8'));
  v_old jalon.programme;
  v_before bytea;
  v_head audit.head;
  v_id uuid;
  v_revision integer;
  v_note text;
  v_receipt jsonb;
  e record;
BEGIN
  -- Two first applications at once: the second waits, then sees the first.
  LOCK TABLE jalon.programme IN SHARE ROW EXCLUSIVE MODE;
  SELECT * INTO v_old FROM jalon.programme WHERE code = v_code FOR UPDATE;
  v_receipt := jalon.answered(p_request, v_fingerprint);
  IF v_receipt IS NOT NULL THEN
    RETURN v_receipt;
  END IF;
  SELECT sha256 INTO v_before FROM jalon.revision
  WHERE programme_id = v_old.id AND number = v_old.revision;
  IF v_before = v_sha256 THEN
    RETURN jsonb_build_object('code', v_code, 'entries', '[]'::jsonb, 'state', NULL, 'recorded',
      audit.utc(v_old.last_recorded), 'replayed', true);
  ELSIF p_expect <> coalesce(v_old.revision, 0) THEN
    PERFORM jalon.refuse('JA001', 'stale_revision', jsonb_build_object(
      'programme', v_code, 'expected', p_expect, 'actual', coalesce(v_old.revision, 0)));
  END IF;
  PERFORM FROM pg_timezone_names WHERE name = v_timezone;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_timezone', jsonb_build_object('timezone', v_timezone));
  END IF;
  e := jalon.evidence(p_evidence, jalon.today(v_timezone));
  PERFORM jalon.refuse_obstacles(v_code, v_doc, e.reason IS NOT NULL);
  v_id := coalesce(v_old.id, gen_random_uuid());
  v_revision := coalesce(v_old.revision, 0) + 1;
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(ROW(v_id, 'programme', v_code, v_code, v_revision)::audit.subject,
    ROW(v_old.last_seq, v_old.last_hash, v_old.last_recorded, NULL)::audit.head, p_request,
    ROW('apply',
        '{"revision":' || v_old.revision || ',"sha256":"' || encode(v_before, 'hex') || '"}',
        '{"code":' || to_json(v_code) || ',"length":' || octet_length(p_document)
          || CASE WHEN v_note IS NULL THEN '' ELSE ',"note":' || audit.sealed(v_note) END
          || ',"revision":' || v_revision || ',"sha256":"' || encode(v_sha256, 'hex') || '"}',
        ARRAY[v_note], jalon.today(v_timezone), 'day', e.certainty, e.learned, e.reason, e.source,
        e.batch, NULL)::audit.fact);
  PERFORM jalon.store_revision(v_id, v_revision, p_document, v_head);
  v_receipt := jsonb_build_object('code', v_code,
    'entries', jsonb_build_array(v_code || '#' || v_head.seq), 'state', NULL,
    'recorded', audit.utc(v_head.recorded), 'replayed', false);
  INSERT INTO jalon.request VALUES (p_request, session_user, v_fingerprint, v_receipt);
  RETURN v_receipt;
END
$$;

GRANT SELECT ON jalon.status_def TO jalon_reader;
