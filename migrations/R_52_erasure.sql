-- Erasing what was told of a person: its texts go, and files that are named, the entries stay. The
-- programme's journal gets an entry that names the digests, and says on what ground and by whose
-- decision.

-- Locks a programme for an entry of its own journal; p_alone: nobody writes in the programme until
-- this transaction ends. `receipt`, `head` and `subject` as of jalon.open_contract().
CREATE OR REPLACE FUNCTION jalon.open_programme(
  p_request uuid, p_fingerprint bytea, p_programme text, p_alone boolean,
  OUT id uuid, OUT head audit.head, OUT subject audit.subject, OUT timezone text,
  OUT receipt jsonb)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  p jalon.programme;
BEGIN
  IF p_alone THEN
    SELECT * INTO p FROM jalon.programme g WHERE g.code = p_programme FOR UPDATE;
  ELSE
    SELECT * INTO p FROM jalon.programme g WHERE g.code = p_programme FOR NO KEY UPDATE;
  END IF;
  IF p.id IS NULL THEN
    PERFORM jalon.refuse_absent(p_programme, NULL);
  END IF;
  id := p.id;
  head := ROW(p.last_seq, p.last_hash, p.last_recorded, NULL);
  subject := ROW(p.id, 'programme', p.code, p.code, p.revision);
  timezone := p.timezone;
  receipt := jalon.answered(p_request, p_fingerprint);
END
$$;

-- Moves the programme on to its new head. Keeps the receipt, and returns it; p_more: what else it
-- says.
CREATE OR REPLACE FUNCTION jalon.close_programme(
  p_request uuid, p_fingerprint bytea, p_subject audit.subject, p_head audit.head,
  p_entries text[], p_more jsonb)
RETURNS jsonb
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_receipt jsonb := jsonb_build_object('code', p_subject.code, 'entries', p_entries,
    'state', NULL, 'recorded', audit.utc(p_head.recorded), 'replayed', false) || p_more;
BEGIN
  UPDATE jalon.programme p
  SET last_seq = p_head.seq, last_hash = p_head.hash, last_recorded = p_head.recorded
  WHERE p.id = p_subject.id;
  INSERT INTO jalon.request VALUES (p_request, session_user, p_fingerprint, v_receipt);
  RETURN v_receipt;
END
$$;

-- Does a text name somebody? Every word of the name is one of its words, in whatever order, case or
-- accents.
CREATE OR REPLACE FUNCTION jalon.names_person(p_text text, p_person text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(jalon.fold(p_person) <> '' AND ' ' || jalon.fold(p_text) || ' ' LIKE ALL (ARRAY(
    SELECT '% ' || w || ' %'
    FROM pg_catalog.unnest(pg_catalog.string_to_array(jalon.fold(p_person), ' ')) w)), false)
$$;

-- What can be erased: the texts that name p_person, or (null) those of the entries given and of
-- their corrections. p_fields: only these members; null: all, but for who recorded an entry. The
-- files of documents go only when entries are given and the field `file` is: a signed scan does not
-- go by accident. A file is listed with every entry that names it, since it goes for all; its value
-- is the document's title. It runs as the reader.
CREATE OR REPLACE FUNCTION jalon.erasable(
  p_programme text, p_person text, p_entries text[], p_fields text[])
RETURNS TABLE (entry_id bigint, entry text, digest text, field text, value text)
LANGUAGE sql STABLE
AS $$
  WITH entry AS (
    SELECT h.entry_id, h.code || '#' || h.seq AS entry
    FROM audit.history h
    CROSS JOIN LATERAL (
      SELECT CASE WHEN h.event = 'correct' THEN h.leaf::jsonb ->> 'corrects' END AS corrects
      OFFSET 0) l
    WHERE h.programme = p_programme
      AND (p_person IS NOT NULL OR h.code || '#' || h.seq = ANY (p_entries)
           OR h.code || '#' || l.corrects = ANY (p_entries))),
  file AS (
    SELECT f.sha256 FROM entry t JOIN jalon.document_files() f ON f.entry_id = t.entry_id
    WHERE p_person IS NULL AND 'file' = ANY (p_fields) AND audit.file_size(f.sha256) IS NOT NULL)
  SELECT t.entry_id, t.entry, v.digest, o.told ->> 1, o.told ->> 2
  FROM entry t
  JOIN audit.evidence v ON v.entry_id = t.entry_id
  CROSS JOIN LATERAL (SELECT audit.opened(v.disclosure) AS told OFFSET 0) o
  WHERE CASE WHEN p_fields IS NULL THEN o.told ->> 1 <> 'actor' ELSE o.told ->> 1 = ANY (p_fields) END
    AND (p_person IS NULL OR jalon.names_person(o.told ->> 2, p_person))
  UNION ALL
  SELECT f.entry_id, f.code || '#' || f.seq, f.sha256, 'file', audit.disclosed(f.entry_id, f.title)
  FROM jalon.document_files() f
  WHERE f.sha256 IN (SELECT g.sha256 FROM file g)
  ORDER BY 1, 4
$$;

-- What is held is not erased, in any of the programmes that the entries are of; nor is the file of
-- a report that was issued: others hold it against what they have.
CREATE OR REPLACE FUNCTION jalon.check_erasable(p_entries bigint[], p_digests text[]) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v record;
BEGIN
  PERFORM jalon.check_holds(h.programme, array_agg(h.entry_id))
  FROM audit.history h WHERE h.entry_id = ANY (p_entries) GROUP BY h.programme;
  SELECT left(i.sha256, 12) AS sha256, i.entry INTO v
  FROM jalon.issued_files() i WHERE i.sha256 = ANY (p_digests) LIMIT 1;
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'issued_file', to_jsonb(v));
  END IF;
