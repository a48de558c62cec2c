/* Public holidays: fixed days and days counted from Easter, each with the places that keep it. */
#include "domain/calendar.h"

#include <assert.h>
#include <string.h>

#include "base/attr.h"

enum { MAX_PLACES = 3 };

static const struct holiday {
    int month, day;                       /* month 0: DAY days after Easter Sunday */
    const char *departements[MAX_PLACES]; /* none: everywhere */
    int from_year, to_year;               /* 0: no such bound */
    struct jalon_label name;
} holidays[] = {
    {1, 1, {0}, 0, 0, {{"jour de l’An", "New Year’s Day"}}},
    {0, 1, {0}, 0, 0, {{"lundi de Pâques", "Easter Monday"}}},
    {5, 1, {0}, 0, 0, {{"fête du Travail", "Labour Day"}}},
    {5, 8, {0}, 0, 0, {{"victoire de 1945", "Victory in Europe Day"}}},
    {0, 39, {0}, 0, 0, {{"Ascension", "Ascension Day"}}},
    {0, 50, {0}, 0, 0, {{"lundi de Pentecôte", "Whit Monday"}}},
    {7, 14, {0}, 0, 0, {{"fête nationale", "Bastille Day"}}},
    {8, 15, {0}, 0, 0, {{"Assomption", "Assumption Day"}}},
    {11, 1, {0}, 0, 0, {{"Toussaint", "All Saints’ Day"}}},
    {11, 11, {0}, 0, 0, {{"armistice de 1918", "Armistice Day"}}},
    {12, 25, {0}, 0, 0, {{"Noël", "Christmas Day"}}},
    {0, -2, {"57", "67", "68"}, 0, 0, {{"Vendredi saint", "Good Friday"}}},
    {12, 26, {"57", "67", "68"}, 0, 0, {{"Saint-Étienne", "Saint Stephen’s Day"}}},
    {4, 27, {"976"}, 0, 0, {{"abolition de l’esclavage", "abolition of slavery"}}},
    {5, 22, {"972"}, 0, 0, {{"abolition de l’esclavage", "abolition of slavery"}}},
    {5, 27, {"971"}, 0, 0, {{"abolition de l’esclavage", "abolition of slavery"}}},
    {5, 27, {"978"}, 0, 2017, {{"abolition de l’esclavage", "abolition of slavery"}}},
    {5, 28, {"978"}, 2018, 0, {{"abolition de l’esclavage", "abolition of slavery"}}},
    {6, 10, {"973"}, 0, 0, {{"abolition de l’esclavage", "abolition of slavery"}}},
    {10, 9, {"977"}, 0, 0, {{"abolition de l’esclavage", "abolition of slavery"}}},
    {12, 20, {"974"}, 0, 0, {{"abolition de l’esclavage", "abolition of slavery"}}},
};

/* The Gregorian computus in the form of Meeus, Jones and Butcher. */
static struct jalon_date easter_sunday(int year)
{
    int golden = year % 19, century = year / 100, of_century = year % 100;
    int correction = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    int to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    int late = (golden + 11 * epact + 22 * to_sunday) / 451;
    int days = epact + to_sunday - 7 * late + 114;
    return jalon_date_of(year, days / 31, days % 31 + 1);
}

static bool is_kept(const struct holiday *holiday, const struct jalon_calendar_place *place)
{
    for (size_t i = 0; i < MAX_PLACES && holiday->departements[i]; i++) {
        for (size_t j = 0; j < place->n; j++) {
            if (strcmp(holiday->departements[i], place->departements[j]) == 0) {
                return true;
            }
        }
    }
    return !holiday->departements[0];
}

const struct jalon_label *jalon_calendar_holiday(struct jalon_date date,
                                                 const struct jalon_calendar_place *place)
{
    int year = 0, month = 0, day = 0;
    jalon_date_split(date, &year, &month, &day);
    int after_easter = jalon_date_diff(date, easter_sunday(year));
    for (size_t i = 0; i < JALON_COUNT(holidays); i++) {
        const struct holiday *one = &holidays[i];
        bool is_day =
            one->month == 0 ? one->day == after_easter : one->month == month && one->day == day;
        if (is_day && year >= one->from_year && (one->to_year == 0 || year <= one->to_year) &&
            is_kept(one, place)) {
            return &one->name;
        }
    }
    return NULL;
}

bool jalon_calendar_is_working_day(struct jalon_date date, const struct jalon_calendar_place *place)
{
    return jalon_date_weekday(date) < JALON_SATURDAY && !jalon_calendar_holiday(date, place);
}

/* No run of days off is long enough to lead out of the years that dates know. */
static struct jalon_date working_day_from(struct jalon_date date, int step,
                                          const struct jalon_calendar_place *place)
{
    do {
        date = jalon_date_add(date, step);
        assert(jalon_date_is_set(date));
    } while (!jalon_calendar_is_working_day(date, place));
    return date;
}

struct jalon_date jalon_calendar_next_working_day(struct jalon_date date,
                                                  const struct jalon_calendar_place *place)
{
    return working_day_from(date, 1, place);
}

struct jalon_date jalon_calendar_previous_working_day(struct jalon_date date,
                                                      const struct jalon_calendar_place *place)
{
    return working_day_from(date, -1, place);
}

int jalon_calendar_working_days(struct jalon_date from, struct jalon_date to,
                                const struct jalon_calendar_place *place)
{
    if (jalon_date_compare(to, from) < 0) {
        return -jalon_calendar_working_days(to, from, place);
    }
    int n = 0;
    for (struct jalon_date day = jalon_date_add(from, 1); jalon_date_compare(day, to) <= 0;
         day = jalon_date_add(day, 1)) {
        n += jalon_calendar_is_working_day(day, place) ? 1 : 0;
    }
    return n;
}
