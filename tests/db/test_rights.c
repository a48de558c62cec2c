/*
 * What nobody may do, with psql under an application role: the numbers A1 … A16 are those of the
 * list of attacks that this schema is held against.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static const char *const logins[] = {FIXTURE_READER, FIXTURE_RECORDER, FIXTURE_MANAGER,
                                     FIXTURE_AUDITOR};

/* One line each; what the catalogue says, as the superuser sees it. */
static char *catalogue(const char *database, const char *sql)
{
    return jalon_strdup(test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), sql));
}

/* Runs every line of STATEMENTS; each must end in SQLSTATE. */
static void assert_all_refused(PGconn *connection, const char *statements, const char *sqlstate)
{
    int n_allowed = 0, n = 0;
    JALON_AUTO(jalon_freep) char *copy = jalon_strdup(statements);
    char *rest = copy;
    for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        test_query(connection, "BEGIN");
        const char *got = test_query(connection, line);
        if (strncmp(got, "ERROR ", 6) != 0 || strncmp(got + 6, sqlstate, 5) != 0) {
            print_error("%s: %s: %s\n", PQuser(connection), line, got);
            n_allowed++;
        }
        test_query(connection, "ROLLBACK");
        n++;
    }
    assert_int_equal(n_allowed, 0);
    assert_true(n > 0);
}

static void assert_nobody_may(const char *database, const char *statements)
{
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        PGconn *connection = test_connect(test_cluster_conninfo(logins[i], database));
        assert_all_refused(connection, statements, "42501");
        PQfinish(connection);
    }
}

static const char tables_sql[] =
    "SELECT string_agg(replace(replace(v, '%t', c.oid::regclass::text), '%c', a.attname), chr(10))"
    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1,"
    " unnest(ARRAY['UPDATE %t SET %c = %c', 'DELETE FROM %t', 'TRUNCATE %t',"
    "  'INSERT INTO %t DEFAULT VALUES', 'INSERT INTO %t (%c) SELECT %c FROM %t', 'COPY %t FROM STDIN',"
    "  'SELECT %c FROM %t FOR UPDATE', 'LOCK TABLE %t IN ACCESS EXCLUSIVE MODE',"
    "  'ALTER TABLE %t DISABLE TRIGGER ALL', 'ALTER TABLE %t DISABLE ROW LEVEL SECURITY',"
    "  'ALTER TABLE %t OWNER TO CURRENT_USER', 'ALTER TABLE %t ADD COLUMN x int', 'DROP TABLE %t',"
    "  'CREATE RULE r AS ON UPDATE TO %t DO INSTEAD NOTHING', 'REINDEX TABLE %t',"
    "  'CREATE INDEX ON %t (%c)', 'COMMENT ON TABLE %t IS ''x''',"
    "  'MERGE INTO %t t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE']) v"
    " WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN"
    "  ('jalon', 'audit', 'jalon_migrate')";

TEST(t19_a1_nobody_changes_a_table_directly)
{
    const char *database = test_database_new();
    const char *before = fixture_dump(database);
    JALON_AUTO(jalon_freep) char *statements = catalogue(database, tables_sql);
    assert_non_null(strstr(statements, "TRUNCATE audit.entry"));
    assert_non_null(strstr(statements, "DELETE FROM jalon_migrate.history"));
    assert_nobody_may(database, statements);
    assert_string_equal(fixture_dump(database), before);
}

/* Every function that the login may not execute, called with nulls. */
static const char functions_sql[] =
    "SELECT string_agg(format('SELECT %s.%I(%s)', p.pronamespace::regnamespace, p.proname,"
    "   array_to_string(ARRAY(SELECT 'NULL::' || format_type(t, NULL) FROM unnest(p.proargtypes) t),"
    "   ', ')), chr(10)) FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN"
    "  ('jalon', 'audit', 'jalon_migrate') AND NOT has_function_privilege('%LOGIN', p.oid, 'EXECUTE')"
    "  AND p.prorettype <> 'trigger'::regtype AND 'record'::regtype <> ALL (p.proargtypes)";

