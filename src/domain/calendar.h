/*
 * Public holidays and working days in France, computed for any year.
 *
 * The eleven days of Code du travail, article L3133-1 (Whit Monday is one of them, whatever is
 * done with the « journée de solidarité »). Alsace-Moselle, that is départements 57, 67 and 68: two
 * more by article L3134-13; Good Friday is taken for the whole of them, though by law it is one
 * only where there is a Protestant or a shared church. Overseas: the day of the abolition of
 * slavery by décret 83-1003, article 1, as amended by décret 2012-553; Saint-Martin keeps 28 May
 * instead of 27 since 2018 (loi 2017-256, circulaire of 3 May 2018).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/lang.h"

/* Where a day is looked at. A holiday of one of its départements is one of the place: somebody who
 * has to act is away. */
struct jalon_calendar_place {
    const char *const *departements; /* INSEE codes */
    size_t n;                        /* 0: the holidays of the whole country alone */
};

/* The name of the holiday that DATE is; NULL: it is none. */
const struct jalon_label *jalon_calendar_holiday(struct jalon_date date,
                                                 const struct jalon_calendar_place *place);
/* Monday to Friday, and no holiday. */
bool jalon_calendar_is_working_day(struct jalon_date date,
                                   const struct jalon_calendar_place *place);
/* The first working day after DATE, and the last before it. */
struct jalon_date jalon_calendar_next_working_day(struct jalon_date date,
                                                  const struct jalon_calendar_place *place);
struct jalon_date jalon_calendar_previous_working_day(struct jalon_date date,
                                                      const struct jalon_calendar_place *place);
/* Working days after FROM up to TO, TO included; below zero when TO is earlier than FROM. */
int jalon_calendar_working_days(struct jalon_date from, struct jalon_date to,
                                const struct jalon_calendar_place *place);
