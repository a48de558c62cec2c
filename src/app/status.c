/* The status: the facts of one day, without a week. */
#include "app/status.h"

#include "base/json.h"
#include "pg/pg_messages.h"
#include "report/facts.h"
#include "report/report_messages.h"
#include "store/report.h"

int jalon_app_status(struct jalon_app *app, struct jalon_date as_of,
                     struct jalon_status **ret_status, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *facts = NULL;
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    struct jalon_period period = {.as_of = jalon_app_day(app, as_of)};
    if (jalon_date_compare(app->today, period.as_of) < 0) {
        return jalon_fail(err, &jalon_msg_report_date_ahead, jalon_date_iso(as_of).text,
                          jalon_date_iso(app->today).text);
    }
    period.provisional = jalon_date_compare(period.as_of, app->today) == 0;
    int pace_days = jalon_pace_days(period.as_of, app->programme->starts_on);
    const struct jalon_report_request request = {
        .from = JALON_DATE_NONE, .as_of = period.as_of, .pace_days = pace_days};
    int outcome = jalon_store_report_facts(app->db, jalon_app_books(app), &request, &facts, err);
    if (outcome == JALON_REPORT_NO_PROGRAMME) {
        return jalon_fail(err, &jalon_msg_unknown_programme, app->programme->code);
    }
    return outcome < 0 ? -1 : jalon_status_of_facts(facts, &period, pace_days, ret_status, err);
}
