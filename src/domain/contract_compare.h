/* The record that the journal makes against the record that the tables show, field by field. */
#pragma once

#include "domain/contract.h"

struct jalon_difference {
    const char *thing;  /* the row: "contract", "state_interval #2", "signature contrat 1 etat" */
    const char *field;  /* NULL: the whole row */
    const char *wanted; /* by the journal; with `field` NULL: NULL, the row should not exist */
    const char *found;  /* in the table; with `field` NULL: NULL, the row is missing */
    int64_t seq;        /* entry that wrote it; 0: none did */
};

typedef void jalon_difference_fn(void *context, const struct jalon_difference *difference);

/* Calls REPORT for each difference; what it is given is valid for the call. */
void jalon_contract_compare(const struct jalon_contract *journal,
                            const struct jalon_contract *table, jalon_difference_fn *report,
                            void *context);
