-- jalon: owner audit
-- Files that are kept, each once, under the SHA-256 of its content. They are kept as the journal
-- is: what is there is never changed, and a backup of the database holds it.

CREATE TABLE audit.file (
  sha256 bytea PRIMARY KEY,
  content bytea NOT NULL,
  CONSTRAINT file_well_formed CHECK (
    octet_length(content) >= 1 AND octet_length(content) <= 67108864
    AND sha256 = pg_catalog.sha256(content))
);
-- As it is: a PDF or an office document is compressed already.
ALTER TABLE audit.file ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.file
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.file
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.file ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.file ENABLE ALWAYS TRIGGER append_only_whole;
