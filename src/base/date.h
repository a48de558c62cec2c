/*
 * Civil dates (proleptic Gregorian), ISO 8601 weeks, and dates known only roughly. No clock and
 * no time zone here: "today" is a question for the database, in the programme's zone.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Days since 1970-01-01; JALON_DATE_NONE is "no date" and sorts before every date. What is read
 * from outside lies in 2000-01-01 … 2100-12-31; arithmetic works in the years 1 … 9999 and gives
 * NONE beyond.
 */
struct jalon_date {
    int32_t days;
};

#define JALON_DATE_NONE ((struct jalon_date){INT32_MIN})

struct jalon_date_text { /* "2019-06-30", or "" for no date */
    char text[16];
};

/* NONE stays NONE in all but split, diff, weekday and week_of, which take a date that is set. */
bool jalon_date_is_set(struct jalon_date date);
int jalon_date_compare(struct jalon_date a, struct jalon_date b); /* <0, 0, >0 */
struct jalon_date jalon_date_of(int year, int month, int day); /* NONE when there is no such day */
void jalon_date_split(struct jalon_date date, int *ret_year, int *ret_month, int *ret_day);
struct jalon_date jalon_date_add(struct jalon_date date, int days);
int jalon_date_diff(struct jalon_date later, struct jalon_date earlier); /* in days */
struct jalon_date jalon_date_month_end(struct jalon_date date);

enum jalon_weekday {
    JALON_MONDAY,
    JALON_TUESDAY,
    JALON_WEDNESDAY,
    JALON_THURSDAY,
    JALON_FRIDAY,
    JALON_SATURDAY,
    JALON_SUNDAY
};
enum jalon_weekday jalon_date_weekday(struct jalon_date date);

/*
 * Reads `2019-06-30` or `30/06/2019`. Anything else fails (REFUSED): US order, two-digit years,
 * days that do not exist, `infinity`, dates outside 2000…2100, surrounding blanks.
 */
JALON_MUST_CHECK int jalon_date_parse(const char *text, struct jalon_date *ret_date,
                                      struct jalon_err *err);
/* What the database or a journal wrote, where an error helps nobody: NONE when it is no date. */
struct jalon_date jalon_date_or_none(const char *text);
struct jalon_date_text jalon_date_iso(struct jalon_date date);

/* "30 juin 2019", "1er juillet 2019" or "30 June 2019". */
struct jalon_date_long {
    char text[40];
};
struct jalon_date_long jalon_date_long(struct jalon_date date, enum jalon_lang lang);

/* ISO 8601 weeks: Monday to Sunday, week 1 holds the year's first Thursday. */
struct jalon_week {
    int year, week;
};
struct jalon_week jalon_week_of(struct jalon_date date);
struct jalon_date jalon_week_monday(struct jalon_week week);
/* Reads `2019-W18`, `2019-S18` (French) or the same in lower case; fails (REFUSED) on anything
 * else, week 53 of a year without one and years outside 2000…2100 included. */
JALON_MUST_CHECK int jalon_week_parse(const char *text, struct jalon_week *ret_week,
                                      struct jalon_err *err);
struct jalon_date_text jalon_week_text(struct jalon_week week); /* "2019-W18" */

/* How exactly a date is known (product.md 3.4). */
enum jalon_precision {
    JALON_PRECISION_DAY,
    JALON_PRECISION_MONTH,  /* some day of this month */
    JALON_PRECISION_BEFORE, /* on this day or before */
    JALON_PRECISION_AFTER,  /* on this day or after */
    JALON_PRECISION_UNKNOWN,
    JALON_PRECISION_N
};
const char *jalon_precision_code(enum jalon_precision precision); /* "day", "month" … */
bool jalon_precision_parse(const char *code, enum jalon_precision *ret_precision); /* false: none */

/* A date with its precision, as the bounds it implies; an open bound is JALON_DATE_NONE. */
struct jalon_when {
    struct jalon_date earliest, latest;
    enum jalon_precision precision;
};
struct jalon_when jalon_when_of(struct jalon_date date, enum jalon_precision precision);

/*
 * The day from which a fact counts in any figure (product.md 7): `latest`, inclusive; for `after`
 * and `unknown` the day it was recorded on.
 */
struct jalon_date jalon_when_counts_from(struct jalon_when when, struct jalon_date recorded_on);
