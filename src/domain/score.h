/*
 * How past forecasts fared, once what they were about has happened. Every score is a loss: 0 is
 * perfect, and smaller is better. Pure.
 */
#pragma once

#include <stddef.h>

#include "domain/forecast.h"

/* A chance that was told, and whether the thing happened. */
struct jalon_score_claim {
    double p;
    bool happened;
};

enum { JALON_SCORE_BINS = 10 };

/* The Brier score and its parts (Murphy): reliability - resolution + uncertainty is the score of
 * the chances rounded to their bins. */
struct jalon_score_brier {
    double score;       /* mean square of chance less outcome */
    double reliability; /* how far the chances of a bin are from what happened in it */
    double resolution;  /* how far what happened in the bins is from the mean */
    double uncertainty; /* of what happened: the score of who always tells its share */
    size_t n[JALON_SCORE_BINS];
    double told[JALON_SCORE_BINS];     /* mean chance of the bin */
    double happened[JALON_SCORE_BINS]; /* share of it that happened */
};
struct jalon_score_brier jalon_score_brier(const struct jalon_score_claim *claims, size_t n);

/* (y - q)(level - [y < q]): of a QUANTILE that VALUE should lie under with the chance LEVEL. */
double jalon_score_pinball(double level, double quantile, double value);

/* Mean pinball loss of the quantiles 10, 50 and 90 of a point, where COUNT were signed. */
double jalon_score_point(const struct jalon_forecast_point *point, int count);

/* Did the interval of 50, 80 or 90 percent hold COUNT, both ends included? Another PERCENT: false.
 */
bool jalon_score_is_covered(const struct jalon_forecast_point *point, int percent, int count);

/* The distance of a whole forecast to COUNT, in contracts: the mean of |draw - COUNT| less half of
 * that between two draws (CRPS). */
double jalon_score_crps(const struct jalon_forecast_point *point, int count);

/* 1 - score / baseline: the share of the baseline's loss that is saved; 0 without a loss to save.
 */
double jalon_score_skill(double score, double baseline);
