/* Deciding on signatures: every answer, in the order in which it is given. */
#include "domain/signing.h"

#include <string.h>

#include "demo.h"
#include "support/test.h"

enum { MAX_PARTIES = 3 };

struct question {
    const char *instrument, *parties[MAX_PARTIES], *on;
    enum jalon_sign wanted;
    const char *signed_by; /* ALLOWED: by whom, blank-separated; else the party refused, or NULL */
    int number;            /* ALLOWED: of the instrument */
    const char *completed_on; /* NULL: not complete with this */
};

static struct jalon_date day(const char *iso)
{
    struct jalon_date date;
    struct jalon_err err;
    assert_done(jalon_date_parse(iso, &date, &err), &err);
    return date;
}

static void ask(const struct jalon_contract *contract, const struct jalon_programme *programme,
                const struct question *q)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_sign_answer answer;
    struct jalon_sign_request request = {.instrument = q->instrument,
                                         .parties = q->parties,
                                         .role = JALON_ROLE_RECORDER,
                                         .counts_from = day(q->on)};
    while (request.n_parties < MAX_PARTIES && q->parties[request.n_parties] != NULL) {
        request.n_parties++;
    }
    enum jalon_sign got = jalon_contract_sign(contract, programme, &request, arena, &answer);
    if (got != q->wanted) {
        fail_msg("%s %s on %s: %d instead of %d", q->instrument,
                 q->parties[0] ? q->parties[0] : "-", q->on, (int)got, (int)q->wanted);
    }
    if (got != JALON_SIGN_ALLOWED) {
        assert_string_equal(answer.refused ? answer.refused : "-",
                            q->signed_by ? q->signed_by : "-");
        return;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str parties = {0};
    for (size_t i = 0; i < answer.parties.n; i++) {
        jalon_str_addf(&parties, "%s%s", i > 0 ? " " : "", answer.parties.codes[i]);
    }
    assert_string_equal(jalon_str_text(&parties), q->signed_by);
    assert_int_equal(answer.number, q->number);
    assert_int_equal(answer.is_complete, q->completed_on != NULL);
    assert_string_equal(jalon_date_iso(answer.completed_on).text,
                        q->completed_on ? q->completed_on : "");
}

static void ask_all(const struct demo_event *events, size_t n_events,
                    const struct question *questions, size_t n_questions)
{
    struct jalon_programme *programme = demo_programme();
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    struct jalon_contract *contract = demo_replay(programme, events, n_events, &faults);
    assert_string_equal(jalon_str_text(&faults), "");
    for (size_t i = 0; i < n_questions; i++) {
        ask(contract, programme, &questions[i]);
    }
    jalon_contract_free(contract);
    jalon_programme_free(programme);
}

#define ENTER                                                   \
    {                                                           \
        "enter", "2018-12-10", "day", NULL, DEMO_ENTER, 0, NULL \
    }
#define NEGOTIATE                                                    \
    {                                                                \
        "transition", "2019-01-10", "day", DEMO_STATE("identified"), \
            DEMO_MOVE("negotiating", "negotiate"), 0, NULL           \
    }
#define SIGN(instrument, number, party, parties, on, request)                                 \
    {                                                                                         \
        "sign", on, "day", NULL, DEMO_SIGN(instrument, number, party, parties), request, NULL \
    }
#define DONE(number, on, request)                                                                  \
    {                                                                                              \
        "transition", on, "day", DEMO_STATE("negotiating"), DEMO_DONE("contrat", number), request, \
            NULL                                                                                   \
    }
#define SIGNED(number, on, request)                                       \
    SIGN("contrat", number, "etat", DEMO_ALL, on, request),               \
        SIGN("contrat", number, "membre:200000008", "null", on, request), \
        SIGN("contrat", number, "membre:200000016", "null", on, request), \
        SIGN("contrat", number, "region:28", "null", on, request),        \
        SIGN("contrat", number, "region:52", "null", on, request), DONE(number, on, request)

TEST(readers_sign_nothing)
{
    struct jalon_sign_answer answer;
    struct jalon_sign_request request = {.role = JALON_ROLE_READER};
    assert_int_equal(jalon_contract_sign(NULL, NULL, &request, NULL, &answer), JALON_SIGN_ROLE);
}

TEST(an_instrument_is_signed_in_its_states_and_on_days_of_them)
{
    static const struct demo_event events[] = {ENTER, NEGOTIATE};
    static const struct question questions[] = {
        {"charte", {"etat"}, "2019-02-01", JALON_SIGN_UNKNOWN_INSTRUMENT, NULL, 0, NULL},
        {"avenant", {"all"}, "2019-02-01", JALON_SIGN_NOT_OPEN, NULL, 0, NULL},
        {"contrat", {"etat"}, "2018-12-01", JALON_SIGN_TOO_EARLY, NULL, 0, NULL},
        {"contrat", {"etat"}, "2019-01-09", JALON_SIGN_TOO_EARLY, NULL, 0, NULL},
        {"contrat", {"etat"}, "2019-01-10", JALON_SIGN_ALLOWED, "etat", 1, NULL},
    };
    ask_all(events, JALON_COUNT(events), questions, JALON_COUNT(questions));
}

