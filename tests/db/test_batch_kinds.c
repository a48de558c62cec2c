/*
 * A batch with a row of every kind that changes what a territory is or counts for: written once
 * whatever happens to the request, and in an order of locks that ends in no deadlock.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "store/batch.h"
#include "support/cluster.h"
#include "support/crowd.h"
#include "support/fixture.h"
#include "support/proxy.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

enum { N_ROWS = 10, N_ENTRIES = 11, CROWD = 8, PAIRS = 30, WON = 0, LOST = 4, BROKEN = 99 };

static int stop_proxy(void **state)
{
    (void)state;
    test_proxy_stop();
    return 0;
}
TEARDOWN_EACH(stop_proxy);

static const char *ask(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static struct jalon_write on(const char *day)
{
    struct jalon_write write = fixture_write(day);
    write.evidence.reason = "essai";
    return write;
}

static void add_row(json_t *rows, json_t *row)
{
    assert_int_equal(json_array_append_new(rows, row), 0);
}

static json_t *changed(const char *day, const struct jalon_territory_change *change)
{
    const struct jalon_write write = on(day);
    return jalon_batch_territory_change(&write, change);
}

static json_t *leave_into(const char *code, const char *successor)
{
    return changed("2019-04-01", &(struct jalon_territory_change){.kind = JALON_TERRITORY_LEAVE,
                                                                  .code = code,
                                                                  .into = &successor,
                                                                  .n_into = 1});
}

static void add_changes(json_t *rows)
{
    static const char *const region = "52";
    const struct jalon_write entered = on("2018-12-10");
    const struct jalon_territory territory = {
        .code = "neuf", .name = "Val Neuf", .regions = &region, .n_regions = 1};
    add_row(rows, jalon_batch_territory_add(&entered, &territory));
    add_row(rows,
            changed("2019-02-01", &(struct jalon_territory_change){.kind = JALON_TERRITORY_RENAME,
                                                                   .code = "essai-2",
                                                                   .name = "Val Dit"}));
    add_row(rows, changed("2019-02-01", &(struct jalon_territory_change){
                                            .kind = JALON_TERRITORY_ALIAS,
                                            .code = "essai-2",
                                            .alias = {.kind = "name", .value = "Ancien Val"}}));
    add_row(rows, changed("2019-02-10",
                          &(struct jalon_territory_change){.kind = JALON_TERRITORY_MEMBER_ADD,
                                                           .code = "essai-2",
                                                           .member = {.siren = "200000024",
                                                                      .name = "Communauté fictive",
                                                                      .kind = "EPCI",
                                                                      .departement = "44",
                                                                      .region = "52"}}));
    add_row(rows, changed("2019-02-20",
                          &(struct jalon_territory_change){.kind = JALON_TERRITORY_MEMBER_REMOVE,
                                                           .code = "essai-2",
                                                           .member = {.siren = "200000016"}}));
    add_row(rows, leave_into("essai-1", "neuf"));
}

static void add_counts(json_t *rows)
{
    const struct jalon_write joined = on("2019-01-31"), left = on("2019-03-01");
    const struct jalon_cohort_move whole = {"essai-2", "avant-garde", NULL};
    const struct jalon_cohort_move by_member = {"essai-2", "second", "200000008"};
    const struct jalon_weighing weighing = {"essai-3", "emplois", 1200, 2018, 3};
    add_row(rows, jalon_batch_cohort_join(&joined, &whole));
    add_row(rows, jalon_batch_cohort_join(&joined, &by_member));
    add_row(rows, jalon_batch_cohort_leave(&left, &whole));
    add_row(rows, jalon_batch_weigh(&joined, &weighing));
}

static json_t *every_kind(void)
{
    json_t *rows = json_array();
    add_changes(rows);
    add_counts(rows);
    assert_int_equal(json_array_size(rows), N_ROWS);
    return rows;
}

static struct jalon_batch batch_of(json_t *rows)
{
    return (struct jalon_batch){
        .request = jalon_uuid_random(), .programme = FIXTURE_PROGRAMME, .rows = rows};
}

static void assert_written_once(const char *database)
{
    assert_string_equal(
        ask(database,
            "SELECT (SELECT count(*) FROM audit.history WHERE batch IS NOT NULL),"
            " (SELECT count(*) FROM jalon.contract),"
            " (SELECT count(*) FROM jalon.member m JOIN jalon.contract c ON c.id = m.contract_id"
            "  WHERE c.code = 'essai-2' AND m.valid_to IS NULL AND m.known_to IS NULL),"
            " (SELECT count(*) FROM jalon.cohort_member),"
            " (SELECT count(*) FROM jalon.cohort_member WHERE valid_to IS NOT NULL),"
            " (SELECT string_agg(value || ' ' || counted, ',') FROM jalon.weight)"),
        "11|4|2|2|1|1200 3");
    assert_string_equal(fixture_chain(database), "ok");
}

/* Sends it and says what became of it. */
static int send_batch(struct jalon_db *db, const struct jalon_batch *batch)
{
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    struct jalon_err err = {0};
    if (jalon_store_batch(db, batch, &answer, &err) != 0) {
        return BROKEN;
    }
    if (answer.n_refusals == 0) {
        return WON;
    }
    return answer.n_refusals == json_array_size(batch->rows) && answer.receipt->n_entries == 0
               ? LOST
               : BROKEN;
}

