/* Dates as people write them, each fault with its own sentence. */
#include "base/date.h"

#include "base/base_messages.h"

enum { FIRST_YEAR = 2000, LAST_YEAR = 2100 };

/* SHAPE has 9 for a digit; every other character stands for itself. */
static bool has_shape(const char *text, const char *shape)
{
    for (; *shape != '\0'; text++, shape++) {
        bool fits = *shape == '9' ? *text >= '0' && *text <= '9' : *text == *shape;
        if (!fits) {
            return false;
        }
    }
    return *text == '\0';
}

static int number(const char *digits, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        value = value * 10 + (digits[i] - '0');
    }
    return value;
}

static bool has_two_digit_year(const char *text)
{
    static const char *const shapes[] = {"99/99/99", "9/99/99",  "99/9/99",
                                         "9/9/99",   "99-99-99", "99.99.99"};
    for (size_t i = 0; i < JALON_COUNT(shapes); i++) {
        if (has_shape(text, shapes[i])) {
            return true;
        }
    }
    return false;
}

int jalon_date_parse(const char *text, struct jalon_date *ret_date, struct jalon_err *err)
{
    int year = 0, month = 0, day = 0;
    if (has_shape(text, "9999-99-99")) {
        year = number(text, 4);
        month = number(text + 5, 2);
        day = number(text + 8, 2);
    } else if (has_shape(text, "99/99/9999")) {
        day = number(text, 2);
        month = number(text + 3, 2);
        year = number(text + 6, 4);
    } else if (has_two_digit_year(text)) {
        return jalon_fail(err, &jalon_msg_date_two_digit_year, text);
    } else {
        return jalon_fail(err, &jalon_msg_date_unreadable, text);
    }
    if (year < FIRST_YEAR || year > LAST_YEAR) {
        return jalon_fail(err, &jalon_msg_date_out_of_range, text);
    }
    struct jalon_date date = jalon_date_of(year, month, day);
    if (!jalon_date_is_set(date)) {
        return jalon_fail(err, &jalon_msg_date_no_such_day, text);
    }
    *ret_date = date;
    return 0;
}

struct jalon_date jalon_date_or_none(const char *text)
{
    struct jalon_err err;
    struct jalon_date date = JALON_DATE_NONE;
    return text != NULL && jalon_date_parse(text, &date, &err) == 0 ? date : JALON_DATE_NONE;
}

int jalon_week_parse(const char *text, struct jalon_week *ret_week, struct jalon_err *err)
{
    if (!has_shape(text, "9999-W99") && !has_shape(text, "9999-w99") &&
        !has_shape(text, "9999-S99") && !has_shape(text, "9999-s99")) {
        return jalon_fail(err, &jalon_msg_week_unreadable, text);
    }
    struct jalon_week week = {number(text, 4), number(text + 6, 2)};
    if (week.year < FIRST_YEAR || week.year > LAST_YEAR) {
        return jalon_fail(err, &jalon_msg_week_out_of_range, text);
    }
    /* A week that the year does not have lands in the year before or after. */
    struct jalon_week landed = jalon_week_of(jalon_week_monday(week));
    if (landed.year != week.year) {
        return jalon_fail(err, &jalon_msg_week_no_such, text);
    }
    *ret_week = week;
    return 0;
}
