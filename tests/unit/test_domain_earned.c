/* The earned schedule, against values worked out by hand. */
#include "domain/earned.h"

#include <math.h>

#include "support/test.h"

/* Weeks after Monday 7 January 2019. */
static struct jalon_date week(int n)
{
    return jalon_date_add(jalon_date_of(2019, 1, 7), 7 * n);
}

/* 20 by week 10, then 80 more by week 20. */
static struct jalon_earned of_plan(int at_week, int n_signed)
{
    const struct jalon_plan_point points[] = {{week(10), 20}, {week(20), 100}};
    const struct jalon_schedule plan = {week(0), points, 2};
    return jalon_earned_of(&plan, week(at_week), n_signed);
}

#define assert_near(wanted, found) assert_true(fabs((wanted) - (found)) < 1e-9)
#define assert_day(wanted, found) \
    assert_string_equal(jalon_date_iso(wanted).text, jalon_date_iso(found).text)

TEST(what_is_signed_late_is_behind_by_the_weeks_since_it_was_planned)
{
    struct jalon_earned earned = of_plan(8, 8);
    assert_int_equal(JALON_EARNED_PART, earned.kind);
    assert_int_equal(16, earned.n_planned);
    assert_near(4, earned.weeks);
    assert_near(8, earned.elapsed);
    assert_near(-4, earned.lead);
    assert_near(0.5, earned.pace);
    assert_true(earned.can_be_met);
    assert_near(16.0 / 12, earned.pace_needed);
    assert_day(week(4), earned.earned_on);
    assert_day(week(40), earned.expected_on);
    assert_day(week(20), earned.end_on);
}

TEST(between_two_weeks_the_plan_is_a_line)
{
    /* C = 4, since 8 were planned by week 4 and 10 by week 5: 4 + (9 - 8) / (10 - 8) */
    assert_near(4.5, of_plan(8, 9).weeks);
}

TEST(what_is_signed_early_is_ahead)
{
    struct jalon_earned earned = of_plan(12, 60);
    assert_near(15, earned.weeks);
    assert_near(3, earned.lead);
    assert_near(1.25, earned.pace);
    assert_near(5.0 / 8, earned.pace_needed);
    assert_day(week(16), earned.expected_on);
}

TEST(a_programme_whose_last_due_day_is_over_stays_late)
{
    struct jalon_earned earned = of_plan(25, 60);
    assert_int_equal(100, earned.n_planned);
    assert_near(-10, earned.lead);
    assert_near(0.6, earned.pace);
    assert_false(earned.can_be_met);
    assert_day(jalon_date_add(week(33), 2), earned.expected_on); /* 25 + 5 / 0.6 weeks */
    assert_false(of_plan(20, 60).can_be_met);
}

TEST(while_nothing_is_signed_nothing_can_be_measured)
{
    struct jalon_earned earned = of_plan(8, 0);
    assert_int_equal(JALON_EARNED_NOTHING, earned.kind);
    assert_int_equal(16, earned.n_planned);
    assert_int_equal(JALON_EARNED_NOTHING, of_plan(0, 3).kind);
    assert_int_equal(JALON_EARNED_NOTHING, of_plan(-1, 3).kind);
    assert_int_equal(0, of_plan(-1, 3).n_planned);
}

TEST(when_all_that_was_planned_is_signed_no_time_is_missing)
{
    assert_int_equal(JALON_EARNED_ALL, of_plan(25, 100).kind);
    assert_int_equal(JALON_EARNED_ALL, of_plan(8, 104).kind);
    assert_int_equal(JALON_EARNED_PART, of_plan(25, 99).kind);
}

TEST(of_days_on_which_as_much_was_planned_the_last_counts)
{
    const struct jalon_plan_point points[] = {
        {week(10), 20}, {week(12), 20}, {week(12), 10}, {week(22), 120}};
    const struct jalon_schedule plan = {week(0), points, 4};
    assert_near(12, jalon_earned_of(&plan, week(14), 20).weeks);
    assert_near(9.5, jalon_earned_of(&plan, week(14), 19).weeks);
    assert_near(12.1, jalon_earned_of(&plan, week(14), 21).weeks);
    assert_int_equal(20, jalon_earned_of(&plan, week(11), 0).n_planned);
    assert_int_equal(40, jalon_earned_of(&plan, week(14), 0).n_planned);
}

TEST(what_was_due_when_the_programme_began_is_never_earned_late)
{
    const struct jalon_plan_point points[] = {{week(-1), 10}, {week(10), 20}};
    const struct jalon_schedule plan = {week(0), points, 2};
    assert_int_equal(JALON_EARNED_NOTHING, jalon_earned_of(&plan, week(5), 9).kind);
    assert_int_equal(15, jalon_earned_of(&plan, week(5), 9).n_planned);
    assert_near(1, jalon_earned_of(&plan, week(5), 11).weeks);
}

TEST(an_end_more_than_ten_years_away_is_not_told)
{
    const struct jalon_plan_point points[] = {{week(100), 1000}};
    const struct jalon_schedule plan = {week(0), points, 1};
    assert_false(jalon_date_is_set(jalon_earned_of(&plan, week(99), 1).expected_on));
}
