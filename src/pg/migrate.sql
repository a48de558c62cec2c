-- Statements of the migration runner. They run under the empty search_path of every session.

-- name: migrate_ready :one
-- out: ready boolean
SELECT count(*) = 5 AS ready
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'jalon_migrate'
   AND c.relname IN ('history', 'repeatable', 'lock', 'fact', 'blessing');

-- name: migrate_may_own :one
-- in:  owner name
-- out: allowed boolean
SELECT pg_has_role($1::name, 'MEMBER') AS allowed;

-- name: migrate_begin :none
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;

-- name: migrate_inspect :none
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;

-- name: migrate_commit :none
COMMIT;

-- name: migrate_rollback :none
ROLLBACK;

-- name: migrate_enter :one
-- in:  owner text, lock_timeout text
-- out: settings bigint
SELECT count(set_config(v.name, v.setting, true)) AS settings
  FROM (VALUES ('role', $1), ('search_path', ''), ('lock_timeout', $2),
               ('statement_timeout', '15min'), ('idle_in_transaction_session_timeout', '0'),
               ('client_min_messages', 'warning'),
               ('client_connection_check_interval', '2s')) AS v(name, setting);

-- name: migrate_enter_session :one
-- The same for a session that runs a single command outside of any transaction.
-- in:  owner text, lock_timeout text
-- out: settings bigint
SELECT count(set_config(v.name, v.setting, false)) AS settings
  FROM (VALUES ('role', $1), ('search_path', ''), ('lock_timeout', $2),
               ('statement_timeout', '15min'), ('client_min_messages', 'warning'),
               ('client_connection_check_interval', '2s')) AS v(name, setting);

-- name: migrate_invalid :many
-- The index of that name, if it was left unfinished, as the command that removes it.
-- in:  schema name, index name
-- out: drop text
SELECT format('DROP INDEX CONCURRENTLY IF EXISTS %I.%I', n.nspname, c.relname) AS drop
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = $1::name AND c.relname = $2::name AND NOT i.indisvalid;

-- name: migrate_lock :none
LOCK TABLE jalon_migrate.lock IN EXCLUSIVE MODE;

-- name: migrate_holder :maybe
-- Who runs migrations at this moment.
-- out: holder text
SELECT format('%s, %s, pid %s', a.usename, a.application_name, a.pid) AS holder
  FROM pg_locks l
  JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
  JOIN pg_class c ON c.oid = l.relation AND c.relname = 'lock'
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'jalon_migrate'
  JOIN pg_stat_activity a ON a.pid = l.pid
 WHERE l.granted AND l.pid <> pg_backend_pid()
 ORDER BY a.xact_start LIMIT 1;

-- name: migrate_mark :one
-- Where we are: another transaction or role after a file means that the file left its own.
-- out: xact text, owner text, at text
SELECT pg_current_xact_id()::text AS xact, current_user::text AS owner, clock_timestamp()::text AS at;

-- name: migrate_history :many
-- out: version integer, name text, sha256 text, chain text, applied_at text, applied_by text
SELECT version, name, encode(sha256, 'hex') AS sha256, encode(chain, 'hex') AS chain,
       to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS applied_at,
       applied_by::text AS applied_by
  FROM jalon_migrate.history ORDER BY version;

-- name: migrate_repeated :many
-- out: name text, sha256 text, applied_at text, applied_by text
SELECT name, encode(sha256, 'hex') AS sha256,
       to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS applied_at,
       applied_by::text AS applied_by
  FROM jalon_migrate.repeatable ORDER BY name COLLATE "C";

-- name: migrate_noted :one
-- out: facts boolean, mark text
SELECT EXISTS (SELECT FROM jalon_migrate.fact
                WHERE pg_major = current_setting('server_version_num')::integer / 10000) AS facts,
       coalesce(obj_description('jalon_migrate'::regnamespace, 'pg_namespace'), '') AS mark;

-- name: migrate_mark_made :one
-- What a session reads of the schema, and the command that leaves it.
-- in:  client text, oldest_client text, digest text
-- out: mark text, command text
SELECT m.mark, format('COMMENT ON SCHEMA jalon_migrate IS %L', m.mark) AS command
  FROM (SELECT json_build_object('version', (SELECT max(version) FROM jalon_migrate.history),
                                 'client', $1::text, 'oldest_client', $2::text,
                                 'digest', $3::text)::text AS mark) m;

-- name: migrate_copy_name :one
-- What a copy of the database is called; names sort by time.
-- out: name text
SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z-schema-"')
       || to_char(coalesce(max(version), 0), 'FM0000') AS name
  FROM jalon_migrate.history;

-- name: migrate_note :none
-- in:  version integer, name text, sha256 text, chain text, started timestamptz, client text
INSERT INTO jalon_migrate.history (version, name, sha256, chain, duration_ms, client_version)
VALUES ($1::integer, $2, decode($3, 'hex'), decode($4, 'hex'),
        (extract(epoch FROM clock_timestamp() - $5::timestamptz) * 1000)::integer, $6);

-- name: migrate_note_repeated :none
-- in:  name text, sha256 text, started timestamptz, client text
INSERT INTO jalon_migrate.repeatable AS r
       (name, sha256, applied_at, applied_by, duration_ms, client_version)
VALUES ($1, decode($2, 'hex'), clock_timestamp(), session_user,
        (extract(epoch FROM clock_timestamp() - $3::timestamptz) * 1000)::integer, $4)
ON CONFLICT (name) DO UPDATE
   SET sha256 = excluded.sha256, applied_at = excluded.applied_at,
       applied_by = excluded.applied_by, duration_ms = excluded.duration_ms,
       client_version = excluded.client_version;

-- name: migrate_forget :none
-- A repeatable file that this program no longer has.
-- in:  name text
DELETE FROM jalon_migrate.repeatable WHERE name = $1;
