/* Migrations that meet others: readers that hold a table, runners that hold the lock. */
#include <libpq-fe.h>

#include "fiction.h"
#include "support/migrated.h"

SETUP_GROUP(test_bootstrapped);

static PGconn *start_reading(const char *conninfo)
{
    PGconn *reader = test_connect(conninfo);
    assert_string_equal(test_query(reader, "BEGIN"), "");
    assert_string_equal(test_query(reader, "SELECT FROM jalon.x"), "");
    return reader;
}

TEST(g06_a_reader_that_holds_a_table_is_waited_out)
{
    struct fiction set = {0};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql", "CREATE TABLE jalon.x ();\n");
    assert_up(conninfo, &set, 1, 0);
    PGconn *reader = start_reading(conninfo);
    put(&set, "0002_y.sql", "CREATE TABLE jalon.y ();\nALTER TABLE jalon.x ADD COLUMN y text;\n");
    pid_t runner = start_up(conninfo, &set, false);
    test_wait_for(conninfo, "SELECT count(*) FROM pg_locks WHERE NOT granted", "1");
    const char *first = test_sql(conninfo, "SELECT xact_start FROM pg_stat_activity"
                                           " WHERE wait_event_type = 'Lock'");
    char again[256];
    snprintf(again, sizeof again,
             "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
             " AND xact_start > '%s'",
             first);
    test_wait_for(conninfo, again, "1"); /* it gave up after 2 s and came back */
    assert_string_equal(test_query(reader, "COMMIT"), "");
    PQfinish(reader);
    assert_int_equal(end_of(runner), 0);
    assert_string_equal(test_sql(conninfo, "SELECT max(version) FROM jalon_migrate.history"), "2");
}

/* An ALTER TABLE that the reader of jalon.x stands in the way of, each wait for it being short. */
static void put_impatient(struct fiction *set)
{
    put(set, "0002_y.sql",
        "-- jalon: lock-timeout 400ms\n"
        "CREATE TABLE jalon.y ();\nALTER TABLE jalon.x ADD COLUMN y text;\n");
}

TEST(g06_a_reader_that_does_not_end_ends_the_run_and_nothing_has_changed)
{
    struct fiction set = {0};
    struct jalon_err err;
    struct jalon_migrate_report report;
    const struct jalon_migrate_options two_tries = {.tries = 2};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql", "CREATE TABLE jalon.x ();\n");
    assert_up(conninfo, &set, 1, 0);
    const char *before = everything(conninfo);
    put_impatient(&set);
    PGconn *reader = start_reading(conninfo);
    assert_int_equal(up_with(conninfo, &set, &two_tries, &report, &err), -1);
    PQfinish(reader);
    assert_string_equal(err.message[JALON_EN],
                        "migration 0002_y.sql was stopped in the command of line 3: the database "
                        "is busy, 'script' was not done: canceling statement due to lock timeout");
    assert_int_equal(jalon_err_exit_status(err.kind), 6);
    assert_string_equal(everything(conninfo), before);
    assert_up(conninfo, &set, 1, 0);
}

/* The second reader comes later and gives up after twice the time that the runner waits. */
TEST(g06_readers_never_wait_longer_than_the_runner_does)
{
    struct fiction set = {0};
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql", "CREATE TABLE jalon.x ();\n");
    assert_up(conninfo, &set, 1, 0);
    put_impatient(&set);
    PGconn *reader = start_reading(conninfo);
    PGconn *later = test_connect(conninfo);
    assert_string_equal(test_query(later, "SET lock_timeout = '800ms'"), "");
    pid_t runner = start_up(conninfo, &set, false);
    for (int times = 0; times < 3; times++) {
        test_wait_for(conninfo, "SELECT count(*) FROM pg_locks WHERE NOT granted", "1");
        assert_string_equal(test_query(later, "SELECT count(*) FROM jalon.x"), "0");
    }
    PQfinish(reader);
    PQfinish(later);
    assert_int_equal(end_of(runner), 0);
}

/* Runs SET while a reader holds jalon.x; how long the file waited for it is its own business. */
static int up_beside_reader(const char *conninfo, const struct fiction *set, struct jalon_err *err)
{
    struct jalon_migrate_report report;
    PGconn *reader = start_reading(conninfo);
    int ret = up_with(conninfo, set, &plain, &report, err);
    PQfinish(reader);
    return ret;
}

TEST(a_file_of_data_is_not_tried_again_by_itself)
{
    struct fiction set = {0};
    struct jalon_err err;
    const char *conninfo = test_database_conninfo(NULL);
    put(&set, "0001_x.sql",
        "CREATE TABLE jalon.x (id integer);\n"
        "CREATE SEQUENCE jalon.tries;\n");
    assert_up(conninfo, &set, 1, 0);
    put(&set, "0002_data.sql",
        "-- jalon: data\n-- jalon: lock-timeout 100ms\n"
        "SELECT nextval('jalon.tries');\nTRUNCATE jalon.x;\n");
    assert_int_equal(up_beside_reader(conninfo, &set, &err), -1);
    assert_string_equal(err.sqlstate, "55P03");
    assert_string_equal(test_sql(conninfo, "SELECT last_value FROM jalon.tries"), "1");
    assert_up(conninfo, &set, 1, 0);
}

static void count_notice(void *context, const struct jalon_err *notice)
{
    int *n = context;
    *n += strstr(notice->message[JALON_EN], "jalon_superuser, test-holder, pid") != NULL;
}

TEST(t56_another_runner_is_named_and_not_waited_for_too_long)
{
    struct fiction set;
    int n_notices = 0;
    const char *conninfo = test_database_conninfo(NULL);
    PGconn *other = test_connect(conninfo);
    assert_string_equal(test_query(other, "SET application_name = 'test-holder'"), "");
    assert_string_equal(test_query(other, "BEGIN"), "");
    assert_string_equal(test_query(other, "LOCK TABLE jalon_migrate.lock IN EXCLUSIVE MODE"), "");
    const struct jalon_migrate_options hasty = {
        .lock_wait_ms = 1, .tell = count_notice, .tell_context = &n_notices};
    const struct jalon_migrate_options patient = {
        .lock_wait_ms = 600, .tell = count_notice, .tell_context = &n_notices};
    struct jalon_err err;
    struct jalon_migrate_report report;
    assert_int_equal(up_with(conninfo, ordinary(&set), &hasty, &report, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
    assert_non_null(strstr(err.message[JALON_EN],
                           "another migration is still running (jalon_superuser, test-holder, "));
    assert_int_equal(up_with(conninfo, &set, &patient, &report, &err), -1);
    assert_int_equal(n_notices, 1);
    PQfinish(other);
    assert_up(conninfo, &set, 3, 2);
}

TEST(g08_locks_that_everybody_may_take_do_not_stop_a_runner)
{
    struct fiction set;
    const char *conninfo = test_database_conninfo(NULL);
    PGconn *nuisance = test_connect(conninfo);
    assert_string_equal(test_query(nuisance, "SELECT pg_advisory_lock(7310311, 1)"), "");
    assert_up(conninfo, ordinary(&set), 3, 2);
    PQfinish(nuisance);
}
