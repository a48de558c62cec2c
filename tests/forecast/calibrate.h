/* Forecasts of many worlds, held against what then happened in them. */
#pragma once

#include "forecast/world.h"

enum { CALIBRATE_HORIZONS = 4, CALIBRATE_BINS = 10 };
extern const int calibrate_weeks[CALIBRATE_HORIZONS];

struct calibration {
    int n[CALIBRATE_HORIZONS];
    double covered[CALIBRATE_HORIZONS];   /* share in the 80 % interval as it is printed */
    double within[CALIBRATE_HORIZONS];    /* the same, had counts no steps: see calibrate.c */
    double error[CALIBRATE_HORIZONS];     /* standard error of that */
    double crps[CALIBRATE_HORIZONS];      /* mean, in contracts */
    double bootstrap[CALIBRATE_HORIZONS]; /* that of resampled weeks of the last quarter */
    double bias[CALIBRATE_HORIZONS];
    double pit[CALIBRATE_BINS]; /* share of each tenth, over all horizons */
};
void calibrate(const struct world_kind *kind, int n_worlds, struct calibration *ret_result);
