/* Many acts from one file: each row's verdict, all or those not refused, once. */
#include "app/import_sheet.h"

#include <stdio.h>
#include <unistd.h>

#include "app/correction.h"
#include "base/mem.h"
#include "base/str.h"
#include "support/cluster.h"
#include "support/crowd.h"
#include "support/fixture.h"
#include "support/proxy.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static char path[] = "/tmp/jalon-sheet-XXXXXX";
static const char *database;
static struct jalon_app app;

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(path, sizeof path, "/tmp/jalon-sheet-XXXXXX");
    database = test_database_new();
    app = (struct jalon_app){.db = fixture_open(database, FIXTURE_MANAGER)};
    int file = mkstemp(path);
    return file < 0 ? -1 : close(file);
}
SETUP_EACH(set_up);

static int tear_down(void **state)
{
    (void)state;
    test_proxy_stop();
    jalon_app_done(&app);
    return unlink(path);
}
TEARDOWN_EACH(tear_down);

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *ask(const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

/* One run, as a test gives it. */
struct attempt {
    struct jalon_register_sheet sheet;
    struct jalon_write write;
    const char *expect;
    bool keep_going, is_trial;
};

static struct attempt attempt_of(enum jalon_register_action action)
{
    return (struct attempt){
        .sheet = {.action = action},
        .write = {.request = jalon_uuid_random(), .evidence = {.learned_on = JALON_DATE_NONE}}};
}

static void give(struct attempt *attempt, const char *column, const char *value)
{
    attempt->sheet.given[attempt->sheet.n_given++] = (struct jalon_register_given){column, value};
}

static int run(struct jalon_app *by, const struct attempt *attempt, struct jalon_sheet *ret_sheet,
               struct jalon_err *err)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    const struct jalon_register_source source = {attempt->sheet.action == JALON_REGISTER_SIGN
                                                     ? JALON_REGISTER_SIGNATURES
                                                     : JALON_REGISTER_EVENTS,
                                                 path, &attempt->sheet};
    const struct jalon_sheet_order order = {.source = &source,
                                            .write = &attempt->write,
                                            .expect = attempt->expect,
                                            .keep_going = attempt->keep_going,
                                            .is_trial = attempt->is_trial};
    jalon_app_set_dry_run(by, attempt->is_trial);
    return jalon_app_sheet(by, &order, ret_sheet, &faults, err);
}

static void run_done(const struct attempt *attempt, struct jalon_sheet *ret_sheet)
{
    struct jalon_err err = {0};
    assert_done(run(&app, attempt, ret_sheet, &err), &err);
}

/* "2 essai-1 recorded", "3 essai-9 refused [territory_code] unknown territory: 'essai-9'" */
static char *verdicts_of(const struct attempt *attempt)
{
    static const char *const words[JALON_SHEET_VERDICT_N] = {"recorded", "unchanged", "duplicate",
                                                             "refused", "held back"};
    JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
    struct jalon_str text = {0};
    run_done(attempt, &sheet);
    for (size_t i = 0; i < sheet.n_rows; i++) {
        const struct jalon_sheet_row *row = &sheet.rows[i];
        jalon_str_addf(&text, "%zu %s %s", row->line, row->code, words[row->verdict]);
        if (row->refusal != NULL) {
            jalon_str_addf(&text, " [%s] %s", row->column != NULL ? row->column : "-",
                           row->refusal->message[JALON_EN]);
        }
        jalon_str_add_char(&text, '\n');
    }
    return jalon_str_take(&text);
}

#define assert_verdicts(attempt, wanted)                               \
    do {                                                               \
        JALON_AUTO(jalon_freep) char *verdicts = verdicts_of(attempt); \
        assert_string_equal(verdicts, wanted);                         \
    } while (0)

enum { MANY = 124, WRONG = 56 };

