/* The facts that a report is made of, read by one statement. */
#pragma once

#include <jansson.h>

#include "base/date.h"
#include "store/books.h"

enum jalon_report_outcome { JALON_REPORT_FOUND, JALON_REPORT_NO_PROGRAMME };

/* What is asked for. */
struct jalon_report_request {
    struct jalon_date from;  /* the Monday of the week to report on; NONE leaves the week out */
    struct jalon_date as_of; /* the cut-off */
    int pace_days;           /* over which the pace counts */
    const char *figure;      /* whose contracts are wanted too; NULL: none */
};
/* The facts of BOOKS as JSON (src/sql/report.sql says which). */
JALON_MUST_CHECK int jalon_store_report_facts(struct jalon_db *db, struct jalon_books books,
                                              const struct jalon_report_request *request,
                                              json_t **ret_facts, struct jalon_err *err);

/* Pairs of the code of a territory and the SIREN of a member of it. */
struct jalon_outlines {
    const char *const *codes, *const *sirens;
    size_t n;
};
/* The contracts in scope on AS_OF as JSON, and which have one of OUTLINES (src/sql/report_map.sql);
 * an empty list when none has. */
JALON_MUST_CHECK int jalon_store_report_map(struct jalon_db *db, struct jalon_books books,
                                            struct jalon_date as_of,
                                            const struct jalon_outlines *outlines,
                                            json_t **ret_areas, struct jalon_err *err);

/* What slipped in the week, and what is planned on its cut-off, as JSON (src/sql/report_plan.sql).
 */
JALON_MUST_CHECK int jalon_store_report_plans(struct jalon_db *db, struct jalon_books books,
                                              const struct jalon_report_request *request,
                                              json_t **ret_facts, struct jalon_err *err);

/* How the books follow what happens. */
struct jalon_recording {
    int days; /* in which nine of ten signatures are recorded; 0: too few to tell */
    struct jalon_date last_on; /* the day of the last entry; NONE: there is none */
};
JALON_MUST_CHECK int jalon_store_recording(struct jalon_db *db, struct jalon_books books,
                                           struct jalon_recording *ret_recording,
                                           struct jalon_err *err);
