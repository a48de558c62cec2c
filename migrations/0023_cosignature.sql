-- jalon: owner audit
-- Signature lines of witnesses under checkpoints that were signed before.

CREATE TABLE audit.cosignature (
  epoch integer NOT NULL,
  size bigint NOT NULL,
  witness text NOT NULL, -- the name and the hash of its key: "audit.essai.example/t1+0f1e2d3c"
  line text NOT NULL CONSTRAINT cosignature_is_a_line CHECK (line LIKE E'— _%\n'),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (epoch, size, witness),
  CONSTRAINT cosignature_of_checkpoint FOREIGN KEY (epoch, size) REFERENCES audit.checkpoint
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.cosignature
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.cosignature
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.cosignature ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.cosignature ENABLE ALWAYS TRIGGER append_only_whole;
