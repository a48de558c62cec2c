/* The forecast out of the books: of the real programme as of 30 April 2019, and of a small one. */
#include <string.h>

#include "app/forecast.h"
#include "app/init.h"
#include "app/report.h"
#include "report_world.h"
#include "support/migrated.h"

#define PROGRAMME TEST_DATA "/../../../config/programmes/territoires-industrie"

SETUP_GROUP(test_migrated);

static const struct jalon_forecast_asked plainly = {.until = {INT32_MIN}};

static struct jalon_forecast_report *ask(struct jalon_app *app, const char *as_of)
{
    struct jalon_err err = {0};
    struct jalon_forecast_report *report = NULL;
    assert_done(jalon_app_forecast(app, &plainly, report_world_day(as_of), &report, &err), &err);
    return report;
}

static void open_real(struct jalon_app *app)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_init_plan_freep)
    struct jalon_init_plan *plan = jalon_init_plan_load(PROGRAMME, &faults);
    const struct jalon_init_options options = {.dry_run = false};
    struct jalon_init_report report;
    assert_non_null(plan);
    report_world_open(test_database_conninfo(NULL), app);
    app->programme_code = "ti";
    assert_done(jalon_app_init(app, plan, &options, &report, &err), &err);
}

TEST(as_of_30_april_2019_all_contracts_by_30_june_are_less_than_1_percent_likely)
{
    struct jalon_app app;
    open_real(&app);
    JALON_AUTO(jalon_forecast_report_freep)
    struct jalon_forecast_report *report = ask(&app, "2019-04-30");
    const struct jalon_forecast *forecast = report->forecast;
    assert_string_equal(report->target->code, "all_signed");
    assert_string_equal(report->instrument->code, "contrat");
    assert_int_equal(forecast->n, 137);
    assert_int_equal(forecast->n_first, 124);
    assert_int_equal(forecast->n_signed, 0);
    assert_true(forecast->p_all > 0 && forecast->p_all < 0.01);
    assert_true(forecast->p_all_growing <= forecast->p_all);
    assert_true(forecast->is_prior && forecast->is_thin);
    assert_int_equal(forecast->n_risks, 137);
    /* The facts allow no contrat at all as well as a few dozens, and no more. */
    assert_true(forecast->at_due.expected > 2 && forecast->at_due.expected < 45);
    assert_true(report->half->at_due.expected > forecast->at_due.expected);
    assert_true(report->twice->at_due.expected < forecast->at_due.expected);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_forecast_text(report, JALON_FR, &text);
    assert_non_null(
        strstr(jalon_str_text(&text), "signés au 30 juin 2019\u00A0: <\u00A05\u00A0%."));
    assert_non_null(
        strstr(jalon_str_text(&text), "Aucune signature de l'acte «\u00A0contrat\u00A0»"));
    assert_non_null(strstr(jalon_str_text(&text), "    si c'était 7 semaines, on s'attendrait à "));
    assert_null(strstr(jalon_str_text(&text), " 0\u00A0%"));
    jalon_app_done(&app);
}

TEST(the_protocoles_of_spring_2019_teach_their_pace_but_those_begun_on_their_day)
{
    struct jalon_app app;
    open_real(&app);
    struct jalon_err err = {0};
    const struct jalon_forecast_asked asked = {.instrument = "protocole", .until = JALON_DATE_NONE};
    JALON_AUTO(jalon_forecast_report_freep) struct jalon_forecast_report *report = NULL;
    assert_done(jalon_app_forecast(&app, &asked, report_world_day("2019-04-30"), &report, &err),
                &err);
    const struct jalon_forecast *forecast = report->forecast;
    assert_int_equal(forecast->n_signed, 13);
    assert_true(forecast->n_events > 0 && forecast->n_events <= 13);
    assert_null(report->half);
    assert_true(forecast->at_due.quantiles[JALON_FORECAST_Q5] >= 13);
    assert_true(forecast->at_due.expected > 20 && forecast->at_due.expected < 70);
    assert_true(forecast->p_all < 0.01);
    jalon_app_done(&app);
}

TEST(the_same_books_give_the_same_forecast_and_the_weekly_report_holds_it)
{
    struct jalon_app app;
    struct jalon_err err = {0};
    report_world_open(report_world_new(TEST_DATA), &app);
    JALON_AUTO(jalon_forecast_report_freep)
    struct jalon_forecast_report *first = ask(&app, "2019-05-05");
    JALON_AUTO(jalon_forecast_report_freep)
    struct jalon_forecast_report *again = ask(&app, "2019-05-05");
    JALON_AUTO(jalon_str_done) struct jalon_str a = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str b = {0};
    jalon_forecast_json(first, &a);
    jalon_forecast_json(again, &b);
    assert_string_equal(jalon_str_text(&a), jalon_str_text(&b));
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    const struct jalon_week week = jalon_week_of(report_world_day("2019-05-05"));
    assert_done(jalon_app_weekly(&app, &week, JALON_DATE_NONE, &weekly, &err), &err);
    assert_memory_equal(&weekly->forecast->forecast->at_due.expected,
                        &first->forecast->at_due.expected, sizeof(double));
    JALON_AUTO(jalon_str_done) struct jalon_str json = {0};
    assert_done(jalon_weekly_json(weekly, JALON_FR, &json, &err), &err);
    assert_non_null(strstr(jalon_str_text(&json),
                           "\"forecast\":{\"target\":\"all\",\"target_on\":\"2019-06-30\","));
    assert_non_null(strstr(jalon_str_text(&json), "\"at_risk\":[{\"code\":\"ex-"));
    jalon_app_done(&app);
}

TEST(t58_who_left_and_who_came_later_counts_on_its_days)
{
    struct jalon_app app;
    report_world_open(report_world_new(TEST_DATA), &app);
    JALON_AUTO(jalon_forecast_report_freep)
    struct jalon_forecast_report *before = ask(&app, "2019-05-01");
    JALON_AUTO(jalon_forecast_report_freep)
    struct jalon_forecast_report *after = ask(&app, "2019-05-05");
    assert_int_equal(before->forecast->n, before->status->scope.current);
    assert_int_equal(after->forecast->n, after->status->scope.current);
    assert_int_equal(before->forecast->n, 4);
    assert_int_equal(after->forecast->n, 4); /* ex-3 withdrew, ex-5 entered */
    assert_int_equal(after->forecast->n_first, 2);
    jalon_app_done(&app);
}

TEST(a_target_that_is_not_decided_yet_is_refused_and_so_is_an_unknown_one)
{
    struct jalon_app app;
    struct jalon_err err = {0};
    struct jalon_forecast_report *report = NULL;
    report_world_open(report_world_new(TEST_DATA), &app);
    assert_int_equal(
        jalon_app_forecast(&app, &plainly, report_world_day("2018-12-01"), &report, &err), -1);
    assert_string_equal(err.message[JALON_EN],
                        "no target was set on 2018-12-01: there is nothing to forecast");
    const struct jalon_forecast_asked unknown = {.target = "never", .until = JALON_DATE_NONE};
    assert_int_equal(
        jalon_app_forecast(&app, &unknown, report_world_day("2019-05-05"), &report, &err), -1);
    assert_string_equal(err.message[JALON_EN], "unknown target: 'never'");
    const struct jalon_forecast_asked past = {.until = report_world_day("2019-05-05")};
    assert_int_equal(jalon_app_forecast(&app, &past, report_world_day("2019-05-05"), &report, &err),
                     -1);
    assert_string_equal(err.message[JALON_EN], "the forecast cannot go until 2019-05-05");
    jalon_app_done(&app);
}
