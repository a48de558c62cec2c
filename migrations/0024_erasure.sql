-- jalon: owner audit
-- Texts that were erased: the digest stays in its leaf, and here stands which entry had it erased.

-- `entry_id` is the entry whose leaf holds the digest, `erased_by` the one of kind erase that names
-- it. Salts make digests unique.
CREATE TABLE audit.erasure (
  digest text PRIMARY KEY,
  entry_id bigint NOT NULL,
  erased_by bigint NOT NULL
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.erasure
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.erasure
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.erasure ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.erasure ENABLE ALWAYS TRIGGER append_only_whole;

-- A disclosure goes only once its erasure is recorded.
CREATE FUNCTION audit.refuse_unerased() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM audit.erasure x WHERE x.digest = OLD.digest AND x.entry_id = OLD.entry_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'journal_append_only';
  END IF;
  RETURN OLD;
END
$$;

-- The other triggers on disclosures stay as they are.
DROP TRIGGER append_only ON audit.disclosure;
CREATE TRIGGER append_only BEFORE UPDATE ON audit.disclosure
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER erased_only BEFORE DELETE ON audit.disclosure
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_unerased();
ALTER TABLE audit.disclosure ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.disclosure ENABLE ALWAYS TRIGGER erased_only;
