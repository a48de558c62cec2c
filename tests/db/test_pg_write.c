/* Writing: what is retried, what is final, and that nothing is ever done twice. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/wait.h"
#include "support/proxy.h"
#include "support/test.h"
#include "support/write_db.h"

static const char *conninfo; /* of the database of the test, directly */
static const char *dbname;
static int n_sent;     /* commands sent, by --echo-sql */
static PGconn *holder; /* of a lock */

static int new_database(void **state)
{
    (void)state;
    dbname = test_database_new();
    conninfo = test_cluster_conninfo(TEST_SUPERUSER, dbname);
    test_sql(conninfo, test_put_sql);
    n_sent = 0;
    return 0;
}
SETUP_EACH(new_database);

static int stop_helpers(void **state)
{
    (void)state;
    test_proxy_stop();
    PQfinish(holder);
    holder = NULL;
    return 0;
}
TEARDOWN_EACH(stop_helpers);

static void count(void *context, const char *sql)
{
    (void)context;
    (void)sql;
    n_sent++;
}

static struct jalon_db *open_at(const char *address, int timeout_ms, int retry_ms)
{
    struct jalon_db *db = NULL;
    struct jalon_err err = {0};
    const struct jalon_db_options options = {.conninfo = address,
                                             .command = "test",
                                             .timeout_ms = timeout_ms,
                                             .retry_ms = retry_ms,
                                             .echo = count};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

static struct jalon_db *open_through(const struct test_proxy *proxy, int timeout_ms, int retry_ms)
{
    JALON_AUTO(jalon_str_done) struct jalon_str address = {0};
    jalon_str_addf(&address, "host=%s user=%s dbname=%s", test_proxy_start(proxy), TEST_SUPERUSER,
                   dbname);
    return open_at(jalon_str_text(&address), timeout_ms, retry_ms);
}

static int put(struct jalon_db *db, const char *what, struct jalon_err *err)
{
    const char *const parameters[] = {test_request, what};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    return jalon_db_write(db, &test_put, parameters, &result, err);
}

static void assert_recorded(const char *n)
{
    assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM public.request"), n);
}

TEST(a_write_is_sent_once_and_recorded_once)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 0);
    struct jalon_err err = {0};
    assert_done(put(db, "put", &err), &err);
    assert_int_equal(n_sent, 1);
    assert_recorded("1");
    for (int i = 0; i < 3; i++) {
        assert_done(put(db, "put", &err), &err); /* prepared by now */
    }
    assert_recorded("1");
}

TEST(a_reply_lost_after_the_commit_is_asked_for_again)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "test_put", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, 0, 20000);
    struct jalon_err err = {0};
    assert_done(put(db, "put", &err), &err);
    assert_int_equal(n_sent, 2);
    assert_recorded("1");
}

TEST(a_request_lost_on_its_way_is_sent_again)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_BEFORE, "test_put", 0, 2};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, 0, 20000);
    struct jalon_err err = {0};
    assert_done(put(db, "put", &err), &err);
    assert_int_equal(n_sent, 3);
    assert_recorded("1");
}

TEST(a_connection_that_stays_lost_leaves_the_outcome_unknown)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "test_put", 0, 1000};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, 0, 400);
    struct jalon_err err = {0};
    assert_int_equal(put(db, "put", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNKNOWN_OUTCOME);
    assert_non_null(strstr(err.hint[JALON_FR], test_request));
    assert_recorded("1");
}

TEST(a_silent_server_is_given_up_at_the_deadline)
{
    const struct test_proxy proxy = {TEST_FAULT_HANG, "test_put", 0, 1000};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, 300, 500);
    struct jalon_err err = {0};
    long long begin = jalon_pg_now_ms();
    assert_int_equal(put(db, "put", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNKNOWN_OUTCOME);
    assert_true(jalon_pg_now_ms() - begin < 15000);
    assert_recorded("1");
}

TEST(a_server_that_hangs_once_is_asked_again_on_a_new_connection)
{
    const struct test_proxy proxy = {TEST_FAULT_HANG, "test_put", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, 1000, 30000);
    struct jalon_err err = {0};
    assert_done(put(db, "put", &err), &err);
    assert_recorded("1");
}

