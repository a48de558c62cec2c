/* Replay: the record that events make, and what the lifecycle forbids in a journal. */
#include "demo.h"
#include "support/test.h"

static struct jalon_programme *programme;

static int load(void **state)
{
    (void)state;
    programme = demo_programme();
    return 0;
}
SETUP_GROUP(load);

static int unload(void **state)
{
    (void)state;
    jalon_programme_freep(&programme);
    return 0;
}
TEARDOWN_GROUP(unload);

#define ENTER                                          \
    {                                                  \
        "enter", "2018-11-22", "day", NULL, DEMO_ENTER \
    }
#define NEGOTIATE                                                    \
    {                                                                \
        "transition", "2019-01-30", "day", DEMO_STATE("identified"), \
            DEMO_MOVE("negotiating", "negotiate")                    \
    }

/* The faults of EVENTS are WANTED; *ret_contract may be NULL. */
static void assert_faults(const struct demo_event *events, size_t n, const char *wanted,
                          struct jalon_contract **ret_contract)
{
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    JALON_AUTO(jalon_contract_freep)
    struct jalon_contract *contract = demo_replay(programme, events, n, &faults);
    assert_string_equal(jalon_str_text(&faults), wanted);
    if (ret_contract) {
        *ret_contract = JALON_TAKE(contract);
    }
}

static void assert_date(struct jalon_date date, const char *iso)
{
    assert_string_equal(jalon_date_iso(date).text, iso);
}

TEST(an_entry_fills_the_record)
{
    const struct demo_event events[] = {ENTER};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, 1, "", &c);
    assert_string_equal(c->code, "demo-01");
    assert_string_equal(c->state, "identified");
    assert_int_equal(c->n_names, 2);
    assert_string_equal(c->names[1].kind, "alias");
    assert_int_equal(c->names[1].as_of_year, 2018);
    assert_int_equal(c->n_members, 2);
    assert_string_equal(c->members[1].insee, "44999");
    assert_int_equal(c->n_regions, 2);
    assert_string_equal(c->regions[0], "28");
    assert_date(c->scope[0].span.from, "2018-11-22");
    assert_int_equal(c->last_seq, 1);
}

TEST(an_entry_known_only_as_before_holds_its_state_from_the_start_of_the_programme)
{
    const struct demo_event events[] = {{"enter", "2019-03-05", "before", NULL, DEMO_ENTER}};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, 1, "", &c);
    assert_date(c->scope[0].span.from, "2019-03-05");
    assert_date(c->states[0].span.from, "2018-11-22");
    assert_date(c->names[0].span.from, "2018-11-22");
}

#define LEAVE                                                                                     \
    {                                                                                             \
        "leave", "2019-03-01", "day", NULL, "{\"into\":[\"demo-02\"],\"note\":null}", 0, "fusion" \
    }

TEST(an_exit_ends_the_stay_and_names_the_successors)
{
    const struct demo_event events[] = {ENTER, NEGOTIATE, LEAVE};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, 3, "", &c);
    assert_date(c->scope[0].span.to, "2019-03-01");
    assert_int_equal(c->scope[0].end_seq, 3);
    assert_string_equal(c->state, "negotiating");
    assert_int_equal(c->n_links, 1);
    assert_string_equal(c->links[0].code, "demo-02");
}

TEST(what_is_dated_from_the_exit_on_is_a_fault)
{
    const struct demo_event events[] = {
        ENTER,
        LEAVE,
        {"transition", "2019-03-01", "day", DEMO_STATE("identified"),
         DEMO_MOVE("negotiating", "negotiate")},
        {"sign", "2019-03-02", "day", NULL, DEMO_SIGN("contrat", "1", "etat", DEMO_ALL)},
        {"milestone", "2019-03-02", "day", NULL, "{\"milestone\":\"launch\",\"note\":null}"},
        {"leave", "2019-03-05", "day", NULL, "{\"into\":[],\"note\":null}"}};
    assert_faults(events, 6,
                  "3 left_programme transition 2019-03-01 2019-03-01\n"
                  "4 left_programme sign 2019-03-01 2019-03-02\n"
                  "5 left_programme milestone 2019-03-01 2019-03-02\n"
                  "6 left_programme leave - 2019-03-05\n"
                  "6 reason_required leave - -\n",
                  NULL);
}

