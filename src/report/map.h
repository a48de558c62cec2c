/*
 * The map of the territories, as data: which have an outline (outlines.def), and how their
 * contracts stand on the cut-off.
 */
#pragma once

#include <jansson.h>

#include "report/status.h"

/* The outlines that there are, by the code of a territory and the SIREN of a member that only the
 * territory meant has. Returns how many. */
size_t jalon_map_outlines(const char *const **ret_codes, const char *const **ret_sirens);

struct jalon_map_area {
    const char *code, *name;
    const char *region; /* name of the principal Région, or NULL */
    size_t state;       /* index in the status */
    bool *is_signed;    /* by instrument */
    bool drawn;         /* false: nothing knows its outline */
};

struct jalon_map {
    struct jalon_map_area *areas; /* contracts in scope, by Région and name */
    size_t n;                     /* 0: no territory has an outline, so there is no map */
    bool *is_done;                /* by state: is it where contracts are to arrive? */
};

/* Reads what the statement report_map returns (src/sql/report_map.sql); what is made is STATUS's.
 */
JALON_MUST_CHECK int jalon_map_of_facts(const json_t *facts, const struct jalon_status *status,
                                        struct jalon_map *ret_map, struct jalon_err *err);
