-- jalon: owner audit
-- How an entry is written: one function fixes the members, their order and the stamps.
--
-- The small SQL functions here and in R_20 say STABLE where their body holds a stable function
-- (convert_to): only then does the planner inline them, and a function that is not inlined is
-- parsed again in every transaction.

-- Canonical JSON (RFC 8785 profile jalon-leaf/1) of values without fractions.
CREATE OR REPLACE FUNCTION audit.canonical(p_value jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  CASE jsonb_typeof(p_value)
    WHEN 'object' THEN
      RETURN '{' || coalesce((SELECT string_agg(to_json(key)::text || ':' || audit.canonical(value),
                                                ',' ORDER BY key COLLATE "C")
                              FROM jsonb_each(p_value)), '') || '}';
    WHEN 'array' THEN
      RETURN '[' || coalesce((SELECT string_agg(audit.canonical(value), ',' ORDER BY ordinality)
                              FROM jsonb_array_elements(p_value) WITH ORDINALITY), '') || ']';
    ELSE
      RETURN p_value::text;
  END CASE;
END
$$;

CREATE OR REPLACE FUNCTION audit.base64url(p_bytes bytea) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT pg_catalog.translate(pg_catalog.encode(p_bytes, 'base64'), E'+/=\n', '-_') $$;

-- The digest that stands in a leaf for a disclosure (RFC 9901: over the text, not what it encodes).
CREATE OR REPLACE FUNCTION audit.digest(p_disclosure text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT audit.base64url(pg_catalog.sha256(pg_catalog.convert_to(p_disclosure, 'UTF8'))) $$;

-- A disclosure ["<salt>","<member>",<value>] under a fresh salt: two random UUIDs hold 244 bits.
-- No value, no disclosure.
CREATE OR REPLACE FUNCTION audit.disclosure(p_member text, p_value text) RETURNS text
LANGUAGE sql VOLATILE
AS $$
  SELECT CASE WHEN p_value IS NOT NULL THEN audit.base64url(pg_catalog.convert_to(
    '["' || audit.base64url(pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
                            || pg_catalog.uuid_send(pg_catalog.gen_random_uuid()))
    || '",' || pg_catalog.to_json(p_member)::text || ',' || pg_catalog.to_json(p_value)::text
    || ']',
    'UTF8')) END
$$;

-- {"sd":["<digest>"]} for a disclosure, null for none.
CREATE OR REPLACE FUNCTION audit.sealed(p_disclosure text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce('{"sd":["' || audit.digest(p_disclosure) || '"]}', 'null') $$;

-- [salt, member, value] of a disclosure.
CREATE OR REPLACE FUNCTION audit.opened(p_disclosure text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT pg_catalog.convert_from(pg_catalog.decode(
    pg_catalog.rpad(pg_catalog.translate(p_disclosure, '-_', '+/'),
                    (pg_catalog.length(p_disclosure) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb
$$;

CREATE OR REPLACE FUNCTION audit.utc(p_instant timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT pg_catalog.to_char(p_instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- Appends one entry to a subject's chain and returns the new head. The caller holds the subject's
-- row lock and passes the head it read there; UNIQUE (subject, seq) turns a mistake into an error.
CREATE OR REPLACE FUNCTION audit.append(
  p_subject audit.subject, p_head audit.head, p_request uuid, p_fact audit.fact)
RETURNS audit.head
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_actor text := audit.disclosure('actor', session_user);
  v_reason text := audit.disclosure('reason', p_fact.reason);
  v_source text := audit.disclosure('source', p_fact.source);
  v_head audit.head;
  v_leaf text;
BEGIN
  v_head.entry_id := nextval('audit.entry_id');
  v_head.recorded := greatest(clock_timestamp(), p_head.recorded + interval '1 microsecond');
  v_head.seq := coalesce(p_head.seq, 0) + 1;
  v_leaf := '{"actor":' || audit.sealed(v_actor)
    || ',"after":' || coalesce(p_fact.after, 'null')
    || ',"batch":' || coalesce('"' || p_fact.batch::text || '"', 'null')
    || ',"before":' || coalesce(p_fact.before, 'null')
    || ',"certainty":' || coalesce(to_json(p_fact.certainty)::text, 'null')
    || ',"corrects":' || coalesce(p_fact.corrects::text, 'null')
    || ',"event":' || to_json(p_fact.event)::text
    || ',"learned":' || coalesce('"' || p_fact.learned::text || '"', 'null')
    || ',"precision":"' || p_fact.precision
    || '","prev":' || coalesce('"' || encode(p_head.hash, 'hex') || '"', 'null')
    || ',"reason":' || audit.sealed(v_reason)
    || ',"recorded":"' || audit.utc(v_head.recorded)
    || '","request":"' || p_request::text
    || '","revision":' || p_subject.revision::text
    || ',"seq":' || v_head.seq::text
    || ',"source":' || audit.sealed(v_source)
    || ',"subject":"' || p_subject.id::text
    || '","subject_kind":"' || p_subject.kind
    || '","tool":' || to_json(left(current_setting('application_name'), 64))::text
    || ',"tx":"' || pg_current_xact_id()::text
    || '","v":1,"valid":' || coalesce('"' || p_fact.valid::text || '"', 'null') || '}';
  v_head.hash := audit.leaf_hash(v_leaf);
  WITH entry AS (
    INSERT INTO audit.entry (id, subject, seq, subject_kind, programme, code, event, request,
                             batch, recorded, leaf, leaf_hash)
    VALUES (v_head.entry_id, p_subject.id, v_head.seq, p_subject.kind, p_subject.programme,
            p_subject.code, p_fact.event, p_request, p_fact.batch, v_head.recorded, v_leaf,
            v_head.hash)),
  pending AS (INSERT INTO audit.pending VALUES (v_head.entry_id))
  INSERT INTO audit.disclosure (entry_id, digest, disclosure)
  SELECT v_head.entry_id, audit.digest(d), d
  FROM unnest(ARRAY[v_actor, v_reason, v_source] || p_fact.disclosures) AS d
  WHERE d IS NOT NULL;
  RETURN v_head;
END
$$;

-- What readers see of the journal; they have no right on the tables. With a correction goes what it
-- replaces.
CREATE OR REPLACE VIEW audit.history AS
SELECT e.id AS entry_id, e.programme, e.code, e.subject, e.subject_kind, e.seq, e.event, e.request,
       e.batch, e.recorded, e.leaf, e.leaf_hash,
       (SELECT jsonb_object_agg(d.digest, audit.opened(d.disclosure) - 0)
        FROM (SELECT x.digest, x.disclosure FROM audit.disclosure x WHERE x.entry_id = e.id
              UNION ALL
              SELECT x.digest, x.disclosure
              FROM audit.entry t JOIN audit.disclosure x ON x.entry_id = t.id
              WHERE e.event = 'correct' AND t.subject = e.subject AND t.seq < e.seq
                AND strpos(e.leaf, x.digest) > 0) d) AS disclosures,
       -- what was erased of them, in the same form: no member, no text, the entry that says so; of
       -- a document its file too, under the SHA-256, which is found in a leaf that is no JSON as well
       (SELECT jsonb_object_agg(d.digest, jsonb_build_array('', NULL, b.code || '#' || b.seq))
        FROM (SELECT x.digest, x.erased_by FROM audit.erasure x WHERE x.entry_id = e.id
              UNION ALL
              SELECT x.digest, x.erased_by
              FROM audit.entry t JOIN audit.erasure x ON x.entry_id = t.id
              WHERE e.event = 'correct' AND t.subject = e.subject AND t.seq < e.seq
                AND strpos(e.leaf, x.digest) > 0
              UNION ALL
              SELECT x.digest, x.erased_by
              FROM audit.erasure x
              WHERE e.event = 'document'
                AND x.digest = substring(e.leaf FROM '"sha256":"([0-9a-f]{64})"')) d
        JOIN audit.entry b ON b.id = d.erased_by) AS erased
FROM audit.entry e;

-- What a digest stands for, for the tables of schema jalon that hold digests. It is disclosed with
-- the entry, or with one of its subject that corrects it.
CREATE OR REPLACE FUNCTION audit.disclosed(p_entry bigint, p_digest text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(
    (SELECT audit.opened(d.disclosure) ->> 2
     FROM audit.disclosure d WHERE d.entry_id = p_entry AND d.digest = p_digest),
    (SELECT audit.opened(d.disclosure) ->> 2
     FROM audit.entry e
     JOIN audit.entry c ON c.subject = e.subject AND c.event = 'correct'
     JOIN audit.disclosure d ON d.entry_id = c.id AND d.digest = p_digest
     WHERE e.id = p_entry AND p_digest IS NOT NULL))
$$;

-- The instant of the last entry of a programme, up to p_known (null: of all): what "known at" means
-- before the journal is sealed.
CREATE OR REPLACE FUNCTION audit.last_recorded(p_programme text, p_known bigint DEFAULT NULL)
RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT e.recorded FROM audit.entry e WHERE e.programme = p_programme AND (p_known IS NULL OR e.id <= p_known)
  ORDER BY e.id DESC LIMIT 1
$$;

GRANT USAGE ON SCHEMA audit TO jalon_reader, jalon_owner;
GRANT USAGE ON TYPE audit.subject, audit.head, audit.fact TO jalon_owner;
GRANT SELECT ON audit.history TO jalon_reader, jalon_owner;
-- The view runs as its owner, but the functions in it as the reader.
GRANT EXECUTE ON FUNCTION audit.opened(text), audit.disclosed(bigint, text),
  audit.last_recorded(text, bigint) TO jalon_reader, jalon_owner;
GRANT EXECUTE ON FUNCTION audit.canonical(jsonb), audit.digest(text), audit.sealed(text),
  audit.disclosure(text, text), audit.base64url(bytea), audit.utc(timestamptz),
  audit.append(audit.subject, audit.head, uuid, audit.fact) TO jalon_owner;
