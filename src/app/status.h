/* Where the programme in use stands. */
#pragma once

#include "app/app.h"
#include "report/status.h"

/* The status on AS_OF; NONE: today in the programme's zone. REFUSED: a day to come. */
JALON_MUST_CHECK int jalon_app_status(struct jalon_app *app, struct jalon_date as_of,
                                      struct jalon_status **ret_status, struct jalon_err *err);
