-- What the rows of a batch come to is told of each.

DROP FUNCTION IF EXISTS jalon.batch_rows(uuid, text, jsonb, boolean);
