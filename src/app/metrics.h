/* Figures for a monitor: of the programme that was chosen, else of all of the database. */
#pragma once

#include "app/app.h"
#include "base/str.h"

/* Adds them to OUT, all of one state of the database. VERSION is that of the program. PERMISSION
 * where rows would be hidden from the user. */
JALON_MUST_CHECK int jalon_app_metrics(struct jalon_app *app, const char *version,
                                       struct jalon_str *out, struct jalon_err *err);