END
$$;

-- What a decision to erase says, cleaned. It must not say who is erased.
CREATE OR REPLACE FUNCTION jalon.check_decision(
  p_person text, p_decision jsonb, p_evidence record, OUT ground text, OUT decided_by text)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_field text;
BEGIN
  ground := jalon.clean('ground', p_decision ->> 'ground', 2000);
  decided_by := jalon.clean('decided_by', p_decision ->> 'decided_by', 200);
  IF ground IS NULL OR decided_by IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field',
      CASE WHEN ground IS NULL THEN 'ground' ELSE 'decided-by' END));
  END IF;
  SELECT f.key INTO v_field
  FROM jsonb_each_text(jsonb_build_object(
    'ground', ground, 'decided-by', decided_by, 'reason', p_evidence.reason,
    'source', p_evidence.source, 'note', p_evidence.note)) f
  WHERE jalon.names_person(f.value, p_person) ORDER BY f.key LIMIT 1;
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'erasure_names', jsonb_build_object('field', v_field));
  END IF;
END
$$;

-- Every entry named must be there.
CREATE OR REPLACE FUNCTION jalon.check_entries(p_programme text, p_entries text[]) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v record;
BEGIN
  SELECT split_part(q, '#', 1) AS code, split_part(q, '#', 2) AS seq,
         (SELECT max(h.seq) FROM audit.history h
          WHERE h.programme = p_programme AND h.code = split_part(q, '#', 1)) AS last
  INTO v
  FROM unnest(p_entries) q
  WHERE NOT EXISTS (SELECT FROM audit.history h
                    WHERE h.programme = p_programme AND h.code || '#' || h.seq = q)
  LIMIT 1;
  IF v.code IS NOT NULL AND v.last IS NULL THEN
    PERFORM jalon.refuse('JA004', 'unknown_territory', jsonb_build_object('code', v.code));
  ELSIF v.code IS NOT NULL THEN
    PERFORM jalon.refuse('JA004', 'unknown_entry', jsonb_build_object(
      'code', v.code, 'seq', v.seq, 'last', v.last::text));
  END IF;
END
$$;

-- Fingerprints and answers of requests hold what was told as well: a fingerprint lets somebody try
-- names. The requests stay answered; sent again with their content, they are told to be others.
CREATE OR REPLACE FUNCTION jalon.forget_requests(
  p_programme text, p_entries bigint[], p_person text, p_actors boolean)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_of_entries uuid[] := ARRAY(
    SELECT r.id FROM audit.history h, unnest(ARRAY[h.request, h.batch]) r (id)
    WHERE h.entry_id = ANY (p_entries) AND r.id IS NOT NULL);
BEGIN
  UPDATE jalon.request q
  SET fingerprint = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
      actor = CASE WHEN p_actors AND q.id = ANY (v_of_entries) THEN '' ELSE q.actor END,
      receipt = CASE WHEN q.receipt ? 'refused' THEN q.receipt || '{"refused": []}'
                     ELSE q.receipt END
  WHERE q.id = ANY (v_of_entries)
     OR (q.receipt ? 'refused' AND q.receipt ->> 'code' = p_programme
         AND jalon.names_person(q.receipt ->> 'refused', p_person));
END
$$;

-- Appends the entry for texts and files that are erased, and erases them. Gives the new head. The
-- entry has a member `files` only when there are any.
CREATE OR REPLACE FUNCTION jalon.append_erasure(
  p_programme record, p_head audit.head, p_request uuid, p_entries bigint[], p_digests text[],
  p_decision record, p_evidence record)
RETURNS audit.head
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_decided_by text := audit.disclosure('decided_by', p_decision.decided_by);
  v_ground text := audit.disclosure('ground', p_decision.ground);
  v_note text := audit.disclosure('note', p_evidence.note);
  v_digests jsonb := (SELECT jsonb_agg(d ORDER BY d COLLATE "C")
                      FROM unnest(p_digests) d WHERE NOT audit.is_file(d));
  v_files jsonb := (SELECT jsonb_agg(d ORDER BY d COLLATE "C")
                    FROM unnest(p_digests) d WHERE audit.is_file(d));
  v_head audit.head;
