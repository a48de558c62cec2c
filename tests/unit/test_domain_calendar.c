/* Public holidays and working days. */
#include <string.h>

#include "support/prop.h"
#include "support/test.h"

#include "domain/calendar.h"

static const struct jalon_calendar_place nowhere = {NULL, 0};

static struct jalon_date date_of(const char *iso)
{
    struct jalon_date date = jalon_date_or_none(iso);
    assert_true(jalon_date_is_set(date));
    return date;
}

static void assert_date(struct jalon_date date, const char *iso)
{
    assert_string_equal(jalon_date_iso(date).text, iso);
}

/* The holiday's French name in one département, or "". */
static const char *holiday_in(const char *departement, const char *iso)
{
    const struct jalon_calendar_place place = {&departement, 1};
    const struct jalon_label *name = jalon_calendar_holiday(date_of(iso), &place);
    return name ? name->text[JALON_FR] : "";
}

static const char *holiday(const char *iso)
{
    const struct jalon_label *name = jalon_calendar_holiday(date_of(iso), &nowhere);
    return name ? name->text[JALON_FR] : "";
}

TEST(the_days_after_easter_fall_as_published_from_2018_to_2027)
{
    static const struct {
        const char *monday, *ascension, *whit_monday;
    } years[] = {
        {"2018-04-02", "2018-05-10", "2018-05-21"}, {"2019-04-22", "2019-05-30", "2019-06-10"},
        {"2020-04-13", "2020-05-21", "2020-06-01"}, {"2021-04-05", "2021-05-13", "2021-05-24"},
        {"2022-04-18", "2022-05-26", "2022-06-06"}, {"2023-04-10", "2023-05-18", "2023-05-29"},
        {"2024-04-01", "2024-05-09", "2024-05-20"}, {"2025-04-21", "2025-05-29", "2025-06-09"},
        {"2026-04-06", "2026-05-14", "2026-05-25"}, {"2027-03-29", "2027-05-06", "2027-05-17"}};
    for (size_t i = 0; i < JALON_COUNT(years); i++) {
        assert_string_equal(holiday(years[i].monday), "lundi de Pâques");
        assert_string_equal(holiday(years[i].ascension), "Ascension");
        assert_string_equal(holiday(years[i].whit_monday), "lundi de Pentecôte");
    }
}

TEST(the_fixed_days_are_holidays_everywhere)
{
    assert_string_equal(holiday("2019-01-01"), "jour de l’An");
    assert_string_equal(holiday("2019-05-01"), "fête du Travail");
    assert_string_equal(holiday("2019-05-08"), "victoire de 1945");
    assert_string_equal(holiday("2019-07-14"), "fête nationale");
    assert_string_equal(holiday("2019-08-15"), "Assomption");
    assert_string_equal(holiday("2019-11-01"), "Toussaint");
    assert_string_equal(holiday("2019-11-11"), "armistice de 1918");
    assert_string_equal(holiday("2019-12-25"), "Noël");
    assert_string_equal(holiday_in("974", "2019-05-01"), "fête du Travail");
    assert_string_equal(holiday_in("67", "2019-05-01"), "fête du Travail");
}

TEST(every_year_has_its_eleven_holidays_on_the_right_days_of_the_week)
{
    for (int year = 2000; year <= 2100; year++) {
        int n = 0, n_together = 0;
        struct jalon_date end = jalon_date_of(year, 12, 31);
        for (struct jalon_date day = jalon_date_of(year, 1, 1); jalon_date_compare(day, end) <= 0;
             day = jalon_date_add(day, 1)) {
            const char *name = holiday(jalon_date_iso(day).text);
            n += name[0] != '\0' ? 1 : 0;
            if (strcmp(name, "Ascension") == 0) {
                assert_int_equal(jalon_date_weekday(day), JALON_THURSDAY);
                n_together--;
            }
            if (strncmp(name, "lundi", strlen("lundi")) == 0) {
                assert_int_equal(jalon_date_weekday(day), JALON_MONDAY);
            }
        }
        n_together++; /* Ascension on 1 or 8 May bears the other day's name */
        assert_int_equal(n + n_together, 11);
    }
    assert_string_equal(holiday("2008-05-01"), "fête du Travail");
}

TEST(good_friday_and_saint_stephen_are_kept_in_alsace_moselle_alone)
{
    static const char *const departements[] = {"57", "67", "68"};
    for (size_t i = 0; i < JALON_COUNT(departements); i++) {
        assert_string_equal(holiday_in(departements[i], "2019-04-19"), "Vendredi saint");
        assert_string_equal(holiday_in(departements[i], "2019-12-26"), "Saint-Étienne");
    }
    assert_string_equal(holiday_in("88", "2019-04-19"), "");
    assert_string_equal(holiday_in("88", "2019-12-26"), "");
    assert_string_equal(holiday("2019-12-26"), "");
}

