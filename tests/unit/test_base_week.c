/* ISO 8601 weeks. */
#include "support/prop.h"
#include "support/test.h"

#include "base/base_messages.h"
#include "base/date.h"

static void assert_week(int year, int month, int day, const char *text)
{
    struct jalon_week week = jalon_week_of(jalon_date_of(year, month, day));
    assert_string_equal(jalon_week_text(week).text, text);
}

static void assert_refuses(const char *text, const struct jalon_msg *msg)
{
    struct jalon_err err = {0}, expected = {0};
    struct jalon_week week = {2019, 18};
    assert_int_equal(jalon_week_parse(text, &week, &err), -1);
    assert_int_equal(jalon_fail(&expected, msg, text), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_string_equal(err.message[JALON_EN], expected.message[JALON_EN]);
    assert_string_equal(jalon_week_text(week).text, "2019-W18");
}

TEST(the_days_around_new_year_belong_to_the_year_of_their_thursday)
{
    assert_week(2018, 12, 30, "2018-W52");
    assert_week(2018, 12, 31, "2019-W01");
    assert_week(2019, 12, 30, "2020-W01");
    assert_week(2020, 12, 31, "2020-W53");
    assert_week(2021, 1, 3, "2020-W53");
    assert_week(2021, 1, 4, "2021-W01");
    assert_week(2027, 1, 1, "2026-W53");
    assert_week(2000, 1, 1, "1999-W52");
}

TEST(days_before_1970_have_weeks_too)
{
    assert_week(1969, 12, 28, "1969-W52");
    assert_week(1969, 12, 29, "1970-W01");
}

TEST(a_week_starts_on_monday)
{
    assert_string_equal(jalon_date_iso(jalon_week_monday((struct jalon_week){2019, 18})).text,
                        "2019-04-29");
    assert_string_equal(jalon_date_iso(jalon_week_monday((struct jalon_week){2019, 1})).text,
                        "2018-12-31");
}

TEST(weeks_are_read_in_english_and_french)
{
    static const char *const texts[] = {"2019-W18", "2019-w18", "2019-S18", "2019-s18"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        struct jalon_week week = {0};
        struct jalon_err err = {0};
        assert_done(jalon_week_parse(texts[i], &week, &err), &err);
        assert_string_equal(jalon_week_text(week).text, "2019-W18");
    }
}

TEST(week_53_is_read_only_in_years_that_have_it)
{
    struct jalon_week week = {0};
    struct jalon_err err = {0};
    assert_done(jalon_week_parse("2020-W53", &week, &err), &err);
    assert_int_equal(week.week, 53);
    assert_refuses("2019-W53", &jalon_msg_week_no_such);
    assert_refuses("2019-W00", &jalon_msg_week_no_such);
    assert_refuses("2020-W54", &jalon_msg_week_no_such);
    assert_refuses("2019-W99", &jalon_msg_week_no_such);
}

TEST(weeks_outside_2000_to_2100_are_out_of_range)
{
    assert_refuses("1999-W52", &jalon_msg_week_out_of_range);
    assert_refuses("2101-W01", &jalon_msg_week_out_of_range);
    assert_refuses("0000-W01", &jalon_msg_week_out_of_range);
}

TEST(anything_else_is_no_week)
{
    static const char *const texts[] = {"",          "2019",      "2019-18",  "2019W18",
                                        " 2019-W18", "2019-W18 ", "2019-W1",  "19-W18",
                                        "2019-W1x",  "2019-X18",  "2019-W018"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_refuses(texts[i], &jalon_msg_week_unreadable);
    }
}

TEST(every_day_lies_in_the_seven_days_of_its_week)
{
    int last = jalon_date_of(2100, 12, 31).days;
    for (int32_t days = jalon_date_of(2000, 1, 1).days; days <= last; days++) {
        struct jalon_week week = jalon_week_of((struct jalon_date){days});
        int offset = days - jalon_week_monday(week).days;
        if (offset < 0 || offset > 6 || week.week < 1 || week.week > 53) {
            fail_msg("day %d", days);
        }
    }
}

TEST(any_week_reads_back_as_written)
{
    struct prop p = prop_start();
    for (int i = 0; i < 2000; i++) {
        int32_t days =
            prop_between(&p, jalon_date_of(2000, 1, 3).days, jalon_date_of(2100, 12, 31).days);
        struct jalon_week week = jalon_week_of((struct jalon_date){days}), back = {0};
        struct jalon_err err = {0};
        assert_done(jalon_week_parse(jalon_week_text(week).text, &back, &err), &err);
        assert_int_equal(jalon_week_monday(back).days, jalon_week_monday(week).days);
    }
}

static void split_no_date(void)
{
    int year = 0, month = 0, day = 0;
    jalon_date_split(JALON_DATE_NONE, &year, &month, &day);
}

static void subtract_no_date(void)
{
    (void)jalon_date_diff(jalon_date_of(2019, 6, 30), JALON_DATE_NONE);
}

static void subtract_from_no_date(void)
{
    (void)jalon_date_diff(JALON_DATE_NONE, jalon_date_of(2019, 6, 30));
}

static void week_of_no_date(void)
{
    (void)jalon_week_of(JALON_DATE_NONE);
}

TEST(computing_with_no_date_stops_the_program)
{
    assert_true(test_dies(split_no_date));
    assert_true(test_dies(subtract_no_date));
    assert_true(test_dies(subtract_from_no_date));
    assert_true(test_dies(week_of_no_date));
}