TEST(parties_are_resolved_each_once_and_refused_by_name)
{
    static const struct demo_event events[] = {
        ENTER, NEGOTIATE, SIGN("contrat", "1", "etat", DEMO_ALL, "2019-02-01", 0)};
    static const struct question questions[] = {
        {"contrat", {NULL}, "2019-02-01", JALON_SIGN_NO_PARTY, NULL, 0, NULL},
        {"contrat", {"maire"}, "2019-02-01", JALON_SIGN_UNKNOWN_PARTY, "maire", 0, NULL},
        {"contrat", {"region"}, "2019-02-01", JALON_SIGN_NOT_CONCERNED, "region", 0, NULL},
        {"contrat", {"region:76"}, "2019-02-01", JALON_SIGN_NOT_CONCERNED, "region:76", 0, NULL},
        {"contrat", {"industriel"}, "2019-02-01", JALON_SIGN_NOT_CONCERNED, "industriel", 0, NULL},
        {"contrat",
         {"industriel:"},
         "2019-02-01",
         JALON_SIGN_NOT_CONCERNED,
         "industriel:",
         0,
         NULL},
        {"contrat", {"banque", "etat"}, "2019-02-01", JALON_SIGN_ALREADY_SIGNED, "etat", 0, NULL},
        {"contrat",
         {"banque:", "banque", "industriel:A"},
         "2019-02-01",
         JALON_SIGN_ALLOWED,
         "banque industriel:A",
         1,
         NULL},
        {"contrat",
         {"all"},
         "2019-01-20",
         JALON_SIGN_ALLOWED,
         "membre:200000008 membre:200000016 region:28 region:52",
         1,
         "2019-02-01"},
        {"protocole",
         {"all"},
         "2019-03-01",
         JALON_SIGN_ALLOWED,
         "etat region:28 region:52",
         1,
         "2019-03-01"},
    };
    ask_all(events, JALON_COUNT(events), questions, JALON_COUNT(questions));
}

TEST(a_signed_contract_takes_optional_parties_and_amendments)
{
    static const struct demo_event events[] = {
        ENTER, NEGOTIATE, SIGNED("1", "2019-02-01", 1),
        SIGN("avenant", "1", "etat", DEMO_ALL, "2019-03-01", 0)};
    static const struct question questions[] = {
        {"contrat", {"all"}, "2019-03-01", JALON_SIGN_NOTHING_MISSING, NULL, 0, NULL},
        {"contrat", {"banque"}, "2019-03-01", JALON_SIGN_ALLOWED, "banque", 1, NULL},
        {"avenant", {"banque"}, "2019-03-01", JALON_SIGN_NOT_CONCERNED, "banque", 0, NULL},
        {"avenant", {"all"}, "2019-01-31", JALON_SIGN_TOO_EARLY, NULL, 0, NULL},
        {"avenant",
         {"all"},
         "2019-02-01",
         JALON_SIGN_ALLOWED,
         "membre:200000008 membre:200000016 region:28 region:52",
         1,
         "2019-03-01"},
    };
    ask_all(events, JALON_COUNT(events), questions, JALON_COUNT(questions));
}

TEST(a_reopened_contract_is_signed_anew_from_that_day_on)
{
    static const struct demo_event events[] = {ENTER,
                                               NEGOTIATE,
                                               SIGNED("1", "2019-02-01", 1),
                                               {"transition", "2019-03-01", "day",
                                                DEMO_STATE("signed"),
                                                DEMO_MOVE("negotiating", "reopen"), 0, "essai"}};
    static const struct question questions[] = {
        {"contrat", {"etat"}, "2019-01-20", JALON_SIGN_TOO_EARLY, NULL, 0, NULL},
        {"contrat", {"etat"}, "2019-03-01", JALON_SIGN_ALLOWED, "etat", 2, NULL},
    };
    ask_all(events, JALON_COUNT(events), questions, JALON_COUNT(questions));
}

TEST(a_completion_before_the_state_in_force_is_too_early)
{
    static const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        {"transition", "2019-02-01", "day", DEMO_STATE("negotiating"),
         DEMO_MOVE("suspended", "suspend"), 0, "essai"},
        {"transition", "2019-03-01", "day", DEMO_STATE("suspended"),
         DEMO_MOVE("negotiating", "resume"), 0, NULL}};
    static const struct question questions[] = {
        {"contrat", {"all"}, "2019-01-20", JALON_SIGN_TOO_EARLY, NULL, 0, NULL},
        {"contrat", {"etat"}, "2019-01-20", JALON_SIGN_ALLOWED, "etat", 1, NULL},
    };
    ask_all(events, JALON_COUNT(events), questions, JALON_COUNT(questions));
}
