/* The migration runner against a real server: fictional migrations on bootstrapped databases. */
#include "pg/migrate.h"

#include <libpq-fe.h>
#include <signal.h>
#include <stdlib.h>

#include "fiction.h"
#include "pg/skew.h"
#include "support/migrated.h"

enum { RUNNERS = 6 };

SETUP_GROUP(test_bootstrapped);

TEST(everything_pending_is_applied_in_order_under_its_owner)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    assert_up(conninfo, ordinary(&set), 3, 2);
    assert_string_equal(test_sql(conninfo, "SELECT version, name, applied_by, client_version"
                                           " FROM jalon_migrate.history ORDER BY applied_at"),
                        "1|0001_first.sql|jalon_superuser|0.0.0-test\n"
                        "2|0002_second.sql|jalon_superuser|0.0.0-test\n"
                        "3|0003_third.sql|jalon_superuser|0.0.0-test");
    assert_string_equal(test_sql(conninfo, "SELECT relname, pg_get_userbyid(relowner) FROM pg_class"
                                           " WHERE relname IN ('first', 'second', 'view')"
                                           " ORDER BY 1"),
                        "first|jalon_owner\nsecond|jalon_audit_owner\nview|jalon_audit_owner");
    assert_string_equal(test_sql(conninfo, "SELECT jalon.answer()"), "42");
}

TEST(the_history_is_chained_as_its_comment_says)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    assert_up(conninfo, ordinary(&set), 3, 2);
    assert_string_equal(
        test_sql(conninfo,
                 "SELECT bool_and(chain = pg_catalog.sha256(before || int4send(version) || sha256))"
                 " FROM (SELECT *, lag(chain, 1, decode(repeat('00', 32), 'hex'))"
                 " OVER (ORDER BY version) AS before FROM jalon_migrate.history) h"),
        "t");
}

TEST(t56_running_twice_changes_nothing)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    assert_up(conninfo, ordinary(&set), 3, 2);
    const char *before = everything(conninfo);
    assert_up(conninfo, &set, 0, 0);
    assert_string_equal(everything(conninfo), before);
}

TEST(g01_six_runners_on_an_empty_database_apply_each_file_once)
{
    struct fiction set;
    pid_t runners[RUNNERS];
    const char *server = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    assert_string_equal(test_sql(server, "CREATE DATABASE fresh TEMPLATE template0"), "");
    const char *conninfo = test_cluster_conninfo(TEST_SUPERUSER, "fresh");
    ordinary(&set);
    for (size_t i = 0; i < RUNNERS; i++) {
        runners[i] = start_up(conninfo, &set, true);
    }
    for (size_t i = 0; i < RUNNERS; i++) {
        assert_int_equal(end_of(runners[i]), 0);
    }
    assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM jalon_migrate.history"), "3");
    assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM jalon_migrate.repeatable"), "2");
}

TEST(a_repeatable_file_runs_again_when_it_changed)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    assert_up(conninfo, ordinary(&set), 3, 2);
    put(&set, "R_1_functions.sql",
        "CREATE OR REPLACE FUNCTION jalon.answer() RETURNS integer\n"
        "LANGUAGE sql AS 'SELECT 43';\n");
    assert_up(conninfo, &set, 0, 1);
    assert_string_equal(test_sql(conninfo, "SELECT jalon.answer()"), "43");
    assert_up(conninfo, &set, 0, 0);
}

TEST(a_repeatable_file_that_is_gone_is_forgotten)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    assert_up(conninfo, ordinary(&set), 3, 2);
    set.n--;
    assert_up(conninfo, &set, 0, 0);
    assert_string_equal(test_sql(conninfo, "SELECT name FROM jalon_migrate.repeatable"),
                        "R_1_functions.sql");
}

