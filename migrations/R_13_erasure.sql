-- jalon: owner audit
-- Erasing texts and files: the rows that say what a digest stands for go, the leaves stay. Only
-- jalon_owner's functions may, and they append the entry that says so in the same transaction.

-- Is a digest the name of a file? That of a text has 43 characters.
CREATE OR REPLACE FUNCTION audit.is_file(p_digest text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT pg_catalog.length(p_digest) = 64 $$;

-- Erases the texts and files of these digests, of the entries beside them.
CREATE OR REPLACE FUNCTION audit.erase(p_entries bigint[], p_digests text[], p_erased_by bigint)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO audit.erasure (digest, entry_id, erased_by)
  SELECT d.digest, d.entry_id, p_erased_by
  FROM unnest(p_entries, p_digests) t (entry_id, digest)
  JOIN audit.disclosure d ON d.entry_id = t.entry_id AND d.digest = t.digest;
  DELETE FROM audit.disclosure d USING unnest(p_entries, p_digests) t (entry_id, digest)
  WHERE d.entry_id = t.entry_id AND d.digest = t.digest;
  INSERT INTO audit.erasure (digest, entry_id, erased_by)
  SELECT encode(f.sha256, 'hex'), t.entry_id, p_erased_by
  FROM unnest(p_entries, p_digests) t (entry_id, digest)
  JOIN audit.file f ON f.sha256 = CASE WHEN audit.is_file(t.digest) THEN decode(t.digest, 'hex') END;
  DELETE FROM audit.file f USING unnest(p_digests) t (digest)
  WHERE f.sha256 = CASE WHEN audit.is_file(t.digest) THEN decode(t.digest, 'hex') END;
END
$$;

-- What was erased, and by which entry.
CREATE OR REPLACE VIEW audit.erased AS
SELECT x.digest, x.entry_id, x.erased_by, e.code || '#' || e.seq AS entry
FROM audit.erasure x JOIN audit.entry e ON e.id = x.erased_by;

GRANT EXECUTE ON FUNCTION audit.is_file(text), audit.erase(bigint[], text[], bigint) TO jalon_owner;
GRANT SELECT ON audit.erased TO jalon_reader, jalon_owner;