/* 124 territories start to negotiate; of one the code is wrong. */
static void write_many(void)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, "territory_code,what\n");
    for (int i = 0; i < MANY; i++) {
        struct jalon_write write = fixture_write("2018-12-10");
        char code[24];
        (void)snprintf(code, sizeof code, "fictif-%d", i);
        fixture_add(app.db, &write, code, 1, 0);
        jalon_str_addf(&text, "%s%s,%s\n", code, i == WRONG ? "x" : "",
                       i == WRONG + 1 ? "signed" : "negotiating");
    }
    write_file(text.text);
}

static struct attempt many_moves(void)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_ADVANCE);
    write_many();
    give(&attempt, "on", "2019-01-15");
    return attempt;
}

TEST(t20_refused_rows_of_124_take_back_all_and_each_says_why)
{
    struct attempt attempt = many_moves();
    JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
    const char *before = fixture_dump(database);
    run_done(&attempt, &sheet);
    assert_string_equal(fixture_dump(database), before);
    assert_int_equal(sheet.n_rows, MANY);
    assert_int_equal(sheet.n_entries, 0);
    assert_int_equal(sheet.n_by_verdict[JALON_SHEET_REFUSED], 2);
    assert_int_equal(sheet.n_by_verdict[JALON_SHEET_HELD_BACK], MANY - 2);
    assert_int_equal(sheet.rows[WRONG].line, WRONG + 2);
    assert_int_equal(sheet.rows[WRONG].refusal->kind, JALON_ERR_NOT_FOUND);
    assert_string_equal(sheet.rows[WRONG].column, "territory_code");
    assert_int_equal(sheet.rows[WRONG + 1].refusal->kind, JALON_ERR_REFUSED);
    assert_string_equal(sheet.rows[WRONG + 1].column, "what");
}

TEST(t20_who_keeps_going_records_122_of_124_in_one_transaction)
{
    struct attempt attempt = many_moves();
    JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
    char sql[200];
    attempt.keep_going = true;
    run_done(&attempt, &sheet);
    assert_int_equal(sheet.n_by_verdict[JALON_SHEET_REFUSED], 2);
    assert_int_equal(sheet.n_by_verdict[JALON_SHEET_RECORDED], MANY - 2);
    assert_int_equal(sheet.n_entries, MANY - 2);
    assert_string_equal(sheet.rows[0].entries[0], "fictif-0#2");
    assert_string_equal(sheet.rows[0].state, "negotiating");
    (void)snprintf(sql, sizeof sql,
                   "SELECT count(*), count(DISTINCT leaf::jsonb ->> 'tx') FROM audit.history"
                   " WHERE batch = '%s'",
                   attempt.write.request.text);
    assert_string_equal(ask(sql), "122|1");
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(a_repeat_of_the_same_file_and_request_changes_nothing_and_answers_the_same)
{
    struct attempt attempt = many_moves();
    attempt.keep_going = true;
    for (int i = 0; i < 2; i++) {
        JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
        run_done(&attempt, &sheet);
        assert_int_equal(sheet.is_replayed, i == 1);
        assert_int_equal(sheet.n_entries, MANY - 2);
        assert_int_equal(sheet.n_by_verdict[JALON_SHEET_REFUSED], 2);
        assert_int_equal(sheet.n_by_verdict[JALON_SHEET_UNCHANGED], i == 1 ? MANY - 2 : 0);
    }
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE batch IS NOT NULL"), "122");
}

#define SIGNATURES "territory_code,instrument,party,on\n"

TEST(the_file_that_was_mended_adds_what_was_refused_before)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_MILESTONE);
    attempt.keep_going = true;
    write_file("territory_code,what,on\nessai-1,launch,2019-01-15\nessai-2,launch,2018-01-15\n");
    assert_verdicts(&attempt, "2 essai-1 recorded\n"
                              "3 essai-2 refused [on] the date 2018-01-15 is before the "
                              "programme's start (2018-11-22)\n");
    write_file("territory_code,what,on\nessai-1,launch,2019-01-15\nessai-2,launch,2019-01-16\n");
    attempt.write.request = jalon_uuid_random();
    assert_verdicts(&attempt, "2 essai-1 unchanged\n3 essai-2 recorded\n");
    assert_verdicts(&attempt, "2 essai-1 unchanged\n3 essai-2 unchanged\n");
}

