-- What the catalogue says of a schema, one fact a row: what is there (`fact`), how it is (`value`),
-- the fact that it is a part of (so that a lost table is one finding, not forty), the SQL that
-- makes it so (`make`) and that takes it away (`unmake`); null: a person must decide. The names in
-- `fact` are those of the schema, never numbers of rows, so that two databases can be compared.
-- {database} stands for the database's name, which is no part of a schema.

-- name: fact_server :one
-- out: major integer, database text
SELECT current_setting('server_version_num')::integer / 10000 AS major,
       quote_ident(current_database()) AS database;

-- name: fact_relations :many
-- out: fact text, part_of text, value text, make text, unmake text
WITH relation AS (
  SELECT c.*, c.oid::regclass::text AS id, k.word, upper(k.word) AS sql,
         k.word || ' ' || c.oid::regclass AS fact
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
     AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')
    JOIN (VALUES ('r', 'table'), ('p', 'table'), ('f', 'foreign table'), ('v', 'view'),
                 ('m', 'materialized view'), ('S', 'sequence'), ('c', 'type')) AS k(kind, word)
      ON k.kind = c.relkind::text)
SELECT fact, NULL::text AS part_of, format('relation %s %s', relkind, relpersistence) AS value,
       NULL::text AS make, format('DROP %s %s;', sql, id) AS unmake FROM relation
UNION ALL
SELECT fact || ': owner', fact, relowner::regrole::text,
       format('ALTER %s %s OWNER TO %s;', sql, id, relowner::regrole), NULL FROM relation
UNION ALL
SELECT fact || ': row security', fact,
       concat_ws(', ', CASE WHEN relrowsecurity THEN 'enabled' ELSE 'disabled' END,
                 CASE WHEN relforcerowsecurity THEN 'forced' END),
       format('ALTER TABLE %s %s ROW LEVEL SECURITY, %s ROW LEVEL SECURITY;', id,
              CASE WHEN relrowsecurity THEN 'ENABLE' ELSE 'DISABLE' END,
              CASE WHEN relforcerowsecurity THEN 'FORCE' ELSE 'NO FORCE' END), NULL
  FROM relation WHERE relkind IN ('r', 'p')
UNION ALL
SELECT format('%s: option %s', fact, o.option_name), fact, o.option_value,
       format('ALTER %s %s SET (%s = %s);', sql, id, o.option_name, o.option_value),
       format('ALTER %s %s RESET (%s);', sql, id, o.option_name)
  FROM relation, pg_options_to_table(reloptions) o
UNION ALL
SELECT fact || ': definition', fact,
       left(encode(sha256(convert_to(pg_get_viewdef(oid), 'UTF8')), 'hex'), 16),
       format('CREATE OR REPLACE VIEW %s%s AS%s', id,
              ' WITH (' || array_to_string(reloptions, ', ') || ')',
              E'\n' || pg_get_viewdef(oid)), NULL
  FROM relation WHERE relkind IN ('v', 'm')
UNION ALL
SELECT fact || ': definition', fact,
       format('%s from %s by %s, %s to %s%s', s.seqtypid::regtype, s.seqstart, s.seqincrement,
              s.seqmin, s.seqmax, CASE WHEN s.seqcycle THEN ', cycle' END), NULL, NULL
  FROM relation JOIN pg_sequence s ON s.seqrelid = oid
UNION ALL
SELECT fact || ': columns', fact,
       (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
         WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped), NULL, NULL
  FROM relation WHERE relkind <> 'S';

-- name: fact_columns :many
-- out: fact text, part_of text, value text, make text, unmake text
WITH attribute AS (
  SELECT a.*, c.relkind, c.oid::regclass AS id, quote_ident(a.attname) AS name,
         format('column %s.%I', c.oid::regclass, a.attname) AS fact,
         k.word || ' ' || c.oid::regclass AS part_of, pg_get_expr(d.adbin, d.adrelid) AS expression
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
     AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')
    JOIN (VALUES ('r', 'table'), ('p', 'table'), ('f', 'foreign table'), ('v', 'view'),
                 ('m', 'materialized view'), ('c', 'type')) AS k(kind, word)
      ON k.kind = c.relkind::text
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE a.attnum > 0 AND NOT a.attisdropped)
SELECT fact, part_of,
       concat(format_type(atttypid, atttypmod),
              ' collate ' || nullif(attcollation, 0)::regcollation,
              ' identity ' || nullif(attidentity::text, ''),
              CASE WHEN attgenerated <> '' THEN ' generated as ' || expression END) AS value,
       NULL::text AS make, format('ALTER TABLE %s DROP COLUMN %s;', id, name) AS unmake
  FROM attribute
