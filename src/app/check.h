/*
 * `check`: verifies the journal and replays it against every projected row. Reads only, each
 * subject from one snapshot, so it can run while others write.
 */
#pragma once

#include "app/app.h"
#include "report/check.h"

/* Checks the whole database, all its programmes. What is wrong is in *ret_check, no error. */
JALON_MUST_CHECK int jalon_app_check(struct jalon_app *app, struct jalon_check **ret_check,
                                     struct jalon_err *err);
