/* Many facts in one transaction: all or none, each refusal told, and nothing done twice. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/batch.h"
#include "support/cluster.h"
#include "support/crowd.h"
#include "support/fixture.h"
#include "support/proxy.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static PGconn *holder; /* of a lock */

static int stop_helpers(void **state)
{
    (void)state;
    test_proxy_stop();
    PQfinish(holder);
    holder = NULL;
    return 0;
}
TEARDOWN_EACH(stop_helpers);

static const char *ask(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static void add_row(json_t *rows, json_t *row)
{
    assert_int_equal(json_array_append_new(rows, row), 0);
}

static json_t *advance(const char *code, const char *to, const char *on)
{
    const struct jalon_write write = fixture_write(on);
    return jalon_batch_advance(&write, code, to);
}

static json_t *launch(const char *code)
{
    const struct jalon_write write = fixture_write("2019-01-20");
    return jalon_batch_milestone(&write, code, "launch");
}

static json_t *sign(const char *code, const char *instrument)
{
    static const char *const all = "all";
    const struct jalon_write write = fixture_write("2019-02-01");
    const struct jalon_signing signing = {
        .code = code, .instrument = instrument, .parties = &all, .n_parties = 1};
    return jalon_batch_sign(&write, &signing);
}

static json_t *entry(const char *code, const char *region)
{
    const struct jalon_write write = fixture_write("2018-12-10");
    const struct jalon_territory territory = {
        .code = code, .name = "Val Fictif", .regions = &region, .n_regions = 1};
    return jalon_batch_territory_add(&write, &territory);
}

static struct jalon_batch batch_of(json_t *rows)
{
    return (struct jalon_batch){
        .request = jalon_uuid_random(), .programme = FIXTURE_PROGRAMME, .rows = rows};
}

/* A territory that negotiates, signs and is launched; another that is launched. */
static json_t *sound_rows(void)
{
    json_t *rows = json_array();
    add_row(rows, advance("essai-2", "negotiating", "2019-01-15"));
    add_row(rows, sign("essai-2", "contrat"));
    add_row(rows, launch("essai-2"));
    add_row(rows, launch("essai-1"));
    return rows;
}

TEST(all_rows_are_recorded_under_one_batch_id_and_requests_of_their_own)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    JALON_AUTO(jalon_json_decref) json_t *rows = sound_rows();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_batch batch = batch_of(rows);
    struct jalon_err err = {0};
    assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
    assert_int_equal(answer.n_refusals, 0);
    assert_int_equal(answer.receipt->n_entries, 9);
    assert_string_equal(answer.receipt->entries[0], "essai-2#2");
    assert_string_equal(answer.receipt->entries[8], "essai-1#2");
    assert_false(answer.receipt->replayed);
    char sql[300];
    snprintf(sql, sizeof sql,
             "SELECT count(*), count(DISTINCT request), count(DISTINCT tx) FROM ("
             " SELECT request, leaf::jsonb ->> 'tx' AS tx FROM audit.history WHERE batch = '%s') e",
             batch.request.text);
    assert_string_equal(ask(database, sql), "9|4|1");
    assert_string_equal(ask(database, "SELECT state FROM jalon.contract WHERE code = 'essai-2'"),
                        "signed");
    assert_string_equal(fixture_chain(database), "ok");
}

static void add_entries(json_t *rows, int n, int faulty)
{
    for (int i = 0; i < n; i++) {
        char code[24];
        snprintf(code, sizeof code, "neuf-%d", i);
        add_row(rows, entry(code, i == faulty ? "99" : "52"));
    }
}

TEST(t20_one_refused_row_of_124_takes_back_all)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *rows = json_array();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    const char *before = fixture_dump(database);
    struct jalon_err err = {0};
    add_entries(rows, 124, 56);
    struct jalon_batch batch = batch_of(rows);
    assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
    assert_int_equal(answer.receipt->n_entries, 0);
    assert_int_equal(answer.n_refusals, 1);
    assert_int_equal(answer.refusals[0].row, 56);
    assert_string_equal(answer.refusals[0].err.message[JALON_EN], "the Région '99' is unknown");
    assert_string_equal(fixture_dump(database), before);
}