TEST(changed_repeatable_files_are_one_transaction)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    ordinary(&set);
    put(&set, "R_2_views.sql", "SELECT 1;\nSELECT 1/0;\n");
    struct jalon_err err;
    struct jalon_migrate_report report;
    assert_int_equal(up_with(conninfo, &set, &plain, &report, &err), -1);
    assert_int_equal(report.n_applied, 3);
    assert_int_equal(report.n_repeated, 0);
    assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM jalon_migrate.repeatable"), "0");
    assert_string_equal(test_sql(conninfo, "SELECT to_regproc('jalon.answer')"), "NULL");
}

TEST(g02_an_applied_file_that_was_edited_is_refused)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    assert_up(conninfo, ordinary(&set), 3, 2);
    put(&set, "0002_second.sql", "-- jalon: owner audit\nSELECT 'edited';\n");
    put(&set, "0003_third.sql", set.files[2].text);
    put(&set, "R_1_functions.sql", "SELECT 'new';\n");
    assert_refused(conninfo, &set, JALON_ERR_REFUSED,
                   "migration 0002_second.sql was applied with another text than this program's");
}

TEST(g02_an_applied_file_that_is_missing_or_renamed_is_refused)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    assert_up(conninfo, ordinary(&set), 3, 2);
    set.files[1].name = "0002_renamed.sql";
    assert_refused(conninfo, &set, JALON_ERR_REFUSED,
                   "migration 0002_renamed.sql comes after another one with a higher number");
    set = (struct fiction){0};
    put(&set, "0001_first.sql", "CREATE TABLE jalon.first (id integer);\n");
    assert_refused(conninfo, &set, JALON_ERR_REFUSED,
                   "migration 0002_second.sql is applied, but this program does not know it");
}

TEST(g02_a_number_used_twice_is_refused)
{
    struct fiction set = {0};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_a.sql", "CREATE TABLE jalon.a ();\n");
    put(&set, "0001_b.sql", "CREATE TABLE jalon.b ();\n");
    assert_refused(conninfo, &set, JALON_ERR_REFUSED,
                   "migrations 0001_a.sql and 0001_b.sql have the same number");
}

TEST(g02_a_file_below_an_applied_number_is_refused)
{
    struct fiction set = {0};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_a.sql", "CREATE TABLE jalon.a ();\n");
    put(&set, "0003_c.sql", "CREATE TABLE jalon.c ();\n");
    assert_up(conninfo, &set, 2, 0);
    set = (struct fiction){0};
    put(&set, "0001_a.sql", "CREATE TABLE jalon.a ();\n");
    put(&set, "0002_b.sql", "CREATE TABLE jalon.b ();\n");
    put(&set, "0003_c.sql", "CREATE TABLE jalon.c ();\n");
    assert_refused(conninfo, &set, JALON_ERR_REFUSED,
                   "migration 0002_b.sql comes after another one with a higher number");
}

TEST(a_history_altered_by_hand_is_refused)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    assert_up(conninfo, ordinary(&set), 3, 2);
    assert_string_equal(test_sql(conninfo, "UPDATE jalon_migrate.history SET sha256 = sha256('x')"
                                           " WHERE version = 2"),
                        "");
    assert_refused(conninfo, &set, JALON_ERR_REFUSED,
                   "the history of migrations was altered by hand, from 0002_second.sql on");
    assert_string_equal(test_sql(conninfo, "DELETE FROM jalon_migrate.history WHERE version = 2"),
                        "");
    assert_refused(conninfo, &set, JALON_ERR_REFUSED,
                   "the history of migrations was altered by hand, from 0003_third.sql on");
}

