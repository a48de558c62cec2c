/* The forecast of the programme in use. */
#pragma once

#include "app/app.h"
#include "report/forecast.h"

struct jalon_forecast_asked {
    const char *target;      /* NULL: the one that is looked at first, see forecast_input.h */
    const char *instrument;  /* NULL: what the target asks for */
    struct jalon_date until; /* end of the fan; NONE: the due day */
};

/*
 * The forecast as of AS_OF, NONE: today, from one state of the books. The report borrows from
 * app->programme. REFUSED: a day to come, an unknown target or instrument, a target not yet
 * decided, an end of the fan that is not ahead, or too far.
 */
JALON_MUST_CHECK int jalon_app_forecast(struct jalon_app *app,
                                        const struct jalon_forecast_asked *asked,
                                        struct jalon_date as_of,
                                        struct jalon_forecast_report **ret_report,
                                        struct jalon_err *err);

/* The same for a status already read, which stays the caller's and must outlive the report; without
 * half and twice. It is of one state of the books when both are read within one snapshot. NULL when
 * the programme has no target decided by its day. */
JALON_MUST_CHECK int jalon_app_forecast_of(struct jalon_app *app, const struct jalon_status *status,
                                           struct jalon_forecast_report **ret_report,
                                           struct jalon_err *err);