TEST(changes_that_change_nothing_are_faults)
{
    const struct demo_event events[] = {
        ENTER,
        {"rename", "2019-03-01", "day", "{\"name\":\"Val Autre\"}",
         "{\"name\":\"Val Neuf\",\"note\":null}"},
        {"rename", "2019-03-01", "day", "{\"name\":\"Val Neuf\"}",
         "{\"name\":\"Val Vieux\",\"note\":null}"},
        {"member_remove", "2019-03-01", "day", NULL, "{\"note\":null,\"siren\":\"200000024\"}"},
        {"absorb", "2019-03-01", "day", NULL, "{\"note\":null,\"predecessors\":[\"demo-02\"]}"},
        {"absorb", "2019-03-01", "day", NULL, "{\"note\":null,\"predecessors\":[\"demo-02\"]}"}};
    assert_faults(events, 6,
                  "2 before_differs name Val Fictif Val Autre\n"
                  "3 too_early Val Vieux - 2019-03-01\n"
                  "4 not_a_member 200000024 - 2019-03-01\n"
                  "6 no_change demo-02 - 2019-03-01\n",
                  NULL);
}

#define JOIN(on, cohort, member)                                                            \
    {                                                                                       \
        "cohort_join", on, "day", NULL, "{\"cohort\":\"" cohort "\",\"member\":" member "}" \
    }
#define QUIT(on, cohort, member)                                                             \
    {                                                                                        \
        "cohort_leave", on, "day", "{\"cohort\":\"" cohort "\",\"member\":" member "}", "{}" \
    }

TEST(a_stay_in_a_cohort_is_of_a_member_of_the_day_and_does_not_overlap_itself)
{
    const struct demo_event events[] = {ENTER,
                                        JOIN("2019-02-01", "second", "\"200000008\""),
                                        JOIN("2019-02-01", "second", "\"200000024\""),
                                        JOIN("2019-02-01", "third", "null"),
                                        JOIN("2019-02-02", "second", "\"200000008\""),
                                        QUIT("2019-02-01", "second", "null"),
                                        JOIN("2019-02-03", "second", "null"),
                                        QUIT("2019-02-02", "second", "null"),
                                        QUIT("2019-03-01", "second", "null"),
                                        JOIN("2019-02-28", "second", "null")};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, 10,
                  "3 not_a_member 200000024 - -\n"
                  "4 unknown_cohort third - -\n"
                  "5 joined_twice second - 200000008\n"
                  "6 not_joined second - -\n"
                  "8 too_early second 2019-02-03 2019-02-02\n"
                  "9 not_joined second - -\n",
                  &c);
    assert_date(c->cohorts[0].span.from, "2019-02-01");
    assert_string_equal(c->cohorts[0].member, "200000008");
}

#define WEIGH(on, weight, was, value)                                                           \
    {                                                                                           \
        "weigh", on, "day", was,                                                                \
            "{\"as_of_year\":2016,\"counted\":2,\"value\":" value ",\"weight\":\"" weight "\"}" \
    }

TEST(a_weight_is_declared_and_follows_the_one_before)
{
    const struct demo_event events[] = {
        ENTER, WEIGH("2019-02-01", "emplois", NULL, "10"),
        WEIGH("2019-03-01", "emplois", "{\"as_of_year\":2016,\"value\":11}", "12"),
        WEIGH("2019-02-28", "emplois", "{\"as_of_year\":2016,\"value\":12}", "13"),
        WEIGH("2019-04-01", "other", NULL, "-1")};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, 5,
                  "3 before_differs value 10 11\n"
                  "4 too_early emplois 2019-03-01 2019-02-28\n"
                  "5 unknown_weight other - -\n"
                  "5 unreadable value - -\n",
                  &c);
    assert_date(c->weights[0].span.to, "2019-03-01");
    assert_int_equal(c->weights[0].end_seq, 3);
}

TEST(a_transition_ends_one_state_and_begins_the_next)
{
    const struct demo_event events[] = {ENTER, NEGOTIATE};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, 2, "", &c);
    assert_int_equal(c->n_states, 2);
    assert_date(c->states[0].span.to, "2019-01-30");
    assert_int_equal(c->states[0].end_seq, 2);
    assert_date(c->states[1].span.from, "2019-01-30");
    assert_string_equal(c->state, "negotiating");
}

