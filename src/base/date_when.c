/* Dates known only roughly: the bounds they imply, and the day they count from. */
#include "base/date.h"

static const char *const codes[JALON_PRECISION_N] = {
    [JALON_PRECISION_DAY] = "day",         [JALON_PRECISION_MONTH] = "month",
    [JALON_PRECISION_BEFORE] = "before",   [JALON_PRECISION_AFTER] = "after",
    [JALON_PRECISION_UNKNOWN] = "unknown",
};

static struct jalon_date month_start(struct jalon_date date)
{
    if (!jalon_date_is_set(date)) {
        return date;
    }
    int year = 0, month = 0, day = 0;
    jalon_date_split(date, &year, &month, &day);
    return jalon_date_add(date, 1 - day);
}

const char *jalon_precision_code(enum jalon_precision precision)
{
    return codes[precision];
}

bool jalon_precision_parse(const char *code, enum jalon_precision *ret_precision)
{
    for (int i = 0; i < JALON_PRECISION_N; i++) {
        if (strcmp(code, codes[i]) == 0) {
            *ret_precision = (enum jalon_precision)i;
            return true;
        }
    }
    return false;
}

struct jalon_when jalon_when_of(struct jalon_date date, enum jalon_precision precision)
{
    struct jalon_when when = {JALON_DATE_NONE, JALON_DATE_NONE, precision};
    if (precision == JALON_PRECISION_DAY || precision == JALON_PRECISION_AFTER) {
        when.earliest = date;
    }
    if (precision == JALON_PRECISION_DAY || precision == JALON_PRECISION_BEFORE) {
        when.latest = date;
    }
    if (precision == JALON_PRECISION_MONTH) {
        when.earliest = month_start(date);
        when.latest = jalon_date_month_end(date);
    }
    return when;
}

struct jalon_date jalon_when_counts_from(struct jalon_when when, struct jalon_date recorded_on)
{
    return jalon_date_is_set(when.latest) ? when.latest : recorded_on;
}
