/* Civil dates: reading, writing, arithmetic. */
#include "support/prop.h"
#include "support/test.h"

#include "base/base_messages.h"
#include "base/date.h"

enum { CASES = 2000 };

static struct jalon_date day(int year, int month, int day_of_month)
{
    struct jalon_date date = jalon_date_of(year, month, day_of_month);
    assert_true(jalon_date_is_set(date));
    return date;
}

static void assert_reads(const char *text, const char *iso)
{
    struct jalon_err err = {0};
    struct jalon_date date = JALON_DATE_NONE;
    assert_done(jalon_date_parse(text, &date, &err), &err);
    assert_string_equal(jalon_date_iso(date).text, iso);
}

static void assert_refuses(const char *text, const struct jalon_msg *msg)
{
    struct jalon_err err = {0}, expected = {0};
    struct jalon_date date = day(2019, 6, 30);
    assert_int_equal(jalon_date_parse(text, &date, &err), -1);
    assert_int_equal(jalon_fail(&expected, msg, text), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_string_equal(err.message[JALON_FR], expected.message[JALON_FR]);
    assert_string_equal(err.hint[JALON_EN], expected.hint[JALON_EN]);
    assert_string_equal(jalon_date_iso(date).text, "2019-06-30");
}

TEST(the_epoch_is_day_zero)
{
    assert_int_equal(day(1970, 1, 1).days, 0);
    assert_int_equal(day(2000, 3, 1).days, 11017);
    assert_int_equal(day(1, 1, 1).days, -719162);
    assert_int_equal(day(9999, 12, 31).days, 2932896);
}

TEST(every_day_of_the_years_1_to_9999_splits_and_joins_to_itself)
{
    int year = 1, month = 1, dom = 0;
    for (int32_t days = -719162; days <= 2932896; days++) {
        int y = 0, m = 0, d = 0;
        jalon_date_split((struct jalon_date){days}, &y, &m, &d);
        bool next_day = y == year && m == month && d == dom + 1;
        bool next_month = y == year && m == month + 1 && d == 1;
        bool next_year = y == year + 1 && m == 1 && d == 1 && month == 12;
        if (!(next_day || next_month || next_year) || jalon_date_of(y, m, d).days != days) {
            fail_msg("day %d is %d-%d-%d", days, y, m, d);
        }
        year = y;
        month = m;
        dom = d;
    }
    assert_int_equal(year, 9999);
    assert_int_equal(dom, 31);
}

TEST(days_that_do_not_exist_are_no_date)
{
    static const int wrong[][3] = {{2019, 2, 29}, {1900, 2, 29}, {2100, 2, 29}, {2019, 4, 31},
                                   {2019, 0, 1},  {2019, 13, 1}, {2019, 1, 0},  {2019, 1, 32},
                                   {0, 1, 1},     {10000, 1, 1}, {2019, -1, 1}, {2019, 1, -1}};
    for (size_t i = 0; i < JALON_COUNT(wrong); i++) {
        struct jalon_date date = jalon_date_of(wrong[i][0], wrong[i][1], wrong[i][2]);
        assert_false(jalon_date_is_set(date));
    }
}

TEST(t23_leap_days_exist_every_four_years_save_three_centuries_in_four)
{
    assert_true(jalon_date_is_set(jalon_date_of(2020, 2, 29)));
    assert_true(jalon_date_is_set(jalon_date_of(2000, 2, 29)));
    assert_false(jalon_date_is_set(jalon_date_of(2100, 2, 29)));
}

TEST(iso_and_french_dates_are_read)
{
    assert_reads("2019-06-30", "2019-06-30");
    assert_reads("30/06/2019", "2019-06-30");
    assert_reads("2020-02-29", "2020-02-29");
    assert_reads("2000-01-01", "2000-01-01");
    assert_reads("31/12/2100", "2100-12-31");
}

TEST(t24_a_two_digit_year_is_ambiguous)
{
    static const char *const texts[] = {"30/06/19", "1/06/19",  "30/6/19",
                                        "1/7/19",   "19-06-30", "30.06.19"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_refuses(texts[i], &jalon_msg_date_two_digit_year);
    }
}

TEST(t24_us_order_and_impossible_days_are_no_such_day)
{
    static const char *const texts[] = {"06/30/2019", "2019-02-29", "2014-31-12",
                                        "2019-00-10", "00/01/2019", "31/04/2019"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_refuses(texts[i], &jalon_msg_date_no_such_day);
    }
}

TEST(a_date_outside_2000_to_2100_is_out_of_range)
{
    static const char *const texts[] = {"1999-12-31", "2101-01-01", "0000-01-01", "31/12/9999"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_refuses(texts[i], &jalon_msg_date_out_of_range);
    }
}

TEST(t24_anything_else_is_unreadable)
{
    static const char *const texts[] = {"",
                                        "2",
                                        "infinity",
                                        "-infinity",
                                        "today",
                                        "2019-6-30",
                                        " 2019-06-30",
                                        "2019-06-30 ",
                                        "2019/06/30",
                                        "30-06-2019",
                                        "2019-06-30Z",
                                        "20190630",
                                        "1/7/2019",
                                        "2019-06",
                                        "2019-06-3O",
                                        "+019-06-30",
                                        "2019-W18",
                                        "2019-06-30\n",
                                        "２０１９-06-30"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_refuses(texts[i], &jalon_msg_date_unreadable);
    }
}

TEST(no_date_is_written_as_nothing)
{
    assert_string_equal(jalon_date_iso(JALON_DATE_NONE).text, "");
    assert_string_equal(jalon_date_long(JALON_DATE_NONE, JALON_FR).text, "");
}

TEST(long_dates_follow_the_language)
{
    assert_string_equal(jalon_date_long(day(2019, 6, 30), JALON_FR).text, "30 juin 2019");
    assert_string_equal(jalon_date_long(day(2019, 6, 30), JALON_EN).text, "30 June 2019");
    assert_string_equal(jalon_date_long(day(2019, 7, 1), JALON_FR).text, "1er juillet 2019");
    assert_string_equal(jalon_date_long(day(2019, 7, 1), JALON_EN).text, "1 July 2019");
    assert_string_equal(jalon_date_long(day(2020, 2, 29), JALON_FR).text, "29 février 2020");
    assert_string_equal(jalon_date_long(day(2100, 12, 31), JALON_FR).text, "31 décembre 2100");
}

TEST(no_date_sorts_before_every_date)
{
    assert_true(jalon_date_compare(JALON_DATE_NONE, day(1, 1, 1)) < 0);
    assert_true(jalon_date_compare(day(2019, 7, 1), day(2019, 6, 30)) > 0);
    assert_int_equal(jalon_date_compare(day(2019, 7, 1), day(2019, 7, 1)), 0);
    assert_int_equal(jalon_date_compare(JALON_DATE_NONE, JALON_DATE_NONE), 0);
}

TEST(days_are_added_across_months_and_years)
{
    assert_string_equal(jalon_date_iso(jalon_date_add(day(2019, 12, 31), 1)).text, "2020-01-01");
    assert_string_equal(jalon_date_iso(jalon_date_add(day(2020, 3, 1), -1)).text, "2020-02-29");
    assert_int_equal(jalon_date_diff(day(2019, 6, 30), day(2018, 11, 22)), 220);
    assert_int_equal(jalon_date_diff(day(2018, 11, 22), day(2019, 6, 30)), -220);
}

TEST(adding_to_no_date_or_beyond_the_calendar_is_no_date)
{
    assert_false(jalon_date_is_set(jalon_date_add(JALON_DATE_NONE, 1)));
    assert_false(jalon_date_is_set(jalon_date_add(day(9999, 12, 31), 1)));
    assert_false(jalon_date_is_set(jalon_date_add(day(1, 1, 1), -1)));
    assert_false(jalon_date_is_set(jalon_date_add(day(2019, 1, 1), INT32_MAX)));
    assert_false(jalon_date_is_set(jalon_date_add(day(2019, 1, 1), INT32_MIN)));
}

TEST(a_month_ends_on_its_last_day)
{
    assert_string_equal(jalon_date_iso(jalon_date_month_end(day(2019, 2, 1))).text, "2019-02-28");
    assert_string_equal(jalon_date_iso(jalon_date_month_end(day(2020, 2, 29))).text, "2020-02-29");
    assert_string_equal(jalon_date_iso(jalon_date_month_end(day(2019, 12, 5))).text, "2019-12-31");
    assert_false(jalon_date_is_set(jalon_date_month_end(JALON_DATE_NONE)));
}

TEST(any_date_in_range_reads_back_as_written)
{
    struct prop p = prop_start();
    int first = day(2000, 1, 1).days, last = day(2100, 12, 31).days;
    for (int i = 0; i < CASES; i++) {
        struct jalon_date date = {prop_between(&p, first, last)}, back = JALON_DATE_NONE;
        struct jalon_err err = {0};
        assert_done(jalon_date_parse(jalon_date_iso(date).text, &back, &err), &err);
        assert_int_equal(back.days, date.days);
        int y = 0, m = 0, d = 0;
        jalon_date_split(date, &y, &m, &d);
        char french[64];
        (void)snprintf(french, sizeof french, "%02d/%02d/%04d", d, m, y);
        assert_done(jalon_date_parse(french, &back, &err), &err);
        assert_int_equal(back.days, date.days);
    }
}

TEST(reading_noise_never_gives_a_date_that_is_not_written_like_it)
{
    static const char alphabet[] = "0123456789-/ 2019";
    struct prop p = prop_start();
    for (int i = 0; i < CASES; i++) {
        char text[12] = "";
        int length = prop_between(&p, 0, 11);
        for (int c = 0; c < length; c++) {
            text[c] = alphabet[prop_between(&p, 0, (int)sizeof alphabet - 2)];
        }
        struct jalon_date date = JALON_DATE_NONE;
        struct jalon_err err = {0};
        if (jalon_date_parse(text, &date, &err) == 0 && text[2] != '/') {
            assert_string_equal(jalon_date_iso(date).text, text);
        }
    }
}
