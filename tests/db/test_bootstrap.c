/* What the bootstrap makes, what it takes away from everybody, and that it may be repeated. */
#include "pg/bootstrap.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pg/db.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/test.h"

enum { RUNNERS = 6 };

static struct jalon_db *open_db(const char *conninfo)
{
    struct jalon_err err;
    struct jalon_db *db = NULL;
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

/* A person of each kind. */
static int setup(void **state)
{
    test_bootstrapped(state);
    const char *admin = test_database_conninfo(NULL);
    assert_string_equal(test_sql(admin, "CREATE ROLE test_stranger LOGIN;"
                                        "CREATE ROLE test_reader LOGIN IN ROLE jalon_reader;"
                                        "CREATE ROLE test_manager LOGIN IN ROLE jalon_manager;"
                                        "CREATE ROLE test_auditor LOGIN IN ROLE jalon_auditor;"
                                        "CREATE ROLE test_migrator LOGIN IN ROLE jalon_migrator"),
                        "");
    return 0;
}
SETUP_GROUP(setup);

/* Roles, rights and schemas as one text. */
static const char *facts(const char *conninfo)
{
    return test_sql(
        conninfo,
        "SELECT string_agg(line, E'\n' ORDER BY line) FROM ("
        " SELECT datacl::text AS line FROM pg_database WHERE datname = current_database()"
        " UNION ALL SELECT concat(nspname, nspowner, nspacl) FROM pg_namespace"
        " WHERE nspname !~ '^pg_t'"
        " UNION ALL SELECT concat(rolname, r.oid, rolinherit, rolcanlogin) FROM pg_roles r"
        " UNION ALL SELECT concat(roleid, member) FROM pg_auth_members"
        " UNION ALL SELECT concat(lanname, lanacl) FROM pg_language"
        " UNION ALL SELECT concat(proname, oid, proacl) FROM pg_proc WHERE proacl IS NOT NULL"
        " UNION ALL SELECT concat(relname, oid, relacl) FROM pg_class WHERE relacl IS NOT NULL"
        " UNION ALL SELECT concat(defaclrole, defaclobjtype, defaclacl) FROM pg_default_acl) f");
}

TEST(repeating_it_changes_nothing)
{
    struct jalon_err err;
    const char *conninfo = test_database_conninfo(NULL);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    const char *before = facts(conninfo);
    assert_non_null(strstr(before, "jalon_migrator"));
    assert_done(jalon_bootstrap(db, &err), &err);
    assert_string_equal(facts(conninfo), before);
}

TEST(several_at_once_in_two_databases_all_succeed)
{
    const char *const conninfo[] = {test_cluster_conninfo(TEST_SUPERUSER, "test_left"),
                                    test_cluster_conninfo(TEST_SUPERUSER, "test_right")};
    const char *server = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    assert_string_equal(test_sql(server, "CREATE DATABASE test_left TEMPLATE template0"), "");
    assert_string_equal(test_sql(server, "CREATE DATABASE test_right TEMPLATE template0"), "");
    pid_t children[RUNNERS];
    for (size_t i = 0; i < RUNNERS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct jalon_err err;
            struct jalon_db *db = open_db(conninfo[i % 2]);
            _exit(jalon_bootstrap(db, &err) == 0 ? 0 : 1);
        }
    }
    for (size_t i = 0; i < RUNNERS; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
}

TEST(each_role_may_what_the_one_below_may)
{
    const char *conninfo = test_database_conninfo(NULL);
    assert_string_equal(
        test_sql(conninfo,
                 "SELECT string_agg(concat(m.rolname, '>', g.rolname), ' ' ORDER BY m.rolname)"
                 " FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid"
                 " JOIN pg_roles m ON m.oid = a.member WHERE m.rolname ~ '^jalon_'"),
        "jalon_auditor>jalon_reader jalon_manager>jalon_recorder jalon_migrator>jalon_owner "
        "jalon_recorder>jalon_reader jalon_sealer>jalon_reader");
    assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM pg_roles WHERE rolname ~ '^jalon_'"
                                           " AND rolname <> 'jalon_superuser' AND (rolcanlogin"
                                           " OR rolsuper OR rolcreaterole OR rolcreatedb"
                                           " OR rolbypassrls OR rolreplication)"),
                        "0");
}

TEST(a_stranger_does_not_get_in)
{
    const char *conninfo = test_database_conninfo("test_stranger");
    assert_non_null(strstr(test_sql(conninfo, "SELECT 1"), "permission denied for database"));
}

TEST(members_get_in_and_see_the_history)
{
    static const char *const members[] = {"test_reader", "test_manager", "test_auditor"};
    for (size_t i = 0; i < JALON_COUNT(members); i++) {
        const char *conninfo = test_database_conninfo(members[i]);
        assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM jalon_migrate.history"), "0");
    }
}

