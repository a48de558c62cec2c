/* Scores of past forecasts. */
#include "domain/score.h"

bool jalon_score_is_covered(int low, int high, int count)
{
    return low <= count && count <= high;
}

double jalon_score_pinball(int percent, double quantile, int count)
{
    double tau = percent / 100.0;
    return (count - quantile) * (count < quantile ? tau - 1 : tau);
}

double jalon_score_crps(const struct jalon_forecast_point *point, int count)
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

/* Where the chances that quantile I stands for begin, in percent. */
static double start_of(int i)
{
    return i == 0 ? 0
           : i == JALON_FORECAST_QUANTILES
               ? 100
               : (jalon_forecast_percents[i - 1] + jalon_forecast_percents[i]) / 2.0;
}

double jalon_score_crps_quantiles(const int *quantiles, int count)
{
    double score = 0;
    for (int i = 0; i < JALON_FORECAST_QUANTILES; i++) {
        double width = (start_of(i + 1) - start_of(i)) / 100;
        score += 2 * width * jalon_score_pinball(jalon_forecast_percents[i], quantiles[i], count);
    }
    return score;
}

double jalon_score_brier(double p, bool happened)
{
    double miss = p - happened;
    return miss * miss;
}

bool jalon_score_skill(double score, double baseline, double *ret_skill)
{
    if (baseline <= 0) {
        return false;
    }
    *ret_skill = 1 - score / baseline;
    return true;
}

void jalon_score_bin_add(struct jalon_score_bin bins[JALON_SCORE_BINS], double p, bool happened)
{
    int i = (int)(p * JALON_SCORE_BINS);
    struct jalon_score_bin *bin = &bins[i < JALON_SCORE_BINS ? i : JALON_SCORE_BINS - 1];
    bin->n++;
    bin->n_happened += happened;
    bin->chances += p;
}