TEST(each_overseas_departement_keeps_its_own_day_of_the_abolition)
{
    assert_string_equal(holiday_in("971", "2019-05-27"), "abolition de l’esclavage");
    assert_string_equal(holiday_in("972", "2019-05-22"), "abolition de l’esclavage");
    assert_string_equal(holiday_in("973", "2019-06-10"), "lundi de Pentecôte");
    assert_string_equal(holiday_in("973", "2020-06-10"), "abolition de l’esclavage");
    assert_string_equal(holiday_in("974", "2019-12-20"), "abolition de l’esclavage");
    assert_string_equal(holiday_in("976", "2019-04-27"), "abolition de l’esclavage");
    assert_string_equal(holiday_in("977", "2019-10-09"), "abolition de l’esclavage");
    assert_string_equal(holiday_in("972", "2019-05-27"), "");
    assert_string_equal(holiday("2019-05-27"), "");
}

TEST(saint_martin_moved_its_day_in_2018)
{
    assert_string_equal(holiday_in("978", "2017-05-27"), "abolition de l’esclavage");
    assert_string_equal(holiday_in("978", "2017-05-28"), "");
    assert_string_equal(holiday_in("978", "2018-05-27"), "");
    assert_string_equal(holiday_in("978", "2018-05-28"), "abolition de l’esclavage");
}

TEST(a_place_of_two_departements_keeps_the_holidays_of_both)
{
    static const char *const departements[] = {"67", "88"};
    const struct jalon_calendar_place place = {departements, JALON_COUNT(departements)};
    assert_string_equal(jalon_calendar_holiday(date_of("2019-04-19"), &place)->text[JALON_EN],
                        "Good Friday");
}

TEST(saturdays_sundays_and_holidays_are_no_working_days)
{
    assert_true(jalon_calendar_is_working_day(date_of("2019-05-06"), &nowhere));
    assert_false(jalon_calendar_is_working_day(date_of("2019-05-04"), &nowhere));
    assert_false(jalon_calendar_is_working_day(date_of("2019-05-05"), &nowhere));
    assert_false(jalon_calendar_is_working_day(date_of("2019-05-08"), &nowhere));
    assert_true(jalon_calendar_is_working_day(date_of("2020-02-28"), &nowhere));
}

TEST(working_days_are_counted_after_the_first_day_up_to_the_last)
{
    /* 1 and 8 May, Ascension and three weekends are off. */
    assert_int_equal(
        17, jalon_calendar_working_days(date_of("2019-05-06"), date_of("2019-05-31"), &nowhere));
    assert_int_equal(
        0, jalon_calendar_working_days(date_of("2019-05-06"), date_of("2019-05-06"), &nowhere));
    assert_int_equal(
        0, jalon_calendar_working_days(date_of("2019-05-03"), date_of("2019-05-05"), &nowhere));
    assert_int_equal(
        -1, jalon_calendar_working_days(date_of("2019-05-06"), date_of("2019-05-03"), &nowhere));
    assert_int_equal(
        1, jalon_calendar_working_days(date_of("2024-02-28"), date_of("2024-02-29"), &nowhere));
}

TEST(next_and_previous_working_days_step_over_a_long_weekend)
{
    static const char *const bas_rhin = "67";
    const struct jalon_calendar_place strasbourg = {&bas_rhin, 1};
    struct jalon_date tuesday = date_of("2019-04-23");
    assert_date(jalon_calendar_next_working_day(date_of("2019-04-19"), &nowhere), "2019-04-23");
    assert_date(jalon_calendar_previous_working_day(tuesday, &nowhere), "2019-04-19");
    assert_date(jalon_calendar_previous_working_day(tuesday, &strasbourg), "2019-04-18");
    assert_date(jalon_calendar_next_working_day(date_of("2019-12-24"), &strasbourg), "2019-12-27");
}

TEST(the_working_days_of_two_spans_add_up)
{
    struct prop random = prop_start();
    for (int i = 0; i < 1000; i++) {
        struct jalon_date a = jalon_date_add(date_of("2018-01-01"), prop_between(&random, 0, 3650));
        struct jalon_date b = jalon_date_add(a, prop_between(&random, -200, 200));
        struct jalon_date c = jalon_date_add(b, prop_between(&random, -200, 200));
        assert_int_equal(jalon_calendar_working_days(a, c, &nowhere),
                         jalon_calendar_working_days(a, b, &nowhere) +
                             jalon_calendar_working_days(b, c, &nowhere));
    }
}
