/* Civil dates as day counts: conversion, arithmetic and the two ways to write them. */
#include "base/date.h"

#include <assert.h>

/*
 * The conversions count from 1 March of year 0 in eras of 400 years: leap days then fall at the
 * end of years, and month lengths follow one linear rule.
 */
enum {
    EPOCH_SHIFT = 719468, /* days from 0000-03-01 to 1970-01-01 */
    ERA_DAYS = 146097,
    FIRST_DAY = -719162, /* 0001-01-01 */
    LAST_DAY = 2932896   /* 9999-12-31 */
};

static const char *const month_names[JALON_LANG_N][12] = {
    [JALON_FR] = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                  "septembre", "octobre", "novembre", "décembre"},
    [JALON_EN] = {"January", "February", "March", "April", "May", "June", "July", "August",
                  "September", "October", "November", "December"},
};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return lengths[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

static struct jalon_date checked(int64_t days)
{
    if (days < FIRST_DAY || days > LAST_DAY) {
        return JALON_DATE_NONE;
    }
    return (struct jalon_date){(int32_t)days};
}

bool jalon_date_is_set(struct jalon_date date)
{
    return date.days != INT32_MIN;
}

int jalon_date_compare(struct jalon_date a, struct jalon_date b)
{
    return (a.days > b.days) - (a.days < b.days);
}

struct jalon_date jalon_date_of(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month)) {
        return JALON_DATE_NONE;
    }
    int y = month <= 2 ? year - 1 : year;
    int year_of_era = y % 400;
    int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (struct jalon_date){y / 400 * ERA_DAYS + day_of_era - EPOCH_SHIFT};
}

void jalon_date_split(struct jalon_date date, int *ret_year, int *ret_month, int *ret_day)
{
    assert(jalon_date_is_set(date));
    int shifted = date.days + EPOCH_SHIFT;
    int day_of_era = shifted % ERA_DAYS;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    *ret_day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    *ret_month = (month_from_march + 2) % 12 + 1;
    *ret_year = shifted / ERA_DAYS * 400 + year_of_era + (*ret_month <= 2 ? 1 : 0);
}

struct jalon_date jalon_date_add(struct jalon_date date, int days)
{
    return checked((int64_t)date.days + days);
}

int jalon_date_diff(struct jalon_date later, struct jalon_date earlier)
{
    assert(jalon_date_is_set(later) && jalon_date_is_set(earlier));
    return later.days - earlier.days;
}

struct jalon_date jalon_date_month_end(struct jalon_date date)
{
    if (!jalon_date_is_set(date)) {
        return date;
    }
    int year = 0, month = 0, day = 0;
    jalon_date_split(date, &year, &month, &day);
    return (struct jalon_date){date.days + month_length(year, month) - day};
}

struct jalon_date_text jalon_date_iso(struct jalon_date date)
{
    struct jalon_date_text iso = {""};
    if (jalon_date_is_set(date)) {
        int year = 0, month = 0, day = 0;
        jalon_date_split(date, &year, &month, &day);
        (void)snprintf(iso.text, sizeof iso.text, "%04u-%02u-%02u", (unsigned)year % 10000,
                       (unsigned)month % 100, (unsigned)day % 100);
    }
    return iso;
}

struct jalon_date_long jalon_date_long(struct jalon_date date, enum jalon_lang lang)
{
    struct jalon_date_long words = {""};
    if (jalon_date_is_set(date)) {
        int year = 0, month = 0, day = 0;
        jalon_date_split(date, &year, &month, &day);
        (void)snprintf(words.text, sizeof words.text, "%u%s %s %u", (unsigned)day % 100,
                       lang == JALON_FR && day == 1 ? "er" : "", month_names[lang][month - 1],
                       (unsigned)year % 10000);
    }
    return words;
}