TEST(g03_a_failing_third_command_leaves_nothing_and_its_line)
{
    struct fiction set = {0};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql",
        "CREATE TABLE jalon.x ();\nINSERT INTO jalon.x DEFAULT VALUES;\n\n"
        "SELECT 1 /\n  0;\nSELECT 4;\n");
    assert_refused(conninfo, &set, JALON_ERR_INTERNAL,
                   "migration 0001_x.sql failed in the command of line 4: value refused by the "
                   "database: division by zero");
    put(&set, "0001_x.sql", "CREATE TABLE jalon.é ();\nSELECT 1;\nSELECT 2\n  FROM nowhere;\n");
    assert_refused(conninfo, &set, JALON_ERR_INTERNAL,
                   "migration 0001_x.sql failed in the command of line 4: the database is not "
                   "ready for 'script': relation \"nowhere\" does not exist");
    put(&set, "0001_x.sql", "CREATE TABLE jalon.x ();\nSELEKT 1;\n");
    assert_refused(conninfo, &set, JALON_ERR_INTERNAL,
                   "migration 0001_x.sql failed in the command of line 2: 'script' failed: syntax "
                   "error at or near \"SELEKT\" (42601)");
}

TEST(g04_an_inner_commit_is_refused_before_anything_runs)
{
    struct fiction set = {0};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql", "CREATE TABLE jalon.x ();\nCOMMIT;\n");
    assert_refused(conninfo, &set, JALON_ERR_REFUSED,
                   "migration 0001_x.sql holds 'COMMIT', line 2");
}

TEST(g04_a_file_that_left_its_transaction_is_noticed)
{
    static const char *const texts[] = {"SELECT 1;\nCOMMIT;\n", "COMMIT;\nBEGIN;\n",
                                        "ROLLBACK; BEGIN; SET LOCAL ROLE jalon_owner;\n",
                                        "SELECT set_config('role', 'none', true);\n"};
    const struct jalon_migrate_options unchecked = {.unchecked = true};
    const char *conninfo = test_database_conninfo(NULL);
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        struct jalon_err err;
        struct jalon_migrate_report report;
        struct fiction set = {0};
        put(&set, "0001_x.sql", texts[i]);
        assert_int_equal(up_with(conninfo, &set, &unchecked, &report, &err), -1);
        assert_string_equal(err.message[JALON_EN],
                            "migration 0001_x.sql left its transaction or its role");
        assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM jalon_migrate.history"), "0");
    }
}

TEST(g05_a_runner_killed_in_the_middle_of_a_file_leaves_nothing)
{
    struct fiction set = {0};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql", "CREATE TABLE jalon.half ();\nSELECT pg_sleep(600);\n");
    const char *before = everything(conninfo);
    pid_t runner = start_up(conninfo, &set, false);
    test_wait_for(conninfo, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
                  "1");
    kill(runner, SIGKILL);
    assert_int_equal(WTERMSIG(end_of(runner)), SIGKILL);
    /* The server notices by itself; the next runner need not wait for ten minutes. */
    test_wait_for(conninfo, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
                  "0");
    assert_string_equal(everything(conninfo), before);
    put(&set, "0001_x.sql", "CREATE TABLE jalon.half ();\n");
    assert_up(conninfo, &set, 1, 0);
}

static const char index_file[] = "-- jalon: no-transaction\n"
                                 "CREATE INDEX CONCURRENTLY IF NOT EXISTS x_id ON jalon.x (id);\n";

TEST(g07_a_concurrent_index_and_five_waiting_runners_do_not_deadlock)
{
    struct fiction set = {0};
    pid_t runners[RUNNERS];
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql", "CREATE TABLE jalon.x (id integer);\n");
    assert_up(conninfo, &set, 1, 0);
    PGconn *writer = test_connect(conninfo);
    assert_string_equal(test_query(writer, "BEGIN"), "");
    assert_string_equal(test_query(writer, "INSERT INTO jalon.x VALUES (1)"), "");
    put(&set, "0002_index.sql", index_file);
    put(&set, "0003_y.sql", "CREATE TABLE jalon.y ();\n");
    runners[0] = start_up(conninfo, &set, false);
    test_wait_for(conninfo,
                  "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                  " AND query LIKE '%CREATE INDEX CONCURRENTLY%'",
                  "1");
    for (size_t i = 1; i < RUNNERS; i++) {
        runners[i] = start_up(conninfo, &set, false);
    }
    test_wait_for(conninfo,
                  "SELECT count(*) FROM pg_locks WHERE NOT granted"
                  " AND relation = 'jalon_migrate.lock'::regclass",
                  "5");
    assert_string_equal(test_query(writer, "COMMIT"), "");
    PQfinish(writer);
    for (size_t i = 0; i < RUNNERS; i++) {
        assert_int_equal(end_of(runners[i]), 0);
    }
    assert_string_equal(test_sql(conninfo, "SELECT count(*), max(version) FROM"
                                           " jalon_migrate.history"),
                        "3|3");
    assert_string_equal(test_sql(conninfo, "SELECT indisvalid, pg_get_userbyid(relowner)"
                                           " FROM pg_index JOIN pg_class ON oid = indexrelid"
                                           " WHERE relname = 'x_id'"),
                        "t|jalon_owner");
}