TEST(a_server_that_never_greets_is_given_up_at_the_deadline)
{
    const struct test_proxy proxy = {TEST_FAULT_SILENT, NULL, 0, 0};
    JALON_AUTO(jalon_str_done) struct jalon_str address = {0};
    jalon_str_addf(&address, "host=%s", test_proxy_start(&proxy));
    const struct jalon_db_options options = {.conninfo = jalon_str_text(&address),
                                             .timeout_ms = 300};
    struct jalon_db *db = NULL;
    struct jalon_err err = {0};
    long long begin = jalon_pg_now_ms();
    assert_int_equal(jalon_db_open(&options, &db, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
    assert_true(jalon_pg_now_ms() - begin < 10000);
}

TEST(bytes_that_come_one_by_one_change_nothing)
{
    const struct test_proxy proxy = {TEST_FAULT_SPLIT, NULL, 0, 0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, 0, 0);
    struct jalon_err err = {0};
    assert_done(put(db, "put", &err), &err);
    assert_int_equal(put(db, "stale_state", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_CONFLICT);
    assert_recorded("1");
}

TEST(a_refusal_is_final_and_tells_its_facts)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 0);
    struct jalon_err err = {0};
    assert_int_equal(put(db, "stale_state", &err), -1);
    assert_int_equal(n_sent, 1);
    assert_int_equal(err.kind, JALON_ERR_CONFLICT);
    assert_string_equal(err.sqlstate, "JA001");
    assert_string_equal(err.message[JALON_FR],
                        "ti-0001 n'est plus à l'état 'pilot' mais à l'état 'signed'");
    assert_string_equal(err.message[JALON_EN],
                        "ti-0001 is no longer in state 'pilot' but in state 'signed'");
    assert_recorded("0");
}

TEST(facts_of_a_refusal_are_listed_and_made_safe)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 0);
    struct jalon_err err = {0};
    assert_int_equal(put(db, "undeclared_transition", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_null(strchr(err.message[JALON_EN], '\x1b'));
    assert_non_null(strstr(err.hint[JALON_EN], "possible states: d, 7."));
}

TEST(a_missing_role_is_a_matter_of_permission)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 0);
    struct jalon_err err = {0};
    assert_int_equal(put(db, "role_required", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_PERMISSION);
    assert_string_equal(err.message[JALON_EN], "'somebody' lacks the required role: manager");
}

TEST(a_refusal_that_this_program_does_not_know_keeps_its_kind)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 0);
    struct jalon_err err = {0};
    assert_int_equal(put(db, "unheard_of", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_NOT_FOUND);
    assert_non_null(strstr(err.message[JALON_EN], "unheard_of"));
}

TEST(a_warning_at_the_commit_is_no_success)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 0);
    struct jalon_err err = {0};
    assert_int_equal(put(db, "warn", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNKNOWN_OUTCOME);
    assert_int_equal(n_sent, 1);
    assert_non_null(strstr(err.message[JALON_EN], "no standby has it"));
}

TEST(a_dry_run_answers_and_records_nothing)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 0);
    struct jalon_err err = {0};
    jalon_db_set_dry_run(db, true);
    assert_done(put(db, "put", &err), &err);
    assert_int_equal(put(db, "stale_state", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_CONFLICT);
    assert_done(put(db, "put", &err), &err);
    assert_recorded("0");
    jalon_db_set_dry_run(db, false);
    assert_done(put(db, "put", &err), &err);
    assert_recorded("1");
}

static const char waiters[] = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted";

/* A child that locks the table, does ACT once somebody waits, then lets go. */
static pid_t lock_until(const char *act)
{
    holder = test_connect(conninfo);
    test_query(holder, "BEGIN; LOCK public.request");
    pid_t pid = fork();
    if (pid == 0) {
        test_wait_for(conninfo, waiters, "t");
        test_query(holder, act);
        test_wait_for(conninfo, waiters, "f");
        test_query(holder, "COMMIT");
        _exit(0);
    }
    return pid; /* the connection is the child's until it ends */
}

TEST(a_write_that_waits_too_long_for_a_lock_is_sent_again)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 1000, 30000);
    struct jalon_err err = {0};
    pid_t child = lock_until("SELECT 1");
    assert_done(put(db, "put", &err), &err);
    assert_true(n_sent >= 2);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_recorded("1");
}

TEST(a_write_whose_backend_is_terminated_is_sent_again)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 30000);
    struct jalon_err err = {0};
    pid_t child = lock_until("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted");
    assert_done(put(db, "put", &err), &err);
    assert_true(n_sent >= 2);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_recorded("1");
}

TEST(a_lock_that_is_never_released_leaves_nothing_done)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 400, 500);
    struct jalon_err err = {0};
    holder = test_connect(conninfo);
    test_query(holder, "BEGIN; LOCK public.request");
    assert_int_equal(put(db, "put", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
    assert_string_equal(err.sqlstate, "55P03");
    assert_string_equal(test_query(holder, "ROLLBACK"), "");
    assert_recorded("0");
}

TEST(a_write_after_a_crash_of_the_server_finds_the_new_one)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 30000);
    struct jalon_err err = {0};
    assert_done(put(db, "put", &err), &err);
    test_cluster_crash();
    test_cluster_restart();
    assert_done(put(db, "put", &err), &err);
    assert_recorded("1");
}
