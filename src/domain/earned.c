/* The earned schedule of a plan. */
#include "domain/earned.h"

enum { DAYS_A_WEEK = 7, MOST_DAYS = 3653 };

struct step { /* from one point of the plan to the next; days since its start */
    int from_day, to_day, from_n, to_n;
};

/* The plan's step to its point I: its beginning is the highest of what was asked for before. */
static struct step step_to(const struct jalon_schedule *plan, size_t i)
{
    struct step step = {0};
    for (size_t k = 0; k <= i; k++) {
        int day = jalon_date_diff(plan->points[k].on, plan->starts_on);
        step.from_day = step.to_day;
        step.from_n = step.to_n;
        step.to_day = day > step.to_day ? day : step.to_day;
        step.to_n = plan->points[k].n > step.to_n ? plan->points[k].n : step.to_n;
    }
    return step;
}

/* The last day on which no more than N were planned; -1: so many never were. */
static double day_of(const struct jalon_schedule *plan, int n)
{
    for (size_t i = 0; i < plan->n; i++) {
        struct step step = step_to(plan, i);
        if (step.to_n > n) {
            return step.from_day + (double)((n - step.from_n) * (step.to_day - step.from_day)) /
                                       (step.to_n - step.from_n);
        }
    }
    return -1;
}

/* Whole ones planned by the end of DAY. */
static int planned_by(const struct jalon_schedule *plan, int day)
{
    int n = 0;
    for (size_t i = 0; i < plan->n; i++) {
        struct step step = step_to(plan, i);
        if (day >= step.to_day) {
            n = step.to_n;
        } else if (day >= step.from_day) {
            n = step.from_n +
                (step.to_n - step.from_n) * (day - step.from_day) / (step.to_day - step.from_day);
        }
    }
    return n;
}

/* DAY of the plan, begun ones left out. */
static struct jalon_date date_of(const struct jalon_schedule *plan, double day)
{
    return jalon_date_add(plan->starts_on, (int)day);
}

struct jalon_earned jalon_earned_of(const struct jalon_schedule *plan, struct jalon_date as_of,
                                    int n_signed)
{
    int elapsed = jalon_date_diff(as_of, plan->starts_on);
    int last = step_to(plan, plan->n - 1).to_day;
    double day = day_of(plan, n_signed);
    struct jalon_earned earned = {
        .kind = day < 0 ? JALON_EARNED_ALL : JALON_EARNED_NOTHING,
        .n_signed = n_signed,
        .n_planned = planned_by(plan, elapsed),
        .end_on = jalon_date_add(plan->starts_on, last),
        .earned_on = JALON_DATE_NONE,
        .expected_on = JALON_DATE_NONE,
    };
    if (elapsed <= 0 || day <= 0) {
        return earned;
    }
    double expected = elapsed + (last - day) * elapsed / day;
    earned.kind = JALON_EARNED_PART;
    earned.weeks = day / DAYS_A_WEEK;
    earned.elapsed = (double)elapsed / DAYS_A_WEEK;
    earned.lead = earned.weeks - earned.elapsed;
    earned.pace = day / elapsed;
    earned.can_be_met = elapsed < last;
    if (earned.can_be_met) {
        earned.pace_needed = (last - day) / (last - elapsed);
    }
    earned.earned_on = date_of(plan, day);
    if (expected <= elapsed + MOST_DAYS) {
        earned.expected_on = date_of(plan, expected);
    }
    return earned;
}
