/* Scores of past forecasts. */
#include "forecast/score.h"

double score_crps(const struct jalon_forecast_point *point, int count)
{
    double draws = 0;
    for (size_t n = 0; n < point->n_counts; n++) {
        draws += point->draws_by_count[n];
    }
    double score = 0;
    double under = 0;
    for (size_t n = 0; n < point->n_counts; n++) { /* the same as a sum over the distribution */
        under += point->draws_by_count[n];
        double at = under / draws - ((int)n >= count);
        score += at * at;
    }
    return score;
}

bool score_is_covered(const struct jalon_forecast_point *point, int count)
{
    return point->quantiles[JALON_FORECAST_Q10] <= count &&
           count <= point->quantiles[JALON_FORECAST_Q90];
}
