-- Applying a revision takes evidence and the revision that it is meant to follow.

DROP FUNCTION IF EXISTS jalon.programme_apply(uuid, text);
DROP FUNCTION IF EXISTS jalon.refuse_dropped_states(uuid, integer, jsonb);