BEGIN
  v_head := audit.append(p_programme.subject, p_head, p_request, ROW(
    'erase', NULL,
    '{"decided_by":' || audit.sealed(v_decided_by)
      || ',"digests":' || audit.canonical(coalesce(v_digests, '[]'))
      || coalesce(',"files":' || audit.canonical(v_files), '')
      || ',"ground":' || audit.sealed(v_ground) || ',"note":' || audit.sealed(v_note) || '}',
    ARRAY[v_decided_by, v_ground, v_note], jalon.today(p_programme.timezone), 'day',
    p_evidence.certainty, p_evidence.learned, p_evidence.reason, p_evidence.source,
    p_evidence.batch, NULL)::audit.fact);
  PERFORM audit.erase(p_entries, p_digests, v_head.entry_id);
  RETURN v_head;
END
$$;

-- Erases what jalon.erasable() finds, all or none. While it runs nobody writes in the programme, so
-- that none is recorded meanwhile; nor in any other when files go, for they may be kept for those
-- too. Leaves have a length: an entry names 1,000 texts at most, or 686 files. The name is no part
-- of what is kept of the request: sent again for somebody of whom there still is a text, it is told
-- to be another.
CREATE OR REPLACE FUNCTION jalon.erase(
  p_request uuid, p_programme text, p_person text, p_entries text[], p_fields text[],
  p_decision jsonb, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_most CONSTANT integer := 46000; -- bytes of digests, with quotes and commas
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'erase', p_programme, p_person IS NULL, p_entries, p_fields, p_decision, p_evidence));
  v_person text := jalon.clean('person', p_person, 200);
  v_entries text[] := '{}';
  v_head audit.head;
  c record;
  d record;
  e record;
  t record;
  x record;
BEGIN
  IF 'file' = ANY (p_fields) THEN
    PERFORM FROM jalon.programme g ORDER BY g.code FOR UPDATE;
  END IF;
  c := jalon.open_programme(p_request, v_fingerprint, p_programme, true);
  IF p_person IS NOT NULL AND coalesce(jalon.fold(v_person), '') = '' THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'person'));
  END IF;
  SELECT array_agg(s.entry_id) AS ids, array_agg(s.digest) AS digests,
         coalesce(jsonb_agg(jsonb_build_array(s.entry, s.field)), '[]') AS erased,
         array_agg(s.entry_id) FILTER (WHERE s.field = 'actor') AS of_actors
  INTO t FROM jalon.erasable(p_programme, v_person, p_entries, p_fields) s;
  IF c.receipt IS NOT NULL AND v_person IS NOT NULL AND t.ids IS NOT NULL THEN
    PERFORM jalon.refuse('JA003', 'request_reused', jsonb_build_object('request', p_request));
  ELSIF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  e := jalon.evidence(p_evidence, jalon.today(c.timezone));
  d := jalon.check_decision(v_person, p_decision, e);
  PERFORM jalon.check_entries(p_programme, p_entries);
  IF t.ids IS NULL AND v_person IS NOT NULL THEN
    PERFORM jalon.refuse('JA004', 'nobody_to_erase', jsonb_build_object('person', v_person));
  ELSIF t.ids IS NULL THEN
    PERFORM jalon.refuse('JA001', 'nothing_to_erase', jsonb_build_object('entries', p_entries));
  END IF;
  PERFORM jalon.check_erasable(t.ids, t.digests);
  v_head := c.head;
  FOR x IN
    SELECT array_agg(o.id) AS ids, array_agg(o.digest) AS digests
    FROM (SELECT min(u.id) AS id, u.digest,
                 (sum(length(u.digest) + 3) OVER (ORDER BY min(u.n)) - 1) / v_most AS part
          FROM unnest(t.ids, t.digests) WITH ORDINALITY u (id, digest, n) GROUP BY u.digest) o
    GROUP BY o.part ORDER BY o.part LOOP
    v_head := jalon.append_erasure(c, v_head, p_request, x.ids, x.digests, d, e);
    v_entries := v_entries || (p_programme || '#' || v_head.seq);
  END LOOP;
  PERFORM jalon.forget_requests(p_programme, t.ids, v_person, false);
  PERFORM jalon.forget_requests(p_programme, t.of_actors, NULL, true);
  RETURN jalon.close_programme(p_request, v_fingerprint, c.subject, v_head, v_entries,
                               jsonb_build_object('erased', t.erased));
END
$$;

GRANT EXECUTE ON FUNCTION
  jalon.names_person(text, text), jalon.erasable(text, text, text[], text[]) TO jalon_reader;
-- Who answers for the programme's data; whoever records from day to day does not take texts away.
GRANT EXECUTE ON FUNCTION
  jalon.erase(uuid, text, text, text[], text[], jsonb, jsonb) TO jalon_manager;