/* The functions that change something and that the login may call. */
static const char writers_sql[] =
    "SELECT coalesce(string_agg(p.proname, ' ' ORDER BY p.proname), '') FROM pg_proc p"
    " WHERE p.pronamespace::regnamespace::text IN ('jalon', 'audit', 'jalon_migrate')"
    "  AND p.provolatile = 'v' AND has_function_privilege('%LOGIN', p.oid, 'EXECUTE')";

static char *for_login(const char *sql, const char *login)
{
    struct jalon_str out = {0};
    const char *place = strstr(sql, "%LOGIN");
    jalon_str_add_bytes(&out, sql, (size_t)(place - sql));
    jalon_str_add(&out, login);
    jalon_str_add(&out, place + strlen("%LOGIN"));
    return jalon_str_take(&out);
}

TEST(a2_each_login_calls_only_the_functions_of_its_group)
{
    static const char *const writers[] = {
        "",
        "advance batch correct decision_ask decision_close declare document_add milestone note"
        " party_refuse plan remind remind_claim remind_plan report_deliver report_delivered"
        " report_issue sign sign_with_file term undo void void_batch",
        "advance batch cohort_join cohort_leave correct decision_ask decision_close declare"
        " document_add erase hold milestone note party_refuse party_waive plan programme_apply"
        " remind remind_claim remind_plan report_deliver report_delivered report_issue"
        " retarget retarget_all sign sign_with_file term territory_absorb territory_add"
        " territory_alias territory_leave territory_member_add territory_member_remove"
        " territory_rename territory_succeed undo void void_batch weigh",
        ""};
    const char *database = test_database_new();
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        JALON_AUTO(jalon_freep) char *sql = for_login(functions_sql, logins[i]);
        JALON_AUTO(jalon_freep) char *calls = catalogue(database, sql);
        JALON_AUTO(jalon_freep) char *own_sql = for_login(writers_sql, logins[i]);
        JALON_AUTO(jalon_freep) char *own = catalogue(database, own_sql);
        assert_non_null(strstr(calls, "SELECT audit.append("));
        PGconn *connection = test_connect(test_cluster_conninfo(logins[i], database));
        /* the types of the arguments are refused as well: whichever comes first */
        assert_all_refused(connection, calls, "42501");
        PQfinish(connection);
        assert_string_equal(own, writers[i]);
    }
}

TEST(a3_to_a11_nobody_gets_around_the_functions)
{
    static const char attacks[] =
        "SET ROLE jalon_owner\n"
        "SET ROLE jalon_audit_owner\n"
        "SET ROLE jalon_migrator\n"
        "SET ROLE " TEST_SUPERUSER "\n"
        "SET SESSION AUTHORIZATION jalon_owner\n"
        "SET session_replication_role = replica\n"
        "SET temp_file_limit = -1\n"
        "GRANT jalon_manager TO CURRENT_USER\n"
        "GRANT jalon_owner TO CURRENT_USER\n"
        "CREATE ROLE test_intruder\n"
        "ALTER ROLE jalon_reader LOGIN\n"
        "CREATE TEMP TABLE contract (id uuid)\n"
        "CREATE TEMP VIEW contract AS SELECT 1\n"
        "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'\n"
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'\n"
        "CREATE FUNCTION jalon.f() RETURNS int LANGUAGE sql AS 'SELECT 1'\n"
        "CREATE FUNCTION audit.f() RETURNS int LANGUAGE sql AS 'SELECT 1'\n"
        "CREATE OR REPLACE FUNCTION jalon.actor_role() RETURNS text LANGUAGE sql AS 'SELECT 1::text'\n"
        "ALTER FUNCTION jalon.actor_role() RENAME TO old\n"
        "CREATE OPERATOR public.= (PROCEDURE = int4eq, LEFTARG = int, RIGHTARG = int)\n"
        "CREATE TYPE jalon.t AS ENUM ('a')\n"
        "CREATE SCHEMA evil\n"
        "CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION audit.refuse_change()\n"
        "DO $$ BEGIN NULL; END $$\n"
        "SELECT nextval('audit.entry_id')\n"
        "SELECT setval('audit.entry_id', 1)\n"
        "SELECT leaf FROM audit.entry\n"
        "SELECT disclosure FROM audit.disclosure\n"
        "SELECT content FROM audit.file\n"
        "DELETE FROM audit.file\n"
        "INSERT INTO audit.erasure VALUES ('x', 1, 1)\n"
        "SELECT audit.erase('{1}', '{x}', 1)\n"
        "SELECT fingerprint FROM jalon.request\n"
        "SELECT lo_create(0)\n"
        "SELECT lo_from_bytea(0, 'x')\n"
        "SELECT lo_import('/etc/passwd')\n"
        "SELECT pg_read_file('postgresql.conf')\n"
        "SELECT pg_ls_dir('.')\n"
        "SELECT rolpassword FROM pg_authid\n"
        "COPY jalon.contract TO PROGRAM 'id'\n"
        "COPY jalon.contract TO '/tmp/stolen'\n"
        "WITH gone AS (DELETE FROM jalon.contract RETURNING 1) SELECT * FROM gone\n"
        "EXPLAIN ANALYZE DELETE FROM jalon.contract\n"
        "DROP FUNCTION jalon.actor_role()\n"
        "DROP SCHEMA jalon CASCADE\n"
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IS NULL\n"
        "SELECT pg_reload_conf()\n"
        "SELECT pg_switch_wal()";
    const char *database = test_database_new();
    const char *before = fixture_dump(database);
    assert_nobody_may(database, attacks);
    assert_string_equal(fixture_dump(database), before);
}