#define SIGN_ALL                                                                                   \
    {"sign", "2019-06-01", "day", NULL, DEMO_SIGN("contrat", "1", "etat", DEMO_ALL)},              \
        {"sign", "2019-06-02", "month", NULL,                                                      \
         DEMO_SIGN("contrat", "1", "membre:200000008", "null")},                                   \
        {"sign", "2019-06-03", "day", NULL, DEMO_SIGN("contrat", "1", "membre:200000016", "null"), \
         7},                                                                                       \
        {"sign", "2019-06-03", "day", NULL, DEMO_SIGN("contrat", "1", "region:28", "null"), 7},    \
    {                                                                                              \
        "sign", "2019-06-03", "day", NULL, DEMO_SIGN("contrat", "1", "region:52", "null"), 7       \
    }

TEST(the_last_required_signature_completes_on_the_latest_day_with_the_coarsest_precision)
{
    const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        SIGN_ALL,
        {"transition", "2019-06-01", "month", DEMO_STATE("negotiating"), DEMO_DONE("contrat", "1")},
    };
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, JALON_COUNT(events), "", &c);
    assert_string_equal(c->state, "signed");
    assert_int_equal(c->n_instruments, 1);
    assert_true(c->instruments[0].is_complete);
    assert_date(c->instruments[0].completed_on, "2019-06-30");
    assert_int_equal(c->instruments[0].completed_precision, JALON_PRECISION_MONTH);
    assert_date(c->instruments[0].opened_on, "2019-06-01");
    assert_date(c->states[2].span.from, "2019-06-30");
}

TEST(leaving_signed_closes_the_number_and_the_next_signature_opens_another)
{
    const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        SIGN_ALL,
        {"transition", "2019-06-01", "month", DEMO_STATE("negotiating"), DEMO_DONE("contrat", "1")},
        {"transition", "2019-07-01", "day", DEMO_STATE("signed"),
         DEMO_MOVE("negotiating", "reopen"), 0, "clause à revoir"},
        {"sign", "2019-07-02", "day", NULL, DEMO_SIGN("contrat", "2", "etat", DEMO_ALL)},
    };
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, JALON_COUNT(events), "", &c);
    assert_int_equal(c->n_instruments, 2);
    assert_int_equal(c->instruments[0].closed_seq, 9);
    assert_date(c->instruments[0].closed_on, "2019-07-01");
    assert_int_equal(c->instruments[1].number, 2);
    assert_false(c->instruments[1].is_complete);
}

TEST(a_party_that_need_not_sign_may_join_and_a_stranger_may_not)
{
    const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        {"sign", "2019-02-01", "day", NULL,
         DEMO_SIGN("protocole", "1", "banque", "[\"etat\",\"region:28\",\"region:52\"]")},
        {"sign", "2019-02-01", "day", NULL,
         DEMO_SIGN("protocole", "1", "industriel:Usine Fictive", "null")},
        {"sign", "2019-02-01", "day", NULL, DEMO_SIGN("protocole", "1", "region:76", "null")},
        {"sign", "2019-02-01", "day", NULL, DEMO_SIGN("protocole", "1", "mairie", "null")},
        {"sign", "2019-02-01", "day", NULL,
         DEMO_SIGN("protocole", "1", "membre:123456782", "null")},
    };
    assert_faults(events, JALON_COUNT(events),
                  "5 party_not_concerned region:76 - protocole\n"
                  "6 party_not_concerned mairie - protocole\n"
                  "7 party_not_concerned membre:123456782 - protocole\n",
                  NULL);
}

TEST(a_signature_twice_on_another_number_or_with_other_parties_is_found)
{
    const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        {"sign", "2019-02-01", "day", NULL,
         DEMO_SIGN("protocole", "1", "etat", "[\"etat\",\"region:28\",\"region:76\"]")},
        {"sign", "2019-02-01", "day", NULL, DEMO_SIGN("protocole", "1", "etat", "null")},
        {"sign", "2019-02-01", "day", NULL, DEMO_SIGN("protocole", "2", "region:28", "null")},
    };
    assert_faults(events, JALON_COUNT(events),
                  "3 other_parties protocole region:52 -\n"
                  "3 other_parties protocole - region:76\n"
                  "4 signed_twice etat - protocole\n"
                  "5 other_number protocole 1 2\n",
                  NULL);
}

