/* Planned dates: one of a thing in force, moved by decisions, fulfilled by the thing itself. */
#include <stdio.h>
#include <string.h>

#include "app/contract.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/correction.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 16, CONFLICT = 4 };

static int start(void **state)
{
    (void)state;
    open_own_database();
    return 0;
}
SETUP_EACH(start);

static struct jalon_plan plan_of(const char *what, const char *on)
{
    return (struct jalon_plan){.code = "essai-2",
                               .what = what,
                               .on = on != NULL ? fixture_date(on) : JALON_DATE_NONE,
                               .precision = JALON_PRECISION_DAY};
}

/* "0", or the key of the refusal. */
static const char *send(struct jalon_db *db, const struct jalon_write *write,
                        const struct jalon_plan *plan)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_store_plan(db, write, plan, &receipt, &err);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

/* DECIDED NULL: nobody says when. ON NULL: the date is taken off. */
static const char *try_plan(const char *what, const char *on, const char *decided)
{
    struct jalon_write write = decided != NULL ? fixture_write(decided) : undated(NULL);
    const struct jalon_plan plan = plan_of(what, on);
    write.evidence.reason = "essai";
    return send(manager, &write, &plan);
}

static void void_entry(int64_t seq)
{
    struct jalon_err err = {0};
    const struct jalon_write write = undated("essai");
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    assert_done(jalon_store_void(manager, &write, &entries, &receipt, &err), &err);
}

/* What is planned on DAY, in the order of decisions, by the database and, the same, by C. */
static void assert_planned(const char *day, const char *wanted)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    assert_done(jalon_store_contract(manager, jalon_books_now(FIXTURE_PROGRAMME), "essai-2",
                                     &contract, &err),
                &err);
    for (size_t i = 0; i < contract->n_plans; i++) {
        const struct jalon_contract_plan *one = &contract->plans[i];
        if (jalon_contract_plan_stands(contract, one, fixture_date(day))) {
            jalon_str_addf(&text, "%s%s %s %s %d %s", text.length > 0 ? "; " : "",
                           jalon_planned_code(one->kind), one->what,
                           jalon_date_iso(jalon_plan_due(one)).text, one->number,
                           one->party ? one->party : "-");
        }
    }
    assert_string_equal(jalon_str_text(&text), wanted);
    jalon_str_addf(&sql,
                   "SELECT coalesce(string_agg(concat_ws(' ', p.kind, p.what, p.due_on,"
                   " coalesce(p.number, 0), coalesce(p.party, '-')), '; ' ORDER BY p.entry_id), '')"
                   " FROM jalon.contract c, jalon.plans_at(ARRAY[c.id], '%s', NULL) p"
                   " WHERE c.code = 'essai-2'",
                   day);
    assert_string_equal(ask(jalon_str_text(&sql)), wanted);
}

TEST(a_later_decision_takes_the_place_of_the_former_one_from_its_day_on)
{
    const struct jalon_write write = fixture_write("2019-02-01");
    struct jalon_plan plan = plan_of("contrat", "2019-03-05");
    plan.party = "region:28";
    plan.place = "Nulle-Part";
    assert_string_equal(send(manager, &write, &plan), "0");
    assert_string_equal(try_plan("contrat", "2019-03-24", "2019-03-01"), "0");
    assert_string_equal(try_plan("contrat", NULL, "2019-03-20"), "0");
    assert_planned("2019-01-31", "");
    assert_planned("2019-02-28", "instrument contrat 2019-03-05 1 region:28");
    assert_planned("2019-03-01", "instrument contrat 2019-03-24 1 region:28");
    assert_planned("2019-03-20", "");
    assert_string_equal(ask("SELECT string_agg((leaf::jsonb -> 'before')::text, ' ' ORDER BY seq)"
                            " FROM audit.history WHERE event = 'plan'"),
                        "null {\"on\": \"2019-03-05\", \"precision\": \"day\"}"
                        " {\"on\": \"2019-03-24\", \"precision\": \"day\"}");
    assert_string_equal(
        ask("SELECT substr(leaf, strpos(leaf, '\"after\"'), 121)"
            " FROM audit.history WHERE event = 'plan' ORDER BY seq OFFSET 1 LIMIT 1"),
        "\"after\":{\"kind\":\"instrument\",\"note\":null,\"number\":1,"
        "\"on\":\"2019-03-24\",\"party\":\"region:28\",\"place\":null,"
        "\"precision\":\"day\",");
    assert_sound();
}