/* Rows 1, 3 and 4 are refused, each for its own reason. */
static json_t *mixed_rows(void)
{
    json_t *rows = json_array();
    add_row(rows, launch("essai-1"));
    add_row(rows, launch("essai-9"));
    add_row(rows, advance("essai-2", "negotiating", "2019-01-15"));
    add_row(rows, advance("essai-2", "signed", "2019-01-16"));
    add_row(rows, launch("essai-1"));
    add_row(rows, launch("essai-3"));
    return rows;
}

static void assert_mixed(const struct jalon_batch_answer *answer)
{
    static const struct {
        size_t row;
        enum jalon_err_kind kind;
        const char *key;
    } wanted[] = {{1, JALON_ERR_NOT_FOUND, "unknown_territory"},
                  {3, JALON_ERR_REFUSED, "derived_transition"},
                  {4, JALON_ERR_CONFLICT, "milestone_recorded"}};
    assert_int_equal(answer->n_refusals, JALON_COUNT(wanted));
    for (size_t i = 0; i < JALON_COUNT(wanted); i++) {
        assert_int_equal(answer->refusals[i].row, wanted[i].row);
        assert_int_equal(answer->refusals[i].err.kind, wanted[i].kind);
        assert_string_equal(answer->refusals[i].err.key, wanted[i].key);
    }
}

TEST(every_refusal_is_told_and_nothing_is_recorded)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *rows = mixed_rows();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_batch batch = batch_of(rows);
    struct jalon_err err = {0};
    const char *before = fixture_dump(database);
    assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
    assert_mixed(&answer);
    assert_string_equal(fixture_dump(database), before);
}

TEST(who_keeps_going_leaves_out_the_refused_rows_and_learns_them_again)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *rows = mixed_rows();
    struct jalon_batch batch = batch_of(rows);
    struct jalon_err err = {0};
    batch.keep_going = true;
    for (int i = 0; i < 2; i++) {
        JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
        assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
        assert_mixed(&answer);
        assert_int_equal(answer.receipt->n_entries, 3);
        assert_int_equal(answer.receipt->replayed, i == 1);
    }
    assert_string_equal(ask(database, "SELECT count(*) FROM audit.history WHERE batch IS NOT NULL"),
                        "3");
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(the_same_request_gives_the_first_answer_and_another_under_its_id_is_refused)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    JALON_AUTO(jalon_json_decref) json_t *rows = sound_rows();
    struct jalon_batch batch = batch_of(rows);
    struct jalon_err err = {0};
    for (int i = 0; i < 3; i++) {
        JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
        assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
        assert_int_equal(answer.receipt->n_entries, 9);
        assert_int_equal(answer.receipt->replayed, i > 0);
    }
    add_row(rows, launch("essai-3"));
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    assert_int_equal(jalon_store_batch(db, &batch, &answer, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_CONFLICT);
    assert_string_equal(err.key, "request_reused");
    assert_string_equal(ask(database, "SELECT count(*) FROM audit.history WHERE batch IS NOT NULL"),
                        "9");
}

TEST(a_row_to_be_skipped_is_sent_and_not_recorded_and_the_request_stays_the_same)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    JALON_AUTO(jalon_json_decref) json_t *rows = json_array();
    struct jalon_batch batch = batch_of(rows);
    struct jalon_err err = {0};
    add_row(rows, launch("essai-1"));
    add_row(rows, launch("essai-2"));
    add_row(rows, launch("essai-3"));
    jalon_batch_skip(json_array_get(rows, 0));
    for (int i = 0; i < 2; i++) {
        JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
        assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
        assert_int_equal(answer.receipt->replayed, i == 1);
        assert_int_equal(answer.n_done, 2);
        assert_int_equal(answer.done[1].row, 2);
        assert_int_equal(answer.done[1].n_entries, 1);
        assert_string_equal(answer.done[1].entries[0], "essai-3#2");
        assert_string_equal(answer.done[1].state, "identified");
        jalon_batch_skip(json_array_get(rows, 1));
    }
    assert_string_equal(ask(database, "SELECT count(*) FROM jalon.milestone"), "2");
}

TEST(a_dry_run_tells_what_would_be_refused_and_records_nothing)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *rows = sound_rows();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_batch batch = batch_of(rows);
    struct jalon_err err = {0};
    const char *before = fixture_dump(database);
    jalon_db_set_dry_run(db, true);
    assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
    assert_int_equal(answer.receipt->n_entries, 9);
    assert_string_equal(fixture_dump(database), before);
}