UNION ALL
SELECT fact || ': null', fact, CASE WHEN attnotnull THEN 'refused' ELSE 'allowed' END,
       format('ALTER TABLE %s ALTER COLUMN %s %s NOT NULL;', id, name,
              CASE WHEN attnotnull THEN 'SET' ELSE 'DROP' END), NULL
  FROM attribute WHERE relkind IN ('r', 'p', 'f')
UNION ALL
SELECT fact || ': default', fact, expression,
       format('ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s;', id, name, expression),
       format('ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT;', id, name)
  FROM attribute WHERE expression IS NOT NULL AND attgenerated = '';

-- name: fact_constraints :many
-- out: fact text, part_of text, value text, make text, unmake text
WITH owned AS (
  SELECT k.*, quote_ident(k.conname) AS name,
         CASE WHEN k.conrelid <> 0 THEN 'TABLE ' || k.conrelid::regclass
              ELSE 'DOMAIN ' || k.contypid::regtype END AS object,
         regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') AS definition
    FROM pg_constraint k
    JOIN pg_namespace n ON n.oid = k.connamespace
     AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')
   WHERE k.contype <> 't'),
fact AS (
  SELECT *, format('constraint %s on %s', name, coalesce(nullif(conrelid, 0)::regclass::text,
                                                        contypid::regtype::text)) AS fact
    FROM owned)
SELECT fact, CASE WHEN conrelid <> 0 THEN 'table ' || conrelid::regclass
                  ELSE 'type ' || contypid::regtype END AS part_of, definition AS value,
       format('ALTER %s DROP CONSTRAINT IF EXISTS %s; ALTER %s ADD CONSTRAINT %s %s;', object, name,
              object, name, definition) AS make,
       format('ALTER %s DROP CONSTRAINT %s;', object, name) AS unmake FROM fact
UNION ALL
SELECT fact || ': validated', fact, CASE WHEN convalidated THEN 'yes' ELSE 'no' END,
       format('ALTER %s VALIDATE CONSTRAINT %s;', object, name), NULL FROM fact
 WHERE contype IN ('c', 'f');