TEST(a_migrator_must_say_whose_rights_it_takes)
{
    const char *conninfo = test_database_conninfo("test_migrator");
    const char *refused = test_sql(conninfo, "SELECT count(*) FROM jalon_migrate.history");
    assert_non_null(strstr(refused, "ERROR 42501"));
    assert_string_equal(
        test_sql(conninfo, "SET ROLE jalon_owner; SELECT count(*) FROM jalon_migrate.history"),
        "0");
    assert_non_null(strstr(test_sql(conninfo, "SET ROLE jalon_audit_owner"), "ERROR 42501"));
}

TEST(nobody_makes_things_of_his_own)
{
    static const char *const attempts[] = {
        "CREATE TEMPORARY TABLE x ()",
        "CREATE TABLE public.x ()",
        "CREATE TABLE jalon.x ()",
        "CREATE TABLE audit.x ()",
        "CREATE SCHEMA x",
        "DO $$ BEGIN END $$",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT lo_creat(-1)",
        "INSERT INTO jalon_migrate.history DEFAULT VALUES",
        "BEGIN; LOCK TABLE jalon_migrate.lock IN ACCESS SHARE MODE",
        "BEGIN; LOCK TABLE jalon_migrate.history IN ROW EXCLUSIVE MODE",
        "SET ROLE jalon_owner",
        "SET ROLE jalon_audit_owner",
        "SET ROLE jalon_migrator",
    };
    const char *conninfo = test_database_conninfo("test_manager");
    for (size_t i = 0; i < JALON_COUNT(attempts); i++) {
        const char *said = test_sql(conninfo, attempts[i]);
        if (strncmp(said, "ERROR 42501", strlen("ERROR 42501")) != 0) {
            fail_msg("%s: %s", attempts[i], said);
        }
    }
}

TEST(what_the_owners_make_is_nobodys_until_granted)
{
    const char *admin = test_database_conninfo(NULL);
    assert_string_equal(
        test_sql(admin, "SET ROLE jalon_owner;"
                        "CREATE FUNCTION jalon.f() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                        "CREATE TYPE jalon.t AS ENUM ('a'); SET ROLE jalon_audit_owner;"
                        "CREATE FUNCTION audit.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
        "");
    assert_string_equal(
        test_sql(admin, "SELECT has_function_privilege('jalon_manager', 'jalon.f()', 'EXECUTE'),"
                        " has_function_privilege('jalon_manager', 'audit.f()', 'EXECUTE'),"
                        " has_function_privilege('jalon_owner', 'audit.f()', 'EXECUTE'),"
                        " has_type_privilege('jalon_manager', 'jalon.t', 'USAGE')"),
        "f|f|f|f");
}

TEST(only_a_superuser_may_run_it)
{
    struct jalon_err err;
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *db = open_db(test_database_conninfo("test_migrator"));
    assert_int_equal(jalon_bootstrap(db, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_PERMISSION);
    assert_string_equal(err.message[JALON_EN],
                        "preparing a database takes a superuser; 'test_migrator' is none");
}

/* Runs MAKE, expects a refusal that says WANTED and leaves the database as it was, runs UNMAKE. */
static void assert_obstacle(const char *make, const char *wanted, const char *unmake)
{
    struct jalon_err err;
    const char *conninfo = test_database_conninfo(NULL);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    assert_string_equal(test_sql(conninfo, make), "");
    const char *before = facts(conninfo);
    int ret = jalon_bootstrap(db, &err);
    const char *after = facts(conninfo);
    assert_string_equal(test_sql(conninfo, unmake), "");
    assert_int_equal(ret, -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_non_null(strstr(err.message[JALON_EN], wanted));
    assert_string_equal(after, before);
}

TEST(a_role_of_the_name_with_other_powers_is_refused)
{
    assert_obstacle("ALTER ROLE jalon_recorder LOGIN",
                    "role jalon_recorder exists with other attributes",
                    "ALTER ROLE jalon_recorder NOLOGIN");
    assert_obstacle("ALTER ROLE jalon_migrator INHERIT",
                    "role jalon_migrator exists with other attributes",
                    "ALTER ROLE jalon_migrator NOINHERIT");
}

TEST(a_schema_of_the_name_that_is_not_ours_is_refused)
{
    assert_obstacle("ALTER SCHEMA audit OWNER TO jalon_owner",
                    "schema audit belongs to somebody else",
                    "ALTER SCHEMA audit OWNER TO jalon_audit_owner");
}

TEST(a_database_of_another_encoding_is_refused)
{
    struct jalon_err err;
    const char *server = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    assert_string_equal(test_sql(server, "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C'"
                                         " LC_CTYPE 'C' TEMPLATE template0"),
                        "");
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *db = open_db(test_cluster_conninfo(TEST_SUPERUSER, "latin"));
    assert_int_equal(jalon_bootstrap(db, &err), -1);
    assert_non_null(strstr(err.message[JALON_EN], "the encoding of database latin is LATIN1"));
}

TEST(the_script_can_be_read_by_people)
{
    assert_int_equal(strncmp(jalon_bootstrap_sql, "-- Prepares a database for Jalon", 32), 0);
    assert_non_null(strstr(jalon_bootstrap_sql, "\nCOMMIT;\n"));
}
