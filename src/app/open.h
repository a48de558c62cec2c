/* Before a run, and opening its context. */
#pragma once

#include "app/app.h"
#include "app/location.h"

/* First thing in main(): takes away what libpq would read in the environment. */
void jalon_app_sweep_environment(void);

/*
 * Connects. *ret_app must be given to jalon_app_done(); programme_code is the caller's to set.
 * Kinds of failure are those of jalon_db_open(). An older private database is first brought up to
 * this program (jalon_database_bring_up()); a server never is.
 */
JALON_MUST_CHECK int jalon_app_open(const struct jalon_location *location,
                                    struct jalon_app *ret_app, struct jalon_err *err);
