/*
 * How a forecast fared, once what it was about has happened. A score is a loss: 0 is perfect, and
 * smaller is better.
 */
#pragma once

#include "domain/forecast.h"

/* The distance of a whole forecast to COUNT, in contracts: the mean of |draw - COUNT| less half of
 * that between two draws (CRPS). */
double score_crps(const struct jalon_forecast_point *point, int count);

/* Did the 80 % interval hold COUNT, both ends included? */
bool score_is_covered(const struct jalon_forecast_point *point, int count);
