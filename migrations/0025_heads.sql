-- jalon: owner audit
-- Seals name the heads of all chains.

DROP FUNCTION IF EXISTS audit.seal_leaf(audit.log, bigint, timestamptz);
