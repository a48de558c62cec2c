/*
 * How a forecast fared, once what it was about has happened. A score is a loss: 0 is perfect, and
 * smaller is better. Counts are of contracts.
 */
#pragma once

#include "domain/forecast.h"

/* Did the interval hold COUNT, both ends included? */
bool jalon_score_is_covered(int low, int high, int count);

/* What the quantile QUANTILE for PERCENT costs: ρ_τ(y - q) = (y - q)(τ - 1[y < q]) (Koenker and
 * Bassett, "Regression Quantiles", Econometrica 46, 1978). */
double jalon_score_pinball(int percent, double quantile, int count);

/*
 * The distance of a whole forecast to COUNT: the mean of |draw - COUNT| less half of that between
 * two draws (CRPS; Gneiting and Raftery, "Strictly Proper Scoring Rules, Prediction, and
 * Estimation", JASA 102, 2007, (21)). Of a single number it is the distance to it.
 */
double jalon_score_crps(const struct jalon_forecast_point *point, int count);
/*
 * The same as far as QUANTILES (JALON_FORECAST_QUANTILES of them) tell: it is twice the integral of
 * the pinball loss over all chances; each quantile stands for those that are nearer to it than to
 * another.
 */
double jalon_score_crps_quantiles(const int *quantiles, int count);

/* (p - o)² with o 1 or 0 (Brier, "Verification of Forecasts Expressed in Terms of Probability",
 * Monthly Weather Review 78, 1950). */
double jalon_score_brier(double p, bool happened);

/* By how much SCORE is nearer than BASELINE: 1 is perfect, 0 no better, below 0 worse. False when
 * the baseline is perfect, so that there is nothing to gain. */
bool jalon_score_skill(double score, double baseline, double *ret_skill);

/* Reliability: of what was said to happen with a chance of about p, how much did? */
enum { JALON_SCORE_BINS = 5 };
struct jalon_score_bin { /* chances from i/5 on, below (i+1)/5; 1 is of the last */
    int n, n_happened;
    double chances; /* their sum */
};
void jalon_score_bin_add(struct jalon_score_bin bins[JALON_SCORE_BINS], double p, bool happened);
