/* Which territory, Région or département somebody means. */
#pragma once

#include "app/app.h"
#include "store/find.h"

enum { JALON_FOUND_SHOWN = 20 }; /* more are counted, not told */

/*
 * The territories of the programme in use that TEXT means best, at most JALON_FOUND_SHOWN. Several:
 * TEXT is ambiguous; none is no failure. REFUSED when TEXT holds nothing to look for.
 */
JALON_MUST_CHECK int jalon_app_find(struct jalon_app *app, const char *text,
                                    enum jalon_find_how how, struct jalon_found **ret_found,
                                    struct jalon_err *err);

/* REFUSED when TEXT holds nothing to look for; NULL asks for nothing. */
JALON_MUST_CHECK int jalon_app_check_search(const char *text, struct jalon_err *err);

/* The territories, at most 3, to whose names TEXT is nearest, when it may be one misspelt. */
JALON_MUST_CHECK int jalon_app_find_near(struct jalon_app *app, const char *text,
                                         struct jalon_found **ret_found, struct jalon_err *err);

/* Fails with NOT_FOUND: no territory is TEXT; with those that jalon_app_find_near() finds. */
int jalon_app_fail_unknown(struct jalon_app *app, const char *text, struct jalon_err *err);

/*
 * With the programme loaded: the code of the Région or the département that GIVEN is: its code or
 * its name, as people write it; NULL stays NULL. *ret_code is the programme's. REFUSED when there
 * is none, or several.
 */
JALON_MUST_CHECK int jalon_app_find_region(struct jalon_app *app, const char *given,
                                           const char **ret_code, struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_find_departement(struct jalon_app *app, const char *given,
                                                const char **ret_code, struct jalon_err *err);
