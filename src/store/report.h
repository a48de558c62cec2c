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

/* In how many days nine of ten signatures are recorded; 0: too few to tell. */
JALON_MUST_CHECK int jalon_store_recording_lag(struct jalon_db *db, struct jalon_books books,
                                               int *ret_days, struct jalon_err *err);
