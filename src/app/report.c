/* The weekly report: settles the period, reads the facts, makes the record with its forecast. */
#include "app/report.h"

#include "app/forecast.h"
#include "base/json.h"
#include "pg/db.h"
#include "pg/pg_messages.h"
#include "report/facts.h"
#include "store/report.h"

static int read_in_snapshot(struct jalon_app *app, const struct jalon_week *week,
                            struct jalon_date as_of, const char *figure,
                            struct jalon_weekly **ret_weekly, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *facts = NULL;
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    struct jalon_period period;
    if (jalon_app_programme(app, err) < 0 ||
        jalon_period_settle(week, as_of, app->today, &period, err) < 0) {
        return -1;
    }
    const struct jalon_report_request wanted = {
        .from = period.from,
        .as_of = period.as_of,
        .pace_days = jalon_pace_days(period.as_of, app->programme->starts_on),
        .figure = figure};
    int outcome = jalon_store_report_facts(app->db, jalon_app_books(app), &wanted, &facts, err);
    if (outcome == JALON_REPORT_NO_PROGRAMME) {
        return jalon_fail(err, &jalon_msg_unknown_programme, app->programme->code);
    }
    if (outcome < 0 || jalon_weekly_of_facts(facts, &period, wanted.pace_days, &weekly, err) < 0 ||
        jalon_app_forecast_of(app, &weekly->status, &weekly->forecast, err) < 0) {
        return -1;
    }
    *ret_weekly = JALON_TAKE(weekly);
    return 0;
}

int jalon_app_weekly_with(struct jalon_app *app, const struct jalon_week *week,
                          struct jalon_date as_of, const char *figure,
                          struct jalon_weekly **ret_weekly, struct jalon_err *err)
{
    if (jalon_db_snapshot_begin(app->db, err) < 0) {
        return -1;
    }
    int outcome = read_in_snapshot(app, week, as_of, figure, ret_weekly, err);
    jalon_db_snapshot_end(app->db);
    return outcome;
}

int jalon_app_weekly(struct jalon_app *app, const struct jalon_week *week, struct jalon_date as_of,
                     struct jalon_weekly **ret_weekly, struct jalon_err *err)
{
    return jalon_app_weekly_with(app, week, as_of, NULL, ret_weekly, err);
}