TEST(what_a_batch_recorded_can_be_taken_back_and_recorded_again)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_MILESTONE);
    write_file("territory_code,what,on\nessai-1,launch,2019-01-15\nessai-2,launch,2019-01-15\n");
    assert_verdicts(&attempt, "2 essai-1 recorded\n3 essai-2 recorded\n");
    struct jalon_write back = {.request = jalon_uuid_random(),
                               .precision = JALON_PRECISION_UNKNOWN,
                               .on = JALON_DATE_NONE,
                               .evidence = {.reason = "essai", .learned_on = JALON_DATE_NONE}};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_app_void_batch(&app, &back, attempt.write.request.text, &receipt, &err),
                &err);
    assert_int_equal(receipt->n_entries, 2);
    assert_string_equal(ask("SELECT count(*) FROM jalon.milestone WHERE known_to IS NULL"), "0");
    attempt.write.request = jalon_uuid_random();
    assert_verdicts(&attempt, "2 essai-1 recorded\n3 essai-2 recorded\n");
    assert_string_equal(ask("SELECT count(*) FROM jalon.milestone WHERE known_to IS NULL"), "2");
}

TEST(a_joint_ceremony_signs_for_every_party_that_is_missing)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_SIGN);
    JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
    fixture_step(app.db, "essai-1", "negotiating 2019-01-15");
    fixture_step(app.db, "essai-2", "negotiating 2019-01-15");
    give(&attempt, "instrument", "contrat");
    give(&attempt, "party", "all");
    give(&attempt, "on", "2019-02-01");
    write_file("territory_code\nessai-1\nessai-2\n");
    run_done(&attempt, &sheet);
    assert_int_equal(sheet.n_by_verdict[JALON_SHEET_RECORDED], 2);
    assert_int_equal(sheet.rows[0].n_entries, 3);
    assert_int_equal(sheet.rows[1].n_entries, 6);
    assert_string_equal(sheet.rows[1].state, "signed");
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(a_cell_says_more_than_what_is_given_and_a_precision_goes_with_its_day)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_MILESTONE);
    give(&attempt, "what", "launch");
    give(&attempt, "on", "2019-02-01");
    give(&attempt, "precision", "month");
    write_file("territory_code;action;on;precision\n"
               "essai-1;milestone;;\n"
               "essai-2;;15/01/2019;\n"
               "essai-3;;15/01/2019;before\n");
    assert_verdicts(&attempt, "2 essai-1 recorded\n3 essai-2 recorded\n4 essai-3 recorded\n");
    assert_string_equal(
        ask("SELECT string_agg(leaf::jsonb ->> 'valid' || ' ' || (leaf::jsonb ->> 'precision'),"
            " ', ' ORDER BY code) FROM audit.history WHERE event = 'milestone'"),
        "2019-02-01 month, 2019-01-15 day, 2019-01-15 before");
}

TEST(each_fault_of_the_file_is_of_its_row_alone)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_SIGN);
    fixture_step(app.db, "essai-2", "negotiating 2019-01-15");
    attempt.keep_going = true;
    write_file(SIGNATURES "essai-2,protocole,etat,2019-02-01\n"
                          "essai-2,protocole,etat\n"
                          "essai-2,protocole,maire,2019-02-01\n"
                          "essai-2,traite,etat,2019-02-01\n"
                          "essai-2,protocole,region:28,2019-02-30\n"
                          "essay-2,protocole,etat,2019-02-01\n"
                          "essai-2,protocole,region:52,2019-02-01\n"
                          "essai-2,protocole,region:52,2019-02-01\n"
                          "essai-2,protocole,region:52,2019-02-02\n");
    assert_verdicts(&attempt,
                    "2 essai-2 recorded\n"
                    "3  refused [-] 3 cells, the header has 4\n"
                    "4 essai-2 refused [party] unknown party 'maire'\n"
                    "5 essai-2 refused [instrument] unknown instrument 'traite'\n"
                    "6 essai-2 refused [on] no such day: '2019-02-30'\n"
                    "7 essay-2 refused [territory_code] unknown territory: 'essay-2'\n"
                    "8 essai-2 recorded\n"
                    "9 essai-2 duplicate\n"
                    "10 essai-2 refused [party] 'region:52' already signed the 'protocole' of "
                    "essai-2, on 2019-02-01\n");
}

