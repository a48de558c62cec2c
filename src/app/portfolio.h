/* The programmes of the database side by side. */
#pragma once

#include "app/app.h"
#include "report/portfolio.h"

/*
 * The weekly reports of all programmes, of one week and day (as jalon_app_weekly() settles them,
 * where it is earliest), read from one state of the books, whatever programme is chosen. With
 * app->known_at those that the books did not have yet are left out, and there may be none; REFUSED:
 * an entry, which is of one programme. It borrows app->known_at. NOT_FOUND: the database tracks
 * none.
 */
JALON_MUST_CHECK int jalon_app_portfolio(struct jalon_app *app, const struct jalon_week *week,
                                         struct jalon_date as_of,
                                         struct jalon_portfolio **ret_portfolio,
                                         struct jalon_err *err);
