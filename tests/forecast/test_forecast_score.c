/* Scores: values worked out by hand. */
#include <math.h>

#include "forecast/score.h"
#include "support/test.h"

/* A forecast of four draws: 1, 2, 2 and 5. */
static int draws[8] = {0, 1, 2, 0, 0, 1};
static const struct jalon_forecast_point point = {
    .quantiles = {1, 1, 1, 2, 3, 5, 5}, .draws_by_count = draws, .n_counts = 8};

TEST(coverage_includes_both_ends_of_the_interval)
{
    assert_true(score_is_covered(&point, 1));
    assert_true(score_is_covered(&point, 5));
    assert_false(score_is_covered(&point, 0));
    assert_false(score_is_covered(&point, 6));
}

TEST(the_crps_is_the_mean_distance_less_half_of_that_between_draws)
{
    /* |1-3|, |2-3|, |2-3|, |5-3| make 6/4; the 16 pairs of draws make 2(1+1+4+0+3+3)/16. */
    assert_true(fabs(score_crps(&point, 3) - (6.0 / 4 - 0.5 * 24 / 16)) < 1e-9);
}