TEST(a3_nobody_takes_the_next_role_and_readers_write_nothing)
{
    static const char promotions[] =
        "SET ROLE jalon_recorder\nSET ROLE jalon_manager\nSET ROLE " FIXTURE_MANAGER "\n"
        "SELECT jalon.advance(gen_random_uuid(), 'demo', 'essai-1', 'pilot', '2019-02-01', 'day',"
        " NULL, NULL)\n"
        "SELECT jalon.sign(gen_random_uuid(), 'demo', 'essai-1', 'contrat', '{all}', '2019-02-01',"
        " 'day', NULL, NULL)\n"
        "SELECT jalon.milestone(gen_random_uuid(), 'demo', 'essai-1', 'launch', '2019-02-01', 'day',"
        " NULL)\n"
        "SELECT jalon.territory_add(gen_random_uuid(), 'demo', '{}', '2019-02-01', 'day', NULL)\n"
        "SELECT jalon.programme_apply(gen_random_uuid(), '{}')";
    const char *database = test_database_new();
    static const char *const weak[] = {FIXTURE_READER, FIXTURE_AUDITOR};
    for (size_t i = 0; i < JALON_COUNT(weak); i++) {
        PGconn *connection = test_connect(test_cluster_conninfo(weak[i], database));
        test_query(connection, "SET default_transaction_read_only = off");
        assert_all_refused(connection, promotions, "42501");
        PQfinish(connection);
    }
    PGconn *connection = test_connect(test_cluster_conninfo(FIXTURE_RECORDER, database));
    assert_all_refused(connection, "SET ROLE jalon_manager", "42501");
    PQfinish(connection);
}

TEST(a4_a5_who_migrates_touches_the_journal_no_more_than_others)
{
    static const char attacks[] =
        "UPDATE audit.entry SET leaf = leaf\n"
        "DELETE FROM audit.disclosure\n"
        "TRUNCATE audit.entry\n"
        "DELETE FROM audit.file\n"
        "INSERT INTO audit.entry SELECT * FROM audit.entry\n"
        "ALTER TABLE audit.entry DISABLE TRIGGER ALL\n"
        "DROP TRIGGER append_only ON audit.entry\n"
        "CREATE FUNCTION audit.f() RETURNS int LANGUAGE sql AS 'SELECT 1'\n"
        "ALTER FUNCTION audit.refuse_change() RENAME TO f\n"
        "SET ROLE jalon_audit_owner\n"
        "SET session_replication_role = replica\n"
        "DROP SCHEMA audit CASCADE";
    const char *database = test_database_new();
    test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
             "CREATE ROLE test_migrator LOGIN IN ROLE jalon_migrator");
    PGconn *connection = test_connect(test_cluster_conninfo("test_migrator", database));
    assert_all_refused(connection,
                       "SELECT code FROM jalon.contract\nSELECT leaf FROM audit.history", "42501");
    assert_string_equal(test_query(connection, "SET ROLE jalon_owner"), "");
    assert_all_refused(connection, attacks, "42501");
    PQfinish(connection);
}

