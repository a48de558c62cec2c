/*
 * Territories that are split and merged: all on one day, all or nothing, one winner, and every
 * chain says what happened to its territory.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "domain/contract_compare.h"
#include "store/projection.h"
#include "support/cluster.h"
#include "support/crowd.h"
#include "support/fixture.h"
#include "support/proxy.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

enum { MAX_CODES = 4, CONFLICT = 4 };

/* "essai-1 essai-2 > neuf:Val_Neuf essai-3": who leaves, and who follows. */
struct words {
    char text[200];
    const char *codes[MAX_CODES];
    struct jalon_successor successors[MAX_CODES];
    struct jalon_succession succession;
};

static void read_words(const char *line, struct words *w)
{
    *w = (struct words){0};
    snprintf(w->text, sizeof w->text, "%s", line);
    bool follows = false;
    char *rest = w->text;
    for (char *one = strtok_r(w->text, " ", &rest); one != NULL; one = strtok_r(NULL, " ", &rest)) {
        char *colon = strchr(one, ':');
        if (strcmp(one, ">") == 0) {
            follows = true;
        } else if (!follows) {
            w->codes[w->succession.n_codes++] = one;
        } else {
            if (colon != NULL) {
                *colon = '\0';
            }
            w->successors[w->succession.n_successors++] =
                (struct jalon_successor){.code = one, .name = colon != NULL ? colon + 1 : NULL};
        }
    }
    w->succession.codes = w->codes;
    w->succession.successors = w->successors;
}

static int try_succeed(struct jalon_db *db, const struct jalon_write *write, const char *line,
                       struct jalon_err *err)
{
    struct words w;
    read_words(line, &w);
    struct jalon_write reasoned = *write;
    reasoned.evidence.reason = "essai";
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    return jalon_store_territory_succeed(db, &reasoned, &w.succession, &receipt, err);
}

static void succeed(struct jalon_db *db, const char *on, const char *line)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write(on);
    assert_done(try_succeed(db, &write, line, &err), &err);
}

static const char *ask(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static void note_difference(void *context, const struct jalon_difference *difference)
{
    jalon_str_addf(context, "%s %s\n", difference->thing,
                   difference->field ? difference->field : "-");
}

/* Journal and tables say the same of all contracts, and nothing forbidden. */
static void assert_replays(const char *database)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_READER);
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts all = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    struct jalon_err err = {0};
    assert_done(jalon_store_contracts(db, jalon_books_now(FIXTURE_PROGRAMME), &all, &err), &err);
    for (size_t i = 0; i < all.n; i++) {
        JALON_AUTO(jalon_contract_freep)
        struct jalon_contract *journal = fixture_replay(db, programme, all.items[i]->code, &faults);
        jalon_contract_compare(journal, all.items[i], note_difference, &faults);
    }
    assert_string_equal(jalon_str_text(&faults), "");
    assert_string_equal(fixture_chain(database), "ok");
}

static const char scope_sql[] =
    "SELECT string_agg((SELECT count(*) FROM jalon.contracts_at(p.id, d)"
    "  WHERE in_scope)::text, ' ' ORDER BY d) FROM jalon.programme p,"
    " unnest('{2019-02-28,2019-03-01,2019-04-01}'::date[]) d";

TEST(t58_a_territory_is_split_and_past_reports_keep_their_n)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-10");
    fixture_step(db, "essai-2", "contrat etat 2019-01-20");
    succeed(db, "2019-03-01", "essai-2 > neuf-1:Val_Un neuf-2:Val_Deux");
    assert_string_equal(ask(database, scope_sql), "3 4 4");
    /* new ones begin anew, with the places and members of the old one, and nothing signed */
    assert_string_equal(
        ask(database,
            "SELECT c.code, c.state, c.region, (SELECT count(*) FROM jalon.member m"
            " WHERE m.contract_id = c.id), (SELECT count(*) FROM jalon.instrument i"
            " WHERE i.contract_id = c.id), (SELECT string_agg(l.kind || ' ' || l.code, ',')"
            " FROM jalon.territory_link l WHERE l.contract_id = c.id)"
            " FROM jalon.contract c WHERE c.code LIKE 'neuf-%' ORDER BY 1"),
        "neuf-1|identified|28|2|0|predecessor essai-2\n"
        "neuf-2|identified|28|2|0|predecessor essai-2");
    assert_string_equal(
        ask(database, "SELECT string_agg(h.code || '#' || h.seq || ' ' || h.event, ' ' ORDER BY"
                      " h.entry_id) FROM audit.history h WHERE h.request = (SELECT request"
                      " FROM audit.history WHERE event = 'leave')"),
        "essai-2#4 leave neuf-1#1 enter neuf-2#1 enter");
    assert_replays(database);
}

