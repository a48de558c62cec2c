/*
 * Client and server killed in the middle: what was acknowledged is there, and repeating a request
 * under its id makes one event, whatever had happened before.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/cluster.h"
#include "support/crowd.h"
#include "support/fixture.h"
#include "support/prop.h"
#include "support/test.h"

static int setup(void **state)
{
    test_cluster_durable();
    return fixture_setup(state);
}
SETUP_GROUP(setup);

static const char *as_reader(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static int sign_as(struct jalon_db *db, const struct jalon_uuid *request, const char *party,
                   bool *ret_replayed)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-02-15");
    write.request = *request;
    const struct jalon_signing signing = {
        .code = "essai-2", .instrument = "protocole", .parties = &party, .n_parties = 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int status = jalon_store_sign(db, &write, &signing, &receipt, &err);
    if (status != 0) {
        print_error("%s\n", err.message[JALON_EN]);
        return jalon_err_exit_status(err.kind);
    }
    *ret_replayed = receipt->replayed;
    return 0;
}

/* Sends the request again: done now or before, and there once. */
static void assert_once(const char *database, const struct jalon_uuid *request, const char *party)
{
    bool replayed = false;
    char sql[160];
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    assert_int_equal(sign_as(db, request, party, &replayed), 0);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM audit.history WHERE request = '%s'",
             request->text);
    assert_string_equal(as_reader(database, sql), "1");
}

static const char *database_with_a_pilot(void)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-15");
    return database;
}

struct victim {
    char database[64];
    struct jalon_uuid request;
    char party[40];
    int die_before; /* the statement of this number, from 1 on; 0: never */
    int n_statements;
};

/* Runs before each statement is sent. */
static void count_or_die(void *context, const char *sql)
{
    (void)sql;
    struct victim *v = context;
    if (++v->n_statements == v->die_before) {
        raise(SIGKILL);
    }
}

/* A client in a process of its own. */
static pid_t start_client(struct victim *v)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        bool replayed = false;
        struct jalon_db *db = NULL;
        struct jalon_err err = {0};
        const struct jalon_db_options options = {
            .conninfo = test_cluster_conninfo(FIXTURE_RECORDER, v->database),
            .command = "test",
            .echo = count_or_die,
            .echo_context = v};
        int status = jalon_db_open(&options, &db, &err);
        _exit(status != 0 ? 99 : sign_as(db, &v->request, v->party, &replayed));
    }
    return pid;
}

