/*
 * Earned schedule: how far ahead or behind, in time. What is signed is held against the day on
 * which so much was planned to be, so that a programme that is late does not look on time once its
 * last due day is near. After W. Lipke, "Schedule is Different" (The Measurable News, 2003), and
 * for the pace that is still needed his "Earned Schedule" (2009).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

struct jalon_plan_point { /* N signatures are due, all in all, by the end of ON */
    struct jalon_date on;
    int n;
};

/* What is planned grows evenly from none at the end of STARTS_ON to each point; a point that asks
 * for less than one before it asks for nothing more. */
struct jalon_schedule {
    struct jalon_date starts_on;
    const struct jalon_plan_point *points; /* by date */
    size_t n;
};

enum jalon_earned_kind {
    JALON_EARNED_NOTHING, /* no day of the plan is over, or none of what it asks for is signed: not
                             yet to be measured */
    JALON_EARNED_PART,
    JALON_EARNED_ALL /* no time is missing any more */
};

/* Weeks since the plan's start. Of NOTHING and ALL only the first four members are known. */
struct jalon_earned {
    enum jalon_earned_kind kind;
    int n_signed, n_planned;                  /* by the cut-off; of what is planned, whole ones */
    struct jalon_date end_on;                 /* of the plan */
    double weeks;                             /* ES: when what is signed was planned to be */
    double elapsed;                           /* AT: until the cut-off */
    double lead;                              /* SV(t) = ES - AT; below 0: late */
    double pace;                              /* SPI(t) = ES / AT: of that of the plan */
    bool can_be_met;                          /* a day of the plan is left */
    double pace_needed;                       /* TSPI = (PD - ES) / (PD - AT), when it can be met */
    struct jalon_date earned_on, expected_on; /* ES, and IEAC(t) = AT + (PD - ES) / SPI(t), as days;
                                                 NONE: more than ten years after the cut-off */
};

/* PLAN has at least one point. */
struct jalon_earned jalon_earned_of(const struct jalon_schedule *plan, struct jalon_date as_of,
                                    int n_signed);