TEST(the_journal_is_append_only_for_the_superuser_too)
{
    static const char attacks[] = "UPDATE audit.entry SET leaf = leaf\n"
                                  "DELETE FROM audit.entry\n"
                                  "TRUNCATE audit.entry\n"
                                  "UPDATE audit.disclosure SET digest = digest\n"
                                  "DELETE FROM audit.disclosure\n"
                                  "TRUNCATE audit.disclosure\n"
                                  "UPDATE audit.file SET content = content\n"
                                  "DELETE FROM audit.file\n"
                                  "TRUNCATE audit.file";
    const char *database = test_database_new();
    PGconn *connection = test_connect(test_cluster_conninfo(TEST_SUPERUSER, database));
    test_query(connection, "SELECT audit.keep_file('A')");
    assert_all_refused(connection, attacks, "42501");
    test_query(connection, "SET session_replication_role = replica");
    assert_all_refused(connection, attacks, "42501");
    assert_string_equal(test_query(connection, "DELETE FROM audit.entry"),
                        "ERROR 42501 journal_append_only");
    PQfinish(connection);
}

TEST(a7_names_on_the_callers_search_path_are_not_used)
{
    const char *database = test_database_new();
    test_sql(
        test_cluster_conninfo(TEST_SUPERUSER, database),
        "CREATE SCHEMA evil; GRANT USAGE ON SCHEMA evil TO PUBLIC;"
        "CREATE FUNCTION evil.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT ''::bytea $$;"
        "CREATE FUNCTION evil.to_json(text) RETURNS json LANGUAGE sql AS $$ SELECT '1'::json $$;"
        "CREATE FUNCTION evil.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
        " AS $$ SELECT '2001-01-01'::timestamptz $$;"
        "CREATE FUNCTION evil.texteq(text, text) RETURNS bool LANGUAGE sql AS 'SELECT true';"
        "CREATE OPERATOR evil.= (PROCEDURE = evil.texteq, LEFTARG = text, RIGHTARG = text);"
        "CREATE TABLE evil.contract (id uuid); CREATE TABLE evil.entry (id uuid)");
    PGconn *connection = test_connect(test_cluster_conninfo(FIXTURE_RECORDER, database));
    test_query(connection, "SET search_path = evil, jalon, audit, pg_catalog");
    assert_string_equal(test_query(connection,
                                   "SELECT jalon.advance(gen_random_uuid(), 'demo', 'essai-1',"
                                   " 'negotiating', '2019-02-01', 'day', NULL, NULL) ->> 'state'"),
                        "negotiating");
    assert_string_equal(
        test_query(connection, "SELECT jalon.sign(gen_random_uuid(), 'demo', 'essai-1', 'contrat',"
                               " '{all}', '2019-02-01', 'day', NULL, NULL) ->> 'state'"),
        "signed");
    PQfinish(connection);
    assert_string_equal(fixture_chain(database), "ok");
    assert_string_equal(
        test_sql(test_cluster_conninfo(FIXTURE_READER, database),
                 "SELECT count(*) FROM audit.history WHERE recorded < now() - interval '1 hour'"),
        "0");
}

TEST(a14_a16_bytes_that_are_no_text_and_prepared_transactions_are_refused)
{
    const char *database = test_database_new();
    PGconn *connection = test_connect(test_cluster_conninfo(FIXTURE_RECORDER, database));
    PQsetClientEncoding(connection, "UTF8");
    assert_string_equal(test_query(connection, "SELECT '\xff'"),
                        "ERROR 22021 invalid byte sequence for encoding \"UTF8\": 0xff");
    test_query(connection, "BEGIN");
    assert_int_equal(strncmp(test_query(connection, "PREPARE TRANSACTION 'x'"), "ERROR 55000", 11),
                     0);
    PQfinish(connection);
}

