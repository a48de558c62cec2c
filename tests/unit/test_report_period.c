/* Which week a report covers. */
#include "support/test.h"

#include "report_fixture.h"

static struct jalon_date day(const char *text)
{
    struct jalon_err err = {0};
    struct jalon_date date = JALON_DATE_NONE;
    if (text != NULL) {
        assert_done(jalon_date_parse(text, &date, &err), &err);
    }
    return date;
}

static int settle(const char *week, const char *as_of, const char *today,
                  struct jalon_period *period, struct jalon_err *err)
{
    struct jalon_week parsed;
    if (week != NULL) {
        assert_done(jalon_week_parse(week, &parsed, err), err);
    }
    return jalon_period_settle(week != NULL ? &parsed : NULL, day(as_of), day(today), period, err);
}

/* EXPECTED is "week from to as_of", with an exclamation mark when provisional. */
static void assert_settles(const char *week, const char *as_of, const char *today,
                           const char *expected)
{
    struct jalon_period period;
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    assert_done(settle(week, as_of, today, &period, &err), &err);
    jalon_str_addf(&text, "%s %s %s %s%s", jalon_week_text(period.week).text,
                   jalon_date_iso(period.from).text, jalon_date_iso(period.to).text,
                   jalon_date_iso(period.as_of).text, period.provisional ? "!" : "");
    assert_string_equal(jalon_str_text(&text), expected);
}

static void assert_refuses(const char *week, const char *as_of, const char *today, const char *part)
{
    struct jalon_period period;
    struct jalon_err err = {0};
    assert_int_equal(settle(week, as_of, today, &period, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    if (strstr(err.message[JALON_EN], part) == NULL) {
        fail_msg("no '%s' in '%s'", part, err.message[JALON_EN]);
    }
}

TEST(the_default_is_the_last_week_that_was_over)
{
    assert_settles(NULL, NULL, "2019-05-06", "2019-W18 2019-04-29 2019-05-05 2019-05-05");
    assert_settles(NULL, NULL, "2019-05-12", "2019-W18 2019-04-29 2019-05-05 2019-05-05");
    assert_settles(NULL, NULL, "2019-05-13", "2019-W19 2019-05-06 2019-05-12 2019-05-12");
}

TEST(a_week_asked_for_is_cut_off_on_its_sunday)
{
    assert_settles("2019-W18", NULL, "2026-01-01", "2019-W18 2019-04-29 2019-05-05 2019-05-05");
    assert_settles("2019-W18", NULL, "2019-05-06", "2019-W18 2019-04-29 2019-05-05 2019-05-05");
}

TEST(a_week_that_is_not_over_is_cut_off_today_and_provisional)
{
    assert_settles("2019-W18", NULL, "2019-05-02", "2019-W18 2019-04-29 2019-05-05 2019-05-02!");
    assert_settles("2019-W18", NULL, "2019-05-05", "2019-W18 2019-04-29 2019-05-05 2019-05-05!");
}

TEST(a_day_alone_names_its_week)
{
    assert_settles(NULL, "2019-04-30", "2026-01-01", "2019-W18 2019-04-29 2019-05-05 2019-04-30!");
    assert_settles(NULL, "2019-05-05", "2026-01-01", "2019-W18 2019-04-29 2019-05-05 2019-05-05");
}

TEST(t23_weeks_change_year_where_iso_8601_says)
{
    assert_settles(NULL, "2018-12-31", "2026-01-01", "2019-W01 2018-12-31 2019-01-06 2018-12-31!");
    assert_settles("2020-W53", NULL, "2026-01-01", "2020-W53 2020-12-28 2021-01-03 2021-01-03");
    assert_settles(NULL, NULL, "2021-01-04", "2020-W53 2020-12-28 2021-01-03 2021-01-03");
}

TEST(what_has_not_come_yet_is_refused)
{
    assert_refuses("2019-W19", NULL, "2019-05-05", "week 2019-W19 has not begun");
    assert_refuses(NULL, "2019-05-06", "2019-05-05", "2019-05-06 has not come yet");
}

TEST(a_day_outside_the_week_is_refused)
{
    assert_refuses("2019-W18", "2019-05-06", "2026-01-01", "does not lie in week 2019-W18");
    assert_refuses("2019-W18", "2019-04-28", "2026-01-01", "does not lie in week 2019-W18");
}

TEST(formats_are_found_by_name)
{
    size_t n = 0;
    assert_ptr_equal(jalon_weekly_format("md")->render, jalon_weekly_md);
    assert_null(jalon_weekly_format("docx"));
    assert_ptr_equal(jalon_weekly_format("text"), &jalon_weekly_formats(&n)[0]);
    assert_true(n >= 3);
}
