-- jalon: owner audit
-- The journal: append-only entries, and the salted disclosures that keep people's names and free
-- text out of them. Only audit.append() writes here, and only jalon_owner's functions may call it.

CREATE SEQUENCE audit.entry_id;

-- The leaf is stored as hashed and never re-serialised. The columns beside it are an index only;
-- `jalon check` derives them again.
CREATE TABLE audit.entry (
  id bigint PRIMARY KEY,
  subject uuid NOT NULL,
  seq integer NOT NULL,
  subject_kind text NOT NULL,
  programme text NOT NULL,
  code text NOT NULL,
  event text NOT NULL,
  request uuid NOT NULL,
  batch uuid,
  recorded timestamptz NOT NULL,
  leaf text NOT NULL,
  leaf_hash bytea NOT NULL,
  CONSTRAINT entry_subject_seq_key UNIQUE (subject, seq)
);

-- No foreign key: audit.append() writes both rows, and the check would cost every entry.
CREATE TABLE audit.disclosure (
  entry_id bigint NOT NULL,
  digest text NOT NULL,
  disclosure text NOT NULL,
  PRIMARY KEY (entry_id, digest)
);

-- RFC 6962 leaf hash. Declared immutable: the encoding is named, so the result depends on the
-- argument alone. In PL/pgSQL, since a body with a stable function in it would not be inlined.
CREATE FUNCTION audit.leaf_hash(p_leaf text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN pg_catalog.sha256('\x00'::bytea || pg_catalog.convert_to(p_leaf, 'UTF8'));
END
$$;

-- One constraint: the server prepares each of them anew for every row.
ALTER TABLE audit.entry ADD CONSTRAINT entry_well_formed CHECK (
  seq >= 1 AND subject_kind IN ('territory', 'programme', 'person')
  AND octet_length(leaf) <= 65535 AND leaf_hash = audit.leaf_hash(leaf));

CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'journal_append_only';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.entry
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.disclosure
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.disclosure
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- ALWAYS: they fire under session_replication_role = replica too.
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only_whole;
ALTER TABLE audit.disclosure ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.disclosure ENABLE ALWAYS TRIGGER append_only_whole;

-- The subject of an entry; the head of its chain, read from its locked row and moved on by
-- audit.append(); and what an entry says, apart from its stamps: `before` and `after` are canonical
-- JSON, `disclosures` are those that `after` refers to.
CREATE TYPE audit.subject AS (id uuid, kind text, programme text, code text, revision integer);
CREATE TYPE audit.head AS (seq integer, hash bytea, recorded timestamptz, entry_id bigint);
CREATE TYPE audit.fact AS (
  event text, before text, after text, disclosures text[], valid date, precision text,
  certainty text, learned date, reason text, source text, batch uuid, corrects integer);