TEST(a_batch_gives_no_right_that_a_row_alone_would_not_have)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    JALON_AUTO(jalon_json_decref) json_t *rows = json_array();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_err err = {0};
    add_row(rows, entry("neuf", "52"));
    add_row(rows, advance("essai-1", "pilot", "2019-01-15"));
    struct jalon_batch batch = batch_of(rows);
    assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
    assert_int_equal(answer.n_refusals, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(answer.refusals[i].err.kind, JALON_ERR_PERMISSION);
        assert_string_equal(answer.refusals[i].err.key, "role_required");
    }
    static const char *const others[] = {FIXTURE_READER, FIXTURE_AUDITOR};
    for (size_t i = 0; i < JALON_COUNT(others); i++) {
        PGconn *connection = test_connect(test_cluster_conninfo(others[i], database));
        test_query(connection, "SET default_transaction_read_only = off");
        assert_string_equal(
            test_query(connection, "SELECT jalon.batch(gen_random_uuid(), 'demo', '[]', false)"),
            "ERROR 42501 permission denied for function batch");
        PQfinish(connection);
    }
}

TEST(a_row_that_is_no_fact_is_refused_like_any_other)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref)
    json_t *rows = json_pack("[{}, {s:s}, {s:s, s:s}, {s:s, s:s, s:s, s:s, s:s}]", "do", "drop",
                             "do", "advance", "on", "hier", "do", "sign", "code", "essai-2", "what",
                             "protocole", "on", "2019-02-01", "precision", "day");
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_batch batch = batch_of(rows);
    struct jalon_err err = {0};
    assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
    assert_int_equal(answer.n_refusals, 4);
    assert_string_equal(answer.refusals[0].err.key, "unknown_choice");
    assert_string_equal(answer.refusals[1].err.key, "unknown_choice");
    assert_string_equal(answer.refusals[2].err.sqlstate, "22007");
    assert_int_equal(answer.refusals[3].err.kind, JALON_ERR_REFUSED);
}

TEST(more_rows_than_a_batch_may_have_are_refused_at_once)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *rows = json_array();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_err err = {0};
    for (int i = 0; i <= JALON_LIMIT_BATCH_ROWS; i++) {
        add_row(rows, json_object());
    }
    struct jalon_batch batch = batch_of(rows);
    assert_int_equal(jalon_store_batch(db, &batch, &answer, &err), -1);
    assert_string_equal(err.message[JALON_EN], "a batch of 20001 rows, for 20000 at most");
}

/* Two that write the same contracts in opposite orders, each batch a milestone of all. */
enum { RACED = 40 };

static int launch_all(struct crowd *crowd, int i, void *context)
{
    struct jalon_db *db = fixture_open(context, FIXTURE_RECORDER);
    JALON_AUTO(jalon_json_decref) json_t *rows = json_array();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_err err = {0};
    for (int k = 0; k < RACED; k++) {
        char code[24];
        snprintf(code, sizeof code, "course-%d", i == 0 ? k : RACED - 1 - k);
        add_row(rows, launch(code));
    }
    struct jalon_batch batch = batch_of(rows);
    crowd_meet(crowd);
    int status = jalon_store_batch(db, &batch, &answer, &err) != 0 ? 99 : 0;
    if (answer.n_refusals == RACED && answer.refusals[0].err.kind == JALON_ERR_CONFLICT) {
        status = 4;
    }
    jalon_db_close(db);
    return status;
}

static const char deadlocks_sql[] =
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";

TEST(two_imports_in_crossed_order_meet_no_deadlock_and_one_wins)
{
    int statuses[2];
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (int k = 0; k < RACED; k++) {
        char code[24];
        struct jalon_write write = fixture_write("2018-12-10");
        snprintf(code, sizeof code, "course-%d", k);
        fixture_add(db, &write, code, 1, 0);
    }
    char name[64];
    snprintf(name, sizeof name, "%s", database);
    crowd_run(2, launch_all, name, statuses);
    assert_int_equal(crowd_count(statuses, 2, 0), 1);
    assert_int_equal(crowd_count(statuses, 2, 4), 1);
    assert_string_equal(ask(database, "SELECT count(*) FROM jalon.milestone"), "40");
    assert_string_equal(ask(database, deadlocks_sql), "0");
    assert_string_equal(fixture_chain(database), "ok");
}

