/* ISO 8601 weeks: a week belongs to the year that holds its Thursday. */
#include "base/date.h"

#include <assert.h>

enum jalon_weekday jalon_date_weekday(struct jalon_date date)
{
    assert(jalon_date_is_set(date));
    int shifted = (date.days + 3) % 7; /* 1970-01-01 was a Thursday */
    return (enum jalon_weekday)(shifted < 0 ? shifted + 7 : shifted);
}

struct jalon_week jalon_week_of(struct jalon_date date)
{
    assert(jalon_date_is_set(date));
    struct jalon_date thursday = {date.days + 3 - (int)jalon_date_weekday(date)};
    int year = 0, month = 0, day = 0;
    jalon_date_split(thursday, &year, &month, &day);
    int day_of_year = jalon_date_diff(thursday, jalon_date_of(year, 1, 1));
    return (struct jalon_week){year, day_of_year / 7 + 1};
}

struct jalon_date jalon_week_monday(struct jalon_week week)
{
    struct jalon_date fourth = jalon_date_of(week.year, 1, 4); /* always in week 1 */
    return jalon_date_add(fourth, 7 * (week.week - 1) - (int)jalon_date_weekday(fourth));
}

struct jalon_date_text jalon_week_text(struct jalon_week week)
{
    struct jalon_date_text text = {""};
    (void)snprintf(text.text, sizeof text.text, "%04u-W%02u", (unsigned)week.year % 10000,
                   (unsigned)week.week % 100);
    return text;
}