TEST(a_file_without_a_column_that_nothing_stands_for_has_no_rows)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_SIGN);
    JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
    attempt.keep_going = true;
    give(&attempt, "party", "all");
    write_file("territory_code,on\nessai-2,2019-02-01\n");
    run_done(&attempt, &sheet);
    assert_false(sheet.is_read);
    assert_int_equal(sheet.n_rows, 0);
}

TEST(a_territory_goes_by_a_name_of_its_own_as_on_the_command_line)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_MILESTONE);
    struct jalon_write write = fixture_write("2019-01-02");
    struct jalon_err err = {0};
    assert_done(fixture_try_change(app.db, &write, "essai-1", "alias", "Vallon Imaginaire", &err),
                &err);
    give(&attempt, "what", "launch");
    give(&attempt, "on", "2019-01-15");
    write_file("territory_code\nVALLON IMAGINAIRE\nessai-1\n");
    assert_verdicts(&attempt, "2 essai-1 recorded\n3 essai-1 duplicate\n");
}

TEST(a_row_whose_contract_is_in_another_state_than_expected_is_a_conflict)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_ADVANCE);
    fixture_step(app.db, "essai-2", "pilot 2019-01-10");
    attempt.expect = "pilot";
    attempt.keep_going = true;
    give(&attempt, "what", "negotiating");
    give(&attempt, "on", "2019-01-15");
    write_file("territory_code\nessai-1\nessai-2\n");
    JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
    run_done(&attempt, &sheet);
    assert_int_equal(sheet.rows[0].verdict, JALON_SHEET_REFUSED);
    assert_int_equal(sheet.rows[0].refusal->kind, JALON_ERR_CONFLICT);
    assert_int_equal(sheet.rows[1].verdict, JALON_SHEET_RECORDED);
}

TEST(a_word_for_all_rows_that_is_unknown_is_one_mistake)
{
    static const struct {
        enum jalon_register_action action;
        const char *column, *key;
    } words[] = {
        {JALON_REGISTER_SIGN, "instrument", "register_no_instrument"},
        {JALON_REGISTER_SIGN, "party", "register_no_party"},
        {JALON_REGISTER_ADVANCE, "what", "register_no_state"},
        {JALON_REGISTER_MILESTONE, "what", "register_no_milestone"},
    };
    write_file("territory_code\nessai-1\nessai-2\n");
    for (size_t i = 0; i < JALON_COUNT(words); i++) {
        struct attempt attempt = attempt_of(words[i].action);
        JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
        struct jalon_err err = {0};
        give(&attempt, words[i].column, "fantaisie");
        assert_int_equal(run(&app, &attempt, &sheet, &err), -1);
        assert_string_equal(err.key, words[i].key);
    }
}

TEST(a_trial_tells_the_entries_to_come_and_records_nothing)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_MILESTONE);
    JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
    const char *before = fixture_dump(database);
    attempt.is_trial = true;
    write_file("territory_code,what,on\nessai-1,launch,2019-01-15\n");
    run_done(&attempt, &sheet);
    assert_int_equal(sheet.rows[0].verdict, JALON_SHEET_RECORDED);
    assert_string_equal(sheet.rows[0].entries[0], "essai-1#2");
    assert_string_equal(fixture_dump(database), before);
}

TEST(a_trial_with_a_refused_row_tells_what_would_come_of_the_others)
{
    struct attempt attempt = attempt_of(JALON_REGISTER_MILESTONE);
    JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
    const char *before = fixture_dump(database);
    attempt.is_trial = true;
    write_file("territory_code,what,on\nessai-9,launch,2019-01-15\nessai-1,launch,2019-01-15\n");
    run_done(&attempt, &sheet);
    assert_int_equal(sheet.rows[0].verdict, JALON_SHEET_REFUSED);
    assert_int_equal(sheet.rows[1].verdict, JALON_SHEET_HELD_BACK);
    assert_string_equal(sheet.rows[1].entries[0], "essai-1#2");
    assert_int_equal(sheet.n_entries, 0);
    assert_string_equal(fixture_dump(database), before);
}

