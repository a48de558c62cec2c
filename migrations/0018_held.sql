-- What a contract's entries come to is read at an entry too.

DROP FUNCTION IF EXISTS jalon.voided(uuid);
DROP FUNCTION IF EXISTS jalon.entries_in_force(uuid, text);
