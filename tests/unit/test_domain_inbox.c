/* What waits for somebody on a day. */
#include "demo.h"

#include <string.h>

#include "domain/inbox.h"
#include "report/inbox.h"
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
#define SIGN(party, on)                                                              \
    {                                                                                \
        "sign", on, "day", NULL, DEMO_SIGN("contrat", "1", party, DEMO_ALL), 0, NULL \
    }
#define SIGN_NEXT(party, on)                                                       \
    {                                                                              \
        "sign", on, "day", NULL, DEMO_SIGN("contrat", "1", party, "null"), 0, NULL \
    }

static const struct jalon_inbox_rules rules = {30, 90, 60};
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

/* "kind code on days/working command", a line an item, of the contract that EVENTS make. */
static void assert_inbox(const struct demo_event *events, size_t n, const char *day,
                         const char *wanted)
{
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    JALON_AUTO(jalon_contract_freep)
    struct jalon_contract *contract = demo_replay(programme, events, n, &faults);
    const struct jalon_inbox_scope scope = {&contract, 1, false};
    JALON_AUTO(jalon_inbox_freep)
    struct jalon_inbox *inbox = jalon_inbox_new(programme, &scope, &rules, date_of(day));
    for (size_t i = 0; i < inbox->n; i++) {
        const struct jalon_inbox_item *item = &inbox->items[i];
        JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
        jalon_inbox_command(&command, item);
        jalon_str_addf(&found, "%s %s %s %d/%d %s\n", jalon_inbox_kind_code(item->kind),
                       item->contract ? item->contract->code : "-", jalon_date_iso(item->on).text,
                       item->days, item->working_days, jalon_str_text(&command));
    }
    assert_string_equal(jalon_str_text(&found), wanted);
}

TEST(a_contract_without_a_step_for_long_is_told_with_what_leads_on)
{
    static const struct demo_event events[] = {ENTER};
    assert_inbox(events, 1, "2019-02-19", "");
    assert_inbox(events, 1, "2019-02-20",
                 "stalled demo-01 2018-11-22 90/62 jalon advance demo-01 negotiating --on …\n");
}

TEST(t22_a_target_is_near_on_its_day_and_late_from_the_day_after)
{
    static const struct demo_event events[] = {ENTER, NEGOTIATE};
    assert_inbox(events, 2, "2019-06-29",
                 "due - 2019-06-30 -1/0 jalon list --instrument contrat --sort progress --reverse\n"
                 "due demo-01 2019-06-30 -1/0 jalon sign demo-01 --instrument contrat --party etat"
                 " --on …\n");
    assert_inbox(events, 2, "2019-06-30",
                 "due - 2019-06-30 0/0 jalon list --instrument contrat --sort progress --reverse\n"
                 "due demo-01 2019-06-30 0/0 jalon sign demo-01 --instrument contrat --party etat"
                 " --on …\n");
    assert_inbox(events, 2, "2019-07-01",
                 "late - 2019-06-30 1/1 jalon list --instrument contrat --sort progress --reverse\n"
                 "late demo-01 2019-06-30 1/1 jalon sign demo-01 --instrument contrat --party etat"
                 " --on …\n");
}

TEST(the_last_signature_comes_before_everything_else_about_a_contract)
{
    static const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        SIGN("etat", "2019-05-02"),
        SIGN_NEXT("region:28", "2019-05-02"),
        SIGN_NEXT("membre:200000008", "2019-05-02"),
        SIGN_NEXT("membre:200000016", "2019-05-03"),
    };
    /* the day before, two were missing, and nothing was late */
    assert_inbox(events, JALON_COUNT(events), "2019-05-02",
                 "next - 2019-06-30 -59/-38 jalon list --instrument contrat --sort progress"
                 " --reverse\n");
    assert_inbox(events, JALON_COUNT(events), "2019-07-01",
                 "late - 2019-06-30 1/1 jalon list --instrument contrat --sort progress --reverse\n"
                 "signature demo-01 2019-05-02 60/39 jalon sign demo-01 --instrument contrat"
                 " --party region:52 --on …\n");
}