TEST(an_index_left_unfinished_is_made_anew)
{
    struct fiction set = {0};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql",
        "CREATE TABLE jalon.x (id integer);\n"
        "INSERT INTO jalon.x VALUES (1), (1);\n");
    put(&set, "0002_index.sql",
        "-- jalon: no-transaction\n"
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS x_id ON jalon.x (id);\n");
    struct jalon_err err;
    struct jalon_migrate_report report;
    assert_int_equal(up_with(conninfo, &set, &plain, &report, &err), -1);
    assert_non_null(strstr(err.message[JALON_EN], "migration 0002_index.sql failed"));
    const char *valid = "SELECT indisvalid FROM pg_index WHERE"
                        " indexrelid = 'jalon.x_id'::regclass";
    assert_string_equal(test_sql(conninfo, valid), "f");
    assert_string_equal(test_sql(conninfo, "SELECT max(version) FROM jalon_migrate.history"), "1");
    assert_string_equal(test_sql(conninfo, "DELETE FROM jalon.x"), "");
    assert_up(conninfo, &set, 1, 0);
    assert_string_equal(test_sql(conninfo, valid), "t");
}

TEST(g16_a_dry_run_leaves_out_what_it_cannot_try)
{
    struct fiction set = {0};
    struct jalon_err err;
    struct jalon_migrate_report report;
    const struct jalon_migrate_options dry = {.dry_run = true};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql", "CREATE TABLE jalon.x (id integer);\n");
    put(&set, "0002_index.sql", index_file);
    const char *before = everything(conninfo);
    assert_done(up_with(conninfo, &set, &dry, &report, &err), &err);
    assert_int_equal(report.n_applied, 1);
    assert_string_equal(everything(conninfo), before);
}

/* A trigger that ends the session of its first COMMIT, and only that. */
static void prepare_loss(const char *conninfo)
{
    assert_string_equal(
        test_sql(conninfo,
                 "CREATE SCHEMA fiction; GRANT USAGE ON SCHEMA fiction TO jalon_owner;"
                 "CREATE SEQUENCE fiction.losses;"
                 "CREATE FUNCTION fiction.lose() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                 " AS $$ BEGIN IF nextval('fiction.losses') = 1 THEN"
                 " PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$"),
        "");
}

TEST(g09_a_connection_lost_at_commit_is_opened_again_and_the_history_asked)
{
    struct fiction set = {0};
    const char *conninfo = test_database_conninfo(NULL);
    prepare_loss(conninfo);
    put(&set, "0001_x.sql",
        "CREATE TABLE jalon.x (id integer);\nCREATE CONSTRAINT TRIGGER loss AFTER INSERT ON jalon.x"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fiction.lose();\n"
        "INSERT INTO jalon.x VALUES (1);\n");
    put(&set, "0002_y.sql", "CREATE TABLE jalon.y ();\n");
    assert_up(conninfo, &set, 2, 0);
    assert_string_equal(test_sql(conninfo, "SELECT last_value FROM fiction.losses"), "2");
    assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM jalon.x"), "1");
}

