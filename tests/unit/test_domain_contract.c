/* What was true of a contract on a day, what may be done next, and why it is not in a state. */
#include "demo.h"
#include "support/test.h"

static struct jalon_programme *programme;
static struct jalon_arena *arena;

static int load(void **state)
{
    (void)state;
    programme = demo_programme();
    arena = jalon_arena_new();
    return 0;
}
SETUP_GROUP(load);

static int unload(void **state)
{
    (void)state;
    jalon_programme_freep(&programme);
    jalon_arena_freep(&arena);
    return 0;
}
TEARDOWN_GROUP(unload);

/* Entered on 5 December, negotiating on 30 January; the State signed the protocole on 1 February.
 */
static const struct demo_event events[] = {
    {"enter", "2018-12-05", "day", NULL, DEMO_ENTER},
    {"transition", "2019-01-30", "day", DEMO_STATE("identified"),
     DEMO_MOVE("negotiating", "negotiate")},
    {"sign", "2019-02-01", "day", NULL,
     DEMO_SIGN("protocole", "1", "etat", "[\"etat\",\"region:28\",\"region:52\"]")},
    {"sign", "2019-03-01", "day", NULL, DEMO_SIGN("contrat", "1", "etat", DEMO_ALL)},
    {"sign", "2019-03-02", "day", NULL, DEMO_SIGN("contrat", "1", "membre:200000008", "null"), 7},
    {"sign", "2019-03-02", "day", NULL, DEMO_SIGN("contrat", "1", "membre:200000016", "null"), 7},
    {"sign", "2019-03-02", "day", NULL, DEMO_SIGN("contrat", "1", "region:28", "null"), 7},
    {"sign", "2019-03-02", "day", NULL, DEMO_SIGN("contrat", "1", "region:52", "null"), 7},
    {"transition", "2019-03-02", "day", DEMO_STATE("negotiating"), DEMO_DONE("contrat", "1"), 7},
    {"sign", "2019-04-01", "day", NULL, DEMO_SIGN("avenant", "1", "etat", DEMO_ALL)},
};

static struct jalon_contract *contract_of(size_t n)
{
    struct jalon_str faults = {0};
    struct jalon_contract *contract = demo_replay(programme, events, n, &faults);
    assert_string_equal(jalon_str_text(&faults), "");
    return contract;
}

#define CONTRACT(n) JALON_AUTO(jalon_contract_freep) struct jalon_contract *c = contract_of(n)

static struct jalon_date day(int month, int day_of_month)
{
    return jalon_date_of(month == 12 ? 2018 : 2019, month, day_of_month);
}

static const char *joined(struct jalon_parties parties)
{
    const char *text = "";
    for (size_t i = 0; i < parties.n; i++) {
        text = jalon_arena_printf(arena, "%s%s%s", text, i ? " " : "", parties.codes[i]);
    }
    return text;
}

TEST(a_state_holds_from_its_first_day_until_the_next_ones_eve)
{
    CONTRACT(2);
    assert_null(jalon_contract_state_at(c, day(12, 4)));
    assert_string_equal(jalon_contract_state_at(c, day(12, 5))->state, "identified");
    assert_string_equal(jalon_contract_state_at(c, day(1, 29))->state, "identified");
    assert_string_equal(jalon_contract_state_at(c, day(1, 30))->state, "negotiating");
    assert_string_equal(jalon_contract_previous_state(c, day(1, 30)), "identified");
    assert_null(jalon_contract_previous_state(c, day(1, 29)));
}

TEST(a_territory_counts_from_its_entry_and_never_without_a_name)
{
    CONTRACT(1);
    assert_false(jalon_contract_in_scope_at(c, programme, day(12, 4)));
    assert_true(jalon_contract_in_scope_at(c, programme, day(12, 5)));
    assert_string_equal(jalon_contract_name_at(c, day(12, 5)), "Val Fictif");
    assert_string_equal(jalon_contract_name_at(c, day(12, 4)), "Val Fictif");
    assert_string_equal(jalon_contract_member(c, "200000016")->name, "Exempleville");
    assert_null(jalon_contract_member(c, "200000024"));
}

