/* The weekly deadline report of the programme in use. */
#pragma once

#include "app/app.h"
#include "report/weekly.h"

/*
 * The report of WEEK, NULL: the last one that was over, in the programme's zone; cut off on AS_OF,
 * NONE: on its Sunday, or today. Its forecast borrows from app->programme. REFUSED: a week or day
 * to come, a day outside the week. All of it is read from one state of the books.
 */
JALON_MUST_CHECK int jalon_app_weekly(struct jalon_app *app, const struct jalon_week *week,
                                      struct jalon_date as_of, struct jalon_weekly **ret_weekly,
                                      struct jalon_err *err);
/* The same with the contracts that FIGURE counts (jalon_weekly_explain); NULL: of none. */
JALON_MUST_CHECK int jalon_app_weekly_with(struct jalon_app *app, const struct jalon_week *week,
                                           struct jalon_date as_of, const char *figure,
                                           struct jalon_weekly **ret_weekly, struct jalon_err *err);

/* The same inside a snapshot that is open already. */
JALON_MUST_CHECK int jalon_app_weekly_inside(struct jalon_app *app, const struct jalon_week *week,
                                             struct jalon_date as_of, const char *figure,
                                             struct jalon_weekly **ret_weekly,
                                             struct jalon_err *err);

/*
 * Sets the anchor of a report by the same books: the checkpoint that its first issue shows; with
 * LATEST, when it was never issued, the last one that was signed. jalon_app_weekly() has done so
 * without.
 */
JALON_MUST_CHECK int jalon_app_weekly_anchor(struct jalon_app *app, bool latest,
                                             struct jalon_weekly *weekly, struct jalon_err *err);