TEST(a_row_of_every_kind_sent_again_under_its_request_is_written_once)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *rows = every_kind();
    const struct jalon_batch batch = batch_of(rows);
    for (int i = 0; i < 3; i++) {
        JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
        struct jalon_err err = {0};
        assert_done(jalon_store_batch(db, &batch, &answer, &err), &err);
        assert_int_equal(answer.n_refusals, 0);
        assert_int_equal(answer.receipt->n_entries, N_ENTRIES);
        assert_int_equal(answer.receipt->replayed, i > 0);
    }
    assert_written_once(database);
}

TEST(a_row_of_every_kind_is_written_once_when_the_connection_is_lost)
{
    static const enum test_fault faults[] = {TEST_FAULT_CUT_BEFORE, TEST_FAULT_CUT_AFTER};
    for (size_t i = 0; i < JALON_COUNT(faults); i++) {
        const char *database = test_database_new();
        const struct test_proxy proxy = {faults[i], "jalon.batch", 20, 1};
        JALON_AUTO(jalon_json_decref) json_t *rows = every_kind();
        const struct jalon_batch batch = batch_of(rows);
        struct jalon_err err = {0};
        char conninfo[300];
        snprintf(conninfo, sizeof conninfo, "host=%s user=%s dbname=%s", test_proxy_start(&proxy),
                 FIXTURE_MANAGER, database);
        const struct jalon_db_options options = {
            .conninfo = conninfo, .command = "test", .retry_ms = 30000};
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
        assert_done(jalon_db_open(&options, &db, &err), &err);
        assert_int_equal(send_batch(db, &batch), WON);
        assert_written_once(database);
    }
}

static int send_every_kind(struct crowd *crowd, int i, void *context)
{
    (void)i;
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *rows = every_kind();
    const struct jalon_batch batch = batch_of(rows);
    crowd_meet(crowd);
    int status = send_batch(db, &batch);
    jalon_db_close(db);
    return status;
}

static const char deadlocks_sql[] =
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";

TEST(of_8_that_send_a_row_of_every_kind_at_once_one_wins_and_7_are_refused_every_row)
{
    int statuses[CROWD];
    char database[64];
    snprintf(database, sizeof database, "%s", test_database_new());
    crowd_run(CROWD, send_every_kind, database, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, WON), 1);
    assert_int_equal(crowd_count(statuses, CROWD, LOST), CROWD - 1);
    assert_written_once(database);
    assert_string_equal(ask(database, deadlocks_sql), "0");
}

static void add_launch(json_t *rows, const char *code)
{
    const struct jalon_write write = on("2019-01-20");
    add_row(rows, jalon_batch_milestone(&write, code, "launch"));
}

/* The one lets territories leave into others, the other launches them all, from the end. */
static int leave_or_launch(struct crowd *crowd, int i, void *context)
{
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *rows = json_array();
    for (int k = 0; k < PAIRS; k++) {
        char leaver[24], successor[24];
        snprintf(leaver, sizeof leaver, "quitte-%d", i == 0 ? k : PAIRS - 1 - k);
        snprintf(successor, sizeof successor, "suit-%d", i == 0 ? k : PAIRS - 1 - k);
        if (i == 0) {
            add_row(rows, leave_into(leaver, successor));
        } else {
            add_launch(rows, successor);
            add_launch(rows, leaver);
        }
    }
    const struct jalon_batch batch = batch_of(rows);
    crowd_meet(crowd);
    int status = send_batch(db, &batch);
    jalon_db_close(db);
    return status;
}

/* A leave row writes its successor too, so that one is locked with the rest, in the same order. */
TEST(exits_into_territories_that_another_batch_writes_meet_no_deadlock)
{
    int statuses[2];
    char database[64];
    snprintf(database, sizeof database, "%s", test_database_new());
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (int k = 0; k < PAIRS; k++) {
        char code[24];
        const struct jalon_write write = fixture_write("2018-12-10");
        const struct jalon_write other = fixture_write("2018-12-10");
        snprintf(code, sizeof code, "quitte-%d", k);
        fixture_add(db, &write, code, 1, 0);
        snprintf(code, sizeof code, "suit-%d", k);
        fixture_add(db, &other, code, 1, 0);
    }
    crowd_run(2, leave_or_launch, database, statuses);
    assert_int_equal(crowd_count(statuses, 2, WON), 2);
    assert_string_equal(ask(database,
                            "SELECT (SELECT count(*) FROM jalon.milestone),"
                            " (SELECT count(*) FROM jalon.scope WHERE valid_to IS NOT NULL)"),
                        "60|30");
    assert_string_equal(ask(database, deadlocks_sql), "0");
    assert_string_equal(fixture_chain(database), "ok");
}
