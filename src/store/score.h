/* Forecasts that were issued, and what came of them. */
#pragma once

#include <jansson.h>

#include "base/arena.h"
#include "base/date.h"
#include "store/books.h"

/* The JSON of a week's report as it was issued first. */
struct jalon_issued_forecast {
    const char *entry, *week, *sha256;
    struct jalon_date as_of, issued_on; /* the latter in the programme's zone */
};

struct jalon_issued_forecasts_asked {
    struct jalon_books books;
    bool as_shown;      /* those that a report by these books counts */
    const char *before; /* only of weeks before this one; NULL: of all */
};

/* By week; in ARENA. */
JALON_MUST_CHECK int jalon_store_issued_forecasts(struct jalon_db *db,
                                                  const struct jalon_issued_forecasts_asked *asked,
                                                  struct jalon_arena *arena,
                                                  struct jalon_issued_forecast **ret_items,
                                                  size_t *ret_n, struct jalon_err *err);

/* The day of the last entry of BOOKS, which are not those of now; NONE: there is none. */
JALON_MUST_CHECK int jalon_store_books_reach(struct jalon_db *db, struct jalon_books books,
                                             struct jalon_date *ret_day, struct jalon_err *err);

struct jalon_forecast_outcome { /* on the day that was asked about */
    int n_signed;
    int n_left_open; /* in scope on the cut-off and still, and not signed */
    json_t *risks;   /* by code: true or false; those that left are not in it */
};
/* What became of each of QUESTIONS (src/sql/report_score.sql says what one is), in their order. */
struct jalon_forecast_outcomes {
    struct jalon_forecast_outcome *items;
    size_t n;
};
void jalon_forecast_outcomes_done(struct jalon_forecast_outcomes *outcomes); /* for JALON_AUTO */
JALON_MUST_CHECK int jalon_store_forecast_outcomes(struct jalon_db *db, struct jalon_books books,
                                                   const json_t *questions,
                                                   struct jalon_forecast_outcomes *ret_outcomes,
                                                   struct jalon_err *err);
