-- Documents: files of the store (audit.file) tied to a contract. Adding one never changes a state.

-- A file that was erased does not come back, nor is anything new said to rest on it.
CREATE OR REPLACE FUNCTION jalon.check_file(p_sha256 text) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_entry text := (SELECT x.entry FROM audit.erased x WHERE x.digest = p_sha256);
BEGIN
  IF v_entry IS NOT NULL THEN
    PERFORM jalon.refuse('JA001', 'file_erased', jsonb_build_object(
      'sha256', left(p_sha256, 12), 'entry', v_entry));
  END IF;
END
$$;

-- Keeps a file of a size that it can have; the client's settings may allow less. Whether it was
-- erased is asked last: to keep a file waits for an erasure of it.
CREATE OR REPLACE FUNCTION jalon.keep_file(p_content bytea) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_most CONSTANT integer := 67108864;
  v_size integer := coalesce(octet_length(p_content), 0);
  v_sha256 text;
BEGIN
  IF v_size NOT BETWEEN 1 AND v_most THEN
    PERFORM jalon.refuse('JA005', 'file_size',
                         jsonb_build_object('size', v_size::text, 'most', v_most::text));
  END IF;
  v_sha256 := audit.keep_file(p_content);
  PERFORM jalon.check_file(v_sha256);
  RETURN jsonb_build_object('sha256', v_sha256, 'size', v_size);
END
$$;

-- The number of an instrument that a document is about, when the request does not say: a text is
-- of the number that is signed next, evidence of the last one that there is.
CREATE OR REPLACE FUNCTION jalon.document_number(
  p_contract record, p_def jalon.instrument_def, p_role text)
RETURNS integer
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  n record := jalon.open_number(p_contract.id, p_contract.programme_id, p_def);
BEGIN
  RETURN CASE p_role WHEN 'text' THEN coalesce(n.number, n.next) ELSE greatest(n.next - 1, 1) END;
END
$$;

-- The party that a document is about, as stored.
CREATE OR REPLACE FUNCTION jalon.document_party(
  p_contract record, p_def jalon.instrument_def, p_number integer, p_party text, p_on date)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF p_party IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN jalon.resolve_party(p_contract, p_party, ARRAY(
    SELECT p.party FROM jalon.instrument_party p
    WHERE p.contract_id = p_contract.id AND p.instrument = p_def.code AND p.number = p_number
      AND p.known_to IS NULL
    UNION
    SELECT jalon.parties_needed(p_contract.id, p_contract.programme_id, p_contract.revision,
                                p_def.code, p_on)
    ORDER BY 1), p_def.optional_any, p_on);
END
$$;

-- What a request says of a document, whole and clean: the members of the entry, with the title as
-- text. p_file: the SHA-256 and the size of the file.
CREATE OR REPLACE FUNCTION jalon.document_of(
  p_contract record, p_document jsonb, p_file jsonb, p_on date)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_instrument text := p_document ->> 'instrument';
  v_role text := coalesce(p_document ->> 'role', 'evidence');
  v_number integer;
  v_party text;
  v_def jalon.instrument_def;
BEGIN
  IF v_instrument IS NOT NULL THEN
    v_def := jalon.instrument_of(p_contract, v_instrument);
    v_number := coalesce((p_document ->> 'number')::integer,
                         jalon.document_number(p_contract, v_def, v_role));
    v_party := jalon.document_party(p_contract, v_def, v_number, p_document ->> 'party', p_on);
  ELSIF coalesce(p_document ->> 'number', p_document ->> 'party') IS NOT NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'instrument'));
  END IF;
  RETURN p_file || jsonb_build_object(
    'instrument', v_instrument, 'media_type', p_document ->> 'media_type', 'number', v_number,
    'party', v_party, 'role', v_role,
    'pdf_signatures', nullif((p_document ->> 'pdf_signatures')::integer, 0),
    'title', jalon.clean('title', p_document ->> 'title', 200));
END
$$;

-- A new text of a number is refused once somebody has signed it: he signed another.
CREATE OR REPLACE FUNCTION jalon.check_text(p_contract record, p_document jsonb) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_signed text[] := ARRAY(
    SELECT s.party FROM jalon.signature s
    WHERE s.contract_id = p_contract.id AND s.instrument = p_document ->> 'instrument'
      AND s.number = (p_document ->> 'number')::integer AND s.known_to IS NULL ORDER BY 1);
BEGIN
  IF p_document ->> 'instrument' IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'instrument'));
  ELSIF p_document ->> 'party' IS NOT NULL THEN
    PERFORM jalon.refuse('JA005', 'text_of_party', jsonb_build_object(
      'party', p_document ->> 'party'));
  ELSIF v_signed <> '{}' THEN
    PERFORM jalon.refuse('JA005', 'text_signed', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_document ->> 'instrument',
      'number', p_document -> 'number', 'parties', v_signed));
  END IF;
END
$$;

