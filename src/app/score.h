/* How the forecasts of issued reports of the programme in use fared. */
#pragma once

#include "app/app.h"
#include "report/score.h"
#include "report/weekly.h"

/*
 * What was foreseen for the days up to AS_OF, else to the end of WEEK, neither: of the last one
 * that was over, held against what the books say now; with --known-at against what they said then,
 * of days that these reach. REFUSED: a week or day to come. JOURNAL when a kept file is not what
 * was issued any more.
 */
JALON_MUST_CHECK int jalon_app_score(struct jalon_app *app, const struct jalon_week *week,
                                     struct jalon_date as_of, struct jalon_score **ret_score,
                                     struct jalon_err *err);

/* Sets the trust of a report: how what was issued for earlier weeks fared, by its books and up to
 * its cut-off. The same books give the same, whatever is issued afterwards. */
JALON_MUST_CHECK int jalon_app_trust(struct jalon_app *app, struct jalon_weekly *weekly,
                                     struct jalon_err *err);