TEST(the_thing_itself_fulfils_its_plan_on_its_own_day)
{
    assert_string_equal(try_plan("launch", "2019-02-10", "2019-01-15"), "0");
    assert_string_equal(try_plan("negotiating", "2019-02-15", "2019-01-15"), "0");
    assert_string_equal(try_plan("contrat", "2019-03-01", "2019-01-15"), "0");
    fixture_step(manager, "essai-2", "negotiating 2019-02-12");
    assert_planned("2019-02-11",
                   "milestone launch 2019-02-10 0 -; state negotiating 2019-02-15 0 -;"
                   " instrument contrat 2019-03-01 1 -");
    assert_planned("2019-02-12",
                   "milestone launch 2019-02-10 0 -; instrument contrat 2019-03-01 1 -");
    fixture_step(manager, "essai-2", "contrat etat 2019-03-01");
    assert_planned("2019-03-01",
                   "milestone launch 2019-02-10 0 -; instrument contrat 2019-03-01 1 -");
    fixture_step(manager, "essai-2", "contrat all 2019-03-08");
    assert_planned("2019-03-08", "milestone launch 2019-02-10 0 -");
    assert_string_equal(try_plan("contrat", "2019-04-01", "2019-03-08"), "plan_done");
    assert_string_equal(try_plan("contrat", NULL, "2019-03-08"), "plan_done");
    assert_sound();
}

TEST(what_cannot_be_planned_changes_nothing)
{
    static const struct {
        const char *what, *on, *decided, *key;
    } cases[] = {
        {"absent", "2019-03-01", "2019-01-15", "unknown_step"},
        {"identified", "2019-03-01", "2019-02-15", "plan_done"},
        {"contrat", "2019-02-14", "2019-02-15", "plan_past"},
        {"contrat", "2019-03-01", NULL, "plan_past"}, /* it is recorded today */
        {"contrat", "2019-03-01", "2019-01-14", "plan_too_early"},
        {"contrat", NULL, "2019-01-14", "plan_too_early"},
        {"contrat", "2019-02-20", "2019-02-15", "plan_there"},
        {"protocole", NULL, "2019-02-15", "not_planned"},
    };
    struct jalon_write write = fixture_write("2019-02-15");
    struct jalon_plan plan = plan_of("contrat", "2019-03-01");
    assert_string_equal(try_plan("contrat", "2019-02-20", "2019-01-15"), "0");
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        assert_string_equal(try_plan(cases[i].what, cases[i].on, cases[i].decided), cases[i].key);
    }
    plan.party = "region"; /* there are two of them */
    assert_string_equal(send(manager, &write, &plan), "party_not_concerned");
    plan = plan_of("contrat", NULL);
    assert_string_equal(send(manager, &write, &plan), "drop_unexplained");
    plan = plan_of("contrat", "2019-03-01");
    plan.precision = JALON_PRECISION_UNKNOWN;
    assert_string_equal(send(manager, &write, &plan), "unknown_precision");
    assert_string_equal(fixture_dump(database), before);
}

TEST(a_state_that_was_left_and_a_number_that_follows_are_planned_anew)
{
    assert_string_equal(try_plan("pilot", "2019-01-20", "2019-01-10"), "0");
    fixture_step(manager, "essai-2", "pilot 2019-01-15");
    fixture_step(manager, "essai-2", "identified 2019-01-20");
    assert_planned("2019-01-20", "");
    assert_string_equal(try_plan("pilot", "2019-01-30", "2019-01-21"), "0");
    assert_planned("2019-01-21", "state pilot 2019-01-30 0 -");
    fixture_step(manager, "essai-2", "negotiating 2019-02-01");
    fixture_step(manager, "essai-2", "contrat all 2019-03-01");
    fixture_step(manager, "essai-2", "avenant all 2019-04-01");
    assert_string_equal(try_plan("avenant", "2019-06-01", "2019-04-02"), "0");
    assert_planned("2019-04-02", "state pilot 2019-01-30 0 -; instrument avenant 2019-06-01 2 -");
    fixture_step(manager, "essai-2", "negotiating 2019-05-01");
    assert_string_equal(try_plan("contrat", "2019-07-01", "2019-05-02"), "0");
    assert_planned("2019-05-02", "state pilot 2019-01-30 0 -; instrument avenant 2019-06-01 2 -;"
                                 " instrument contrat 2019-07-01 2 -");
    assert_sound();
}

