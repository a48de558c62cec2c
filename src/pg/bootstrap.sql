-- Prepares a database for Jalon: roles, schemas, rights, and the tables of the migration history.
-- Run once as a superuser, connected to the database that Jalon shall use; repeating it is safe,
-- also while others do the same. It creates no login and sets no password.
--
-- Statements marked CLUSTER reach beyond this database: they create group roles, which all
-- databases of a server share. Everything else concerns the connected database only.

BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = pg_catalog, pg_temp;

-- One at a time in this database.
SELECT pg_advisory_xact_lock(7310311, 1);

-- Nor while a migration grants on what is granted on below: "tuple concurrently updated".
DO $$
BEGIN
  IF to_regclass('jalon_migrate.lock') IS NOT NULL THEN
    LOCK TABLE jalon_migrate.lock IN EXCLUSIVE MODE;
  END IF;
END
$$;

DO $$
BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'the encoding of database % is %, UTF8 is needed',
      current_database(), current_setting('server_encoding');
  END IF;
END
$$;

-- CLUSTER: group roles without login. The owners are members of nothing. jalon_migrator does not
-- inherit: who may migrate must say SET ROLE jalon_owner first. Nobody is a member of
-- jalon_audit_owner, so that only a superuser can change the journal's tables.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES ('jalon_owner', 'INHERIT'), ('jalon_audit_owner', 'INHERIT'),
                          ('jalon_reader', 'INHERIT'), ('jalon_recorder', 'INHERIT'),
                          ('jalon_manager', 'INHERIT'), ('jalon_auditor', 'INHERIT'),
                          ('jalon_sealer', 'INHERIT'),
                          ('jalon_migrator', 'NOINHERIT')) AS v(name, inherits)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN %s', wanted.name, wanted.inherits);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;  -- somebody made it in another database at the same moment
      END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name
               AND (rolcanlogin OR rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb
                    OR rolreplication OR rolinherit <> (wanted.inherits = 'INHERIT'))) THEN
      RAISE EXCEPTION 'role % exists with other attributes', wanted.name
        USING HINT = format('Wanted: NOLOGIN %s, and no power over the server.', wanted.inherits);
    END IF;
  END LOOP;
END
$$;

-- CLUSTER: each role in the next. jalon_manager may what jalon_recorder may, and so on.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES ('jalon_reader', 'jalon_recorder'), ('jalon_recorder', 'jalon_manager'),
                          ('jalon_reader', 'jalon_auditor'), ('jalon_reader', 'jalon_sealer'),
                          ('jalon_owner', 'jalon_migrator'))
      AS v(granted, member)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_auth_members
                   WHERE roleid = wanted.granted::regrole
                     AND member = wanted.member::regrole) THEN
      BEGIN
        EXECUTE format('GRANT %I TO %I', wanted.granted, wanted.member);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
END
$$;

-- Nothing is everybody's: no connection, no temporary tables (they can shadow names), no schema
-- public, no language to write functions in, no large objects (they can fill the disk).
DO $$
DECLARE
  large_object regprocedure;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO jalon_reader, jalon_migrator',
                 current_database());
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
  END IF;
  FOR large_object IN
    SELECT oid FROM pg_proc
     WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^(lo_|loread$|lowrite$)'
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', large_object);
  END LOOP;
END
$$;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO jalon_owner, jalon_audit_owner;

-- PostgreSQL's own checker of indexes, for the journal's check of itself.
CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA pg_catalog;
GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO jalon_audit_owner;

-- Before the first function: what the owners create is nobody's until granted.
ALTER DEFAULT PRIVILEGES FOR ROLE jalon_owner, jalon_audit_owner
  REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE jalon_owner, jalon_audit_owner
  REVOKE USAGE ON TYPES FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS jalon AUTHORIZATION jalon_owner;
CREATE SCHEMA IF NOT EXISTS jalon_migrate AUTHORIZATION jalon_owner;
CREATE SCHEMA IF NOT EXISTS audit AUTHORIZATION jalon_audit_owner;
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES ('jalon', 'jalon_owner'), ('jalon_migrate', 'jalon_owner'),
                          ('audit', 'jalon_audit_owner')) AS v(schema, owner)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_namespace
                   WHERE nspname = wanted.schema AND nspowner = wanted.owner::regrole) THEN
      RAISE EXCEPTION 'schema % belongs to somebody else', wanted.schema
        USING HINT = 'Use a database of its own for Jalon.';
    END IF;
  END LOOP;
END
$$;

-- The history of migrations. `chain` is sha256(chain before || int4send(version) || sha256), so
-- that an altered row shows; the first row's chain before is 32 zero bytes.
SET LOCAL ROLE jalon_owner;
CREATE TABLE IF NOT EXISTS jalon_migrate.history (
  version integer PRIMARY KEY CHECK (version BETWEEN 1 AND 9999),
  name text NOT NULL UNIQUE,
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  applied_by name NOT NULL DEFAULT session_user,
  duration_ms integer NOT NULL,
  client_version text NOT NULL,
  chain bytea NOT NULL CHECK (octet_length(chain) = 32)
);
CREATE TABLE IF NOT EXISTS jalon_migrate.repeatable (
  name text PRIMARY KEY,
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  applied_at timestamptz NOT NULL,
  applied_by name NOT NULL,
  duration_ms integer NOT NULL,
  client_version text NOT NULL
);
CREATE TABLE IF NOT EXISTS jalon_migrate.lock ();

-- What the catalogue should say, noted at the end of every migration; apart for each major version
-- of PostgreSQL, as its texts differ between them. `make` is SQL that makes it so.
CREATE TABLE IF NOT EXISTS jalon_migrate.fact (
  pg_major integer NOT NULL,
  fact text NOT NULL,
  part_of text,
  value text,
  make text,
  PRIMARY KEY (pg_major, fact)
);
-- Differences that somebody accepted. `expected` is null when the fact was unknown before,
-- `accepted` when its absence was accepted.
CREATE TABLE IF NOT EXISTS jalon_migrate.blessing (
  pg_major integer NOT NULL,
  fact text NOT NULL,
  expected text,
  accepted text,
  reason text NOT NULL CHECK (reason <> ''),
  blessed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  blessed_by name NOT NULL DEFAULT session_user
);
GRANT USAGE ON SCHEMA jalon, jalon_migrate TO jalon_reader;
GRANT SELECT ON jalon_migrate.history, jalon_migrate.repeatable, jalon_migrate.fact,
  jalon_migrate.blessing TO jalon_reader;

-- Of the audit schema others see its views only, each granted by the migration that makes it.
SET LOCAL ROLE jalon_audit_owner;
GRANT USAGE ON SCHEMA audit TO jalon_reader, jalon_owner;
COMMIT;
