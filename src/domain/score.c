/* Scores of past forecasts. */
#include "domain/score.h"

static size_t bin_of(double p)
{
    size_t bin = p > 0 ? (size_t)(p * JALON_SCORE_BINS) : 0;
    return bin < JALON_SCORE_BINS ? bin : JALON_SCORE_BINS - 1;
}

static double square(double x)
{
    return x * x;
}

/* What is summed in the bins becomes means; the parts follow. */
static void finish(struct jalon_score_brier *brier, size_t n)
{
    double total = 0;
    for (size_t bin = 0; bin < JALON_SCORE_BINS; bin++) {
        total += brier->happened[bin];
    }
    double share = total / (double)n;
    brier->uncertainty = share * (1 - share);
    for (size_t bin = 0; bin < JALON_SCORE_BINS; bin++) {
        double size = (double)brier->n[bin];
        if (brier->n[bin] > 0) {
            brier->told[bin] /= size;
            brier->happened[bin] /= size;
            brier->reliability += size * square(brier->told[bin] - brier->happened[bin]);
            brier->resolution += size * square(brier->happened[bin] - share);
        }
    }
    brier->score /= (double)n;
    brier->reliability /= (double)n;
    brier->resolution /= (double)n;
}

struct jalon_score_brier jalon_score_brier(const struct jalon_score_claim *claims, size_t n)
{
    struct jalon_score_brier brier = {0};
    for (size_t i = 0; i < n; i++) {
        size_t bin = bin_of(claims[i].p);
        brier.n[bin]++;
        brier.told[bin] += claims[i].p;
        brier.happened[bin] += claims[i].happened;
        brier.score += square(claims[i].p - claims[i].happened);
    }
    if (n > 0) {
        finish(&brier, n);
    }
    return brier;
}

double jalon_score_pinball(double level, double quantile, double value)
{
    return (value - quantile) * (level - (value < quantile));
}

double jalon_score_point(const struct jalon_forecast_point *point, int count)
{
    return (jalon_score_pinball(0.1, point->quantiles[1], count) +
            jalon_score_pinball(0.5, point->quantiles[3], count) +
            jalon_score_pinball(0.9, point->quantiles[5], count)) /
           3;
}

bool jalon_score_is_covered(const struct jalon_forecast_point *point, int percent, int count)
{
    static const struct {
        int percent, low, high;
    } intervals[] = {{50, 2, 4}, {80, 1, 5}, {90, 0, 6}};
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++) {
        if (intervals[i].percent == percent) {
            return point->quantiles[intervals[i].low] <= count &&
                   count <= point->quantiles[intervals[i].high];
        }
    }
    return false;
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
        score += square(under / draws - ((int)n >= count));
    }
    return score;
}

double jalon_score_skill(double score, double baseline)
{
    return baseline > 0 ? 1 - score / baseline : 0;
}
