/* Dates known only roughly. */
#include "support/test.h"

#include "base/date.h"

static void assert_bounds(enum jalon_precision precision, const char *earliest, const char *latest)
{
    struct jalon_when when = jalon_when_of(jalon_date_of(2019, 6, 12), precision);
    assert_int_equal(when.precision, precision);
    assert_string_equal(jalon_date_iso(when.earliest).text, earliest);
    assert_string_equal(jalon_date_iso(when.latest).text, latest);
}

static const char *counts_from(enum jalon_precision precision, struct jalon_date_text *text)
{
    struct jalon_when when = jalon_when_of(jalon_date_of(2019, 6, 12), precision);
    *text = jalon_date_iso(jalon_when_counts_from(when, jalon_date_of(2020, 1, 2)));
    return text->text;
}

TEST(a_precision_implies_bounds)
{
    assert_bounds(JALON_PRECISION_DAY, "2019-06-12", "2019-06-12");
    assert_bounds(JALON_PRECISION_MONTH, "2019-06-01", "2019-06-30");
    assert_bounds(JALON_PRECISION_BEFORE, "", "2019-06-12");
    assert_bounds(JALON_PRECISION_AFTER, "2019-06-12", "");
    assert_bounds(JALON_PRECISION_UNKNOWN, "", "");
}

TEST(no_date_has_no_bounds)
{
    for (int i = 0; i < JALON_PRECISION_N; i++) {
        struct jalon_when when = jalon_when_of(JALON_DATE_NONE, (enum jalon_precision)i);
        assert_false(jalon_date_is_set(when.earliest));
        assert_false(jalon_date_is_set(when.latest));
    }
}

TEST(a_fact_counts_from_its_latest_day_and_else_from_the_day_it_was_recorded)
{
    struct jalon_date_text text;
    assert_string_equal(counts_from(JALON_PRECISION_DAY, &text), "2019-06-12");
    assert_string_equal(counts_from(JALON_PRECISION_MONTH, &text), "2019-06-30");
    assert_string_equal(counts_from(JALON_PRECISION_BEFORE, &text), "2019-06-12");
    assert_string_equal(counts_from(JALON_PRECISION_AFTER, &text), "2020-01-02");
    assert_string_equal(counts_from(JALON_PRECISION_UNKNOWN, &text), "2020-01-02");
}

TEST(precision_codes_read_back)
{
    for (int i = 0; i < JALON_PRECISION_N; i++) {
        enum jalon_precision precision = JALON_PRECISION_N;
        assert_true(
            jalon_precision_parse(jalon_precision_code((enum jalon_precision)i), &precision));
        assert_int_equal(precision, i);
    }
    assert_string_equal(jalon_precision_code(JALON_PRECISION_BEFORE), "before");
}

TEST(an_unknown_precision_code_is_refused)
{
    enum jalon_precision precision = JALON_PRECISION_AFTER;
    assert_false(jalon_precision_parse("Day", &precision));
    assert_false(jalon_precision_parse("", &precision));
    assert_int_equal(precision, JALON_PRECISION_AFTER);
}
