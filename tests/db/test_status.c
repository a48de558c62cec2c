/* The status of a small programme on several days. */
#include "app/status.h"
#include "report_world.h"
#include "support/migrated.h"

SETUP_GROUP(test_migrated);

static struct jalon_status *status_on(struct jalon_app *app, const char *day)
{
    struct jalon_err err = {0};
    struct jalon_status *status = NULL;
    assert_done(jalon_app_status(app, report_world_day(day), &status, &err), &err);
    return status;
}

/* EXPECTED follows the schema's name, programme, date and instant, which are checked apart. */
static void assert_status(struct jalon_app *app, const char *day, const char *expected)
{
    JALON_AUTO(jalon_status_freep) struct jalon_status *status = status_on(app, day);
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    jalon_status_json(status, &out);
    const char *scope = strstr(jalon_str_text(&out), "\"scope\":");
    assert_non_null(scope);
    assert_string_equal(scope, expected);
}

TEST(the_figures_are_those_of_the_day_asked_for)
{
    struct jalon_app app;
    report_world_open(report_world_new(TEST_DATA), &app);
    assert_status(&app, "2018-11-21",
                  "\"scope\":{\"initial\":0,\"current\":0},"
                  "\"states\":{\"identified\":0,\"pilot\":0,\"negotiating\":0,\"signed\":0,"
                  "\"suspended\":0},"
                  "\"instruments\":{\"protocole\":{\"signed\":0,\"partial\":0},"
                  "\"contrat\":{\"signed\":0,\"partial\":0},"
                  "\"avenant\":{\"signed\":0,\"partial\":0}},\"targets\":[]}\n");
    assert_status(&app, "2019-01-30",
                  "\"scope\":{\"initial\":3,\"current\":3},"
                  "\"states\":{\"identified\":2,\"pilot\":1,\"negotiating\":0,\"signed\":0,"
                  "\"suspended\":0},"
                  "\"instruments\":{\"protocole\":{\"signed\":0,\"partial\":0},"
                  "\"contrat\":{\"signed\":0,\"partial\":0},"
                  "\"avenant\":{\"signed\":0,\"partial\":0}},"
                  "\"targets\":[{\"code\":\"first\",\"on\":\"2019-03-05\",\"days_left\":34,"
                  "\"signed\":0,\"of\":1}]}\n");
    assert_status(&app, "2019-04-30",
                  "\"scope\":{\"initial\":3,\"current\":4},"
                  "\"states\":{\"identified\":2,\"pilot\":0,\"negotiating\":2,\"signed\":0,"
                  "\"suspended\":0},"
                  "\"instruments\":{\"protocole\":{\"signed\":2,\"partial\":0},"
                  "\"contrat\":{\"signed\":0,\"partial\":0},"
                  "\"avenant\":{\"signed\":0,\"partial\":0}},"
                  "\"targets\":[{\"code\":\"first\",\"on\":\"2019-03-24\",\"days_left\":-37,"
                  "\"signed\":0,\"of\":1},"
                  "{\"code\":\"all\",\"on\":\"2019-06-30\",\"days_left\":61,\"signed\":0,"
                  "\"of\":4}]}\n");
    jalon_app_done(&app);
}

TEST(a_month_counts_on_its_last_day_and_the_last_signature_completes)
{
    struct jalon_app app;
    report_world_open(report_world_new(TEST_DATA), &app);
    JALON_AUTO(jalon_status_freep) struct jalon_status *eve = status_on(&app, "2019-05-30");
    JALON_AUTO(jalon_status_freep) struct jalon_status *day = status_on(&app, "2019-05-31");
    assert_string_equal(day->instruments[1].code, "contrat");
    assert_int_equal(eve->instruments[1].n_signed, 0);
    assert_int_equal(eve->instruments[1].partial, 1);
    assert_int_equal(day->instruments[1].n_signed, 1);
    assert_int_equal(day->instruments[1].partial, 0);
    assert_string_equal(day->states[3].code, "signed");
    assert_int_equal(day->states[3].n, 1);
    assert_int_equal(day->scope.out_of_scope, 1);
    jalon_app_done(&app);
}

TEST(a_target_is_as_it_was_decided_on_the_day)
{
    struct jalon_app app;
    report_world_open(report_world_new(TEST_DATA), &app);
    JALON_AUTO(jalon_status_freep) struct jalon_status *before = status_on(&app, "2019-03-04");
    JALON_AUTO(jalon_status_freep) struct jalon_status *after = status_on(&app, "2019-03-05");
    assert_string_equal(jalon_date_iso(before->targets[0].on).text, "2019-03-05");
    assert_false(jalon_target_moved(&before->targets[0]));
    assert_string_equal(jalon_date_iso(after->targets[0].on).text, "2019-03-24");
    assert_true(jalon_target_moved(&after->targets[0]));
    assert_string_equal(jalon_date_iso(after->targets[0].original_on).text, "2019-03-05");
    jalon_app_done(&app);
}

TEST(it_was_known_when_the_last_entry_was_recorded)
{
    const char *conninfo = report_world_new(TEST_DATA);
    struct jalon_app app;
    report_world_open(conninfo, &app);
    JALON_AUTO(jalon_status_freep) struct jalon_status *status = status_on(&app, "2019-04-30");
    assert_int_equal(status->known_at.size, -1);
    assert_string_equal(status->known_at.at,
                        test_sql(conninfo, "SELECT leaf::json ->> 'recorded' FROM audit.entry"
                                           " ORDER BY id DESC LIMIT 1"));
    jalon_app_done(&app);
}

TEST(the_default_is_today_in_the_programmes_zone_and_not_over)
{
    struct jalon_app app;
    struct jalon_err err = {0};
    JALON_AUTO(jalon_status_freep) struct jalon_status *status = NULL;
    report_world_open(report_world_new(TEST_DATA), &app);
    assert_done(jalon_app_status(&app, JALON_DATE_NONE, &status, &err), &err);
    assert_int_equal(jalon_date_compare(status->as_of, app.today), 0);
    assert_true(status->provisional);
    jalon_app_done(&app);
}

TEST(a_day_to_come_is_refused)
{
    struct jalon_app app;
    struct jalon_err err = {0};
    struct jalon_status *status = NULL;
    report_world_open(report_world_new(TEST_DATA), &app);
    assert_int_equal(jalon_app_status(&app, report_world_day("2100-01-01"), &status, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_null(status);
    jalon_app_done(&app);
}

TEST(an_unknown_programme_is_not_found)
{
    struct jalon_app app;
    struct jalon_err err = {0};
    struct jalon_status *status = NULL;
    report_world_open(report_world_new(TEST_DATA), &app);
    app.programme_code = "nulle-part";
    assert_int_equal(jalon_app_status(&app, JALON_DATE_NONE, &status, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_NOT_FOUND);
    jalon_app_done(&app);
}