-- May the document be added? The guards of an entry, over its members.
CREATE OR REPLACE FUNCTION jalon.check_document(p_contract record, p_document jsonb)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_next integer;
BEGIN
  IF NOT coalesce(p_document ->> 'media_type' ~ '^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}$', false) THEN
    PERFORM jalon.refuse('JA005', 'media_type', jsonb_build_object(
      'type', p_document ->> 'media_type'));
  ELSIF p_document ->> 'role' NOT IN ('evidence', 'text') THEN
    PERFORM jalon.refuse('JA005', 'unknown_choice', jsonb_build_object('field', 'role',
      'value', p_document ->> 'role', 'known', ARRAY['evidence', 'text']));
  ELSIF (p_document ->> 'pdf_signatures')::integer NOT BETWEEN 1 AND 9999 THEN
    PERFORM jalon.refuse('JA005', 'unknown_choice', jsonb_build_object('field', 'pdf_signatures',
      'value', p_document ->> 'pdf_signatures', 'known', '1–9999'));
  END IF;
  SELECT count(*) + 1 INTO v_next FROM jalon.instrument i
  WHERE i.contract_id = p_contract.id AND i.instrument = p_document ->> 'instrument'
    AND i.known_to IS NULL;
  IF (p_document ->> 'number')::integer NOT BETWEEN 1 AND v_next THEN
    PERFORM jalon.refuse('JA005', 'unknown_number', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_document ->> 'instrument',
      'number', p_document ->> 'number', 'next', v_next::text));
  ELSIF p_document ->> 'role' = 'text' THEN
    PERFORM jalon.check_text(p_contract, p_document);
  END IF;
  PERFORM FROM jalon.document k
  WHERE k.contract_id = p_contract.id AND k.known_to IS NULL
    AND (k.sha256, k.role) = (p_document ->> 'sha256', p_document ->> 'role')
    AND k.instrument IS NOT DISTINCT FROM p_document ->> 'instrument'
    AND k.number IS NOT DISTINCT FROM (p_document ->> 'number')::integer
    AND k.party IS NOT DISTINCT FROM p_document ->> 'party';
  IF FOUND THEN
    PERFORM jalon.refuse('JA001', 'document_recorded', jsonb_build_object(
      'code', (p_contract.subject).code, 'sha256', left(p_document ->> 'sha256', 12)));
  END IF;
END
$$;

-- The row of a document, from the members of its entry.
CREATE OR REPLACE FUNCTION jalon.put_document(
  p_contract uuid, p_after jsonb, p_when record, p_precision text, p_entry bigint,
  p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.document (contract_id, sha256, size, media_type, pdf_signatures, instrument,
                              number, party, role, earliest, latest, precision, counts_from,
                              title, note, entry_id, known_from)
  VALUES (p_contract, p_after ->> 'sha256', (p_after ->> 'size')::integer,
          p_after ->> 'media_type', (p_after ->> 'pdf_signatures')::integer,
          p_after ->> 'instrument', (p_after ->> 'number')::integer, p_after ->> 'party',
          p_after ->> 'role', p_when.earliest, p_when.latest, p_precision, p_when.counts_from,
          p_after #>> '{title,sd,0}', p_after #>> '{note,sd,0}', p_entry, p_known);
END
$$;

-- Appends and stores a document that jalon.document_of() made; returns the new head. An entry says
-- how many signatures a PDF holds only when there are any.
CREATE OR REPLACE FUNCTION jalon.store_document(
  p_contract record, p_head audit.head, p_request uuid, p_document jsonb, p_when record,
  p_precision text, p_evidence record)
RETURNS audit.head
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_title text := audit.disclosure('title', p_document ->> 'title');
  v_note text := audit.disclosure('note', p_evidence.note);
  v_after jsonb := p_document || jsonb_build_object(
    'title', audit.sealed(v_title)::jsonb, 'note', audit.sealed(v_note)::jsonb);
  v_head audit.head;
BEGIN
  IF v_title IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'title'));
  ELSIF v_after ->> 'pdf_signatures' IS NULL THEN
    v_after := v_after - 'pdf_signatures';
  END IF;
  PERFORM jalon.check_document(p_contract, v_after);
  v_head := audit.append(p_contract.subject, p_head, p_request, ROW(
    'document', NULL, audit.canonical(v_after), ARRAY[v_title, v_note], p_when.valid, p_precision,
    p_evidence.certainty, p_evidence.learned, p_evidence.reason, p_evidence.source,
    p_evidence.batch, NULL)::audit.fact);
  PERFORM jalon.put_document(p_contract.id, v_after, p_when, p_precision, v_head.entry_id,
                             v_head.entry_id);
  RETURN v_head;
END
$$;

-- Keeps a file and says what it stands for. A territory that has left may still get one: the
-- papers come in later. Conflict (JA001) when it stands for the same already.
CREATE OR REPLACE FUNCTION jalon.document_add(
  p_request uuid, p_programme text, p_code text, p_document jsonb, p_content bytea, p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'document_add', p_programme, p_code, p_document, encode(sha256(p_content), 'hex'), p_on,
    p_precision, p_evidence));
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
  v_head := jalon.store_document(c, c.head, p_request,
    jalon.document_of(c, p_document, jalon.keep_file(p_content), d.counts_from), d, p_precision, e);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

