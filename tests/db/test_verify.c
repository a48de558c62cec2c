/* A schema that somebody changed behind the migrations' back, and what is said of it. */
#include "pg/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/bootstrap.h"
#include "pg/db.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/test.h"

SETUP_GROUP(test_migrated);

static struct jalon_db *open_db(const char *conninfo)
{
    struct jalon_err err;
    struct jalon_db *db = NULL;
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

static struct jalon_verification *verify(const char *conninfo)
{
    struct jalon_err err;
    struct jalon_verification *found = NULL;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    assert_done(jalon_verify(db, &jalon_migrations, NULL, &found, &err), &err);
    return found;
}

/* The names of what differs, each with its kind: "-" gone, "+" new, "~" other. */
static char *drifts_of(const char *conninfo)
{
    static const char marks[] = {
        [JALON_DRIFT_MISSING] = '-', [JALON_DRIFT_UNEXPECTED] = '+', [JALON_DRIFT_DIFFERS] = '~'};
    JALON_AUTO(jalon_verification_freep) struct jalon_verification *found = verify(conninfo);
    struct jalon_str text = {0};
    jalon_str_add(&text, "");
    for (size_t i = 0; i < found->n_drifts; i++) {
        jalon_str_addf(&text, "%s%c%s", i > 0 ? "\n" : "", marks[found->drifts[i].kind],
                       found->drifts[i].fact);
    }
    return jalon_str_take(&text);
}

static void run(const char *conninfo, const char *sql)
{
    const char *text = test_sql(conninfo, sql);
    if (strncmp(text, "ERROR", 5) == 0) {
        fail_msg("%s: %s", sql, text);
    }
}

/* Runs the SQL that was offered for each difference. */
static void repair(const char *conninfo)
{
    JALON_AUTO(jalon_verification_freep) struct jalon_verification *found = verify(conninfo);
    for (size_t i = 0; i < found->n_drifts; i++) {
        assert_non_null(found->drifts[i].repair);
        run(conninfo, found->drifts[i].repair);
    }
}

static void assert_drifts(const char *conninfo, const char *sql, const char *wanted)
{
    JALON_AUTO(jalon_freep) char *actual = drifts_of(conninfo);
    if (strcmp(actual, wanted) != 0) {
        fail_msg("after\n  %s\nverify names\n  %s\ninstead of\n  %s", sql, actual, wanted);
    }
}

/* What was done, what verify names, and nothing else; `undo` where no SQL is offered. */
struct mutation {
    const char *sql, *named, *undo;
};

static const struct mutation mutations[] = {
    {"ALTER TABLE audit.entry DISABLE TRIGGER append_only",
     "~trigger append_only on audit.entry: fires", NULL},
    {"ALTER TABLE audit.entry ENABLE TRIGGER append_only",
     "~trigger append_only on audit.entry: fires", NULL},
    {"DROP TRIGGER append_only_whole ON audit.entry", "-trigger append_only_whole on audit.entry",
     "CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.entry FOR EACH STATEMENT"
     " EXECUTE FUNCTION audit.refuse_change();"
     "ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only_whole"},
    {"CREATE TRIGGER extra BEFORE INSERT ON jalon.contract FOR EACH ROW"
     " EXECUTE FUNCTION audit.refuse_change()",
     "+trigger extra on jalon.contract", NULL},
    {"ALTER TABLE jalon.contract DISABLE TRIGGER ALL", "+foreign keys of table jalon.contract",
     NULL},
    {"CREATE RULE quiet AS ON DELETE TO jalon.contract DO INSTEAD NOTHING",
     "+rule quiet on jalon.contract", NULL},
    {"ALTER TABLE jalon.contract ENABLE ROW LEVEL SECURITY", "~table jalon.contract: row security",
     NULL},
    {"ALTER TABLE jalon.contract FORCE ROW LEVEL SECURITY", "~table jalon.contract: row security",
     NULL},
    {"CREATE POLICY open ON jalon.contract USING (true)", "+policy open on jalon.contract", NULL},
    {"ALTER TABLE jalon.contract OWNER TO jalon_superuser", "~table jalon.contract: owner", NULL},
    {"ALTER TABLE jalon.contract SET (fillfactor = 42)", "~table jalon.contract: option fillfactor",
     NULL},
    {"CREATE INDEX extra ON jalon.contract (code)", "+index jalon.extra", NULL},
    {"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'jalon.contract_pkey'::regclass",
     "~index jalon.contract_pkey: valid",
     "UPDATE pg_index SET indisvalid = true"
     " WHERE indexrelid = 'jalon.contract_pkey'::regclass"},
    {"ALTER TABLE jalon.contract ADD COLUMN extra text",
     "+column jalon.contract.extra\n~table jalon.contract: columns",
     "ALTER TABLE jalon.contract DROP COLUMN extra"},
    {"ALTER TABLE jalon.milestone ALTER COLUMN milestone TYPE varchar(99)",
     "~column jalon.milestone.milestone", "ALTER TABLE jalon.milestone ALTER milestone TYPE text"},
    {"ALTER TABLE jalon.milestone ALTER COLUMN earliest SET NOT NULL",
     "~column jalon.milestone.earliest: null", NULL},
    {"ALTER TABLE jalon.milestone ALTER COLUMN note SET DEFAULT 'x'",
     "+column jalon.milestone.note: default", NULL},
    {"ALTER TABLE jalon.milestone DROP CONSTRAINT milestone_precision_check",
     "-constraint milestone_precision_check on jalon.milestone", NULL},
    {"UPDATE pg_constraint SET convalidated = false WHERE conname = 'milestone_precision_check'",
     "~constraint milestone_precision_check on jalon.milestone: validated", NULL},
    {"ALTER SEQUENCE audit.entry_id INCREMENT BY 2", "~sequence audit.entry_id: definition",
     "ALTER SEQUENCE audit.entry_id INCREMENT BY 1"},
    {"ALTER FUNCTION audit.disclosed(bigint,text) RESET search_path",
     "-function audit.disclosed(bigint,text): setting search_path", NULL},
    {"ALTER FUNCTION audit.disclosed(bigint,text) SET search_path = audit",
     "~function audit.disclosed(bigint,text): setting search_path", NULL},
    {"ALTER FUNCTION audit.disclosed(bigint,text) SECURITY INVOKER",
     "~function audit.disclosed(bigint,text): runs as", NULL},
    {"ALTER FUNCTION audit.disclosed(bigint,text) LEAKPROOF",
     "~function audit.disclosed(bigint,text): leakproof", NULL},
    {"ALTER FUNCTION audit.disclosed(bigint,text) OWNER TO jalon_superuser",
     "~function audit.disclosed(bigint,text): owner", NULL},
    {"CREATE FUNCTION jalon.extra() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
     "+function jalon.extra()", NULL},
    {"GRANT UPDATE ON jalon.contract TO jalon_recorder",
     "+grant of UPDATE on table jalon.contract to jalon_recorder", NULL},
    {"GRANT SELECT (code) ON jalon.contract TO PUBLIC",
     "+grant of SELECT on column jalon.contract.code to PUBLIC", NULL},
    {"REVOKE SELECT ON jalon.contract FROM jalon_reader",
     "-grant of SELECT on table jalon.contract to jalon_reader", NULL},
    {"GRANT EXECUTE ON FUNCTION audit.disclosed(bigint,text) TO PUBLIC",
     "+grant of EXECUTE on function audit.disclosed(bigint,text) to PUBLIC", NULL},
    {"GRANT CREATE ON SCHEMA jalon TO jalon_manager",
     "+grant of CREATE on schema jalon to jalon_manager", NULL},
    {"GRANT CREATE ON SCHEMA public TO PUBLIC", "+grant of CREATE on schema public to PUBLIC",
     NULL},
    {"GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC", "+grant of USAGE on language plpgsql to PUBLIC",
     NULL},
    {"DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO PUBLIC', current_database());"
     " END $$",
     "+grant of TEMPORARY on the database to PUBLIC", NULL},
    {"ALTER DEFAULT PRIVILEGES FOR ROLE jalon_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
     "+grant of EXECUTE on new functions of jalon_owner to PUBLIC", NULL},
    {"GRANT EXECUTE ON FUNCTION pg_catalog.lo_create(oid) TO PUBLIC",
     "~rights on system function lo_create(oid)", NULL},
    {"GRANT SET ON PARAMETER session_replication_role TO jalon_manager",
     "+grant of SET on parameter session_replication_role to jalon_manager", NULL},
    {"CREATE SCHEMA evil; CREATE TABLE evil.x ()", "+schema evil", "DROP SCHEMA evil CASCADE"},
    {"CREATE TABLE public.x ()", "+table public.x", NULL},
    {"CREATE FUNCTION pg_catalog.extra() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
     "+function extra()", NULL},
    {"CREATE EXTENSION pgcrypto SCHEMA public", "+extension pgcrypto", NULL},
    {"CREATE PUBLICATION leak FOR ALL TABLES", "+publication leak", NULL},
    {"CREATE FUNCTION public.tick() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
     "CREATE EVENT TRIGGER tick ON ddl_command_end EXECUTE FUNCTION public.tick()",
     "+event trigger tick\n+function public.tick()", NULL},
    {"ALTER ROLE jalon_reader BYPASSRLS", "~role jalon_reader", NULL},
    {"ALTER ROLE jalon_manager LOGIN", "~role jalon_manager", NULL},
    {"GRANT jalon_audit_owner TO jalon_manager",
     "+membership of jalon_manager in jalon_audit_owner", NULL},
    {"GRANT pg_read_server_files TO jalon_reader",
     "+membership of jalon_reader in pg_read_server_files", NULL},
    {"REVOKE jalon_recorder FROM jalon_manager", "-membership of jalon_manager in jalon_recorder",
     NULL},
    {"CREATE ROLE test_strong LOGIN BYPASSRLS IN ROLE jalon_manager", "+power of test_strong",
     NULL},
    {"ALTER ROLE jalon_manager SET session_replication_role = replica",
     "+setting session_replication_role of jalon_manager", NULL},
    {"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica',"
     " current_database()); END $$",
     "+setting session_replication_role of every role in the database", NULL},
};

TEST(g12_every_mutation_of_the_catalogue_is_named_and_repaired)
{
    const char *conninfo = test_database_conninfo(NULL);
    assert_drifts(conninfo, "nothing", "");
    for (size_t i = 0; i < JALON_COUNT(mutations); i++) {
        const struct mutation *mutation = &mutations[i];
        run(conninfo, mutation->sql);
        assert_drifts(conninfo, mutation->sql, mutation->named);
        if (mutation->undo != NULL) {
            run(conninfo, mutation->undo);
        } else {
            repair(conninfo);
        }
        assert_drifts(conninfo, "undoing it", "");
    }
}

static size_t bless(const char *conninfo, const char *fact)
{
    struct jalon_err err;
    size_t n = 0;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    assert_done(jalon_bless(db, fact, "meant to be so", &n, &err), &err);
    return n;
}

TEST(an_accepted_difference_is_shown_and_no_longer_counts)
{
    const char *conninfo = test_database_conninfo(NULL);
    run(conninfo, "CREATE SCHEMA extra; CREATE TABLE extra.x (); CREATE TABLE public.other ()");
    assert_int_equal(bless(conninfo, "schema extra"), 1);
    assert_drifts(conninfo, "accepting one of two", "+table public.other");
    JALON_AUTO(jalon_verification_freep) struct jalon_verification *found = verify(conninfo);
    assert_int_equal(found->n_blessings, 1);
    assert_string_equal(found->blessings[0].fact, "schema extra");
    assert_string_equal(found->blessings[0].reason, "meant to be so");
    assert_string_equal(found->blessings[0].blessed_by, TEST_SUPERUSER);
    assert_int_equal(bless(conninfo, NULL), 1);
    assert_drifts(conninfo, "accepting all", "");
    assert_int_equal(bless(conninfo, NULL), 0);
    run(conninfo, "DROP SCHEMA extra CASCADE");
    assert_drifts(conninfo, "taking it away again", "-schema extra");
}

TEST(only_who_may_own_the_schema_accepts_a_difference)
{
    struct jalon_err err;
    size_t n = 0;
    const char *admin = test_database_conninfo(NULL);
    const char *name = test_sql(admin, "SELECT current_database()");
    run(admin, "CREATE TABLE public.other ();"
               "CREATE ROLE test_manager LOGIN IN ROLE jalon_manager;"
               "CREATE ROLE test_migrator LOGIN IN ROLE jalon_migrator");
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *manager = open_db(test_cluster_conninfo("test_manager", name));
    assert_int_equal(jalon_bless(manager, NULL, "no", &n, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_PERMISSION);
    assert_drifts(test_cluster_conninfo("test_manager", name), "reading as a manager",
                  "+table public.other");
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *migrator = open_db(test_cluster_conninfo("test_migrator", name));
    assert_int_equal(jalon_bless(migrator, "table public.none", "no", &n, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_NOT_FOUND);
    assert_done(jalon_bless(migrator, NULL, "yes", &n, &err), &err);
    assert_int_equal(n, 1);
    run(admin, "DROP TABLE public.other; DROP ROLE test_manager; DROP ROLE test_migrator");
}

TEST(t56_a_migration_does_not_hide_what_somebody_did_before_it)
{
    struct jalon_err err;
    struct jalon_migrate_report report;
    const struct jalon_migrate_options plain = {0};
    const char *conninfo = test_database_conninfo(NULL);
    run(conninfo, "GRANT UPDATE ON jalon.contract TO jalon_recorder;"
                  "DELETE FROM jalon_migrate.repeatable");
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    assert_done(jalon_bootstrap(db, &err), &err);
    assert_done(jalon_migrate_up(db, &jalon_migrations, &plain, &report, &err), &err);
    assert_int_not_equal(report.n_repeated, 0);
    assert_drifts(conninfo, "running the migrations again",
                  "+grant of UPDATE on table jalon.contract to jalon_recorder");
}

TEST(t56_an_edited_history_is_a_finding)
{
    const char *conninfo = test_database_conninfo(NULL);
    run(conninfo, "UPDATE jalon_migrate.history SET sha256 = sha256('x') WHERE version = 2");
    JALON_AUTO(jalon_verification_freep) struct jalon_verification *found = verify(conninfo);
    assert_false(jalon_verification_ok(found));
    assert_non_null(strstr(found->history.message[JALON_EN], "0002_programme.sql"));
}

TEST(t56_an_edited_migration_is_a_finding)
{
    struct jalon_err err;
    struct jalon_verification *found = NULL;
    const char *conninfo = test_database_conninfo(NULL);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    const struct jalon_migration_set older = {jalon_migrations.files, 2};
    assert_done(jalon_verify(db, &older, NULL, &found, &err), &err);
    assert_false(jalon_verification_ok(found));
    assert_string_equal(found->changed[0].name, jalon_migrations.files[2].name);
    assert_int_equal(found->changed[0].state, JALON_MIGRATION_MISSING);
    jalon_verification_freep(&found);
}

TEST(a_database_that_nothing_was_noted_of_is_not_called_sound)
{
    const char *conninfo = test_database_conninfo(NULL);
    run(conninfo, "DELETE FROM jalon_migrate.fact");
    JALON_AUTO(jalon_verification_freep) struct jalon_verification *found = verify(conninfo);
    assert_int_equal(found->n_drifts, 0);
    assert_false(jalon_verification_ok(found));
}

TEST(g13_after_dump_and_restore_the_lost_rights_on_the_database_are_named)
{
    const char *from = test_database_new();
    const char *server = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    run(server, "CREATE DATABASE restored TEMPLATE template0");
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_str_addf(&command,
                   "'%s/pg_dump' -Fc -d \"%s\" | '%s/pg_restore' -d \"%s\" >/dev/null 2>&1",
                   JALON_POSTGRES_BINDIR, test_cluster_conninfo(TEST_SUPERUSER, from),
                   JALON_POSTGRES_BINDIR, test_cluster_conninfo(TEST_SUPERUSER, "restored"));
    FILE *restore = popen(jalon_str_text(&command), "r");
    assert_non_null(restore);
    assert_int_equal(pclose(restore), 0);
    const char *conninfo = test_cluster_conninfo(TEST_SUPERUSER, "restored");
    assert_drifts(conninfo, "restoring a dump",
                  "+grant of CONNECT on the database to PUBLIC\n"
                  "-grant of CONNECT on the database to jalon_migrator\n"
                  "-grant of CONNECT on the database to jalon_reader\n"
                  "+grant of TEMPORARY on the database to PUBLIC");
    repair(conninfo);
    assert_drifts(conninfo, "repairing it", "");
}