TEST(a_planned_date_is_told_ahead_and_once_it_is_over_without_the_thing)
{
    static const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        {"plan", "2019-02-01", "day", NULL,
         "{\"kind\":\"instrument\",\"note\":null,\"number\":1,\"on\":\"2019-04-20\",\"party\":null,"
         "\"place\":null,\"precision\":\"day\",\"what\":\"contrat\"}",
         0, NULL},
        {"plan", "2019-02-01", "day", NULL,
         "{\"kind\":\"milestone\",\"note\":null,\"number\":null,\"on\":\"2019-03-20\",\"party\":"
         "null,\"place\":null,\"precision\":\"day\",\"what\":\"launch\"}",
         0, NULL},
        {"milestone", "2019-03-20", "day", NULL, "{\"milestone\":\"launch\",\"note\":null}", 0,
         NULL},
    };
    assert_inbox(events, 4, "2019-03-20",
                 "next demo-01 2019-03-20 0/0 jalon milestone demo-01 launch --on …\n");
    assert_inbox(events, 4, "2019-03-21",
                 "plan demo-01 2019-03-20 1/1 jalon milestone demo-01 launch --on …\n");
    assert_inbox(events, 5, "2019-04-20", "next demo-01 2019-04-20 0/0 jalon show demo-01\n");
    assert_inbox(events, 5, "2019-04-23",
                 "plan demo-01 2019-04-20 3/1 jalon sign demo-01 --instrument contrat --party etat"
                 " --on …\n");
}

TEST(what_is_signed_waits_for_nobody)
{
    static const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        SIGN("etat", "2019-05-02"),
        SIGN_NEXT("region:28", "2019-05-02"),
        SIGN_NEXT("region:52", "2019-05-02"),
        SIGN_NEXT("membre:200000008", "2019-05-02"),
        SIGN_NEXT("membre:200000016", "2019-05-03"),
        {"transition", "2019-05-03", "day", DEMO_STATE("negotiating"), DEMO_DONE("contrat", "1"), 0,
         NULL},
    };
    assert_inbox(events, JALON_COUNT(events), "2020-07-01", "");
}

TEST(a_refusal_comes_before_the_signature_that_it_holds_back)
{
    static const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        {"refuse", "2019-04-30", "day", NULL,
         "{\"instrument\":\"contrat\",\"note\":null,\"number\":1,\"party\":\"region:52\"}", 0,
         "essai"},
        SIGN("etat", "2019-05-02"),
        SIGN_NEXT("region:28", "2019-05-02"),
        SIGN_NEXT("membre:200000008", "2019-05-02"),
        SIGN_NEXT("membre:200000016", "2019-05-03"),
        SIGN_NEXT("region:52", "2019-05-06"),
    };
    assert_inbox(events, 3, "2019-04-30",
                 "refusal demo-01 2019-04-30 0/0 jalon sign demo-01 --instrument contrat --party"
                 " region:52 --on …\n");
    assert_inbox(events, 7, "2019-05-03",
                 "refusal demo-01 2019-04-30 3/2 jalon waive demo-01 --instrument contrat --party"
                 " region:52 --on … --reason …\n"
                 "next - 2019-06-30 -58/-37 jalon list --instrument contrat --sort progress"
                 " --reverse\n");
    assert_inbox(events, 8, "2019-05-05",
                 "refusal demo-01 2019-04-30 5/2 jalon waive demo-01 --instrument contrat --party"
                 " region:52 --on … --reason …\n"
                 "next - 2019-06-30 -56/-37 jalon list --instrument contrat --sort progress"
                 " --reverse\n");
}

