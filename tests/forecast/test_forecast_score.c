/* Scores: values worked out by hand. */
#include <math.h>

#include "domain/score.h"
#include "support/test.h"

/* A forecast of four draws: 1, 2, 2 and 5. */
static int draws[8] = {0, 1, 2, 0, 0, 1};
static const struct jalon_forecast_point point = {
    .quantiles = {1, 1, 1, 2, 3, 5, 5}, .draws_by_count = draws, .n_counts = 8};

static bool is_near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

TEST(coverage_includes_both_ends_of_the_interval)
{
    assert_true(jalon_score_is_covered(1, 5, 1));
    assert_true(jalon_score_is_covered(1, 5, 5));
    assert_false(jalon_score_is_covered(1, 5, 0));
    assert_false(jalon_score_is_covered(1, 5, 6));
}

TEST(the_crps_is_the_mean_distance_less_half_of_that_between_draws)
{
    /* |1-3|, |2-3|, |2-3|, |5-3| make 6/4; the 16 pairs of draws make 2(1+1+4+0+3+3)/16. */
    assert_true(is_near(jalon_score_crps(&point, 3), 6.0 / 4 - 0.5 * 24 / 16));
}

TEST(a_quantile_that_is_too_high_costs_the_chance_that_it_left_out)
{
    assert_true(is_near(jalon_score_pinball(10, 4, 6), 0.1 * 2));
    assert_true(is_near(jalon_score_pinball(90, 4, 6), 0.9 * 2));
    assert_true(is_near(jalon_score_pinball(10, 6, 4), 0.9 * 2));
    assert_true(is_near(jalon_score_pinball(90, 6, 4), 0.1 * 2));
    assert_true(is_near(jalon_score_pinball(50, 4, 4), 0));
}

TEST(the_crps_of_quantiles_weighs_each_by_the_chances_nearest_to_it)
{
    /* Below all of them: 2 · (3 - q) · τ by the widths .075 .1 .2 .25 .2 .1 .075. */
    static const int quantiles[JALON_FORECAST_QUANTILES] = {0, 1, 1, 2, 2, 2, 3};
    double expected = 2 * (.075 * .05 * 3 + .1 * .1 * 2 + .2 * .25 * 2 + .25 * .5 * 1 +
                           .2 * .75 * 1 + .1 * .9 * 1);
    assert_true(is_near(jalon_score_crps_quantiles(quantiles, 3), expected));
}

TEST(the_crps_of_a_forecast_that_knows_one_number_is_the_distance_to_it)
{
    static const int sure[JALON_FORECAST_QUANTILES] = {7, 7, 7, 7, 7, 7, 7};
    assert_true(is_near(jalon_score_crps_quantiles(sure, 7), 0));
    assert_true(is_near(jalon_score_crps_quantiles(sure, 10), 3));
    assert_true(is_near(jalon_score_crps_quantiles(sure, 5), 2));
}

TEST(the_brier_score_is_the_square_of_what_the_chance_missed)
{
    assert_true(is_near(jalon_score_brier(0.3, true), 0.49));
    assert_true(is_near(jalon_score_brier(0.3, false), 0.09));
    assert_true(is_near(jalon_score_brier(1, true), 0));
}

TEST(skill_is_what_is_gained_on_the_baseline_and_none_on_a_perfect_one)
{
    double skill = -9;
    assert_true(jalon_score_skill(1, 4, &skill));
    assert_true(is_near(skill, 0.75));
    assert_true(jalon_score_skill(6, 4, &skill));
    assert_true(is_near(skill, -0.5));
    assert_false(jalon_score_skill(1, 0, &skill));
}

TEST(chances_are_told_apart_by_fifths_and_certainty_is_of_the_last)
{
    struct jalon_score_bin bins[JALON_SCORE_BINS] = {{0}};
    jalon_score_bin_add(bins, 0, false);
    jalon_score_bin_add(bins, 0.19, true);
    jalon_score_bin_add(bins, 0.2, false);
    jalon_score_bin_add(bins, 1, true);
    assert_int_equal(bins[0].n, 2);
    assert_int_equal(bins[0].n_happened, 1);
    assert_true(is_near(bins[0].chances, 0.19));
    assert_int_equal(bins[1].n, 1);
    assert_int_equal(bins[1].n_happened, 0);
    assert_int_equal(bins[JALON_SCORE_BINS - 1].n_happened, 1);
}
