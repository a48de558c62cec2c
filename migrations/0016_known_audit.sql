-- jalon: owner audit
-- The instant of the last entry is that of the last one up to an entry.

DROP FUNCTION IF EXISTS audit.last_recorded(text);
