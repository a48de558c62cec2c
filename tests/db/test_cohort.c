/* Cohorts and weights: dated, guarded, written once, and told alike by journal and tables. */
#include <string.h>

#include "app/check.h"
#include "app/contract.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/programme.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 16, REFUSED = 3, CONFLICT = 4, PERMISSION = 8 };

static int start(void **state)
{
    (void)state;
    open_own_database();
    return 0;
}
SETUP_EACH(start);

/* The exit status of a move. */
static int move(struct jalon_db *db, bool leaves, const struct jalon_cohort_move *move,
                const struct jalon_write *write)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = leaves ? jalon_store_cohort_leave(db, write, move, &receipt, &err)
                        : jalon_store_cohort_join(db, write, move, &receipt, &err);
    return failed == 0 ? 0 : jalon_err_exit_status(err.kind);
}

static int join(const char *code, const char *cohort, const char *member, const char *on)
{
    const struct jalon_write write = fixture_write(on);
    const struct jalon_cohort_move one = {code, cohort, member};
    return move(manager, false, &one, &write);
}

static int leave(const char *code, const char *cohort, const char *member, const char *on)
{
    const struct jalon_write write = fixture_write(on);
    const struct jalon_cohort_move one = {code, cohort, member};
    return move(manager, true, &one, &write);
}

static int weigh(const char *code, int64_t value, int year, const char *on)
{
    struct jalon_err err = {0};
    const struct jalon_write write = fixture_write(on);
    const struct jalon_weighing weighing = {code, "emplois", value, year, 0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_store_weigh(manager, &write, &weighing, &receipt, &err);
    return failed == 0 ? 0 : jalon_err_exit_status(err.kind);
}

/* What `check` finds, a line each. */
static void check(struct jalon_str *out)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *found = NULL;
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_check(&app, &found, &err), &err);
    for (size_t i = 0; i < found->n_problems; i++) {
        const struct jalon_check_problem *one = &found->problems[i];
        jalon_str_addf(out, "%s %s %s\n", one->where, one->thing, one->field ? one->field : "-");
    }
}

static void assert_found(const char *wanted)
{
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    check(&found);
    assert_string_equal(jalon_str_text(&found), wanted);
}

static void tamper(const char *sql)
{
    const char *answer = test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), sql);
    if (strncmp(answer, "ERROR", 5) == 0) {
        fail_msg("%s: %s", sql, answer);
    }
}

static struct jalon_contract *contract_of(const char *code)
{
    struct jalon_err err = {0};
    struct jalon_contract *contract = NULL;
    assert_done(
        jalon_store_contract(manager, jalon_books_now(FIXTURE_PROGRAMME), code, &contract, &err),
        &err);
    return contract;
}

TEST(a_stay_in_a_cohort_is_dated_and_the_past_keeps_it)
{
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-01-31"), 0);
    assert_int_equal(leave("essai-2", "avant-garde", NULL, "2019-06-01"), 0);
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-09-01"), 0);
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = contract_of("essai-2");
    static const struct {
        const char *day;
        bool is_in;
    } days[] = {{"2019-01-30", false}, {"2019-01-31", true},  {"2019-05-31", true},
                {"2019-06-01", false}, {"2019-08-31", false}, {"2019-09-01", true}};
    for (size_t i = 0; i < JALON_COUNT(days); i++) {
        assert_int_equal(
            jalon_contract_cohort_at(contract, "avant-garde", fixture_date(days[i].day)) != NULL,
            days[i].is_in);
    }
    assert_found("");
}

TEST(a_territory_may_be_in_a_cohort_by_several_of_its_members)
{
    assert_int_equal(join("essai-2", "avant-garde", "200000008", "2019-01-31"), 0);
    assert_int_equal(join("essai-2", "avant-garde", "200000016", "2019-02-28"), 0);
    assert_int_equal(join("essai-2", "second", NULL, "2019-02-28"), 0);
    assert_string_equal(
        ask("SELECT cohort, member, valid_from FROM jalon.cohort_member ORDER BY known_from"),
        "avant-garde|200000008|2019-01-31\navant-garde|200000016|2019-02-28\n"
        "second|NULL|2019-02-28");
    assert_found("");
}

