/* The portfolio: settles one period, then reads the report of each programme in one snapshot. */
#include "app/portfolio.h"

#include <string.h>

#include "app/app_messages.h"
#include "app/report.h"
#include "base/mem.h"
#include "pg/db.h"
#include "store/programme.h"

/* The day that is over last is the earliest of today. */
static struct jalon_date earliest_today(const struct jalon_programme_list *list)
{
    struct jalon_date today = list->rows[0].today;
    for (size_t i = 1; i < list->n_rows; i++) {
        if (jalon_date_compare(list->rows[i].today, today) < 0) {
            today = list->rows[i].today;
        }
    }
    return today;
}

/* ONE is a context of its own on the same connection, which stays open. */
static int read_part(struct jalon_app *one, struct jalon_portfolio *portfolio,
                     struct jalon_err *err)
{
    const struct jalon_period *period = &portfolio->period;
    struct jalon_portfolio_part *part = &portfolio->parts[portfolio->n_parts];
    if (jalon_app_programme(one, err) < 0) {
        return -1;
    }
    if (one->known.is_nothing) {
        return 0;
    }
    if (jalon_app_weekly_inside(one, &period->week, period->as_of, NULL, &part->weekly, err) < 0) {
        return -1;
    }
    part->programme = one->programme;
    one->programme = NULL;
    portfolio->n_parts++;
    return 0;
}

static int read_parts(struct jalon_app *app, const struct jalon_programme_list *list,
                      struct jalon_portfolio *portfolio, struct jalon_err *err)
{
    for (size_t i = 0; i < list->n_rows; i++) {
        struct jalon_app one = {
            .db = app->db, .programme_code = list->rows[i].code, .known_at = app->known_at};
        int failed = read_part(&one, portfolio, err);
        jalon_programme_free(one.programme);
        if (failed < 0) {
            return -1;
        }
    }
    return 0;
}

static int read_in_snapshot(struct jalon_app *app, const struct jalon_week *week,
                            struct jalon_date as_of, struct jalon_portfolio **ret_portfolio,
                            struct jalon_err *err)
{
    JALON_AUTO(jalon_programme_list_freep) struct jalon_programme_list *list = NULL;
    JALON_AUTO(jalon_portfolio_freep)
    struct jalon_portfolio *portfolio = jalon_alloc(sizeof *portfolio);
    if (jalon_store_programmes(app->db, &list, err) < 0) {
        return -1;
    }
    if (list->n_rows == 0) {
        return jalon_fail(err, &jalon_msg_no_programme);
    }
    portfolio->known_at = app->known_at;
    portfolio->parts = jalon_alloc(list->n_rows * sizeof *portfolio->parts);
    if (jalon_period_settle(week, as_of, earliest_today(list), &portfolio->period, err) < 0 ||
        read_parts(app, list, portfolio, err) < 0) {
        return -1;
    }
    *ret_portfolio = JALON_TAKE(portfolio);
    return 0;
}

int jalon_app_portfolio(struct jalon_app *app, const struct jalon_week *week,
                        struct jalon_date as_of, struct jalon_portfolio **ret_portfolio,
                        struct jalon_err *err)
{
    if (app->known_at != NULL && app->known_at[0] != '@' && strchr(app->known_at, '#') != NULL) {
        return jalon_fail(err, &jalon_msg_moment_of_one, app->known_at);
    }
    if (jalon_db_snapshot_begin(app->db, err) < 0) {
        return -1;
    }
    int outcome = read_in_snapshot(app, week, as_of, ret_portfolio, err);
    jalon_db_snapshot_end(app->db);
    return outcome;
}
