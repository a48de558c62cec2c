/* Scores and earned schedule: values worked out by hand, and the laws that they keep. */
#include <math.h>

#include "domain/earned.h"
#include "domain/score.h"
#include "support/test.h"

static void assert_close(double seen, double expected)
{
    if (fabs(seen - expected) > 1e-9) {
        fail_msg("%.12g is not %.12g", seen, expected);
    }
}

TEST(the_brier_score_of_certain_and_right_is_0_and_of_certain_and_wrong_is_1)
{
    static const struct jalon_score_claim right[] = {{1, true}, {0, false}};
    static const struct jalon_score_claim wrong[] = {{0, true}, {1, false}};
    assert_close(jalon_score_brier(right, 2).score, 0);
    assert_close(jalon_score_brier(wrong, 2).score, 1);
    assert_close(jalon_score_brier(NULL, 0).score, 0);
}

TEST(the_brier_score_is_the_sum_of_its_parts)
{
    /* Two bins: 4 times 25 %, one of which happened twice; 2 times 85 %, one of which happened. */
    static const struct jalon_score_claim claims[] = {{0.25, true},  {0.25, true}, {0.25, false},
                                                      {0.25, false}, {0.85, true}, {0.85, false}};
    struct jalon_score_brier brier = jalon_score_brier(claims, 6);
    assert_close(brier.score, (2 * 0.75 * 0.75 + 2 * 0.25 * 0.25 + 0.15 * 0.15 + 0.85 * 0.85) / 6);
    assert_close(brier.score, brier.reliability - brier.resolution + brier.uncertainty);
    assert_close(brier.uncertainty, 0.25);
    assert_int_equal(brier.n[2], 4);
    assert_close(brier.told[2], 0.25);
    assert_close(brier.happened[2], 0.5);
}

TEST(the_pinball_loss_weighs_both_sides_of_a_quantile)
{
    assert_close(jalon_score_pinball(0.9, 10, 20), 9);
    assert_close(jalon_score_pinball(0.9, 10, 0), 1);
    assert_close(jalon_score_pinball(0.5, 10, 10), 0);
}

/* A forecast of four draws: 1, 2, 2 and 5. */
static int draws[8] = {0, 1, 2, 0, 0, 1};
static const struct jalon_forecast_point point = {
    .quantiles = {1, 1, 1, 2, 3, 5, 5}, .draws_by_count = draws, .n_counts = 8};

TEST(coverage_includes_both_ends_of_the_interval)
{
    assert_true(jalon_score_is_covered(&point, 80, 1));
    assert_true(jalon_score_is_covered(&point, 80, 5));
    assert_false(jalon_score_is_covered(&point, 50, 4));
    assert_false(jalon_score_is_covered(&point, 90, 6));
    assert_false(jalon_score_is_covered(&point, 42, 2));
}

TEST(the_crps_is_the_mean_distance_less_half_of_that_between_draws)
{
    /* |1-3|, |2-3|, |2-3|, |5-3| make 6/4; the 16 pairs of draws make 2(1+1+4+0+3+3)/16. */
    assert_close(jalon_score_crps(&point, 3), 6.0 / 4 - 0.5 * 24 / 16);
    assert_close(jalon_score_point(&point, 2), (0.1 * 1 + 0 + 0.1 * 3) / 3);
    assert_close(jalon_score_skill(1, 4), 0.75);
    assert_close(jalon_score_skill(1, 0), 0);
}

static const int plan[] = {0, 10, 20, 30, 40}; /* four weeks */

TEST(as_planned_is_neither_late_nor_early)
{
    struct jalon_earned earned = jalon_earned_of(plan, 5, 20, 2);
    assert_true(earned.is_measurable);
    assert_close(earned.late, 0);
    assert_close(earned.pace, 1);
    assert_close(earned.pace_needed, 1);
    assert_close(earned.whole_weeks, 4);
}

TEST(lateness_is_in_weeks_and_stays_when_the_due_day_is_over)
{
    struct jalon_earned earned = jalon_earned_of(plan, 5, 15, 3);
    assert_close(earned.weeks, 1.5);
    assert_close(earned.late, 1.5);
    assert_close(earned.pace_needed, 2.5);
    assert_close(earned.whole_weeks, 8);
    struct jalon_earned over = jalon_earned_of(plan, 5, 15, 6);
    assert_close(over.late, 4.5);
    assert_close(over.pace_needed, 0);
}

TEST(nothing_earned_is_not_measurable_and_all_earned_is_the_whole_plan)
{
    assert_false(jalon_earned_of(plan, 5, 0, 2).is_measurable);
    struct jalon_earned all = jalon_earned_of(plan, 5, 40, 3);
    assert_close(all.weeks, 4);
    assert_close(all.late, -1);
    assert_close(all.whole_weeks, 3);
}