static int enter_all(struct crowd *crowd, int i, void *context)
{
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *rows = json_array();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_err err = {0};
    for (int k = 0; k < RACED; k++) {
        char code[24];
        snprintf(code, sizeof code, "neuf-%d", i == 0 ? k : RACED - 1 - k);
        add_row(rows, entry(code, "52"));
    }
    struct jalon_batch batch = batch_of(rows);
    crowd_meet(crowd);
    int status = jalon_store_batch(db, &batch, &answer, &err) != 0 ? 99 : 0;
    if (answer.n_refusals == RACED && answer.refusals[0].err.kind == JALON_ERR_CONFLICT) {
        status = 4;
    }
    jalon_db_close(db);
    return status;
}

TEST(two_imports_of_the_same_new_territories_meet_no_deadlock_and_one_wins)
{
    int statuses[2];
    const char *database = test_database_new();
    char name[64];
    snprintf(name, sizeof name, "%s", database);
    crowd_run(2, enter_all, name, statuses);
    assert_int_equal(crowd_count(statuses, 2, 0), 1);
    assert_int_equal(crowd_count(statuses, 2, 4), 1);
    assert_string_equal(ask(database, "SELECT count(*) FROM jalon.contract"), "43");
    assert_string_equal(ask(database, deadlocks_sql), "0");
    assert_string_equal(fixture_chain(database), "ok");
}

static struct jalon_db *open_at(const char *conninfo, int timeout_ms, int retry_ms)
{
    struct jalon_db *db = NULL;
    struct jalon_err err = {0};
    const struct jalon_db_options options = {
        .conninfo = conninfo, .command = "test", .timeout_ms = timeout_ms, .retry_ms = retry_ms};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

static void assert_recorded_once(const char *database, struct jalon_db *db)
{
    JALON_AUTO(jalon_json_decref) json_t *rows = sound_rows();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_batch batch = batch_of(rows);
    struct jalon_err err = {0};
    assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
    assert_int_equal(answer.receipt->n_entries, 9);
    assert_string_equal(ask(database, "SELECT count(*) FROM audit.history WHERE batch IS NOT NULL"),
                        "9");
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(a_batch_whose_reply_is_lost_is_recorded_once)
{
    static const enum test_fault faults[] = {TEST_FAULT_CUT_BEFORE, TEST_FAULT_CUT_AFTER};
    for (size_t i = 0; i < JALON_COUNT(faults); i++) {
        const char *database = test_database_new();
        const struct test_proxy proxy = {faults[i], "jalon.batch", 20, 1};
        char conninfo[300];
        snprintf(conninfo, sizeof conninfo, "host=%s user=%s dbname=%s", test_proxy_start(&proxy),
                 FIXTURE_RECORDER, database);
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_at(conninfo, 0, 30000);
        assert_recorded_once(database, db);
    }
}

static const char waiters[] = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted";

TEST(a_batch_whose_backend_is_terminated_is_sent_again)
{
    const char *database = test_database_new();
    const char *super = test_cluster_conninfo(TEST_SUPERUSER, database);
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *db = open_at(test_cluster_conninfo(FIXTURE_RECORDER, database), 0, 30000);
    holder = test_connect(super);
    test_query(holder, "BEGIN; LOCK jalon.milestone");
    pid_t pid = fork();
    if (pid == 0) { /* it has written half of the rows when it waits for this lock */
        test_wait_for(super, waiters, "t");
        test_query(holder, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted");
        test_wait_for(super, waiters, "f");
        test_query(holder, "COMMIT");
        _exit(0);
    }
    assert_recorded_once(database, db);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

TEST(a_lock_that_cannot_be_had_is_no_refusal_of_a_row)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *db = open_at(test_cluster_conninfo(FIXTURE_RECORDER, database), 400, 500);
    JALON_AUTO(jalon_json_decref) json_t *rows = sound_rows();
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_batch batch = batch_of(rows);
    struct jalon_err err = {0};
    holder = test_connect(test_cluster_conninfo(TEST_SUPERUSER, database));
    test_query(holder, "BEGIN; LOCK jalon.milestone");
    assert_int_equal(jalon_store_batch(db, &batch, &answer, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
    assert_string_equal(test_query(holder, "ROLLBACK"), "");
    assert_string_equal(ask(database, "SELECT count(*) FROM audit.history WHERE batch IS NOT NULL"),
                        "0");
}
