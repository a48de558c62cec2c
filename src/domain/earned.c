/* Earned schedule. */
#include "domain/earned.h"

/* ES = C + (S - PV_C) / (PV_C+1 - PV_C), C being the last week whose plan is kept. */
static double earned_weeks(const int *planned, size_t n_planned, int n_signed)
{
    size_t kept = 0;
    while (kept + 1 < n_planned && planned[kept + 1] <= n_signed) {
        kept++;
    }
    if (kept + 1 == n_planned) {
        return (double)kept;
    }
    double part = (double)(n_signed - planned[kept]) / (planned[kept + 1] - planned[kept]);
    return (double)kept + (part > 0 ? part : 0);
}

struct jalon_earned jalon_earned_of(const int *planned, size_t n_planned, int n_signed,
                                    double weeks)
{
    double duration = (double)(n_planned - 1);
    struct jalon_earned earned = {0};
    if (n_signed > planned[0]) {
        earned.weeks = earned_weeks(planned, n_planned, n_signed);
    }
    if (earned.weeks <= 0 || weeks <= 0) {
        return earned;
    }
    earned.is_measurable = true;
    earned.late = weeks - earned.weeks;
    earned.pace = earned.weeks / weeks;
    earned.pace_needed = duration > weeks ? (duration - earned.weeks) / (duration - weeks) : 0;
    earned.whole_weeks = weeks + (duration - earned.weeks) / earned.pace;
    return earned;
}
