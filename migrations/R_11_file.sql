-- jalon: owner audit
-- The store of files: only jalon_owner's functions put one in, everybody who reads the programme
-- gets one out by its SHA-256.

-- Keeps a file and gives its SHA-256 in hexadecimal; one that is there already is kept once.
CREATE OR REPLACE FUNCTION audit.keep_file(p_content bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_sha256 bytea := sha256(p_content);
BEGIN
  INSERT INTO audit.file (sha256, content) VALUES (v_sha256, p_content) ON CONFLICT DO NOTHING;
  RETURN encode(v_sha256, 'hex');
END
$$;

-- Its size in bytes; null: no such file, or no SHA-256.
CREATE OR REPLACE FUNCTION audit.file_size(p_sha256 text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT octet_length(f.content) FROM audit.file f
  WHERE f.sha256 = CASE WHEN p_sha256 ~ '^[0-9a-f]{64}$' THEN decode(p_sha256, 'hex') END
$$;

CREATE OR REPLACE FUNCTION audit.file_content(p_sha256 text) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT f.content FROM audit.file f WHERE f.sha256 = decode(p_sha256, 'hex') $$;

-- The SHA-256 of what is kept under that name, computed anew; null: no such file.
CREATE OR REPLACE FUNCTION audit.file_computed(p_sha256 text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT encode(sha256(f.content), 'hex') FROM audit.file f
  WHERE f.sha256 = decode(p_sha256, 'hex')
$$;

GRANT EXECUTE ON FUNCTION audit.keep_file(bytea) TO jalon_owner;
GRANT EXECUTE ON FUNCTION audit.file_size(text), audit.file_content(text),
  audit.file_computed(text) TO jalon_reader, jalon_owner;
