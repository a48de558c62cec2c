/* The arithmetic of the weekly report: its period, and sums that close. */
#include "report/weekly.h"

#include "report/report_messages.h"

static const char *const change_codes[JALON_CHANGE_N] = {"signed", "state",   "entered",
                                                         "left",   "renamed", "milestone"};

const char *jalon_change_code(enum jalon_change_kind kind)
{
    return change_codes[kind];
}

void jalon_weekly_free(struct jalon_weekly *weekly)
{
    if (weekly != NULL) {
        jalon_forecast_report_free(weekly->forecast);
        jalon_arena_free(weekly->decisions.arena);
        jalon_arena_free(weekly->status.arena);
    }
}

void jalon_weekly_freep(struct jalon_weekly **weekly)
{
    jalon_weekly_free(*weekly);
    *weekly = NULL;
}

static bool regions_close(const struct jalon_weekly *weekly, size_t instrument)
{
    int n_signed = 0;
    int this_week = 0;
    for (size_t i = 0; i < weekly->n_regions; i++) {
        n_signed += weekly->regions[i].n_signed[instrument];
        this_week += weekly->regions[i].this_week[instrument];
    }
    return n_signed == weekly->status.instruments[instrument].n_signed &&
           this_week == weekly->status.instruments[instrument].this_week;
}

/* Does the series end with what the report says? */
static bool series_closes(const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    if (weekly->n_series == 0) {
        return true;
    }
    const struct jalon_series_point *last = &weekly->series[weekly->n_series - 1];
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (last->n_signed[i] != status->instruments[i].n_signed) {
            return false;
        }
    }
    return last->n == status->scope.current;
}

int jalon_weekly_check(const struct jalon_weekly *weekly, struct jalon_err *err)
{
    if (jalon_status_check(&weekly->status, err) < 0) {
        return -1;
    }
    int sum = 0;
    for (size_t i = 0; i < weekly->n_regions; i++) {
        sum += weekly->regions[i].n;
    }
    if (sum != weekly->status.scope.current) {
        return jalon_fail(err, &jalon_msg_report_sums_differ, "regions");
    }
    for (size_t i = 0; i < weekly->status.n_instruments; i++) {
        if (!regions_close(weekly, i)) {
            return jalon_fail(err, &jalon_msg_report_sums_differ,
                              weekly->status.instruments[i].code);
        }
    }
    return series_closes(weekly) ? 0 : jalon_fail(err, &jalon_msg_report_sums_differ, "series");
}

static struct jalon_week week_wanted(const struct jalon_week *week, struct jalon_date as_of,
                                     struct jalon_date today)
{
    if (week != NULL) {
        return *week;
    }
    if (jalon_date_is_set(as_of)) {
        return jalon_week_of(as_of);
    }
    return jalon_week_of(jalon_date_add(today, -7));
}

int jalon_period_settle(const struct jalon_week *week, struct jalon_date as_of,
                        struct jalon_date today, struct jalon_period *ret_period,
                        struct jalon_err *err)
{
    struct jalon_period period = {.week = week_wanted(week, as_of, today)};
    period.from = jalon_week_monday(period.week);
    period.to = jalon_date_add(period.from, 6);
    struct jalon_date last = jalon_date_compare(today, period.to) < 0 ? today : period.to;
    period.as_of = jalon_date_is_set(as_of) ? as_of : last;
    if (jalon_date_compare(today, period.as_of) < 0) {
        return jalon_fail(err, &jalon_msg_report_date_ahead, jalon_date_iso(period.as_of).text,
                          jalon_date_iso(today).text);
    }
    if (jalon_date_compare(today, period.from) < 0) {
        return jalon_fail(err, &jalon_msg_report_week_ahead, jalon_week_text(period.week).text,
                          jalon_date_iso(today).text);
    }
    if (jalon_date_compare(period.as_of, period.from) < 0 ||
        jalon_date_compare(period.to, period.as_of) < 0) {
        return jalon_fail(err, &jalon_msg_report_date_not_in_week, jalon_date_iso(as_of).text,
                          jalon_week_text(period.week).text);
    }
    period.provisional = jalon_date_compare(period.as_of, period.to) < 0 ||
                         jalon_date_compare(period.as_of, today) == 0;
    *ret_period = period;
    return 0;
}