TEST(what_a_cohort_refuses_changes_nothing)
{
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-01-31"), 0);
    const char *before = fixture_dump(database);
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-02-01"), CONFLICT);
    assert_int_equal(join("essai-2", "inconnue", NULL, "2019-02-01"), REFUSED);
    assert_int_equal(join("essai-2", "second", "900000001", "2019-02-01"), REFUSED);
    assert_int_equal(join("essai-2", "second", NULL, "2018-01-01"), REFUSED);
    assert_int_equal(leave("essai-2", "second", NULL, "2019-02-01"), CONFLICT);
    assert_int_equal(leave("essai-2", "avant-garde", "200000008", "2019-02-01"), CONFLICT);
    assert_int_equal(leave("essai-2", "avant-garde", NULL, "2019-01-30"), REFUSED);
    assert_string_equal(fixture_dump(database), before);
}

TEST(who_left_a_cohort_cannot_have_joined_it_again_before)
{
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-01-31"), 0);
    assert_int_equal(leave("essai-2", "avant-garde", NULL, "2019-06-01"), 0);
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-05-31"), REFUSED);
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-06-01"), 0);
    assert_found("");
}

TEST(a_weight_holds_until_the_next_one_counts)
{
    assert_int_equal(weigh("essai-2", 1200, 2018, "2019-01-01"), 0);
    assert_int_equal(weigh("essai-2", 0, 2019, "2020-01-01"), 0);
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = contract_of("essai-2");
    assert_null(jalon_contract_weight_at(contract, "emplois", fixture_date("2018-12-31")));
    assert_int_equal(
        jalon_contract_weight_at(contract, "emplois", fixture_date("2019-12-31"))->value, 1200);
    assert_int_equal(
        jalon_contract_weight_at(contract, "emplois", fixture_date("2020-01-01"))->value, 0);
    assert_found("");
}

TEST(what_a_weight_refuses_changes_nothing)
{
    static const char *const figures[] = {"{\"value\": 1.5, \"as_of_year\": 2019}",
                                          "{\"value\": -1, \"as_of_year\": 2019}",
                                          "{\"value\": 1, \"as_of_year\": 19}",
                                          "{\"value\": 1}",
                                          "{\"as_of_year\": 2019}",
                                          "{\"value\": 1, \"as_of_year\": 2019, \"counted\": 0}"};
    assert_int_equal(weigh("essai-2", 1200, 2018, "2019-01-01"), 0);
    const char *before = fixture_dump(database);
    assert_int_equal(weigh("essai-2", 1200, 2018, "2019-02-01"), CONFLICT);
    assert_int_equal(weigh("essai-2", 1300, 2018, "2018-12-31"), REFUSED);
    for (size_t i = 0; i < JALON_COUNT(figures); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
        jalon_str_addf(&sql,
                       "SELECT jalon.weigh(gen_random_uuid(), 'demo', 'essai-2', 'emplois',"
                       " '%s', '2019-02-01', 'day', '{}')",
                       figures[i]);
        const char *answer =
            test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database), jalon_str_text(&sql));
        assert_memory_equal(answer, "ERROR JA005", strlen("ERROR JA005"));
    }
    assert_string_equal(fixture_dump(database), before);
}

TEST(a_recorder_moves_no_territory_between_cohorts)
{
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *recorder = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = fixture_write("2019-01-31");
    const struct jalon_cohort_move one = {"essai-2", "avant-garde", NULL};
    assert_int_equal(move(recorder, false, &one, &write), PERMISSION);
}

TEST(the_same_request_joins_once_and_another_one_under_its_id_is_refused)
{
    const struct jalon_write write = fixture_write("2019-01-31");
    const struct jalon_cohort_move one = {"essai-2", "avant-garde", NULL};
    const struct jalon_cohort_move other = {"essai-2", "second", NULL};
    assert_int_equal(move(manager, false, &one, &write), 0);
    assert_int_equal(move(manager, false, &one, &write), 0);
    assert_int_equal(move(manager, false, &other, &write), CONFLICT);
    assert_string_equal(ask("SELECT count(*) FROM jalon.cohort_member"), "1");
}

TEST(a_reply_lost_after_the_commit_leaves_one_entry)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "cohort_join", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = fixture_write("2019-01-31");
    const struct jalon_cohort_move one = {"essai-2", "avant-garde", NULL};
    assert_int_equal(move(db, false, &one, &write), 0);
    assert_string_equal(ask("SELECT count(*) FROM jalon.cohort_member"), "1");
    assert_found("");
}

static int join_at_once(struct crowd *crowd, int i, void *context)
{
    (void)i;
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = fixture_write("2019-01-31");
    const struct jalon_cohort_move one = {"essai-2", "avant-garde", NULL};
    crowd_meet(crowd);
    int status = move(db, false, &one, &write);
    jalon_db_close(db);
    return status;
}