-- name: fact_indexes :many
-- out: fact text, part_of text, value text, make text, unmake text
WITH index AS (
  SELECT i.*, c.oid::regclass AS id, 'index ' || c.oid::regclass AS fact,
         pg_get_indexdef(c.oid) AS definition, k.conname
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
     AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')
    LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
SELECT fact, coalesce('constraint ' || quote_ident(conname) || ' on ' || indrelid::regclass,
                      'table ' || indrelid::regclass) AS part_of, definition AS value,
       CASE WHEN conname IS NULL
            THEN format('DROP INDEX IF EXISTS %s; %s;', id, definition) END AS make,
       CASE WHEN conname IS NULL THEN format('DROP INDEX %s;', id) END AS unmake FROM index
UNION ALL
SELECT fact || ': valid', fact,
       CASE WHEN indisvalid AND indisready AND indislive THEN 'yes' ELSE 'no' END,
       format('REINDEX INDEX CONCURRENTLY %s;', id), NULL FROM index;

-- name: fact_triggers :many
-- Of a table's internal triggers, which uphold foreign keys, only those that were switched off.
-- out: fact text, part_of text, value text, make text, unmake text
WITH owned AS (
  SELECT t.*, c.oid::regclass AS id, quote_ident(t.tgname) AS name,
         pg_get_triggerdef(t.oid) AS definition, format('trigger %I on %s', t.tgname,
                                                        c.oid::regclass) AS fact
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
     AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')),
firing AS (
  SELECT * FROM (VALUES ('O', 'except on replicas', 'ENABLE'), ('A', 'always', 'ENABLE ALWAYS'),
                        ('R', 'on replicas only', 'ENABLE REPLICA'),
                        ('D', 'never', 'DISABLE')) AS v(code, value, sql))
SELECT fact, 'table ' || id AS part_of, definition AS value,
       regexp_replace(definition, '^CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER') || ';' AS make,
       format('DROP TRIGGER %s ON %s;', name, id) AS unmake FROM owned WHERE NOT tgisinternal
UNION ALL
SELECT fact || ': fires', fact, firing.value,
       format('ALTER TABLE %s %s TRIGGER %s;', id, firing.sql, name), NULL
  FROM owned JOIN firing ON code = tgenabled::text WHERE NOT tgisinternal
UNION ALL
SELECT DISTINCT 'foreign keys of table ' || id, 'table ' || id, 'not upheld', NULL,
       format('ALTER TABLE %s ENABLE TRIGGER ALL;', id)
  FROM owned WHERE tgisinternal AND tgenabled <> 'O'
UNION ALL
SELECT format('rule %I on %s', r.rulename, c.oid::regclass), 'table ' || c.oid::regclass,
       format('%s (%s)', pg_get_ruledef(r.oid), r.ev_enabled), pg_get_ruledef(r.oid),
       format('DROP RULE %I ON %s;', r.rulename, c.oid::regclass)
  FROM pg_rewrite r
  JOIN pg_class c ON c.oid = r.ev_class
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')
 WHERE r.rulename <> '_RETURN'
UNION ALL
SELECT format('policy %I on %s', p.polname, c.oid::regclass), 'table ' || c.oid::regclass,
       concat(CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, ' for ', p.polcmd,
              ' to ', (SELECT string_agg(CASE x WHEN 0 THEN 'PUBLIC' ELSE x::regrole::text END, ', '
                                         ORDER BY x::regrole::text) FROM unnest(p.polroles) x),
              ' using ' || pg_get_expr(p.polqual, p.polrelid),
              ' check ' || pg_get_expr(p.polwithcheck, p.polrelid)), NULL,
       format('DROP POLICY %I ON %s;', p.polname, c.oid::regclass)
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')
UNION ALL
SELECT format('event trigger %I', evtname), NULL,
       format('%s on %s by %s', evtenabled, evtevent, evtfoid::regprocedure), NULL,
       format('DROP EVENT TRIGGER %I;', evtname)
  FROM pg_event_trigger;

-- name: fact_functions :many
-- A body is made again by the file that holds it, which the runner repeats once it is forgotten.
-- out: fact text, part_of text, value text, make text, unmake text
WITH routine AS (
  SELECT p.*, p.oid::regprocedure AS id, l.lanname, 'function ' || p.oid::regprocedure AS fact,
         'DELETE FROM jalon_migrate.repeatable; /* jalon db migrate */' AS again
    FROM pg_proc p
    JOIN pg_language l ON l.oid = p.prolang
    JOIN pg_namespace n ON n.oid = p.pronamespace
     AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')),
setting AS (
  SELECT routine.*, split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS setting
    FROM routine, unnest(proconfig) c)
SELECT fact, NULL::text AS part_of,
       format('%s returns %s, %s', prokind, pg_get_function_result(oid), lanname) AS value,
       again AS make, format('DROP ROUTINE %s;', id) AS unmake FROM routine
UNION ALL
SELECT fact || ': body', fact,
       left(encode(sha256(convert_to(concat(prosrc, pg_get_function_sqlbody(oid), probin), 'UTF8')),
                   'hex'), 16), again, NULL FROM routine
UNION ALL
SELECT fact || ': arguments', fact, pg_get_function_arguments(oid), again, NULL FROM routine
UNION ALL
SELECT fact || ': owner', fact, proowner::regrole::text,
       format('ALTER ROUTINE %s OWNER TO %s;', id, proowner::regrole), NULL FROM routine
UNION ALL
SELECT fact || ': runs as', fact, CASE WHEN prosecdef THEN 'its owner' ELSE 'its caller' END,
       format('ALTER ROUTINE %s SECURITY %s;', id,
              CASE WHEN prosecdef THEN 'DEFINER' ELSE 'INVOKER' END), NULL FROM routine
UNION ALL
SELECT fact || ': leakproof', fact, CASE WHEN proleakproof THEN 'yes' ELSE 'no' END,
       format('ALTER FUNCTION %s %s;', id,
              CASE WHEN proleakproof THEN 'LEAKPROOF' ELSE 'NOT LEAKPROOF' END), NULL
  FROM routine WHERE prokind = 'f'
UNION ALL
SELECT fact || ': planning', fact,
       concat_ws(', ', 'volatility ' || provolatile::text,
                 'parallel ' || proparallel::text,
                 CASE WHEN proisstrict THEN 'strict' END), again, NULL FROM routine
UNION ALL
SELECT format('%s: setting %s', fact, name), fact, setting,
       format('ALTER ROUTINE %s SET %s = %s;', id, name,
              CASE WHEN name = 'search_path' THEN setting ELSE quote_literal(setting) END),
       format('ALTER ROUTINE %s RESET %s;', id, name) FROM setting;

-- name: fact_types :many
-- Types of their own; those of tables go with them.
-- out: fact text, part_of text, value text, make text, unmake text
SELECT 'type ' || t.oid::regtype AS fact, NULL::text AS part_of,
       concat(t.typtype, ' of ' || format_type(nullif(t.typbasetype, 0), t.typtypmod),
              ' not null' || CASE WHEN t.typnotnull THEN '' END, ' default ' || t.typdefault,
              ' labels ' || (SELECT string_agg(quote_literal(e.enumlabel), ', '
                                               ORDER BY e.enumsortorder)
                               FROM pg_enum e WHERE e.enumtypid = t.oid)) AS value,
       NULL::text AS make, format('DROP TYPE %s;', t.oid::regtype) AS unmake
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')
 WHERE t.typtype IN ('d', 'e', 'r')
UNION ALL
SELECT format('type %s: owner', t.oid::regtype), 'type ' || t.oid::regtype,
       t.typowner::regrole::text,
       format('ALTER TYPE %s OWNER TO %s;', t.oid::regtype, t.typowner::regrole), NULL
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname IN ('jalon', 'audit', 'jalon_migrate')
 WHERE t.typtype IN ('d', 'e', 'r');

-- name: fact_grants :many
-- out: fact text, part_of text, value text, make text, unmake text
WITH ours AS (
  SELECT oid FROM pg_namespace WHERE nspname IN ('jalon', 'audit', 'jalon_migrate')),
object(name, part_of, sql, acl, owner, kind) AS (
  SELECT k.word || ' ' || c.oid::regclass, k.word || ' ' || c.oid::regclass,
         CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END || c.oid::regclass,
         c.relacl, c.relowner, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END
    FROM pg_class c
    JOIN ours ON ours.oid = c.relnamespace
    JOIN (VALUES ('r', 'table'), ('p', 'table'), ('f', 'foreign table'), ('v', 'view'),
                 ('m', 'materialized view'), ('S', 'sequence')) AS k(kind, word)
      ON k.kind = c.relkind::text
  UNION ALL
  SELECT 'function ' || p.oid::regprocedure, 'function ' || p.oid::regprocedure,
         'ROUTINE ' || p.oid::regprocedure, p.proacl, p.proowner, 'f'
    FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace
  UNION ALL
  SELECT 'type ' || t.oid::regtype, 'type ' || t.oid::regtype, 'TYPE ' || t.oid::regtype, t.typacl,
         t.typowner, 'T'
    FROM pg_type t
    JOIN ours ON ours.oid = t.typnamespace
    LEFT JOIN pg_class c ON c.oid = t.typrelid
   WHERE t.typtype IN ('d', 'e', 'r') OR c.relkind = 'c'
  UNION ALL
  SELECT format('schema %I', nspname), format('schema %I', nspname), format('SCHEMA %I', nspname),
         nspacl, nspowner, 'n'
    FROM pg_namespace WHERE nspname IN ('jalon', 'audit', 'jalon_migrate', 'public')
  UNION ALL
  SELECT 'the database', NULL, 'DATABASE {database}', datacl, datdba, 'd'
    FROM pg_database WHERE datname = current_database()
  UNION ALL
  SELECT format('language %I', lanname), format('language %I', lanname),
         format('LANGUAGE %I', lanname), lanacl, lanowner, 'l'
    FROM pg_language WHERE lanpltrusted),
right_of AS (
  SELECT name, part_of, sql, privilege_type AS privilege, is_grantable, owner = grantee AS own,
         CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS grantee
    FROM object, aclexplode(coalesce(acl, acldefault(kind::"char", owner)))
  UNION ALL
  SELECT format('column %s.%I', a.attrelid::regclass, a.attname),
         format('column %s.%I', a.attrelid::regclass, a.attname),
         format('%s (%I)', a.attrelid::regclass, a.attname), x.privilege_type, x.is_grantable,
         x.grantee = c.relowner,
         CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN ours ON ours.oid = c.relnamespace, aclexplode(a.attacl) x
   WHERE NOT a.attisdropped
  UNION ALL
  SELECT 'parameter ' || p.parname, NULL, 'PARAMETER ' || p.parname, x.privilege_type,
         x.is_grantable, false,
         CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END
    FROM pg_parameter_acl p, aclexplode(p.paracl) x WHERE x.grantee <> 10),
spelled AS (
  SELECT *, CASE WHEN sql ~ ' \(\w+\)$' AND part_of ~ '^column'
                 THEN format('%s %s ON %s', privilege, substring(sql FROM '\(.*\)$'),
                             regexp_replace(sql, ' \(.*\)$', ''))
                 ELSE format('%s ON %s', privilege, sql) END AS clause
    FROM right_of)
SELECT format('grant of %s on %s to %s', privilege, name, grantee) AS fact, part_of,
       CASE WHEN is_grantable THEN 'with grant option' ELSE 'yes' END AS value,
       format('GRANT %s TO %s%s;', clause, grantee,
              CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END) AS make,
       format('REVOKE %s FROM %s;', clause, grantee) AS unmake
  FROM spelled WHERE NOT own
UNION ALL
SELECT 'rights of the owner of ' || name, part_of,
       string_agg(privilege, ', ' ORDER BY privilege), NULL, NULL
  FROM spelled WHERE own GROUP BY name, part_of;

-- name: fact_defaults :many
-- What new objects of the owners are granted, and what differs from a new server in pg_catalog.
-- out: fact text, part_of text, value text, make text, unmake text
WITH given AS (
  SELECT r.oid AS role, k.code, k.sql, NULL::name AS schema,
         coalesce(d.defaclacl, acldefault(k.code::"char", r.oid)) AS acl
    FROM pg_roles r
   CROSS JOIN (VALUES ('f', 'FUNCTIONS'), ('T', 'TYPES'), ('r', 'TABLES'), ('S', 'SEQUENCES'),
                      ('n', 'SCHEMAS')) AS k(code, sql)
    LEFT JOIN pg_default_acl d ON d.defaclrole = r.oid AND d.defaclnamespace = 0
     AND d.defaclobjtype::text = k.code
   WHERE r.rolname IN ('jalon_owner', 'jalon_audit_owner')
  UNION ALL
  SELECT d.defaclrole, d.defaclobjtype::text, k.sql, n.nspname, d.defaclacl
    FROM pg_default_acl d
    JOIN pg_namespace n ON n.oid = d.defaclnamespace
    JOIN (VALUES ('f', 'FUNCTIONS'), ('T', 'TYPES'), ('r', 'TABLES'), ('S', 'SEQUENCES'),
                 ('n', 'SCHEMAS')) AS k(code, sql) ON k.code = d.defaclobjtype::text),
spelled AS (
  SELECT x.privilege_type, x.is_grantable, given.sql, role::regrole::text AS role,
         ' IN SCHEMA ' || quote_ident(schema) AS scope,
         CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END AS grantee
    FROM given, aclexplode(acl) x WHERE x.grantee <> role)
SELECT format('grant of %s on new %s of %s%s to %s', privilege_type, lower(sql), role,
              lower(scope), grantee) AS fact, NULL::text AS part_of,
       CASE WHEN is_grantable THEN 'with grant option' ELSE 'yes' END AS value,
       format('ALTER DEFAULT PRIVILEGES FOR ROLE %s%s GRANT %s ON %s TO %s;', role, scope,
              privilege_type, sql, grantee) AS make,
       format('ALTER DEFAULT PRIVILEGES FOR ROLE %s%s REVOKE %s ON %s FROM %s;', role, scope,
              privilege_type, sql, grantee) AS unmake FROM spelled
UNION ALL
SELECT 'rights on system function ' || p.oid::regprocedure, NULL,
       coalesce((SELECT string_agg(format('%s to %s', x.privilege_type,
                                          CASE x.grantee WHEN 0 THEN 'PUBLIC'
                                               ELSE x.grantee::regrole::text END), ', '
                                   ORDER BY x.grantee, x.privilege_type)
                   FROM aclexplode(p.proacl) x WHERE x.grantee <> p.proowner), 'the owner alone'),
       CASE WHEN NOT EXISTS (SELECT FROM aclexplode(p.proacl) x WHERE x.grantee <> p.proowner)
            THEN format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC;', p.oid::regprocedure) END,
       NULL
  FROM pg_proc p
  LEFT JOIN pg_init_privs i ON i.objoid = p.oid AND i.classoid = 'pg_proc'::regclass
 WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.oid < 16384
   AND coalesce(p.proacl, acldefault('f', p.proowner)) IS DISTINCT FROM
       coalesce(i.initprivs, acldefault('f', p.proowner));

-- name: fact_roles :many
-- Persons are no part of a schema, but whoever owns it, or is above its rules, is.
-- out: fact text, part_of text, value text, make text, unmake text
WITH jalon(name) AS (
  VALUES ('jalon_owner'), ('jalon_audit_owner'), ('jalon_reader'), ('jalon_recorder'),
         ('jalon_manager'), ('jalon_auditor'), ('jalon_sealer'), ('jalon_migrator')),
role AS (
  SELECT r.*, quote_ident(r.rolname) AS id, jalon.name IS NOT NULL AS is_group,
         concat_ws(' ', CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END,
                   CASE WHEN rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
                   CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
                   CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
                   CASE WHEN rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END) AS power
    FROM pg_roles r LEFT JOIN jalon ON jalon.name = r.rolname),
member AS (
  SELECT g.id AS granted, m.id AS member, a.admin_option, g.rolname AS granted_name,
         g.is_group AS of_group, m.is_group AS by_group, m.power,
         m.rolsuper OR m.rolbypassrls OR m.rolcreaterole OR m.rolreplication AS is_powerful
    FROM pg_auth_members a JOIN role g ON g.oid = a.roleid JOIN role m ON m.oid = a.member)
SELECT 'role ' || id AS fact, NULL::text AS part_of,
       concat_ws(' ', CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
                 CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END, power) AS value,
       format('ALTER ROLE %s %s %s %s;', id, CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
              CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END, power) AS make,
       NULL::text AS unmake FROM role WHERE is_group
UNION ALL
SELECT format('membership of %s in %s', member, granted), NULL,
       CASE WHEN admin_option THEN 'with admin option' ELSE 'yes' END,
       format('REVOKE %s FROM %s; GRANT %s TO %s%s;', granted, member, granted, member,
              CASE WHEN admin_option THEN ' WITH ADMIN OPTION' END),
       format('REVOKE %s FROM %s;', granted, member)
  FROM member
 WHERE by_group OR granted_name IN ('jalon_owner', 'jalon_audit_owner')
    OR (of_group AND admin_option)
UNION ALL
SELECT DISTINCT 'power of ' || member, NULL, power, NULL,
       format('ALTER ROLE %s NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION;', member)
  FROM member WHERE of_group AND NOT by_group AND is_powerful
UNION ALL
SELECT concat('setting ', split_part(x, '=', 1), ' of ', coalesce(role.id, 'every role'),
              CASE WHEN s.setdatabase <> 0 THEN ' in the database' END), NULL,
       substr(x, strpos(x, '=') + 1), NULL,
       format('ALTER ROLE %s%s RESET %s;', coalesce(role.id, 'ALL'),
              CASE WHEN s.setdatabase <> 0 THEN ' IN DATABASE {database}' END,
              split_part(x, '=', 1))
  FROM pg_db_role_setting s
  LEFT JOIN role ON role.oid = s.setrole
  LEFT JOIN pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) x
 WHERE (s.setdatabase = 0 OR d.datname = current_database()) AND (s.setrole = 0 OR role.is_group);

-- name: fact_strangers :many
-- Our schemas, and whatever else a database for Jalon alone should not hold. Numbers below 16384
-- are those of a new server; what an extension brought goes with it.
-- out: fact text, part_of text, value text, make text, unmake text
WITH schema AS (
  SELECT n.oid, n.nspname, format('schema %I', n.nspname) AS fact, n.nspowner,
         n.nspname IN ('jalon', 'audit', 'jalon_migrate') AS is_ours,
         n.nspname IN ('public', 'pg_catalog', 'information_schema') AS is_known
    FROM pg_namespace n WHERE n.nspname !~ '^pg_(toast|temp_|toast_temp_)'),
stranger(class, oid, namespace, fact, sql) AS (
  SELECT 'pg_class'::regclass, c.oid, c.relnamespace, k.word || ' ' || c.oid::regclass,
         format('DROP %s %s;', upper(k.word), c.oid::regclass)
    FROM pg_class c
    JOIN (VALUES ('r', 'table'), ('p', 'table'), ('f', 'foreign table'), ('v', 'view'),
                 ('m', 'materialized view'), ('S', 'sequence')) AS k(kind, word)
      ON k.kind = c.relkind::text
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, p.pronamespace, 'function ' || p.oid::regprocedure,
         format('DROP ROUTINE %s;', p.oid::regprocedure) FROM pg_proc p
  UNION ALL
  SELECT 'pg_operator'::regclass, o.oid, o.oprnamespace, 'operator ' || o.oid::regoperator,
         format('DROP OPERATOR %s;', o.oid::regoperator) FROM pg_operator o
  UNION ALL
  SELECT 'pg_cast'::regclass, c.oid, 'pg_catalog'::regnamespace,
         format('cast (%s AS %s)', c.castsource::regtype, c.casttarget::regtype),
         format('DROP CAST (%s AS %s);', c.castsource::regtype, c.casttarget::regtype)
    FROM pg_cast c
  UNION ALL
  SELECT 'pg_publication'::regclass, p.oid, 'pg_catalog'::regnamespace,
         format('publication %I', p.pubname), format('DROP PUBLICATION %I;', p.pubname)
    FROM pg_publication p
  UNION ALL
  SELECT 'pg_foreign_server'::regclass, s.oid, 'pg_catalog'::regnamespace,
         format('foreign server %I', s.srvname), format('DROP SERVER %I;', s.srvname)
    FROM pg_foreign_server s)
SELECT fact, NULL::text AS part_of, 'owner ' || nspowner::regrole AS value,
       format('ALTER SCHEMA %I OWNER TO %s;', nspname, nspowner::regrole) AS make,
       NULL::text AS unmake FROM schema WHERE is_ours
UNION ALL
SELECT fact, NULL, 'not of Jalon', NULL, format('DROP SCHEMA %I;', nspname)
  FROM schema WHERE NOT is_ours AND NOT is_known
UNION ALL
SELECT s.fact, schema.fact, 'not of Jalon', NULL, s.sql
  FROM stranger s JOIN schema ON schema.oid = s.namespace AND NOT schema.is_ours
 WHERE s.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.deptype = 'e'
                                         AND d.classid = s.class AND d.objid = s.oid)
UNION ALL
SELECT format('extension %I', e.extname), NULL,
       format('in schema %s', e.extnamespace::regnamespace),
       format('CREATE EXTENSION %I SCHEMA %s;', e.extname, e.extnamespace::regnamespace),
       format('DROP EXTENSION %I;', e.extname) FROM pg_extension e;

-- name: fact_stored :many
-- What the catalogue should say on this server: noted at the end of a migration, or accepted since.
-- out: fact text, part_of text, value text, make text
SELECT fact, part_of, value, make FROM jalon_migrate.fact
 WHERE pg_major = current_setting('server_version_num')::integer / 10000;

-- name: fact_keep :none
-- in:  kept jsonb, gone jsonb
WITH gone AS (
  DELETE FROM jalon_migrate.fact
   WHERE pg_major = current_setting('server_version_num')::integer / 10000
     AND fact IN (SELECT jsonb_array_elements_text($2)))
INSERT INTO jalon_migrate.fact AS f (pg_major, fact, part_of, value, make)
SELECT current_setting('server_version_num')::integer / 10000, k.fact, k.part_of, k.value, k.make
  FROM jsonb_to_recordset($1) AS k(fact text, part_of text, value text, make text)
ON CONFLICT (pg_major, fact) DO UPDATE
   SET part_of = excluded.part_of, value = excluded.value, make = excluded.make;

-- name: fact_bless :none
-- in:  blessed jsonb, reason text
INSERT INTO jalon_migrate.blessing (pg_major, fact, expected, accepted, reason)
SELECT current_setting('server_version_num')::integer / 10000, b.fact, b.expected, b.accepted, $2
  FROM jsonb_to_recordset($1) AS b(fact text, expected text, accepted text);

-- name: fact_blessings :many
-- out: fact text, expected text, accepted text, reason text, blessed_at text, blessed_by text
SELECT fact, expected, accepted, reason,
       to_char(blessed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS blessed_at,
       blessed_by::text AS blessed_by
  FROM jalon_migrate.blessing
 WHERE pg_major = current_setting('server_version_num')::integer / 10000
 ORDER BY blessing.blessed_at, fact COLLATE "C";
