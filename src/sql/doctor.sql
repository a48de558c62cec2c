-- What doctor asks the server: the catalogue only, so that it works whatever state Jalon is in.

-- name: doctor :many
-- One row a check: ok, attention or failure, and what was found. The client's clock comes along.
-- in:  client_seconds bigint
-- out: code text, state text, detail text
WITH ours AS (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname IN ('jalon', 'audit', 'jalon_migrate')),
found (code, bad, fine, detail) AS (
  SELECT 'server_version', 'attention', current_setting('server_version_num')::integer >= 150020,
         current_setting('server_version')
  UNION ALL
  SELECT 'clock', CASE WHEN s.skew > 60 THEN 'failure' ELSE 'attention' END, s.skew <= 5, s.skew || ' s'
  FROM (SELECT abs(floor(extract(epoch FROM clock_timestamp()))::bigint - $1::bigint) AS skew) s
  UNION ALL
  SELECT 'superusers', 'failure', count(*) = 0, coalesce(string_agg(m.rolname, ', ' ORDER BY m.rolname), '')
  FROM pg_catalog.pg_auth_members a JOIN pg_catalog.pg_roles g ON g.oid = a.roleid AND g.rolname LIKE 'jalon\_%'
  JOIN pg_catalog.pg_roles m ON m.oid = a.member AND (m.rolsuper OR m.rolbypassrls)
  UNION ALL
  SELECT 'public_rights', 'failure', count(*) = 0, coalesce(string_agg(x.privilege_type, ', '), '')
  FROM pg_catalog.pg_database d,
       aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
  WHERE d.datname = current_database() AND x.grantee = 0
  UNION ALL
  SELECT 'triggers', 'failure', count(*) = 0,
         coalesce(string_agg(DISTINCT t.tgrelid::regclass::text, ', '), '')
  FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  WHERE c.relnamespace IN (TABLE ours) AND t.tgenabled = 'D'
  UNION ALL
  SELECT 'indexes', 'failure', count(*) = 0, coalesce(string_agg(i.indexrelid::regclass::text, ', '), '')
  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace IN (TABLE ours) AND NOT i.indisvalid
  UNION ALL
  SELECT 'constraints', 'failure', count(*) = 0, coalesce(string_agg(c.conname, ', ' ORDER BY c.conname), '')
  FROM pg_catalog.pg_constraint c WHERE c.connamespace IN (TABLE ours) AND NOT c.convalidated
  UNION ALL
  SELECT 'search_path', 'failure', count(*) = 0, coalesce(string_agg(p.proname, ', ' ORDER BY p.proname), '')
  FROM pg_catalog.pg_proc p
  WHERE p.pronamespace IN (TABLE ours) AND p.prosecdef
    AND NOT EXISTS (SELECT FROM unnest(p.proconfig) o WHERE o LIKE 'search_path=%')
  UNION ALL
  SELECT 'checksums', 'attention', current_setting('data_checksums') = 'on', current_setting('data_checksums')
  UNION ALL
  SELECT 'collation', 'attention', coalesce(d.datcollversion IS NOT DISTINCT FROM
           pg_catalog.pg_database_collation_actual_version(d.oid), true), coalesce(d.datcollversion, d.datcollate)
  FROM pg_catalog.pg_database d WHERE d.datname = current_database()
  UNION ALL
  SELECT 'transactions', 'attention', count(*) = 0, count(*)::text
  FROM pg_catalog.pg_stat_activity a
  WHERE a.datname = current_database() AND a.xact_start < clock_timestamp() - interval '10 minutes'
  UNION ALL
  SELECT 'xid_age', 'attention', age(d.datfrozenxid) < 1000000000, age(d.datfrozenxid)::text
  FROM pg_catalog.pg_database d WHERE d.datname = current_database())
SELECT code, CASE WHEN fine THEN 'ok' ELSE bad END AS state, detail FROM found;