TEST(a_database_that_was_not_bootstrapped_is_refused)
{
    struct fiction set;
    struct jalon_err err;
    struct jalon_migrate_report report;
    const char *server = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    assert_string_equal(test_sql(server, "CREATE DATABASE bare TEMPLATE template0"), "");
    const char *conninfo = test_cluster_conninfo(TEST_SUPERUSER, "bare");
    assert_int_equal(up_with(conninfo, ordinary(&set), &plain, &report, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_non_null(strstr(err.message[JALON_EN], "not prepared for Jalon"));
}

TEST(a_migrator_may_migrate_all_but_the_journal)
{
    struct fiction set;
    const char *admin = test_database_conninfo(NULL);
    assert_string_equal(test_sql(admin, "CREATE ROLE test_migrator LOGIN IN ROLE jalon_migrator"),
                        "");
    const char *name = test_sql(admin, "SELECT current_database()");
    const char *conninfo = test_cluster_conninfo("test_migrator", name);
    ordinary(&set);
    struct jalon_err err;
    struct jalon_migrate_report report;
    assert_int_equal(up_with(conninfo, &set, &plain, &report, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_PERMISSION);
    assert_string_equal(err.message[JALON_EN],
                        "migration 0002_second.sql concerns the journal and takes a superuser");
    assert_string_equal(test_sql(admin, "SELECT count(*) FROM jalon_migrate.history"), "0");
    set.n = 1;
    assert_up(conninfo, &set, 1, 0);
    assert_string_equal(test_sql(admin, "SELECT applied_by FROM jalon_migrate.history"),
                        "test_migrator");
}

TEST(a_reader_may_not_migrate_but_may_look)
{
    struct fiction set;
    struct jalon_err err;
    struct jalon_migrate_report report;
    struct jalon_migrate_status *status = NULL;
    const char *admin = test_database_conninfo(NULL);
    assert_string_equal(test_sql(admin, "CREATE ROLE test_reader LOGIN IN ROLE jalon_reader"), "");
    const char *name = test_sql(admin, "SELECT current_database()");
    const char *conninfo = test_cluster_conninfo("test_reader", name);
    assert_int_equal(up_with(conninfo, ordinary(&set), &plain, &report, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_PERMISSION);
    assert_string_equal(err.message[JALON_EN], "'test_reader' may not migrate this database");
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    const struct jalon_migration_set files = set_of(&set);
    assert_done(jalon_migrate_status_read(db, &files, &status, &err), &err);
    assert_int_equal(jalon_migrate_status_n(status), 5);
    assert_false(jalon_migrate_status_current(status));
    jalon_migrate_status_free(status);
}

static void assert_status(const struct jalon_migrate_status *status, size_t row, const char *name,
                          enum jalon_migration_state state)
{
    assert_string_equal(jalon_migrate_status_row(status, row)->name, name);
    assert_int_equal(jalon_migrate_status_row(status, row)->state, state);
    bool applied = state != JALON_MIGRATION_PENDING && state != JALON_MIGRATION_LATE;
    assert_int_equal(jalon_migrate_status_row(status, row)->applied_by != NULL, applied);
}

TEST(the_status_names_every_file_and_its_state)
{
    struct fiction set = {0};
    struct jalon_err err;
    struct jalon_migrate_status *status = NULL;
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_a.sql", "SELECT 1;\n");
    put(&set, "0003_c.sql", "SELECT 3;\n");
    put(&set, "0004_d.sql", "SELECT 4;\n");
    assert_up(conninfo, &set, 3, 0);
    set = (struct fiction){0};
    put(&set, "0001_a.sql", "SELECT 1;\n");
    put(&set, "0002_b.sql", "SELECT 2;\n");
    put(&set, "0004_d.sql", "SELECT 'edited';\n");
    put(&set, "0005_e.sql", "SELECT 5;\n");
    put(&set, "R_f.sql", "SELECT 6;\n");
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    const struct jalon_migration_set files = set_of(&set);
    assert_done(jalon_migrate_status_read(db, &files, &status, &err), &err);
    assert_int_equal(jalon_migrate_status_n(status), 6);
    assert_status(status, 0, "0001_a.sql", JALON_MIGRATION_APPLIED);
    assert_status(status, 1, "0002_b.sql", JALON_MIGRATION_LATE);
    assert_status(status, 2, "0003_c.sql", JALON_MIGRATION_MISSING);
    assert_status(status, 3, "0004_d.sql", JALON_MIGRATION_CHANGED);
    assert_status(status, 4, "0005_e.sql", JALON_MIGRATION_PENDING);
    assert_int_equal(jalon_migrate_status_row(status, 4)->version, 5);
    jalon_migrate_status_free(status);
}

TEST(the_migrations_of_this_program_apply_and_are_current)
{
    struct jalon_err err;
    struct jalon_migrate_report report;
    struct jalon_migrate_status *status = NULL;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(test_database_conninfo(NULL));
    assert_done(jalon_migrate_up(db, &jalon_migrations, &plain, &report, &err), &err);
    assert_int_equal(report.n_applied + report.n_repeated, jalon_migrations.n);
    assert_done(jalon_migrate_status_read(db, &jalon_migrations, &status, &err), &err);
    assert_true(jalon_migrate_status_current(status));
    jalon_migrate_status_free(status);
}

/* What a program of VERSION with the files of SET says to writing to the database. */
static const char *skew_of(const char *conninfo, const struct fiction *set, const char *version)
{
    static struct jalon_err err;
    const struct jalon_migration_set files = set_of(set);
    const char *mark = test_sql(conninfo, "SELECT coalesce(obj_description("
                                          "'jalon_migrate'::regnamespace, 'pg_namespace'), '')");
    err = (struct jalon_err){0};
    int ret = jalon_skew_check(mark, &files, version, &err);
    assert_int_equal(ret == 0, err.kind == JALON_ERR_NONE);
    return err.message[JALON_EN];
}

static const char older[] = "the database is older than this program: nothing is written to it";
static const char newer[] = "the database is newer than this program: nothing is written to it";

TEST(g15_programs_and_schemas_of_different_age_write_only_where_it_was_said)
{
    struct fiction set = {0};
    struct fiction longer = {0};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql", "CREATE TABLE jalon.x ();\n");
    put(&longer, "0001_x.sql", "CREATE TABLE jalon.x ();\n");
    put(&longer, "0002_y.sql", "CREATE TABLE jalon.y ();\n");
    assert_string_equal(skew_of(conninfo, &set, "0.1.0"), older);
    assert_up(conninfo, &set, 1, 0);
    assert_string_equal(skew_of(conninfo, &set, "0.1.0"), "");
    assert_string_equal(skew_of(conninfo, &longer, "0.2.0"), older);
    assert_up(conninfo, &longer, 1, 0);
    assert_string_equal(skew_of(conninfo, &longer, "0.2.0"), "");
    assert_string_equal(skew_of(conninfo, &set, "0.1.0"), newer);
    put(&longer, "0003_z.sql", "-- jalon: requires-client 0.1\nCREATE TABLE jalon.z ();\n");
    assert_up(conninfo, &longer, 1, 0);
    assert_string_equal(skew_of(conninfo, &set, "0.1.0"), "");
    assert_string_equal(skew_of(conninfo, &set, "0.0.9"), newer);
}

TEST(g15_a_changed_repeatable_file_makes_a_database_older)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    assert_up(conninfo, ordinary(&set), 3, 2);
    put(&set, "R_2_views.sql", "-- jalon: owner audit\nSELECT 1;\n");
    assert_string_equal(skew_of(conninfo, &set, "0.1.0"), older);
    assert_up(conninfo, &set, 0, 1);
    assert_string_equal(skew_of(conninfo, &set, "0.1.0"), "");
}
