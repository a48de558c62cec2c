/*
 * Earned schedule (Lipke): how late a programme is, in time. What is signed today was planned for
 * an earlier week; the distance is the lateness, which does not go back to 0 when the due day is
 * over, as a difference of counts would. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct jalon_earned {
    bool is_measurable; /* false while nothing was earned: then only `weeks` is set */
    double weeks;       /* ES: what is signed was planned for the end of this week */
    double late;        /* AT - ES; below 0: early */
    double pace;        /* ES / AT: 1 is as planned */
    double pace_needed; /* (PD - ES) / (PD - AT); 0 when no week is left */
    double whole_weeks; /* AT + (PD - ES) / pace: when all is signed at this pace */
};

/*
 * PLANNED[i] is how many are planned to be signed by the end of week i, PLANNED[0] that of the
 * start; it never falls. N_SIGNED are, after WEEKS weeks; the plan lasts N_PLANNED - 1 weeks, at
 * least one.
 */
struct jalon_earned jalon_earned_of(const int *planned, size_t n_planned, int n_signed,
                                    double weeks);