TEST(a_merge_into_a_territory_that_is_there_gives_it_the_members)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    succeed(db, "2019-03-01", "essai-1 essai-3 > essai-2");
    assert_string_equal(ask(database, scope_sql), "3 1 1");
    assert_string_equal(ask(database,
                            "SELECT count(*), count(*) FILTER (WHERE valid_from = '2019-03-01')"
                            " FROM jalon.member m JOIN jalon.contract c ON c.id = m.contract_id"
                            " WHERE c.code = 'essai-2'"),
                        "6|4");
    assert_string_equal(ask(database,
                            "SELECT string_agg(event, ' ' ORDER BY seq) FROM audit.history"
                            " WHERE code = 'essai-2'"),
                        "enter absorb member_add member_add member_add member_add");
    assert_replays(database);
}

static int absorb(struct crowd *crowd, int i, void *context)
{
    (void)i;
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-03-01");
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    crowd_meet(crowd);
    int status = fixture_try_change(db, &write, "essai-2", "absorb", "essai-1,essai-3", &err);
    jalon_db_close(db);
    return status == 0 ? 0 : jalon_err_exit_status(err.kind);
}

TEST(of_8_that_record_one_absorption_one_wins_and_the_exits_do_not_say_it_again)
{
    int statuses[8];
    char name[64];
    snprintf(name, sizeof name, "%s", test_database_new());
    crowd_run(8, absorb, name, statuses);
    assert_int_equal(crowd_count(statuses, 8, 0), 1);
    assert_int_equal(crowd_count(statuses, 8, CONFLICT), 7);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(name, FIXTURE_MANAGER);
    fixture_step(db, "essai-1", "leave essai-2 2019-03-01");
    fixture_step(db, "essai-3", "leave essai-2 2019-03-01");
    assert_string_equal(ask(name, "SELECT string_agg(event, ' ' ORDER BY seq) FROM audit.history"
                                  " WHERE code = 'essai-2'"),
                        "enter absorb");
    assert_replays(name);
}

TEST(an_absorption_whose_answer_is_lost_is_recorded_once)
{
    const char *database = test_database_new();
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "territory_absorb", 0, 1};
    JALON_AUTO(jalon_str_done) struct jalon_str address = {0};
    jalon_str_addf(&address, "host=%s user=%s dbname=%s", test_proxy_start(&proxy), FIXTURE_MANAGER,
                   database);
    const struct jalon_db_options options = {.conninfo = jalon_str_text(&address),
                                             .command = "test"};
    struct jalon_write write = fixture_write("2019-03-01");
    struct jalon_err err = {0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    assert_done(jalon_db_open(&options, &db, &err), &err);
    assert_done(fixture_try_change(db, &write, "essai-2", "absorb", "essai-1", &err), &err);
    test_proxy_stop();
    JALON_AUTO(jalon_db_closep) struct jalon_db *direct = fixture_open(database, FIXTURE_MANAGER);
    assert_done(fixture_try_change(direct, &write, "essai-2", "absorb", "essai-1", &err), &err);
    assert_string_equal(ask(database, "SELECT count(*) FROM audit.history WHERE event = 'absorb'"),
                        "1");
    assert_replays(database);
}