TEST(an_instrument_signed_in_another_state_is_found)
{
    const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        {"sign", "2019-01-15", "day", NULL, DEMO_SIGN("contrat", "1", "etat", DEMO_ALL)},
        {"sign", "2019-02-15", "day", NULL, DEMO_SIGN("charte", "1", "etat", "[]")},
    };
    assert_faults(events, JALON_COUNT(events),
                  "3 instrument_not_open contrat - identified\n"
                  "4 instrument_not_open charte - -\n",
                  NULL);
}

TEST(an_illegal_transition_is_found_and_still_applied)
{
    const struct demo_event events[] = {
        ENTER,
        {"transition", "2018-12-01", "day", DEMO_STATE("identified"),
         DEMO_MOVE("signed", "complete")},
        {"transition", "2018-12-02", "day", DEMO_STATE("identified"),
         DEMO_MOVE("negotiating", "reopen")},
    };
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, JALON_COUNT(events),
                  "2 undeclared_transition complete identified signed\n"
                  "3 before_differs state signed identified\n"
                  "3 reason_required reopen - -\n",
                  &c);
    assert_string_equal(c->state, "negotiating");
}

TEST(signed_without_its_signatures_is_found)
{
    const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        {"transition", "2019-06-03", "day", DEMO_STATE("negotiating"), DEMO_DONE("contrat", "1")},
    };
    assert_faults(events, JALON_COUNT(events), "3 not_complete signed - contrat\n", NULL);
}

TEST(a_complete_instrument_whose_transition_does_not_follow_is_found)
{
    const struct demo_event at_end[] = {ENTER, NEGOTIATE, SIGN_ALL};
    assert_faults(at_end, JALON_COUNT(at_end), "7 transition_owed contrat - -\n", NULL);
    const struct demo_event later[] = {
        ENTER,
        NEGOTIATE,
        SIGN_ALL,
        {"milestone", "2019-07-01", "day", NULL, "{\"milestone\":\"launch\",\"note\":null}"},
    };
    assert_faults(later, JALON_COUNT(later), "8 transition_owed contrat - -\n", NULL);
}

TEST(a_derived_transition_on_another_day_than_its_instrument_is_found)
{
    const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        SIGN_ALL,
        {"transition", "2019-06-03", "day", DEMO_STATE("negotiating"), DEMO_DONE("contrat", "1")},
    };
    assert_faults(events, JALON_COUNT(events), "8 other_date signed 2019-06-30 2019-06-03\n", NULL);
}

TEST(a_step_before_the_state_in_force_or_before_the_programme_is_found)
{
    const struct demo_event events[] = {
        ENTER,
        NEGOTIATE,
        {"transition", "2019-01-29", "day", DEMO_STATE("negotiating"),
         DEMO_MOVE("suspended", "suspend"), 0, "élections"},
        {"milestone", "2018-11-21", "day", NULL, "{\"milestone\":\"launch\",\"note\":null}"},
    };
    assert_faults(events, JALON_COUNT(events),
                  "3 too_early suspended 2019-01-30 2019-01-29\n"
                  "4 too_early milestone 2018-11-22 2018-11-21\n",
                  NULL);
}

TEST(events_out_of_place_are_found)
{
    const struct demo_event first[] = {NEGOTIATE, ENTER, ENTER};
    assert_faults(first, 3,
                  "1 not_entered transition - -\n"
                  "3 entered_twice enter - -\n",
                  NULL);
    const struct demo_event unknown[] = {
        ENTER,
        {"party", "2019-01-01", "day", NULL, NULL},
        {"milestone", "2019-01-01", "day", NULL, "{\"milestone\":\"ribbon\",\"note\":null}"},
        {"sign", "2019-01-01", "day", NULL, "{}"},
    };
    assert_faults(unknown, 4,
                  "2 unknown_event party - -\n"
                  "3 unknown_milestone ribbon - -\n"
                  "4 unreadable instrument - -\n"
                  "4 unreadable party - -\n"
                  "4 other_number  1 0\n"
                  "4 instrument_not_open  - -\n",
                  NULL);
}

TEST(a_date_that_is_unknown_counts_from_the_day_of_recording)
{
    const struct demo_event events[] = {
        ENTER,
        {"milestone", NULL, "unknown", NULL, "{\"milestone\":\"launch\",\"note\":null}"},
    };
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, 2, "", &c);
    assert_date(c->milestones[0].counts_from, "2019-05-03");
}

