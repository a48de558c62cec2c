-- The act by which somebody may sign for another, a digest as `capacity` is.

ALTER TABLE jalon.signature ADD delegation text;

DROP FUNCTION IF EXISTS jalon.signatures(bigint);