TEST(a_withdrawn_territory_is_out_of_scope_and_a_suspended_one_in)
{
    struct jalon_str faults = {0};
    const struct demo_event suspended[] = {
        events[0],
        {"transition", "2019-01-10", "day", DEMO_STATE("identified"),
         DEMO_MOVE("suspended", "suspend"), 0, "élections"},
        {"transition", "2019-01-20", "day", DEMO_STATE("suspended"),
         DEMO_MOVE("withdrawn", "withdraw"), 0, "renoncement"},
    };
    JALON_AUTO(jalon_contract_freep)
    struct jalon_contract *c = demo_replay(programme, suspended, 3, &faults);
    assert_string_equal(jalon_str_text(&faults), "");
    assert_true(jalon_contract_in_scope_at(c, programme, day(1, 10)));
    assert_false(jalon_contract_in_scope_at(c, programme, day(1, 20)));
    assert_true(jalon_contract_entered_at(c, day(1, 20)));
}

TEST(required_parties_are_those_of_the_territory_until_a_signature_freezes_them)
{
    CONTRACT(3);
    assert_string_equal(
        joined(jalon_contract_required_parties(c, programme, "contrat", day(2, 1), arena)),
        "etat region:28 region:52 membre:200000008 membre:200000016");
    assert_string_equal(
        joined(jalon_contract_required_parties(c, programme, "protocole", day(1, 31), arena)),
        "etat region:28 region:52");
    assert_string_equal(
        joined(jalon_contract_missing_parties(c, programme, "protocole", day(1, 31), arena)),
        "etat region:28 region:52");
    assert_string_equal(
        joined(jalon_contract_missing_parties(c, programme, "protocole", day(2, 1), arena)),
        "region:28 region:52");
    assert_string_equal(
        joined(jalon_contract_required_parties(c, programme, "charte", day(2, 1), arena)), "");
}

TEST(frozen_parties_are_told_in_the_order_that_the_programme_names_them_in)
{
    CONTRACT(5);
    assert_string_equal(
        joined(jalon_contract_required_parties(c, programme, "contrat", day(3, 1), arena)),
        "etat region:28 region:52 membre:200000008 membre:200000016");
    assert_string_equal(
        joined(jalon_contract_missing_parties(c, programme, "contrat", day(3, 2), arena)),
        "region:28 region:52 membre:200000016");
}

TEST(before_its_entry_a_territory_has_no_members_to_require)
{
    CONTRACT(1);
    assert_string_equal(
        joined(jalon_contract_required_parties(c, programme, "contrat", day(12, 4), arena)),
        "etat region:28 region:52");
}

TEST(an_amendment_needs_the_parties_of_what_it_amends)
{
    CONTRACT(9);
    assert_string_equal(
        joined(jalon_contract_required_parties(c, programme, "avenant", day(3, 1), arena)), "");
    assert_string_equal(
        joined(jalon_contract_required_parties(c, programme, "avenant", day(3, 2), arena)),
        "etat membre:200000008 membre:200000016 region:28 region:52");
}

TEST(an_instrument_is_in_force_and_complete_as_its_signatures_count)
{
    CONTRACT(9);
    assert_null(jalon_contract_instrument_at(c, "contrat", day(2, 28)));
    const struct jalon_contract_instrument *contrat =
        jalon_contract_instrument_at(c, "contrat", day(3, 1));
    assert_non_null(contrat);
    assert_false(jalon_instrument_complete_at(contrat, day(3, 1)));
    assert_true(jalon_instrument_complete_at(contrat, day(3, 2)));
    assert_non_null(jalon_instrument_signature(contrat, "etat", day(3, 1)));
    assert_null(jalon_instrument_signature(contrat, "region:28", day(3, 1)));
    assert_null(jalon_instrument_signature(NULL, "etat", day(3, 1)));
}

static const char *next_of(const struct jalon_contract *c, enum jalon_role role,
                           struct jalon_date date)
{
    struct jalon_next_list list = jalon_contract_next(c, programme, role, date, arena);
    const char *text = "";
    for (size_t i = 0; i < list.n; i++) {
        const struct jalon_next *one = &list.items[i];
        text = one->kind == JALON_NEXT_ADVANCE
                   ? jalon_arena_printf(arena, "%s%s:%s ", text, one->transition->name, one->to)
                   : jalon_arena_printf(arena, "%s%s-%d:%zu ", text, one->instrument->code,
                                        one->number, one->missing.n);
    }
    return text;
}

