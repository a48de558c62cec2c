/*
 * What differs between two revisions of a programme, part by part: what a new revision would
 * change, what an earlier one said otherwise. Pure; sentences are in report/diff.h.
 */
#pragma once

#include "base/arena.h"
#include "domain/programme.h"

enum jalon_part { /* in the order in which differences are told */
                  JALON_PART_PROGRAMME,
                  JALON_PART_STATE,
                  JALON_PART_TRANSITION,
                  JALON_PART_INSTRUMENT,
                  JALON_PART_PARTY,
                  JALON_PART_MILESTONE,
                  JALON_PART_COHORT,
                  JALON_PART_WEIGHT,
                  JALON_PART_TARGET,
                  JALON_PART_TARGET_DATE, /* "all_signed 2": the second date decided */
                  JALON_PART_CALENDAR,    /* "2019-03-05"; "2019-03-05 2": the second of that day */
                  JALON_PART_FORECAST,
                  JALON_PART_STATUS,
                  JALON_PART_REGION,
                  JALON_PART_DEPARTEMENT,
                  JALON_PART_N
};
const char *jalon_part_code(enum jalon_part part); /* "target_date" */

enum jalon_difference_kind { JALON_ADDED, JALON_REMOVED, JALON_CHANGED };
const char *jalon_difference_kind_code(enum jalon_difference_kind kind); /* "added" */

struct jalon_difference {
    enum jalon_part part;
    const char *code; /* of the thing; of the programme itself its own */
    enum jalon_difference_kind kind;
    const char *field; /* which member changed; NULL: the thing as a whole came or went */
    const json_t *from,
        *to; /* its values; of a whole thing all its members. NULL: there was none */
};

struct jalon_programme_diff {
    struct jalon_difference *items;
    size_t n;
    json_t *values; /* owns what FROM and TO point to */
    struct jalon_arena *arena;
};

/* From BEFORE to AFTER, by part, in the order of AFTER with what was removed at the end. */
struct jalon_programme_diff *jalon_programme_diff(const struct jalon_programme *before,
                                                  const struct jalon_programme *after);
void jalon_programme_diff_free(struct jalon_programme_diff *diff); /* accepts NULL */
void jalon_programme_diff_freep(struct jalon_programme_diff **diff);