/* Its exit status, or -1 when it was killed. */
static int end_of(pid_t pid)
{
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static long now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static void name_party(struct victim *v, int i)
{
    v->request = jalon_uuid_random();
    v->n_statements = 0;
    snprintf(v->party, sizeof v->party, "industriel:Fictif %d", i);
}

TEST(a_client_killed_before_any_of_its_statements_has_done_nothing)
{
    struct victim *v = crowd_share(sizeof *v);
    snprintf(v->database, sizeof v->database, "%s", database_with_a_pilot());
    int status = -1, n = 0;
    while (status != 0) {
        assert_in_range(n, 0, 20);
        v->die_before = ++n;
        name_party(v, n);
        const char *before = fixture_dump(v->database);
        status = end_of(start_client(v));
        if (status != 0) {
            assert_int_equal(status, -1);
            assert_string_equal(fixture_dump(v->database), before);
        }
        assert_once(v->database, &v->request, v->party);
    }
    assert_true(n > 1); /* it was killed at least once, and lived the last time */
    assert_string_equal(fixture_chain(v->database), "ok");
    crowd_unshare(v, sizeof *v);
}

TEST(a_client_killed_while_the_server_works_leaves_at_most_one_event)
{
    struct victim *v = crowd_share(sizeof *v);
    snprintf(v->database, sizeof v->database, "%s", database_with_a_pilot());
    for (int commit = 0; commit < 2; commit++) {
        PGconn *holder = test_connect(test_cluster_conninfo(TEST_SUPERUSER, v->database));
        v->die_before = 0;
        name_party(v, commit);
        test_query(holder, "BEGIN");
        test_query(holder, "SELECT 1 FROM jalon.contract FOR UPDATE");
        pid_t pid = start_client(v);
        test_wait_for(test_cluster_conninfo(TEST_SUPERUSER, v->database),
                      "SELECT count(*) FROM pg_stat_activity WHERE usename = '" FIXTURE_RECORDER
                      "' AND wait_event_type = 'Lock'",
                      "1");
        kill(pid, SIGKILL);
        assert_int_equal(end_of(pid), -1);
        test_query(holder, commit ? "COMMIT" : "ROLLBACK");
        PQfinish(holder);
        assert_once(v->database, &v->request, v->party);
    }
    assert_string_equal(fixture_chain(v->database), "ok");
    crowd_unshare(v, sizeof *v);
}

TEST(t05_a_client_killed_at_any_moment_leaves_at_most_one_event)
{
    struct prop prop = prop_start();
    struct victim *v = crowd_share(sizeof *v);
    int n_killed = 0;
    snprintf(v->database, sizeof v->database, "%s", database_with_a_pilot());
    v->die_before = 0;
    name_party(v, 0);
    long whole_us = now_us();
    assert_int_equal(end_of(start_client(v)), 0);
    whole_us = now_us() - whole_us;
    for (int i = 1; i <= 40; i++) {
        name_party(v, i);
        pid_t pid = start_client(v);
        int us = prop_between(&prop, 0, (int)(whole_us * 5 / 4));
        struct timespec moment = {us / 1000000, us % 1000000 * 1000L};
        nanosleep(&moment, NULL); /* the moment is what is tested */
        kill(pid, SIGKILL);
        n_killed += end_of(pid) == -1;
        assert_once(v->database, &v->request, v->party);
    }
    print_message("%d of 40 were killed in time\n", n_killed);
    assert_int_not_equal(n_killed, 0);
    assert_string_equal(fixture_chain(v->database), "ok");
    crowd_unshare(v, sizeof *v);
}

TEST(t05_a_reply_that_nobody_read_is_given_again)
{
    const char *database = database_with_a_pilot();
    struct jalon_uuid request = jalon_uuid_random();
    char sql[300], done[160];
    snprintf(sql, sizeof sql,
             "SELECT jalon.sign('%s', 'demo', 'essai-2', 'protocole', '{industriel:Fictif}',"
             " '2019-02-15', 'day',"
             " '{\"signer\":null,\"capacity\":null,\"place\":null,\"channel\":null}', '{}')",
             request.text);
    snprintf(done, sizeof done, "SELECT count(*) FROM jalon.request WHERE id = '%s'", request.text);
    PGconn *deaf = test_connect(test_cluster_conninfo(FIXTURE_RECORDER, database));
    assert_int_equal(PQsendQuery(deaf, sql), 1);
    test_wait_for(test_cluster_conninfo(FIXTURE_READER, database), done, "1");
    PQfinish(deaf);
    bool replayed = false;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    assert_int_equal(sign_as(db, &request, "industriel:Fictif", &replayed), 0);
    assert_true(replayed);
    assert_once(database, &request, "industriel:Fictif");
}

TEST(a_server_killed_before_commit_keeps_nothing_and_after_it_everything)
{
    static const char move[] = "SELECT jalon.advance(gen_random_uuid(), 'demo', 'essai-1',"
                               " 'negotiating', '2019-02-01', 'day', NULL, NULL) ->> 'state'";
    static const char standing[] =
        "SELECT state, last_seq FROM jalon.contract WHERE code = 'essai-1'";
    const char *database = test_database_new();
    PGconn *connection = test_connect(test_cluster_conninfo(FIXTURE_MANAGER, database));
    test_query(connection, "BEGIN");
    assert_string_equal(test_query(connection, move), "negotiating");
    test_cluster_crash();
    test_cluster_restart();
    PQfinish(connection);
    assert_string_equal(as_reader(database, standing), "identified|1");
    connection = test_connect(test_cluster_conninfo(FIXTURE_MANAGER, database));
    assert_string_equal(test_query(connection, move), "negotiating");
    test_cluster_crash();
    test_cluster_restart();
    PQfinish(connection);
    assert_string_equal(as_reader(database, standing), "negotiating|2");
    assert_string_equal(fixture_chain(database), "ok");
}

enum { WRITERS = 4, WRITES = 40, CRASHES = 3 };

struct storm {
    char database[64];
    struct jalon_uuid requests[WRITERS][WRITES];
    bool acknowledged[WRITERS][WRITES];
};

static int n_acknowledged(const struct storm *s)
{
    int n = 0;
    for (int i = 0; i < WRITERS * WRITES; i++) {
        n += ((const volatile bool *)s->acknowledged)[i];
    }
    return n;
}

/* Process 0 kills the server in the middle of what the others write, several times. */
static int write_or_crash(struct crowd *crowd, int i, void *context)
{
    struct storm *s = context;
    crowd_meet(crowd);
    for (int crash = 1; i == 0 && crash <= CRASHES; crash++) {
        while (n_acknowledged(s) < crash * WRITERS * WRITES / (CRASHES + 1)) {
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        }
        test_cluster_crash();
        test_cluster_restart();
    }
    if (i == 0) {
        return 0;
    }
    struct jalon_db *db = fixture_open(s->database, FIXTURE_RECORDER);
    for (int k = 0; k < WRITES; k++) {
        char party[40];
        bool replayed = false;
        snprintf(party, sizeof party, "industriel:Fictif %d-%d", i, k);
        int status = sign_as(db, &s->requests[i - 1][k], party, &replayed);
        if (status != 0) {
            return status;
        }
        s->acknowledged[i - 1][k] = true;
    }
    jalon_db_close(db);
    return 0;
}

TEST(a_server_killed_while_many_write_loses_no_acknowledged_write_and_doubles_none)
{
    int statuses[WRITERS + 1];
    struct storm *s = crowd_share(sizeof *s);
    snprintf(s->database, sizeof s->database, "%s", database_with_a_pilot());
    for (int i = 0; i < WRITERS * WRITES; i++) {
        s->requests[i / WRITES][i % WRITES] = jalon_uuid_random();
    }
    crowd_run(WRITERS + 1, write_or_crash, s, statuses);
    assert_int_equal(crowd_count(statuses, WRITERS + 1, 0), WRITERS + 1);
    assert_int_equal(n_acknowledged(s), WRITERS * WRITES);
    assert_string_equal(as_reader(s->database, "SELECT count(*), count(DISTINCT request), max(seq)"
                                               " FROM audit.history WHERE code = 'essai-2'"
                                               " AND event = 'sign'"),
                        "160|160|162");
    for (int i = 0; i < WRITERS; i++) {
        char party[40];
        snprintf(party, sizeof party, "industriel:Fictif %d-%d", i + 1, i);
        assert_once(s->database, &s->requests[i][i], party);
    }
    assert_string_equal(fixture_chain(s->database), "ok");
    crowd_unshare(s, sizeof *s);
}