TEST(t29_a_move_that_is_taken_back_leaves_the_former_date_in_force)
{
    assert_string_equal(try_plan("contrat", "2019-03-05", "2019-02-01"), "0"); /* 2 */
    assert_string_equal(try_plan("contrat", "2019-03-24", "2019-03-01"), "0"); /* 3 */
    void_entry(3);
    assert_planned("2019-03-01", "instrument contrat 2019-03-05 1 -");
    assert_string_equal(ask("SELECT string_agg(coalesce(p.valid_to::text, '-'), ' ' ORDER BY"
                            " p.entry_id) FROM audit.history h, LATERAL jalon.plans(h.entry_id) p"
                            " WHERE h.event = 'plan' AND h.seq = 3"),
                        "2019-03-01 -");
    void_entry(2);
    assert_planned("2019-03-01", "");
    assert_sound();
}

TEST(t28_the_day_of_a_decision_is_corrected_and_the_first_one_stays_visible)
{
    struct jalon_err err = {0};
    const int64_t seq = 2;
    const struct jalon_write write = undated("essai");
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_json_decref) json_t *set = json_object();
    jalon_json_set_text(set, "on", "2019-02-11");
    jalon_json_set_text(set, "place", "Nulle-Part");
    assert_string_equal(try_plan("contrat", "2019-03-05", "2019-02-01"), "0");
    assert_done(jalon_store_correct(manager, &write, &entries, set, &receipt, &err), &err);
    assert_planned("2019-02-10", "");
    assert_planned("2019-02-11", "instrument contrat 2019-03-05 1 -");
    assert_string_equal(ask("SELECT p.valid_from FROM audit.history h,"
                            " LATERAL jalon.plans(h.entry_id) p WHERE h.event = 'plan'"),
                        "2019-02-01");
    assert_sound();
}

TEST(what_is_recorded_without_a_day_was_decided_by_then)
{
    const struct jalon_write write = undated(NULL);
    struct jalon_plan plan = plan_of("contrat", "2099-03-31");
    plan.precision = JALON_PRECISION_MONTH;
    assert_string_equal(send(manager, &write, &plan), "0");
    assert_string_equal(
        ask("SELECT leaf::jsonb ->> 'precision' || ' ' || ((leaf::jsonb ->> 'valid')::date ="
            " (recorded AT TIME ZONE 'Europe/Paris')::date) || ' ' || (leaf::jsonb #>> '{after,on}')"
            " FROM audit.history WHERE event = 'plan'"),
        "before true 2099-03-01");
    assert_planned("2099-01-01", "instrument contrat 2099-03-31 1 -");
    assert_sound();
}

TEST(the_same_request_counts_once_and_another_one_under_its_id_is_refused)
{
    const struct jalon_write write = undated(NULL);
    const struct jalon_plan plan = plan_of("contrat", "2099-03-05");
    const struct jalon_plan other = plan_of("contrat", "2099-03-06");
    assert_string_equal(send(manager, &write, &plan), "0");
    assert_string_equal(send(manager, &write, &plan), "0");
    assert_string_equal(send(manager, &write, &other), "request_reused");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'plan'"), "1");
    assert_sound();
}

TEST(a_reply_lost_after_the_commit_leaves_one_entry)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.plan", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_RECORDER);
    const struct jalon_write write = undated(NULL);
    const struct jalon_plan plan = plan_of("contrat", "2099-03-05");
    assert_string_equal(send(db, &write, &plan), "0");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'plan'"), "1");
    assert_sound();
}

static int plan_at_once(struct crowd *crowd, int i, void *context)
{
    (void)context;
    (void)i;
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = undated(NULL);
    const struct jalon_plan plan = plan_of("contrat", "2099-03-05");
    crowd_meet(crowd);
    const char *key = send(db, &write, &plan);
    int status = strcmp(key, "0") == 0 ? 0 : strcmp(key, "plan_there") == 0 ? CONFLICT : 1;
    jalon_db_close(db);
    return status;
}

TEST(of_many_at_once_one_sets_the_date_and_the_others_meet_it)
{
    int statuses[CROWD];
    crowd_run(CROWD, plan_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    assert_string_equal(ask("SELECT count(*) FROM jalon.plans(NULL)"), "1");
    assert_sound();
}