TEST(a_term_that_ends_is_told_ahead_and_until_an_amendment_has_another)
{
    static const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        SIGN("etat", "2019-05-02"),
        SIGN_NEXT("region:28", "2019-05-02"),
        SIGN_NEXT("region:52", "2019-05-02"),
        SIGN_NEXT("membre:200000008", "2019-05-02"),
        SIGN_NEXT("membre:200000016", "2019-05-03"),
        {"transition", "2019-05-03", "day", DEMO_STATE("negotiating"), DEMO_DONE("contrat", "1"), 0,
         NULL},
        {"term", NULL, "unknown", NULL,
         "{\"from\":\"2019-06-01\",\"instrument\":\"contrat\",\"note\":null,\"number\":1,"
         "\"to\":\"2020-07-31\"}",
         0, NULL},
    };
    assert_inbox(events, JALON_COUNT(events), "2020-05-31", "");
    assert_inbox(events, JALON_COUNT(events), "2020-06-02",
                 "term demo-01 2020-07-31 -59/-42 jalon sign demo-01 --instrument avenant"
                 " --party etat --on …\n");
    assert_inbox(events, JALON_COUNT(events), "2020-08-03",
                 "term demo-01 2020-07-31 3/1 jalon sign demo-01 --instrument avenant --party etat"
                 " --on …\n");
}

TEST(a_date_of_its_own_takes_the_place_of_the_programme_s)
{
    static const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        {"retarget", "2019-06-20", "day", "{\"on\":\"2019-06-30\"}",
         "{\"note\":null,\"on\":\"2019-09-30\",\"target\":\"all\"}", 0, "essai"},
    };
    assert_inbox(events, JALON_COUNT(events), "2019-07-01",
                 "late - 2019-06-30 1/1 jalon list --instrument contrat --sort progress --reverse\n"
                 "stalled demo-01 2019-01-30 152/103 jalon sign demo-01 --instrument contrat"
                 " --party etat --on …\n");
}

TEST(dates_of_the_calendar_are_told_ahead)
{
    static struct jalon_calendar_day day;
    static const struct demo_event events[] = {ENTER};
    day = (struct jalon_calendar_day){
        date_of("2019-02-04"), {{"réunion fictive", "made-up meeting"}}, true};
    programme->calendar = &day;
    programme->n_calendar = 1;
    assert_inbox(events, 1, "2018-12-05", "");
    assert_inbox(events, 1, "2018-12-06", "next - 2019-02-04 -60/-40 \n");
    assert_inbox(events, 1, "2019-02-04", "next - 2019-02-04 0/0 \n");
    assert_inbox(events, 1, "2019-02-05", "");
}

TEST(of_a_part_nothing_is_said_of_the_whole)
{
    const struct jalon_inbox_scope scope = {NULL, 0, true};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_inbox_freep)
    struct jalon_inbox *inbox = jalon_inbox_new(programme, &scope, &rules, date_of("2019-07-01"));
    jalon_inbox_text(inbox, JALON_FR, 0, &text);
    assert_string_equal(jalon_str_text(&text), "À faire au 1er juillet 2019 · Programme d'essai\n"
                                               "\nRien à faire.\n");
}

TEST(a_decision_waits_once_its_day_is_over_and_only_of_the_whole)
{
    struct jalon_decision items[] = {{"demo#2", JALON_DATE_NONE, date_of("2019-06-30"),
                                      "direction fictive", "nommer", NULL, JALON_DATE_NONE, NULL},
                                     {"demo#3", JALON_DATE_NONE, date_of("2019-07-01"), NULL, NULL,
                                      NULL, JALON_DATE_NONE, NULL}};
    const struct jalon_decisions decisions = {items, 2, 2, NULL};
    const struct jalon_inbox_scope whole = {NULL, 0, false, &decisions};
    const struct jalon_inbox_scope part = {NULL, 0, true, &decisions};
    struct jalon_programme bare = {.code = "demo", .name = {{"Essai", "Trial"}}};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_inbox_freep)
    struct jalon_inbox *inbox = jalon_inbox_new(&bare, &whole, &rules, date_of("2019-07-01"));
    JALON_AUTO(jalon_inbox_freep)
    struct jalon_inbox *other = jalon_inbox_new(&bare, &part, &rules, date_of("2019-07-01"));
    jalon_inbox_text(inbox, JALON_FR, 0, &text);
    assert_string_equal(jalon_str_text(&text),
                        "À faire au 1er juillet 2019 · Essai\n\nDécision attendue (1)\n"
                        "  nommer \u2014 direction fictive, pour le 30 juin 2019 (en retard de 1"
                        " jour)\n    jalon decision close demo#2 --as …\n");
    assert_int_equal(other->n, 0);
}