TEST(a15_a_forged_application_name_is_only_the_tool_that_is_claimed)
{
    const char *database = test_database_new();
    PGconn *connection = test_connect(test_cluster_conninfo(FIXTURE_RECORDER, database));
    test_query(connection, "SET application_name = '" TEST_SUPERUSER "'");
    test_query(connection, "SELECT jalon.advance(gen_random_uuid(), 'demo', 'essai-1',"
                           " 'negotiating', '2019-02-01', 'day', NULL, NULL)");
    assert_string_equal(
        test_query(connection, "SELECT leaf::jsonb ->> 'tool', d.value ->> 1 FROM audit.history h,"
                               " jsonb_each(h.disclosures) d WHERE h.code = 'essai-1' AND h.seq = 2"
                               " AND d.value ->> 0 = 'actor'"),
        TEST_SUPERUSER "|" FIXTURE_RECORDER);
    PQfinish(connection);
}

TEST(an_auditor_reads_everything_that_anybody_reads)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_freep)
    char *hidden = catalogue(
        database, "SELECT coalesce(string_agg(c.oid::regclass::text, ' '), '') FROM pg_class c"
                  " WHERE c.relkind IN ('r', 'v') AND (c.relnamespace = 'jalon'::regnamespace"
                  "  OR c.oid = 'audit.history'::regclass)"
                  " AND NOT has_table_privilege('" FIXTURE_AUDITOR "', c.oid, 'SELECT')"
                  " AND NOT has_any_column_privilege('" FIXTURE_AUDITOR "', c.oid, 'SELECT')");
    assert_string_equal(hidden, "");
    assert_string_equal(test_sql(test_cluster_conninfo(FIXTURE_AUDITOR, database),
                                 "SELECT count(*) FROM audit.history"),
                        "4");
}

TEST(every_function_that_runs_as_its_owner_has_its_search_path_pinned)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_freep)
    char *loose = catalogue(
        database, "SELECT coalesce(string_agg(p.oid::regprocedure::text, ' '), '') FROM pg_proc p"
                  " WHERE p.prosecdef AND p.pronamespace <> 'pg_catalog'::regnamespace AND"
                  " (p.proconfig IS DISTINCT FROM '{\"search_path=pg_catalog, pg_temp\"}'"
                  "  OR p.proowner NOT IN ('jalon_owner'::regrole, 'jalon_audit_owner'::regrole))");
    assert_string_equal(loose, "");
}

TEST(nothing_in_our_schemas_is_everybodys)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_freep)
    char *open = catalogue(
        database,
        "WITH ours AS (SELECT oid FROM pg_namespace"
        "  WHERE nspname IN ('jalon', 'audit', 'jalon_migrate')),"
        " acls AS ("
        "  SELECT p.oid::regprocedure::text AS thing, coalesce(proacl, acldefault('f', proowner)) AS acl"
        "   FROM pg_proc p WHERE pronamespace IN (SELECT oid FROM ours)"
        "  UNION ALL SELECT c.oid::regclass::text,"
        "    coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", relowner))"
        "   FROM pg_class c WHERE relnamespace IN (SELECT oid FROM ours) AND relkind <> 'i'"
        "  UNION ALL SELECT nspname, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_namespace"
        "   WHERE oid IN (SELECT oid FROM ours)"
        "  UNION ALL SELECT datname, coalesce(datacl, acldefault('d', datdba)) FROM pg_database"
        "   WHERE datname = current_database())"
        " SELECT coalesce(string_agg(DISTINCT thing, ' '), '') FROM acls, aclexplode(acl) a"
        "  WHERE a.grantee = 0");
    assert_string_equal(open, "");
    JALON_AUTO(jalon_freep)
    char *written = catalogue(
        database,
        "SELECT coalesce(string_agg(c.oid::regclass || ' ' || a.privilege_type, ', '), '')"
        " FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace::regnamespace::text"
        "  IN ('jalon', 'audit', 'jalon_migrate') AND a.grantee <> c.relowner"
        "  AND a.privilege_type <> 'SELECT'");
    assert_string_equal(written, "");
}
