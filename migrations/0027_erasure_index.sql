-- jalon: owner audit
-- What was erased of an entry is looked up by the entry; audit.erase() returns nothing any more.

-- jalon: lint-ignore index-concurrently erasures are few
CREATE INDEX erasure_entry ON audit.erasure (entry_id);
DROP FUNCTION IF EXISTS audit.erase(bigint[], text[], bigint);
