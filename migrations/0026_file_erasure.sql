-- jalon: owner audit
-- Files go as texts do: a file's name, its SHA-256 in hexadecimal, stands in audit.erasure as the
-- digest. None is mistaken for the other: 64 digits here, 43 characters of base64url there. Its
-- `entry_id` is the first entry whose leaf names the file.

-- A file goes only once its erasure is recorded.
CREATE FUNCTION audit.refuse_unerased_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM audit.erasure x WHERE x.digest = encode(OLD.sha256, 'hex');
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'journal_append_only';
  END IF;
  RETURN OLD;
END
$$;

-- The other triggers on files stay as they are.
DROP TRIGGER append_only ON audit.file;
CREATE TRIGGER append_only BEFORE UPDATE ON audit.file
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER erased_only BEFORE DELETE ON audit.file
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_unerased_file();
ALTER TABLE audit.file ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.file ENABLE ALWAYS TRIGGER erased_only;
