/* What a forecast reads of the books: one state of them, and how late they follow. */
#include <libpq-fe.h>
#include <stdio.h>

#include "app/forecast.h"
#include "app/report.h"
#include "report_world.h"
#include "store/report.h"
#include "support/crowd.h"
#include "support/migrated.h"

SETUP_GROUP(test_migrated);

static struct jalon_recording recording_of(const char *conninfo, const char *known)
{
    struct jalon_app app;
    struct jalon_err err = {0};
    struct jalon_recording recording;
    report_world_open(conninfo, &app);
    assert_done(
        jalon_store_recording(app.db, (struct jalon_books){"demo", known}, &recording, &err), &err);
    jalon_app_done(&app);
    return recording;
}

/* Contrats signed by one party a day, so many days ago. */
static void sign_late(const char *conninfo, const char *code, const int ages[3])
{
    static const char *const parties[] = {"etat", "region", "membre"};
    for (int i = 0; i < 3; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str call = {0};
        jalon_str_addf(&call,
                       "sign(gen_random_uuid(), 'demo', '%s', 'contrat', '{%s}',"
                       " current_date - %d, 'day', '{}', '{}')",
                       code, parties[i], ages[i]);
        report_world_run(conninfo, jalon_str_text(&call));
    }
}

TEST(five_signatures_tell_in_how_many_days_nine_of_ten_are_recorded)
{
    const char *conninfo = report_world_new(TEST_DATA);
    report_world_run(conninfo, "advance(gen_random_uuid(), 'demo', 'ex-4', 'negotiating',"
                               " '2019-05-02', 'day', NULL, '{\"reason\": \"essai\"}')");
    assert_int_equal(recording_of(conninfo, NULL).days, 0); /* all were told years afterwards */
    sign_late(conninfo, "ex-2", (int[3]){90, 30, 20});
    assert_int_equal(recording_of(conninfo, NULL).days, 0); /* three tell nothing */
    const char *known = test_sql(conninfo, "SELECT max(entry_id) FROM audit.history");
    JALON_AUTO(jalon_str_done) struct jalon_str then = {0};
    jalon_str_add(&then, known);
    sign_late(conninfo, "ex-4", (int[3]){12, 11, 10});
    int days = recording_of(conninfo, NULL).days;
    assert_in_range(days, 89, 91); /* a day ends on the way, or is another one in the zone */
    assert_int_equal(recording_of(conninfo, jalon_str_text(&then)).days, 0);
}

TEST(the_day_of_the_last_entry_is_that_of_the_programmes_zone)
{
    /* at no time is it the same day in both */
    static const char *const zones[] = {"Pacific/Kiritimati", "Etc/GMT+12"};
    const char *conninfo = report_world_new(TEST_DATA);
    for (size_t i = 0; i < JALON_COUNT(zones); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
        jalon_str_addf(&sql, "UPDATE jalon.programme SET timezone = '%s'", zones[i]);
        assert_string_equal(test_sql(conninfo, jalon_str_text(&sql)), "");
        jalon_str_clear(&sql);
        jalon_str_addf(&sql, "SELECT (max(recorded) AT TIME ZONE '%s')::date FROM audit.history",
                       zones[i]);
        struct jalon_date last_on = recording_of(conninfo, NULL).last_on;
        assert_string_equal(jalon_date_iso(last_on).text, test_sql(conninfo, jalon_str_text(&sql)));
    }
}

/* One state: the contracts that the forecast counts are those that the status counts. */
static bool agree(const struct jalon_status *status, const struct jalon_forecast_report *report)
{
    return status->scope.current == report->forecast->n;
}

static int forecast_agrees(struct jalon_app *app)
{
    struct jalon_err err = {0};
    const struct jalon_forecast_asked asked = {.until = JALON_DATE_NONE};
    JALON_AUTO(jalon_forecast_report_freep) struct jalon_forecast_report *report = NULL;
    if (jalon_app_forecast(app, &asked, report_world_day("2019-05-05"), &report, &err) < 0) {
        return 2;
    }
    return agree(report->status, report) ? 0 : 1;
}

static int weekly_agrees(struct jalon_app *app)
{
    struct jalon_err err = {0};
    const struct jalon_week week = jalon_week_of(report_world_day("2019-05-05"));
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    if (jalon_app_weekly(app, &week, JALON_DATE_NONE, &weekly, &err) < 0) {
        return 2;
    }
    return agree(&weekly->status, weekly->forecast) ? 0 : 1;
}

struct reading {
    const char *conninfo;
    int (*read)(struct jalon_app *app);
};

/* Holds the signatures, which the facts do not need and the contracts do; while the reader waits
 * for them, a contract leaves the scope. */
static int leave_meanwhile(struct crowd *crowd, const char *conninfo)
{
    PGconn *writer = test_connect(conninfo);
    test_query(writer, "BEGIN");
    test_query(writer, "LOCK TABLE jalon.signature IN ACCESS EXCLUSIVE MODE");
    crowd_meet(crowd);
    test_wait_for(conninfo,
                  "SELECT count(*) FROM pg_locks WHERE NOT granted"
                  " AND relation = 'jalon.signature'::regclass",
                  "1");
    const char *done = test_query(writer, "SELECT jalon.advance(gen_random_uuid(), 'demo', 'ex-4',"
                                          " 'withdrawn', '2019-05-04', 'day', NULL,"
                                          " '{\"reason\": \"essai\"}') IS NOT NULL");
    int status = strcmp(done, "t") == 0 ? 0 : 3;
    test_query(writer, "COMMIT");
    PQfinish(writer);
    return status;
}

static int read_or_write(struct crowd *crowd, int i, void *context)
{
    const struct reading *reading = context;
    struct jalon_app app;
    if (i == 0) {
        return leave_meanwhile(crowd, reading->conninfo);
    }
    report_world_open(reading->conninfo, &app);
    crowd_meet(crowd);
    int status = reading->read(&app);
    jalon_app_done(&app);
    return status;
}

static void assert_agrees(int (*read)(struct jalon_app *app))
{
    struct jalon_app app;
    int statuses[2];
    JALON_AUTO(jalon_str_done) struct jalon_str conninfo = {0};
    jalon_str_add(&conninfo, report_world_new(TEST_DATA));
    struct reading reading = {jalon_str_text(&conninfo), read};
    crowd_run(2, read_or_write, &reading, statuses);
    assert_int_equal(statuses[0], 0);
    assert_int_equal(statuses[1], 0);
    report_world_open(reading.conninfo, &app);
    assert_int_equal(read(&app), 0);
    jalon_app_done(&app);
}

TEST(a_forecast_and_its_status_are_of_one_state_of_the_books)
{
    assert_agrees(forecast_agrees);
}

TEST(a_report_and_its_forecast_are_of_one_state_of_the_books)
{
    assert_agrees(weekly_agrees);
}
