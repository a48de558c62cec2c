-- Names as they are looked for, kept beside each name: folding them all anew is slow.

-- Text for searching: without accents, case, or the marks and abbreviations that people write
-- differently. Columns are stored from it, so a new version comes with a migration that remakes
-- them.
CREATE OR REPLACE FUNCTION jalon.fold(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT pg_catalog.btrim(pg_catalog.replace(pg_catalog.replace(
    ' ' || pg_catalog.regexp_replace(pg_catalog.lower(
      pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.translate(
        pg_catalog.regexp_replace(pg_catalog.normalize(p_text, 'NFKD'), '[\u0300-\u036F]', '', 'g'),
        'ŒÆẞ', 'œæß'), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss')),
      '[^a-z0-9]+', ' ', 'g') || ' ',
    ' st ', ' saint '), ' ste ', ' sainte '))
$$;

ALTER TABLE jalon.territory_name
  ADD COLUMN folded text GENERATED ALWAYS AS (jalon.fold(value)) STORED;
ALTER TABLE jalon.member
  ADD COLUMN folded text GENERATED ALWAYS AS (jalon.fold(name)) STORED;

-- It takes several contracts now.
DROP FUNCTION IF EXISTS jalon.parties_at(uuid, uuid, date);
