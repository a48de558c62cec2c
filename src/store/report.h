/* The facts that a report is made of, read by one statement. */
#pragma once

#include <jansson.h>

#include "base/date.h"
#include "store/books.h"

enum jalon_report_outcome { JALON_REPORT_FOUND, JALON_REPORT_NO_PROGRAMME };

/*
 * The facts of BOOKS on AS_OF as JSON (src/sql/report.sql says which). FROM is the Monday of
 * the week to report on; NONE leaves the week out. The pace counts PACE_DAYS days.
 */
JALON_MUST_CHECK int jalon_store_report_facts(struct jalon_db *db, struct jalon_books books,
                                              struct jalon_date from, struct jalon_date as_of,
                                              int pace_days, json_t **ret_facts,
                                              struct jalon_err *err);

/* How the books follow what happens. */
struct jalon_recording {
    int days; /* in which nine of ten signatures are recorded; 0: too few to tell */
    struct jalon_date last_on; /* the day of the last entry; NONE: there is none */
};
JALON_MUST_CHECK int jalon_store_recording(struct jalon_db *db, struct jalon_books books,
                                           struct jalon_recording *ret_recording,
                                           struct jalon_err *err);
