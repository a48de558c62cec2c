-- jalon: owner audit
-- The sealed journal: entries in the order of the tree, the tree's state, and the checkpoints that
-- were signed over it.

-- Entries that no seal covers yet. audit.append() puts each in, the sealer takes it out; nothing
-- else in this schema is ever deleted.
CREATE TABLE audit.pending (entry_id bigint PRIMARY KEY);
INSERT INTO audit.pending SELECT e.id FROM audit.entry e;

-- The leaves in order: entries, and seals, whose text is here.
CREATE TABLE audit.leaf (
  idx bigint PRIMARY KEY,
  entry_id bigint CONSTRAINT leaf_once UNIQUE,
  leaf_hash bytea NOT NULL,
  seal text,
  CONSTRAINT leaf_well_formed CHECK (
    octet_length(leaf_hash) = 32 AND (entry_id IS NULL) = (seal IS NOT NULL)
    AND (seal IS NULL OR leaf_hash = audit.leaf_hash(seal)))
);

-- Roots of 256^(level + 1) leaves each: what proofs need beside the leaves.
CREATE TABLE audit.tile (
  level integer NOT NULL,
  n bigint NOT NULL,
  root bytea NOT NULL CONSTRAINT tile_root_whole CHECK (octet_length(root) = 32),
  PRIMARY KEY (level, n)
);

-- The tree as it is: one row, which is also what fences a second sealer. `peaks` are the roots of
-- the complete subtrees that it consists of, largest first.
CREATE TABLE audit.log (
  one boolean PRIMARY KEY DEFAULT true CONSTRAINT log_is_one CHECK (one),
  epoch integer NOT NULL,
  size bigint NOT NULL,
  root bytea NOT NULL,
  peaks bytea[] NOT NULL,
  at timestamptz NOT NULL
);
INSERT INTO audit.log (epoch, size, root, peaks, at)
VALUES (1, 0, pg_catalog.sha256(''), '{}', '2000-01-01 00:00:00+00');

CREATE TABLE audit.checkpoint (
  epoch integer NOT NULL,
  size bigint NOT NULL,
  note text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (epoch, size)
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.leaf
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.leaf
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.tile
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.tile
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.checkpoint
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER append_only_whole;
ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER append_only_whole;
ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER append_only_whole;