/* One of two that send the same file under requests of their own: how many rows were its own. */
static int send_file(struct crowd *crowd, int i, void *context)
{
    const struct attempt *shared = context;
    (void)i;
    struct attempt attempt = *shared;
    struct jalon_app own = {.db = fixture_open(database, FIXTURE_RECORDER)};
    struct jalon_sheet sheet = {0};
    struct jalon_err err = {0};
    attempt.write.request = jalon_uuid_random();
    crowd_meet(crowd);
    int status = run(&own, &attempt, &sheet, &err) != 0 ? 99 : (int)sheet.n_entries;
    jalon_sheet_done(&sheet);
    jalon_app_done(&own);
    return status;
}

static void race(bool keep_going)
{
    struct attempt attempt = many_moves();
    int statuses[2];
    attempt.keep_going = keep_going;
    if (!keep_going) { /* a file without a wrong row */
        attempt.sheet.action = JALON_REGISTER_MILESTONE;
        give(&attempt, "what", "launch");
        write_file("territory_code\nfictif-1\nfictif-2\nfictif-3\n");
    }
    crowd_run(2, send_file, &attempt, statuses);
    int all = keep_going ? MANY - 2 : 3;
    assert_int_equal(crowd_count(statuses, 2, all), 1);
    assert_int_equal(crowd_count(statuses, 2, 0), 1);
    char wanted[24];
    (void)snprintf(wanted, sizeof wanted, "%d", all);
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE batch IS NOT NULL"), wanted);
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(of_two_who_send_the_same_file_at_once_one_records_it)
{
    race(false);
}

TEST(of_two_who_send_the_same_file_and_keep_going_one_records_each_row)
{
    race(true);
}

TEST(a_file_whose_reply_is_lost_is_recorded_once_and_told_row_by_row)
{
    static const enum test_fault faults[] = {TEST_FAULT_CUT_BEFORE, TEST_FAULT_CUT_AFTER};
    static const char *const wanted[] = {"1", "2"};
    fixture_step(app.db, "essai-1", "negotiating 2019-01-15");
    for (size_t i = 0; i < JALON_COUNT(faults); i++) {
        const struct test_proxy proxy = {faults[i], "jalon.batch", 20, 1};
        struct attempt attempt = attempt_of(JALON_REGISTER_SIGN);
        JALON_AUTO(jalon_sheet_done) struct jalon_sheet sheet = {0};
        struct jalon_err err = {0};
        char conninfo[300];
        (void)snprintf(conninfo, sizeof conninfo, "host=%s user=%s dbname=%s",
                       test_proxy_start(&proxy), FIXTURE_RECORDER, database);
        const struct jalon_db_options options = {
            .conninfo = conninfo, .command = "test", .retry_ms = 30000};
        JALON_AUTO(jalon_app_done) struct jalon_app own = {0};
        assert_done(jalon_db_open(&options, &own.db, &err), &err);
        attempt.keep_going = true;
        write_file(i == 0 ? SIGNATURES "essai-1,protocole,etat,2019-02-01\n"
                                       "essai-2,protocole,etat,2019-02-01\n"
                          : SIGNATURES "essai-1,protocole,region,2019-02-01\n"
                                       "essai-2,protocole,etat,2019-02-01\n");
        assert_done(run(&own, &attempt, &sheet, &err), &err);
        assert_int_equal(sheet.rows[0].verdict, JALON_SHEET_RECORDED);
        assert_int_equal(sheet.rows[0].n_entries, 1);
        assert_int_equal(sheet.rows[1].verdict, JALON_SHEET_REFUSED);
        assert_int_equal(sheet.is_replayed, faults[i] == TEST_FAULT_CUT_AFTER);
        assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE batch IS NOT NULL"),
                            wanted[i]);
    }
    assert_string_equal(fixture_chain(database), "ok");
}
