/* What people say of a Région, beside what is computed. */
#pragma once

#include "app/app.h"
#include "store/declare.h"

/* Says that nothing is declared any more. */
#define JALON_NO_STATUS "none"

/*
 * Declares STATUS, one of the programme's or JALON_NO_STATUS, of the Région of that code or name,
 * from the day of the write on; without one from today. REFUSED when there is no such Région or
 * status, CONFLICT when there is nothing to take back.
 */
JALON_MUST_CHECK int jalon_app_declare(struct jalon_app *app, const struct jalon_write *write,
                                       const char *region, const char *status,
                                       struct jalon_receipt **ret_receipt, struct jalon_err *err);