-- The files that entries about documents name, of all programmes, whatever became of the entries.
CREATE OR REPLACE FUNCTION jalon.document_files()
RETURNS TABLE (programme text, subject uuid, entry_id bigint, code text, seq integer, sha256 text,
               size integer, title text)
LANGUAGE sql STABLE
AS $$
  SELECT h.programme, h.subject, h.entry_id, h.code, h.seq, l.after ->> 'sha256',
         (l.after ->> 'size')::integer, l.after #>> '{title,sd,0}'
  FROM audit.history h
  CROSS JOIN LATERAL (SELECT h.leaf::jsonb -> 'after' AS after OFFSET 0) l
  WHERE h.event = 'document'
$$;

-- The text that the parties of a number sign: the last one declared; null: none was.
CREATE OR REPLACE FUNCTION jalon.text_of(p_contract uuid, p_instrument text, p_number integer)
RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT d.sha256 FROM jalon.document d
  WHERE d.contract_id = p_contract AND d.instrument = p_instrument AND d.number = p_number
    AND d.role = 'text' AND d.known_to IS NULL
  ORDER BY d.entry_id DESC LIMIT 1
$$;

-- What a signature rests on, in the members of its entry: its text must be the one in force, its
-- document one of the contract; and where the programme demands evidence there must be a document,
-- or a reason why there is none.
CREATE OR REPLACE FUNCTION jalon.check_evidence(
  p_contract record, p_def jalon.instrument_def, p_number integer, p_signing jsonb)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_text text := jalon.text_of(p_contract.id, p_def.code, p_number);
BEGIN
  IF p_signing ->> 'text' IS DISTINCT FROM v_text AND p_signing ->> 'text' IS NOT NULL THEN
    PERFORM jalon.refuse('JA001', 'other_text', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code, 'number', p_number,
      'text', left(p_signing ->> 'text', 12), 'current', left(v_text, 12)));
  ELSIF p_signing ->> 'document' IS NOT NULL AND NOT EXISTS (
      SELECT FROM jalon.document d WHERE d.contract_id = p_contract.id
        AND d.sha256 = p_signing ->> 'document' AND d.known_to IS NULL) THEN
    PERFORM jalon.refuse('JA004', 'unknown_document_of', jsonb_build_object(
      'code', (p_contract.subject).code, 'sha256', left(p_signing ->> 'document', 12)));
  ELSIF p_def.evidence_required
    AND coalesce(p_signing ->> 'document', p_signing ->> 'no_evidence') IS NULL THEN
    PERFORM jalon.refuse('JA005', 'evidence_required', jsonb_build_object(
      'code', (p_contract.subject).code, 'instrument', p_def.code));
  END IF;
END
$$;

-- The SHA-256 of the document that signatures of one request rest on, and the head after its entry:
-- a file that comes with the request becomes evidence of the number first, unless it is so already.
CREATE OR REPLACE FUNCTION jalon.signed_document(
  p_contract record, p_request uuid, p_document jsonb, p_when record, p_precision text,
  p_evidence record, OUT sha256 text, OUT head audit.head)
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  head := p_contract.head;
  sha256 := p_document ->> 'sha256';
  PERFORM jalon.check_file(sha256);
  IF p_document ->> 'title' IS NULL OR EXISTS (
      SELECT FROM jalon.document d
      WHERE d.contract_id = p_contract.id AND d.sha256 = p_document ->> 'sha256'
        AND d.known_to IS NULL AND d.role = 'evidence'
        AND d.instrument = p_document ->> 'instrument'
        AND d.number = (p_document ->> 'number')::integer) THEN
    RETURN;
  ELSIF audit.file_size(sha256) IS NULL THEN
    PERFORM jalon.refuse('JA004', 'unknown_document_of', jsonb_build_object(
      'code', (p_contract.subject).code, 'sha256', left(sha256, 12)));
  END IF;
  p_evidence.note := NULL;
  head := jalon.store_document(p_contract, head, p_request, jalon.document_of(
    p_contract, p_document - 'role',
    jsonb_build_object('sha256', sha256, 'size', audit.file_size(sha256)), p_when.counts_from),
    p_when, p_precision, p_evidence);
END
$$;

-- Signs, with the file that shows it: both or none. The contract is locked before the file is kept,
-- as jalon.document_add() does, so that the two never wait for each other.
CREATE OR REPLACE FUNCTION jalon.sign_with_file(
  p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date,
  p_precision text, p_signing jsonb, p_evidence jsonb, p_content bytea)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM jalon.lock_contracts(p_programme, ARRAY[p_code]);
  IF jalon.keep_file(p_content) ->> 'sha256' IS DISTINCT FROM p_signing #>> '{document,sha256}' THEN
    PERFORM jalon.refuse('JA005', 'other_file', jsonb_build_object(
      'sha256', left(p_signing #>> '{document,sha256}', 12)));
  END IF;
  RETURN jalon.sign(p_request, p_programme, p_code, p_instrument, p_parties, p_on, p_precision,
                    p_signing, p_evidence);
END
$$;

GRANT EXECUTE ON FUNCTION jalon.document_files() TO jalon_reader;