TEST(what_may_be_done_next_depends_on_state_and_role)
{
    CONTRACT(10);
    assert_string_equal(next_of(c, JALON_ROLE_READER, day(12, 5)), "");
    assert_string_equal(next_of(c, JALON_ROLE_RECORDER, day(12, 4)), "");
    assert_string_equal(next_of(c, JALON_ROLE_RECORDER, day(12, 5)), "negotiate:negotiating ");
    assert_string_equal(
        next_of(c, JALON_ROLE_MANAGER, day(12, 5)),
        "select_pilot:pilot negotiate:negotiating suspend:suspended withdraw:withdrawn ");
    assert_string_equal(next_of(c, JALON_ROLE_RECORDER, day(3, 1)), "protocole-1:2 contrat-1:4 ");
    assert_string_equal(next_of(c, JALON_ROLE_MANAGER, day(3, 2)),
                        "reopen:negotiating avenant-2:5 ");
    assert_string_equal(next_of(c, JALON_ROLE_MANAGER, day(4, 1)),
                        "reopen:negotiating avenant-1:4 ");
}

static struct jalon_explanation explain(const struct jalon_contract *c, const char *state,
                                        struct jalon_date date)
{
    return jalon_contract_explain(c, programme, state, date, arena);
}

TEST(explain_names_every_step_and_every_missing_party)
{
    CONTRACT(1);
    struct jalon_explanation answer = explain(c, "signed", day(1, 1));
    assert_int_equal(answer.outcome, JALON_EXPLAIN_STEPS);
    assert_string_equal(answer.from, "identified");
    assert_string_equal(jalon_date_iso(answer.since).text, "2018-12-05");
    assert_int_equal(answer.n_steps, 2);
    assert_string_equal(answer.steps[0].transition->name, "negotiate");
    assert_null(answer.steps[0].instrument);
    assert_string_equal(answer.steps[1].instrument->code, "contrat");
    assert_int_equal(answer.steps[1].number, 1);
    assert_int_equal(answer.steps[1].n_missing, 5);
    assert_string_equal(answer.steps[1].missing[1].party, "region:28");
    assert_false(jalon_date_is_set(answer.steps[1].missing[1].since));
}

TEST(explain_says_since_when_a_party_is_awaited)
{
    CONTRACT(4);
    struct jalon_explanation answer = explain(c, "signed", day(2, 15));
    assert_int_equal(answer.n_steps, 1);
    assert_int_equal(answer.steps[0].n_missing, 5);
    assert_string_equal(jalon_date_iso(answer.steps[0].missing[0].since).text, "2019-01-30");
    answer = explain(c, "signed", day(3, 1));
    assert_int_equal(answer.steps[0].n_missing, 4);
    assert_string_equal(jalon_date_iso(answer.steps[0].missing[0].since).text, "2019-03-01");
}

TEST(explain_tells_there_unknown_unreachable_and_not_entered_apart)
{
    CONTRACT(9);
    assert_int_equal(explain(c, "signed", day(3, 2)).outcome, JALON_EXPLAIN_THERE);
    assert_int_equal(explain(c, "pilot", day(3, 2)).outcome, JALON_EXPLAIN_UNREACHABLE);
    assert_int_equal(explain(c, "vanished", day(3, 2)).outcome, JALON_EXPLAIN_UNKNOWN_STATE);
    assert_int_equal(explain(c, "signed", day(12, 4)).outcome, JALON_EXPLAIN_NOT_ENTERED);
}

TEST(explain_leads_a_suspended_contract_back_first)
{
    struct jalon_str faults = {0};
    const struct demo_event suspended[] = {
        events[0],
        {"transition", "2019-01-10", "day", DEMO_STATE("identified"),
         DEMO_MOVE("suspended", "suspend"), 0, "élections"},
    };
    JALON_AUTO(jalon_contract_freep)
    struct jalon_contract *c = demo_replay(programme, suspended, 2, &faults);
    struct jalon_explanation answer = explain(c, "signed", day(1, 10));
    assert_int_equal(answer.n_steps, 3);
    assert_string_equal(answer.steps[0].transition->name, "resume");
    assert_string_equal(answer.steps[0].to, "identified");
    assert_string_equal(answer.steps[1].from, "identified");
    assert_int_equal(explain(c, "identified", day(1, 10)).n_steps, 1);
    assert_string_equal(next_of(c, JALON_ROLE_MANAGER, day(1, 10)),
                        "resume:identified withdraw:withdrawn ");
}
