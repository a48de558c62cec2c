/* Accepting differences of a schema: two at once, twice the same, and a connection that is lost. */
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "pg/db.h"
#include "pg/verify.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/proxy.h"
#include "support/test.h"

enum { PEOPLE = 2 };

static const char fact[] = "table public.other";

static int end_proxy(void **state)
{
    (void)state;
    test_proxy_stop();
    return 0;
}

SETUP_GROUP(test_migrated);
TEARDOWN_EACH(end_proxy);

/* A database with one difference. */
static const char *database(void)
{
    const char *conninfo = test_database_conninfo(NULL);
    assert_string_equal(test_sql(conninfo, "CREATE TABLE public.other ()"), "");
    return conninfo;
}

static struct jalon_db *open_db(const char *conninfo)
{
    struct jalon_err err;
    struct jalon_db *db = NULL;
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

/* Differences accepted; -1 with *err. */
static int bless(const char *conninfo, const char *what, struct jalon_err *err)
{
    size_t n = 0;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    return jalon_bless(db, what, "meant to be so", &n, err) == 0 ? (int)n : -1;
}

static const char *accepted(const char *conninfo)
{
    return test_sql(conninfo, "SELECT fact FROM jalon_migrate.blessing");
}

/* In a process of its own, whose exit status is the number of differences accepted. */
static pid_t start_bless(const char *conninfo)
{
    struct jalon_err err;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(bless(conninfo, NULL, &err) & 0xff);
    }
    return child;
}

TEST(two_who_accept_the_same_difference_at_once_accept_it_once)
{
    int sum = 0;
    pid_t people[PEOPLE];
    const char *conninfo = database();
    PGconn *runner = test_connect(conninfo);
    assert_string_equal(test_query(runner, "BEGIN"), "");
    assert_string_equal(test_query(runner, "LOCK TABLE jalon_migrate.lock IN EXCLUSIVE MODE"), "");
    for (int i = 0; i < PEOPLE; i++) {
        people[i] = start_bless(conninfo);
    }
    test_wait_for(conninfo,
                  "SELECT count(*) FROM pg_locks WHERE NOT granted"
                  " AND relation = 'jalon_migrate.lock'::regclass",
                  "2");
    PQfinish(runner);
    for (int i = 0; i < PEOPLE; i++) {
        int status = 0;
        assert_int_equal(waitpid(people[i], &status, 0), people[i]);
        assert_true(WIFEXITED(status));
        sum += WEXITSTATUS(status);
    }
    assert_int_equal(sum, 1);
    assert_string_equal(accepted(conninfo), fact);
}

TEST(a_difference_accepted_twice_is_noted_once)
{
    struct jalon_err err;
    const char *conninfo = database();
    assert_int_equal(bless(conninfo, fact, &err), 1);
    assert_int_equal(bless(conninfo, fact, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_NOT_FOUND);
    assert_int_equal(bless(conninfo, NULL, &err), 0);
    assert_string_equal(accepted(conninfo), fact);
}

/* Through a man in the middle who loses the COMMIT, or the answer to it; BEGIN … READ COMMITTED is
 * spared. */
static int bless_through(const char *conninfo, enum test_fault fault, struct jalon_err *err)
{
    const struct test_proxy proxy = {fault, "COMMIT", 0, 1, 1};
    JALON_AUTO(jalon_str_done) struct jalon_str address = {0};
    jalon_str_addf(&address, "host=%s user=%s dbname=%s", test_proxy_start(&proxy), TEST_SUPERUSER,
                   test_sql(conninfo, "SELECT current_database()"));
    return bless(jalon_str_text(&address), NULL, err);
}

TEST(a_connection_lost_before_the_commit_leaves_nothing_and_a_repeat_accepts)
{
    struct jalon_err err;
    const char *conninfo = database();
    assert_int_equal(bless_through(conninfo, TEST_FAULT_CUT_BEFORE, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNKNOWN_OUTCOME);
    assert_string_equal(accepted(conninfo), "");
    assert_int_equal(bless(conninfo, NULL, &err), 1);
    assert_string_equal(accepted(conninfo), fact);
}

TEST(an_answer_lost_after_the_commit_is_said_and_a_repeat_finds_nothing_to_accept)
{
    struct jalon_err err;
    const char *conninfo = database();
    assert_int_equal(bless_through(conninfo, TEST_FAULT_CUT_AFTER, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNKNOWN_OUTCOME);
    assert_string_equal(accepted(conninfo), fact);
    assert_int_equal(bless(conninfo, NULL, &err), 0);
    assert_string_equal(accepted(conninfo), fact);
}

TEST(a_difference_that_cannot_be_noted_leaves_nothing)
{
    struct jalon_err err;
    const char *conninfo = database();
    PGconn *runner = test_connect(conninfo);
    assert_string_equal(test_query(runner, "BEGIN"), "");
    assert_string_equal(test_query(runner, "LOCK TABLE jalon_migrate.lock IN EXCLUSIVE MODE"), "");
    assert_int_equal(bless(conninfo, NULL, &err), -1);
    PQfinish(runner);
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
    assert_string_equal(accepted(conninfo), "");
}