TEST(a_closed_contract_takes_no_later_move_or_signature)
{
    const char *database = test_database_new();
    struct jalon_err err = {0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-1", "negotiating 2019-01-10");
    succeed(db, "2019-03-01", "essai-1 essai-2 > neuf:Val_Neuf");
    struct jalon_write write = fixture_write("2019-03-01");
    const char *party = "etat";
    const struct jalon_signing signing = {
        .code = "essai-1", .instrument = "contrat", .parties = &party, .n_parties = 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_int_equal(jalon_store_sign(db, &write, &signing, &receipt, &err), -1);
    assert_string_equal(err.key, "left_programme");
    /* learned late: dated before the exit, and complete */
    fixture_step(db, "essai-1", "contrat all 2019-02-28");
    assert_string_equal(ask(database, "SELECT state, state_since FROM jalon.contract"
                                      " WHERE code = 'essai-1'"),
                        "signed|2019-02-28");
    assert_string_equal(ask(database, "SELECT state FROM jalon.contract WHERE code = 'neuf'"),
                        "identified");
    assert_replays(database);
}

TEST(a_refused_succession_leaves_nothing)
{
    const char *database = test_database_new();
    struct jalon_err err = {0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    struct jalon_write write = fixture_write("2019-03-01");
    assert_int_equal(try_succeed(db, &write, "essai-1 > aaa:Un essai-2:Pris", &err), -1);
    assert_string_equal(err.key, "territory_exists");
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *recorder = fixture_open(database, FIXTURE_RECORDER);
    assert_int_equal(try_succeed(recorder, &write, "essai-1 > aaa:Un bbb:Deux", &err), -1);
    assert_int_equal(err.kind, JALON_ERR_PERMISSION);
    assert_string_equal(fixture_dump(database), before);
}

TEST(the_same_succession_again_gives_the_first_answer)
{
    const char *database = test_database_new();
    struct jalon_err err = {0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    struct jalon_write write = fixture_write("2019-03-01");
    assert_done(try_succeed(db, &write, "essai-1 > neuf-1:Un neuf-2:Deux", &err), &err);
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    assert_done(try_succeed(db, &write, "essai-1 > neuf-1:Un neuf-2:Deux", &err), &err);
    assert_string_equal(fixture_dump(database), before);
    assert_int_equal(try_succeed(db, &write, "essai-1 > neuf-1:Un neuf-2:Trois", &err), -1);
    assert_string_equal(err.key, "request_reused");
}

TEST(an_answer_lost_on_its_way_is_one_succession)
{
    static const enum test_fault faults[] = {TEST_FAULT_CUT_BEFORE, TEST_FAULT_CUT_AFTER};
    for (size_t i = 0; i < JALON_COUNT(faults); i++) {
        const char *database = test_database_new();
        const struct test_proxy proxy = {faults[i], "territory_succeed", 0, 1};
        JALON_AUTO(jalon_str_done) struct jalon_str address = {0};
        jalon_str_addf(&address, "host=%s user=%s dbname=%s", test_proxy_start(&proxy),
                       FIXTURE_MANAGER, database);
        const struct jalon_db_options options = {.conninfo = jalon_str_text(&address),
                                                 .command = "test"};
        struct jalon_err err = {0};
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
        assert_done(jalon_db_open(&options, &db, &err), &err);
        succeed(db, "2019-03-01", "essai-1 essai-2 > neuf:Val_Neuf");
        test_proxy_stop();
        assert_string_equal(ask(database, "SELECT count(*) FILTER (WHERE event = 'leave'),"
                                          " count(*) FILTER (WHERE code = 'neuf')"
                                          " FROM audit.history"),
                            "2|1");
        assert_string_equal(fixture_chain(database), "ok");
    }
}

static int succeed_as(const char *database, struct crowd *crowd, const char *line)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-03-01");
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    crowd_meet(crowd);
    int status = try_succeed(db, &write, line, &err);
    jalon_db_close(db);
    return status == 0 ? 0 : jalon_err_exit_status(err.kind);
}

static int split_the_same(struct crowd *crowd, int i, void *context)
{
    char line[80];
    snprintf(line, sizeof line, "essai-2 > un-%d:Un deux-%d:Deux", i, i);
    return succeed_as(context, crowd, line);
}

TEST(of_8_that_split_one_territory_at_once_one_wins_and_7_get_a_conflict)
{
    int statuses[8];
    char name[64];
    snprintf(name, sizeof name, "%s", test_database_new());
    crowd_run(8, split_the_same, name, statuses);
    assert_int_equal(crowd_count(statuses, 8, 0), 1);
    assert_int_equal(crowd_count(statuses, 8, CONFLICT), 7);
    assert_string_equal(ask(name, "SELECT count(*) FROM jalon.contract"), "5");
    assert_replays(name);
}

static int merge_crossed(struct crowd *crowd, int i, void *context)
{
    static const char *const lines[] = {
        "essai-1 essai-2 > aa:A", "essai-2 essai-1 > bb:B",      "essai-1 > essai-2",
        "essai-2 > essai-1",      "essai-3 essai-1 > aa:A bb:B", "essai-2 essai-3 > bb:B aa:A"};
    return succeed_as(context, crowd, lines[i]);
}

TEST(merges_in_crossed_order_end_in_one_winner_or_more_and_no_deadlock)
{
    enum { ROUNDS = 8 };
    for (int round = 0; round < ROUNDS; round++) {
        int statuses[6];
        char name[64];
        snprintf(name, sizeof name, "%s", test_database_new());
        crowd_run(6, merge_crossed, name, statuses);
        int n_won = crowd_count(statuses, 6, 0);
        assert_true(n_won >= 1);
        /* 3: the successor had left meanwhile */
        assert_int_equal(n_won + crowd_count(statuses, 6, CONFLICT) + crowd_count(statuses, 6, 3),
                         6);
        assert_string_equal(ask(name, "SELECT deadlocks FROM pg_stat_database"
                                      " WHERE datname = current_database()"),
                            "0");
        assert_replays(name);
    }
}

static int leave_or_sign(struct crowd *crowd, int i, void *context)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write(i == 0 ? "2019-03-01" : "2019-03-02");
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    const char *party = "etat";
    const struct jalon_signing signing = {
        .code = "essai-1", .instrument = "contrat", .parties = &party, .n_parties = 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    crowd_meet(crowd);
    int status = i == 0 ? fixture_try_change(db, &write, "essai-1", "leave", "-", &err)
                        : jalon_store_sign(db, &write, &signing, &receipt, &err);
    jalon_db_close(db);
    return status == 0 ? 0 : jalon_err_exit_status(err.kind);
}

TEST(of_an_exit_and_a_later_signature_at_once_one_wins)
{
    for (int round = 0; round < 8; round++) {
        int statuses[2];
        char name[64];
        snprintf(name, sizeof name, "%s", test_database_new());
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(name, FIXTURE_MANAGER);
        fixture_step(db, "essai-1", "negotiating 2019-01-10");
        crowd_run(2, leave_or_sign, name, statuses);
        assert_int_equal(crowd_count(statuses, 2, 0), 1);
        assert_int_equal(crowd_count(statuses, 2, 3), 1);
        assert_replays(name);
    }
}