TEST(of_many_that_join_at_once_one_wins_and_the_others_get_a_conflict)
{
    int statuses[CROWD];
    crowd_run(CROWD, join_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    assert_found("");
}

/* The other two writes, which meet what the first test left: "cohort_leave" and "weigh". */
static const char *const others[] = {"cohort_leave", "weigh"};

static int send_other(struct jalon_db *db, size_t other, const struct jalon_write *write)
{
    const struct jalon_cohort_move one = {"essai-2", "avant-garde", NULL};
    const struct jalon_weighing weighing = {"essai-2", "emplois", 1200, 2018, 0};
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (other == 0) {
        return move(db, true, &one, write);
    }
    int failed = jalon_store_weigh(db, write, &weighing, &receipt, &err);
    return failed == 0 ? 0 : jalon_err_exit_status(err.kind);
}

static void assert_written_once(void)
{
    assert_string_equal(
        ask("SELECT count(*) FILTER (WHERE leaf::jsonb ->> 'event' = 'cohort_leave'),"
            " count(*) FILTER (WHERE leaf::jsonb ->> 'event' = 'weigh'),"
            " (SELECT count(*) FROM jalon.cohort_member WHERE valid_to IS NOT NULL),"
            " (SELECT count(*) FROM jalon.weight)"
            " FROM audit.history WHERE code = 'essai-2'"),
        "1|1|1|1");
    assert_string_equal(fixture_chain(database), "ok");
    assert_found("");
}

TEST(the_same_request_leaves_or_weighs_once)
{
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-01-31"), 0);
    for (size_t i = 0; i < JALON_COUNT(others); i++) {
        const struct jalon_write write = fixture_write("2019-02-28");
        for (int times = 0; times < 3; times++) {
            assert_int_equal(send_other(manager, i, &write), 0);
        }
        assert_int_equal(send_other(manager, 1 - i, &write), CONFLICT);
    }
    assert_written_once();
}

TEST(an_exit_or_a_figure_whose_reply_is_lost_is_written_once)
{
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-01-31"), 0);
    for (size_t i = 0; i < JALON_COUNT(others); i++) {
        const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, others[i], 0, 1};
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
        const struct jalon_write write = fixture_write("2019-02-28");
        assert_int_equal(send_other(db, i, &write), 0);
        test_proxy_stop();
    }
    assert_written_once();
}

static int send_at_once(struct crowd *crowd, int i, void *context)
{
    (void)i;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = fixture_write("2019-02-28");
    crowd_meet(crowd);
    int status = send_other(db, *(const size_t *)context, &write);
    jalon_db_close(db);
    return status;
}

TEST(of_many_that_leave_or_weigh_at_once_one_wins_and_the_others_get_a_conflict)
{
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-01-31"), 0);
    for (size_t i = 0; i < JALON_COUNT(others); i++) {
        int statuses[CROWD];
        crowd_run(CROWD, send_at_once, &i, statuses);
        assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
        assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    }
    assert_written_once();
}

TEST(a_changed_row_of_a_cohort_or_weight_is_named)
{
    assert_int_equal(join("essai-2", "avant-garde", NULL, "2019-01-31"), 0);
    assert_int_equal(weigh("essai-2", 1200, 2018, "2019-01-01"), 0);
    tamper("UPDATE jalon.cohort_member SET valid_from = '2019-01-30'");
    tamper("UPDATE jalon.weight SET value = 9000");
    assert_found("essai-2#2 cohort_member #2 valid_from\nessai-2#3 weight #3 value\n");
    tamper("DELETE FROM jalon.cohort_member; DELETE FROM jalon.weight");
    assert_found("essai-2#2 cohort_member #2 -\nessai-2#3 weight #3 -\n");
}

TEST(a_changed_definition_of_a_cohort_or_weight_is_named)
{
    tamper("UPDATE jalon.weight_def SET unit_fr = 'postes'");
    tamper("DELETE FROM jalon.cohort_def WHERE code = 'second'");
    assert_found("demo [\"cohort_def\",1,\"second\",\"Second essai\",\"Second essai\"] -\n"
                 "demo [\"weight_def\",1,\"emplois\",\"emplois industriels\",\"emplois "
                 "industriels\",\"emplois\",\"emplois\"] -\n"
                 "demo [\"weight_def\",1,\"emplois\",\"emplois industriels\",\"emplois "
                 "industriels\",\"postes\",\"emplois\"] -\n");
}
