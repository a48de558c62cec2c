/* The sentences about a forecast. */
#include "support/test.h"

#include "report_fixture.h"

static void assert_chance(double p, bool is_fact, const char *wanted)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_phrase_chance(&text, JALON_FR, p, is_fact);
    assert_string_equal(jalon_str_text(&text), wanted);
}

static void assert_headline(const struct report_fixture *f, const char *wanted)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_phrase_forecast(&text, JALON_FR, &f->report);
    assert_string_equal(jalon_str_text(&text), wanted);
}

TEST(a_chance_is_told_to_the_next_5_points_and_only_what_happened_is_certain)
{
    assert_chance(0, false, "<\u00A05\u00A0%");
    assert_chance(0.0499, false, "<\u00A05\u00A0%");
    assert_chance(0.37, false, "35\u00A0%");
    assert_chance(0.951, false, ">\u00A095\u00A0%");
    assert_chance(1 - 1e-9, false, ">\u00A095\u00A0%");
    assert_chance(1, false, "100\u00A0%");
    assert_chance(0, true, "0\u00A0%");
    assert_chance(1, true, "100\u00A0%");
}

TEST(nothing_is_a_fact_before_the_due_day_while_more_may_enter)
{
    struct report_fixture f;
    report_fixture_init(&f);
    report_fixture_forecast(&f);
    assert_true(jalon_forecast_has_risks(&f.forecast));
    f.forecast.n_signed = 12;
    f.forecast.n_risks = 0;
    f.forecast.p_all = 1;
    f.forecast.at_due = (struct jalon_forecast_point){jalon_date_of(2019, 6, 30),   12.4, 13.2,
                                                      {12, 12, 12, 12, 13, 13, 14}, NULL, 0};
    assert_false(jalon_forecast_is_fact(&f.forecast));
    assert_false(jalon_forecast_has_risks(&f.forecast));
    assert_headline(&f,
                    "Au 30 juin 2019, on s'attend à 12 contrats (8 chances sur 10\u00A0: de 12 à"
                    " 13). Tous signés au 30 juin 2019\u00A0: 100\u00A0%.");
}

TEST(a_due_day_that_is_over_is_a_fact)
{
    struct report_fixture f;
    report_fixture_init(&f);
    report_fixture_forecast(&f);
    f.forecast.as_of = f.forecast.due_on;
    f.forecast.p_all = 0;
    assert_true(jalon_forecast_is_fact(&f.forecast));
    assert_false(jalon_forecast_has_risks(&f.forecast));
    assert_headline(
        &f, "Au 30 juin 2019\u00A0: 4 contrats, sans plus rien d'aléatoire. Tous signés au 30"
            " juin 2019\u00A0: 0\u00A0%.");
}
