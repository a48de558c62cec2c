/*
 * What a user can want, one function each, over one context. The tool parses and prints; the rules
 * are in the database and, as pure functions, in domain/.
 */
#pragma once

#include "base/date.h"
#include "base/err.h"
#include "domain/programme.h"
#include "store/books.h"

struct jalon_printer; /* app/issue.h */

struct jalon_app {
    struct jalon_db *db;
    const char *programme_code;          /* what the user chose; NULL: the only one */
    const char *known_at;                /* when the books are read, see moment.h; NULL: now */
    struct jalon_programme *programme;   /* read on first need by jalon_app_programme() */
    struct jalon_date today;             /* in its zone, by the server's clock; set with it */
    struct jalon_known known;            /* what known_at means; set with it */
    const struct jalon_printer *printer; /* reports are issued as PDF too; NULL: they are not */
};

void jalon_app_done(struct jalon_app *app);

/* From now on writes are decided and answered, then taken back. */
void jalon_app_set_dry_run(struct jalon_app *app, bool dry_run);

/* Reads the programme in force once. NOT_FOUND when there is none, USAGE when one must be chosen.
 */
JALON_MUST_CHECK int jalon_app_programme(struct jalon_app *app, struct jalon_err *err);

/* The books that this run reads (the programme is loaded). */
struct jalon_books jalon_app_books(const struct jalon_app *app);

/* AS_OF, else today in the programme's zone (the programme is loaded). */
struct jalon_date jalon_app_day(const struct jalon_app *app, struct jalon_date as_of);
