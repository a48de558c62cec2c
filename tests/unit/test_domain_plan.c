/* Planned dates: how they stand, what a forecast takes of them, and what makes a contract risky. */
#include "demo.h"

#include <string.h>

#include "domain/forecast_input.h"
#include "report/at_risk.h"
#include "support/test.h"

#define ENTER                                                   \
    {                                                           \
        "enter", "2018-11-22", "day", NULL, DEMO_ENTER, 0, NULL \
    }
#define NEGOTIATE                                                    \
    {                                                                \
        "transition", "2019-01-30", "day", DEMO_STATE("identified"), \
            DEMO_MOVE("negotiating", "negotiate"), 0, NULL           \
    }
#define PLAN(decided, before, on, precision)                                                    \
    {                                                                                           \
        "plan", decided, "day", before,                                                         \
            "{\"kind\":\"instrument\",\"note\":null,\"number\":1,\"on\":" on                    \
            ",\"party\":null,\"place\":null,\"precision\":" precision ",\"what\":\"contrat\"}", \
            0, "essai"                                                                          \
    }
#define BEFORE(on) "{\"on\":\"" on "\",\"precision\":\"day\"}"
#define SIGN(party, on, parties)                                                    \
    {                                                                               \
        "sign", on, "day", NULL, DEMO_SIGN("contrat", "1", party, parties), 0, NULL \
    }
#define REFUSE                                                                               \
    {                                                                                        \
        "refuse", "2019-04-01", "day", NULL,                                                 \
            "{\"instrument\":\"contrat\",\"note\":null,\"number\":1,\"party\":\"etat\"}", 0, \
            "essai"                                                                          \
    }

static struct jalon_programme *programme;
static struct jalon_target_move move;
static struct jalon_target_def target;

static struct jalon_date date_of(const char *iso)
{
    return jalon_date_or_none(iso);
}

/* A programme with one target for all, on 30 June 2019. */
static int start(void **state)
{
    (void)state;
    programme = demo_programme();
    move = (struct jalon_target_move){date_of("2019-06-30"), date_of("2019-01-31"), NULL, NULL};
    target = (struct jalon_target_def){
        .code = "all", .label = {{"tous", "all"}}, .percent = 100, .moves = &move, .n_moves = 1};
    programme->targets = &target;
    programme->n_targets = 1;
    return 0;
}
SETUP_EACH(start);

static int stop(void **state)
{
    (void)state;
    jalon_programme_freep(&programme);
    return 0;
}
TEARDOWN_EACH(stop);

static struct jalon_contract *sound(const struct demo_event *events, size_t n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    struct jalon_contract *contract = demo_replay(programme, events, n, &faults);
    assert_string_equal(jalon_str_text(&faults), "");
    return contract;
}

TEST(a_forecast_takes_the_planned_dates_known_by_its_day_and_those_taken_off_as_over)
{
    static const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        PLAN("2019-02-01", NULL, "\"2019-03-05\"", "\"day\""),
        PLAN("2019-03-01", BEFORE("2019-03-05"), "\"2019-05-01\"", "\"month\""),
        PLAN("2019-04-10", "{\"on\":\"2019-05-01\",\"precision\":\"month\"}", "null", "null"),
    };
    static const struct {
        const char *day, *wanted;
    } cases[] = {
        {"2019-01-31", ""},
        {"2019-02-28", "2019-02-01 2019-03-05;"},
        {"2019-03-31", "2019-02-01 2019-03-05;2019-03-01 2019-05-31;"},
        {"2019-04-10", "2019-02-01 2019-03-05;2019-03-01 2019-05-31;2019-04-10 2019-03-13;"},
    };
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = sound(events, JALON_COUNT(events));
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        const struct jalon_forecast_question question = {.programme = programme,
                                                         .contracts = &c,
                                                         .n = 1,
                                                         .target = &target,
                                                         .as_of = date_of(cases[i].day),
                                                         .until = JALON_DATE_NONE};
        const struct jalon_forecast_contract *one =
            jalon_forecast_input_new(&question, arena)->contracts;
        for (size_t k = 0; k < one->n_plans; k++) {
            jalon_str_addf(&text, "%s %s;", jalon_date_iso(one->plans[k].decided_on).text,
                           jalon_date_iso(one->plans[k].on).text);
        }
        assert_string_equal(jalon_str_text(&text), cases[i].wanted);
    }
}

/* What is said of the contract that EVENTS make, in English. */
static void assert_risk(const struct demo_event *events, size_t n, const char *day,
                        const char *wanted)
{
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = sound(events, n);
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    const struct jalon_history_names names = {programme, c};
    struct jalon_at_risk at;
    jalon_at_risk_of(&names, "contrat", date_of(day), arena, &at);
    jalon_phrase_risk(&text, JALON_EN, &at);
    jalon_str_addf(&text, "; %d days; %s", at.days_in_state, jalon_date_iso(at.touched_on).text);
    if (at.has_step) {
        jalon_str_add(&text, "; ");
        jalon_phrase_step(&text, JALON_EN, &at.step);
    }
    assert_string_equal(jalon_str_text(&text), wanted);
}

TEST(the_reason_that_decides_is_told_of_a_contract_at_risk)
{
    static const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        SIGN("region:28", "2019-02-10", DEMO_ALL),
        PLAN("2019-02-11", NULL, "\"2019-03-05\"", "\"day\""),
        SIGN("region:52", "2019-03-01", "null"),
        SIGN("membre:200000008", "2019-03-02", "null"),
        SIGN("membre:200000016", "2019-03-03", "null"),
        REFUSE,
    };
    assert_risk(events, 2, "2019-02-01", "2 days in state “negotiating”; 2 days; 2019-01-30");
    assert_risk(events, 3, "2019-03-09", "38 days in state “negotiating”; 38 days; 2019-02-10");
    assert_risk(events, 3, "2019-03-10", "no step for 28 days; 39 days; 2019-02-10");
    assert_risk(events, 7, "2019-03-05",
                "one signature is missing: State; 34 days; 2019-03-03;"
                " signing of “contract” on 5 March 2019");
    assert_risk(events, 7, "2019-03-06",
                "planned date over by 1 day; 35 days; 2019-03-03;"
                " signing of “contract” on 5 March 2019");
    assert_risk(events, 8, "2019-04-02",
                "refusal: State; 62 days; 2019-04-01; signing of “contract” on 5 March 2019");
}

TEST(what_is_planned_after_a_day_is_never_over)
{
    static const struct demo_event events[] = {
        ENTER,
        PLAN("2019-02-01", NULL, "\"2019-03-24\"", "\"after\""),
    };
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = sound(events, JALON_COUNT(events));
    const struct jalon_contract_plan *plan = jalon_contract_next_plan(c, date_of("2020-01-01"));
    assert_non_null(plan);
    assert_false(jalon_plan_is_overdue(plan, date_of("2020-01-01")));
}