TEST(a_date_of_a_target_that_is_unknown_or_over_is_found)
{
    const struct demo_event events[] = {
        ENTER,
        {"retarget", "2019-05-02", "day", NULL,
         "{\"note\":null,\"on\":\"2019-05-01\",\"target\":\"absent\"}"},
        {"retarget", "2019-05-02", "day", NULL,
         "{\"note\":null,\"on\":\"2019-09-30\",\"target\":\"absent\"}"},
    };
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, JALON_COUNT(events),
                  "2 unknown_target absent - -\n"
                  "2 too_early absent 2019-05-02 2019-05-01\n"
                  "3 unknown_target absent - -\n"
                  "3 too_early absent 2019-05-02 2019-05-02\n",
                  &c);
    assert_int_equal(c->n_targets, 2);
    assert_date(c->targets[1].on, "2019-09-30");
}

TEST(a_term_that_nothing_bears_or_that_ends_first_is_found)
{
#define TERM(instrument, number, from, to)                                            \
    {                                                                                 \
        "term", NULL, "unknown", NULL,                                                \
            "{\"from\":\"" from "\",\"instrument\":\"" instrument "\",\"note\":null," \
            "\"number\":" number ",\"to\":\"" to "\"}",                               \
            0, NULL                                                                   \
    }
    const struct demo_event events[] = {
        ENTER,
        {"transition", "2019-01-30", "day", DEMO_STATE("identified"),
         DEMO_MOVE("negotiating", "negotiate"), 0, NULL},
        TERM("contrat", "1", "2019-06-01", "2022-12-31"),
        {"sign", "2019-05-02", "day", NULL, DEMO_SIGN("contrat", "1", "etat", DEMO_ALL), 0, NULL},
        TERM("contrat", "1", "2019-06-01", "2019-06-01"),
        TERM("contrat", "1", "2019-06-01", "2022-12-31"),
        TERM("protocole", "1", "2019-06-01", "2022-12-31"),
    };
#undef TERM
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, JALON_COUNT(events),
                  "3 other_number contrat - 1\n"
                  "5 too_early contrat 2019-06-01 2019-06-01\n"
                  "6 no_change contrat - -\n"
                  "7 instrument_not_open protocole - -\n"
                  "7 other_number protocole - 1\n",
                  &c);
    assert_date(c->instruments[0].term.to, "2022-12-31");
    assert_null(jalon_contract_term_at(c, jalon_date_or_none("2019-06-01"))); /* not all signed */
}

TEST(a_planned_date_that_is_over_out_of_order_or_of_nothing_is_found)
{
#define PLAN(decided, kind, what, number, on)                                                \
    {                                                                                        \
        "plan", decided, "day", NULL,                                                        \
            "{\"kind\":\"" kind "\",\"note\":null,\"number\":" number ",\"on\":\"" on        \
            "\",\"party\":null,\"place\":null,\"precision\":\"day\",\"what\":\"" what "\"}", \
            0, NULL                                                                          \
    }
    const struct demo_event events[] = {
        ENTER,
        PLAN("2019-02-01", "instrument", "contrat", "1", "2019-03-05"),
        PLAN("2019-01-31", "instrument", "contrat", "1", "2019-03-24"),
        PLAN("2019-03-01", "instrument", "contrat", "2", "2019-02-28"),
        PLAN("2019-03-01", "state", "identified", "null", "2019-03-24"),
        PLAN("2019-03-01", "milestone", "absent", "null", "2019-03-24"),
        {"plan", "2019-03-02", "day", NULL,
         "{\"kind\":\"milestone\",\"note\":null,\"number\":null,\"on\":null,\"party\":\"region:99\","
         "\"place\":null,\"precision\":null,\"what\":\"launch\"}",
         0, NULL},
    };
#undef PLAN
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = NULL;
    assert_faults(events, JALON_COUNT(events),
                  "3 before_differs on 2019-03-05 \n"
                  "3 too_early contrat 2019-02-01 2019-01-31\n"
                  "4 other_number contrat 1 2\n"
                  "4 before_differs on 2019-03-24 \n"
                  "4 too_early contrat 2019-03-01 2019-02-28\n"
                  "5 no_change identified - -\n"
                  "6 unknown_step absent - -\n"
                  "7 party_not_concerned region:99 - launch\n"
                  "7 no_change launch - -\n"
                  "7 reason_required plan - -\n",
                  &c);
    assert_int_equal(c->n_plans, 4);
    assert_date(jalon_plan_due(jalon_contract_next_plan(c, jalon_date_or_none("2019-03-01"))),
                "2019-02-28");
}
