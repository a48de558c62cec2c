/* Scores of issued reports: what is read of them, summed up, and told. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/test.h"

#include "base/json.h"
#include "report/score.h"
#include "report_fixture.h"

/* As reports told it before they told horizons; 3 are signed, 7 a week are. */
#define HEAD                                                                                      \
    "{\"schema\":\"jalon.weekly/1\",\"as_of\":\"2019-05-05\",\"scope\":{\"current\":20},"         \
    "\"targets\":[{\"code\":\"other\",\"instrument\":\"protocole\"},"                             \
    "{\"code\":\"all\",\"instrument\":\"contrat\",\"signed\":3,\"pace_seen\":7.0}],"              \
    "\"at_risk\":[{\"code\":\"ex-1\",\"p_signed\":0.1},{\"code\":\"ex-2\",\"p_signed\":0.4},"     \
    "{\"code\":\"ex-3\",\"p_signed\":0.5}],"                                                      \
    "\"forecast\":{\"target\":\"all\",\"target_on\":\"2019-06-30\",\"expected\":6.5,\"low80\":4," \
    "\"high80\":9,\"p_all\":0.2"
static const char old_report[] = HEAD "}}";
static const char new_report[] = HEAD
    ",\"horizons\":[{\"on\":\"2019-05-12\",\"expected\":4.5,\"weeks\":1,\"quantiles\":{\"5\":3,"
    "\"10\":3,\"25\":4,\"50\":4,\"75\":5,\"90\":6,\"95\":7}},"
    "{\"on\":\"2019-06-30\",\"expected\":6.5,\"weeks\":null,\"quantiles\":{\"5\":3,"
    "\"10\":4,\"25\":5,\"50\":6,\"75\":8,\"90\":9,\"95\":10}}]}}";

static struct jalon_arena *arena;

static int start(void **state)
{
    (void)state;
    arena = jalon_arena_new();
    return 0;
}
SETUP_EACH(start);

static int stop(void **state)
{
    (void)state;
    jalon_arena_freep(&arena);
    return 0;
}
TEARDOWN_EACH(stop);

static bool read(const char *text, struct jalon_scored *ret_scored)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_json_decref) json_t *report = NULL;
    assert_done(jalon_json_parse(text, &report, &err), &err);
    return jalon_scored_read(report, arena, ret_scored);
}

/* Issued the day after its cut-off; 5 were signed a week later, 10 on the due day, of which ex-2 is
 * one and ex-3 has left. */
static struct jalon_scored scored_new(const char *text)
{
    struct jalon_scored scored;
    assert_true(read(text, &scored));
    scored.entry = "ex#2";
    scored.week = (struct jalon_week){2019, 18};
    scored.issued_on = jalon_date_of(2019, 5, 6);
    for (size_t i = 0; i < scored.n_days; i++) {
        scored.days[i].n_signed = scored.days[i].weeks == 1 ? 5 : 10;
    }
    scored.chances[0].is_known = scored.chances[1].is_known = true;
    scored.chances[1].is_signed = true;
    return scored;
}

static void assert_near(double a, double b)
{
    assert_true(fabs(a - b) < 1e-9);
}

TEST(what_an_older_report_foresaw_is_the_interval_of_the_due_day)
{
    struct jalon_scored scored;
    assert_true(read(old_report, &scored));
    assert_string_equal(scored.target, "all");
    assert_string_equal(scored.instrument, "contrat");
    assert_int_equal(scored.n_days, 1);
    assert_false(scored.days[0].has_quantiles);
    assert_int_equal(scored.days[0].low80, 4);
    assert_int_equal(scored.days[0].high80, 9);
    assert_ptr_equal(jalon_scored_due(&scored), &scored.days[0]);
    assert_int_equal(scored.n_chances, 3);
}

TEST(the_baseline_is_the_pace_carried_on_up_to_the_scope)
{
    struct jalon_scored scored;
    assert_true(read(new_report, &scored));
    assert_int_equal(scored.n_days, 2);
    assert_near(scored.days[0].baseline, 10);
    assert_near(scored.days[1].baseline, 20);
}

TEST(what_has_not_come_is_left_out_with_what_was_said_of_the_due_day)
{
    struct jalon_scored scored = scored_new(new_report);
    struct jalon_score_summary summary;
    jalon_scored_cut(&scored, jalon_date_of(2019, 6, 29));
    assert_int_equal(scored.n_days, 1);
    assert_int_equal(scored.days[0].weeks, 1);
    assert_null(jalon_scored_due(&scored));
    jalon_score_summarise(&scored, 1, &summary);
    assert_int_equal(summary.all.n, 1);
    assert_int_equal(summary.n_all, 0);
    assert_int_equal(summary.n_chances, 0);
    jalon_scored_cut(&scored, jalon_date_of(2019, 5, 11));
    assert_int_equal(scored.n_days, 0);
}

TEST(a_day_that_was_over_on_the_cut_off_was_no_forecast)
{
    struct jalon_scored scored;
    assert_true(
        read("{\"schema\":\"jalon.weekly/1\",\"as_of\":\"2019-06-30\",\"targets\":[{\"code\":"
             "\"all\",\"instrument\":\"contrat\"}],\"forecast\":{\"target\":\"all\","
             "\"target_on\":\"2019-06-30\",\"low80\":4,\"high80\":4}}",
             &scored));
    assert_int_equal(scored.n_days, 0);
}

TEST(a_report_without_a_forecast_has_none_and_another_document_is_none)
{
    struct jalon_scored scored;
    assert_true(read("{\"schema\":\"jalon.weekly/1\",\"as_of\":\"2019-05-05\",\"forecast\":null}",
                     &scored));
    assert_int_equal(scored.n_days, 0);
    assert_false(read("{\"schema\":\"jalon.status/1\",\"as_of\":\"2019-05-05\"}", &scored));
    assert_false(read("{\"schema\":\"jalon.weekly/1\"}", &scored));
    assert_false(read("[]", &scored));
}

