/* How far ahead or behind, as a report tells it. */
#include "support/test.h"

#include "report_fixture.h"

/* The fixture's report, 12 weeks after the start: 2 contracts are due after 6 weeks, 12 after 20.
 */
static void fixture(struct report_fixture *f, int n_signed, struct jalon_arena *arena)
{
    report_fixture_init(f);
    f->weekly.status.arena = arena;
    report_fixture_forecast(f);
    f->weekly.forecast = &f->report;
    f->instruments[1].n_signed = n_signed;
    jalon_weekly_earn(&f->weekly, jalon_date_of(2019, 2, 10));
}

static void assert_said(struct report_fixture *f, enum jalon_lang lang, const char *wanted)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    for (size_t i = 0; jalon_phrase_earned(&text, lang, f->weekly.earned, i); i++) {
        jalon_str_add_char(&text, '\n');
    }
    assert_string_equal(jalon_str_text(&text), wanted);
}

static void assert_figure(const struct jalon_weekly *weekly, const char *code, bool known,
                          int64_t value)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    size_t n = 0;
    const struct jalon_figure *figures = jalon_weekly_figures(weekly, arena, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(figures[i].code, code) == 0) {
            assert_int_equal(known, figures[i].known);
            assert_int_equal(value, figures[i].value);
            return;
        }
    }
    fail_msg("no figure %s", code);
}

TEST(a_lag_is_told_in_weeks_with_the_pace_that_it_leaves)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct report_fixture f;
    fixture(&f, 4, arena);
    assert_said(
        &f, JALON_FR,
        "Retard équivalent\u00A0: 3,2 semaines (4 contrats, ce qui était prévu pour le 12"
        " avril 2019).\n"
        "Cadence\u00A0: 73\u00A0% de celle des échéances\u00A0; il en faudrait 140\u00A0% pour"
        " tenir le 30 juin 2019\u00A0; à cette cadence, tout serait signé vers le 19 août"
        " 2019.\n");
    assert_said(&f, JALON_EN,
                "Behind by 3.2 weeks (4 contracts, which was planned for 12 April 2019).\n"
                "Pace: 73% of that of the targets; it would take 140% to meet 30 June 2019; at this"
                " pace all would be signed around 19 August 2019.\n");
    assert_figure(&f.weekly, "earned.planned", true, 6);
    assert_figure(&f.weekly, "earned.weeks", true, 88);
    assert_figure(&f.weekly, "earned.lead", true, -32);
    assert_figure(&f.weekly, "earned.pace", true, 73);
    assert_figure(&f.weekly, "earned.pace_needed", true, 140);
}

TEST(a_lead_is_told_as_one)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct report_fixture f;
    fixture(&f, 7, arena);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    assert_true(jalon_phrase_earned(&text, JALON_FR, f.weekly.earned, 0));
    assert_string_equal("Avance équivalente\u00A0: 1,0 semaine (7 contrats, ce qui était prévu pour"
                        " le 12 mai 2019).",
                        jalon_str_text(&text));
}

TEST(while_nothing_is_signed_no_lag_is_told)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct report_fixture f;
    fixture(&f, 0, arena);
    assert_said(&f, JALON_FR, "Pas encore mesurable\u00A0: 0 contrat sur 6 prévus à cette date.\n");
    assert_figure(&f.weekly, "earned.lead", false, 0);
}

TEST(when_all_is_signed_no_lag_is_told_either)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct report_fixture f;
    fixture(&f, 12, arena);
    assert_said(&f, JALON_EN, "All that the targets ask for is signed (12 contracts).\n");
}

TEST(a_report_without_a_target_says_nothing_of_a_lag)
{
    struct report_fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    report_fixture_init(&f);
    jalon_weekly_earn(&f.weekly, jalon_date_of(2019, 2, 10));
    assert_null(f.weekly.earned);
    jalon_earned_text(&text, JALON_FR, &f.weekly);
    jalon_earned_md(&text, JALON_FR, &f.weekly);
    assert_string_equal("", jalon_str_text(&text));
}