TEST(the_sums_are_those_of_the_forecasts)
{
    const struct jalon_scored scored[] = {scored_new(new_report), scored_new(old_report)};
    struct jalon_score_summary summary;
    jalon_score_summarise(scored, 2, &summary);
    assert_int_equal(summary.all.n, 3);
    assert_int_equal(summary.all.n_covered, 1); /* 5 is in [3, 6], 10 not in [4, 9] */
    assert_int_equal(summary.ahead[0].n, 1);
    assert_int_equal(summary.due.n, 2);
    assert_int_equal(summary.all.n_crps, 2);
    assert_near(summary.all.baseline, 5 + 10);
    assert_near(summary.all.crps, jalon_score_crps_quantiles(scored[0].days[0].quantiles, 5) +
                                      jalon_score_crps_quantiles(scored[0].days[1].quantiles, 10));
    assert_int_equal(summary.n_pinballs[0], 3); /* the median is not told by all */
    assert_int_equal(summary.n_pinballs[1], 2);
    assert_near(summary.pinballs[1], 0.5 * 1 + 0.5 * 4);
    assert_int_equal(summary.n_all, 2);
    assert_near(summary.brier_all, 2 * 0.04);
    assert_int_equal(summary.n_chances, 4); /* of those that left nothing is known */
    assert_near(summary.brier_chances, 2 * (0.01 + 0.36));
    assert_int_equal(summary.bins[0].n, 2);
    assert_int_equal(summary.bins[2].n_happened, 2);
}

TEST(a_forecast_that_was_issued_after_its_day_is_marked)
{
    struct jalon_scored scored = scored_new(new_report);
    struct jalon_score_summary summary;
    scored.issued_on = scored.days[0].on;
    assert_false(jalon_scored_is_afterwards(&scored, &scored.days[0]));
    scored.issued_on = jalon_date_add(scored.days[0].on, 1);
    assert_true(jalon_scored_is_afterwards(&scored, &scored.days[0]));
    jalon_score_summarise(&scored, 1, &summary);
    assert_int_equal(summary.all.n_afterwards, 1);
}

TEST(a_row_of_csv_is_a_forecast_with_its_scores)
{
    JALON_AUTO(jalon_str_done) struct jalon_str csv = {0};
    struct jalon_scored scored[] = {scored_new(old_report)};
    const struct jalon_score score = {.reports = scored, .n_reports = 1};
    jalon_score_csv(&score, &csv);
    assert_string_equal(
        jalon_str_text(&csv),
        "week,entry,as_of,issued_on,target,instrument,weeks,on,issued_afterwards,expected,low80,"
        "median,high80,signed,covered,pinball_10,pinball_50,pinball_90,crps,baseline,"
        "baseline_error\n"
        "2019-W18,ex#2,2019-05-05,2019-05-06,all,contrat,,2019-06-30,false,6.5,4,,9,10,false,0.6,,"
        "0.9,,20.0,10.0\n");
}

/* The sentence of a report of which N were scored, K of them held. */
static const char *trust_of(enum jalon_lang lang, struct jalon_trust trust, bool has_forecast)
{
    static char text[256];
    struct report_fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    report_fixture_init(&f);
    report_fixture_forecast(&f);
    f.forecast.is_prior = false;
    f.forecast.n_events = 13;
    f.weekly.forecast = has_forecast ? &f.report : NULL;
    f.weekly.trust = trust;
    jalon_phrase_trust(&line, lang, &f.weekly);
    (void)snprintf(text, sizeof text, "%s", jalon_str_text(&line));
    return text;
}

TEST(the_trust_line_says_on_what_the_forecast_rests_and_how_often_intervals_held)
{
    assert_string_equal(
        trust_of(JALON_FR, (struct jalon_trust){9, 7, 0}, true),
        "Prévision fondée sur 13 signatures datées\u00A0; nos intervalles à 80\u00A0% "
        "ont contenu le réel 7 fois sur 9.");
    assert_string_equal(
        trust_of(JALON_EN, (struct jalon_trust){9, 1, 2}, true),
        "Forecast based on 13 dated signatures; our 80% intervals held what happened "
        "1 time out of 9. 2 of these forecasts were issued afterwards.");
    assert_string_equal(trust_of(JALON_FR, (struct jalon_trust){3, 0, 1}, false),
                        "Nos intervalles à 80\u00A0% ont contenu le réel 0 fois sur 3. Une de ces "
                        "prévisions a été émise après coup.");
}

TEST(every_format_tells_the_trust_line_once_something_was_scored_and_else_nothing)
{
    static const struct {
        const char *format, *told;
    } rows[] = {{"text", "Fiabilité"},
                {"md", "## Fiabilité"},
                {"html", "Fiabilité"},
                {"json", "\"trust\":{"},
                {"csv", "trust.covered"}};
    struct jalon_err err = {0};
    struct report_fixture f;
    for (size_t i = 0; i < JALON_COUNT(rows); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str without = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str with = {0};
        report_fixture_init(&f);
        const struct jalon_weekly_format *format = jalon_weekly_format(rows[i].format);
        assert_done(format->render(&f.weekly, JALON_FR, &without, &err), &err);
        f.weekly.trust = (struct jalon_trust){9, 7, 0};
        assert_done(format->render(&f.weekly, JALON_FR, &with, &err), &err);
        assert_null(strstr(jalon_str_text(&without), rows[i].told));
        assert_non_null(strstr(jalon_str_text(&with), rows[i].told));
    }
}
