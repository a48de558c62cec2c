/* Forecasts of many worlds, held against what then happened in them. */
#include "forecast/calibrate.h"

#include <math.h>
#include <stdlib.h>

#include "base/attr.h"
#include "domain/score.h"

enum { DRAWS = 240, ORIGINS = 7, WINDOW = 12 };
static const int origins[ORIGINS] = {10, 14, 18, 22, 26, 34, 44};
const int calibrate_weeks[CALIBRATE_HORIZONS] = {4, 13, 26, 52};

/* Weeks of the last quarter drawn again; no more is signed than is in scope today. */
static double bootstrap_crps(const struct world *world, int day, int weeks,
                             struct jalon_random *random)
{
    int counts[WORLD_CONTRACTS + 1] = {0};
    int seen[WINDOW];
    int now = world_signed_by(world, day);
    int scope = world_scope(world, day);
    for (int week = 0; week < WINDOW; week++) {
        int back = day - 7 * week;
        seen[week] = world_signed_by(world, back) - world_signed_by(world, back - 7);
    }
    for (int draw = 0; draw < DRAWS; draw++) {
        int n = now;
        for (int week = 0; week < weeks && n < scope; week++) {
            n += seen[(int)(jalon_random_uniform(random) * WINDOW)];
        }
        counts[n < scope ? n : scope]++;
    }
    const struct jalon_forecast_point point = {.draws_by_count = counts,
                                               .n_counts = WORLD_CONTRACTS + 1};
    return jalon_score_crps(&point, world_signed_by(world, day + 7 * weeks));
}

/* The stretch of the distribution that the truth takes up, as counts have steps. */
struct stretch {
    double from, to;
};

static struct stretch stretch_of(const struct jalon_forecast_point *point, int truth)
{
    double under = 0;
    for (int i = 0; i < truth && (size_t)i < point->n_counts; i++) {
        under += point->draws_by_count[i];
    }
    double ties = (size_t)truth < point->n_counts ? point->draws_by_count[truth] : 0;
    return (struct stretch){under / (DRAWS + 1), (under + ties + 1) / (DRAWS + 1)};
}

/* The share of it between two chances (Czado, Gneiting and Held): summed over forecasts that are
 * right it is their distance. An interval of whole counts holds more than its name says. */
static double share_between(struct stretch stretch, double low, double high)
{
    double from = stretch.from > low ? stretch.from : low;
    double to = stretch.to < high ? stretch.to : high;
    return to > from ? (to - from) / (stretch.to - stretch.from) : 0;
}

static const struct jalon_forecast_point *point_on(const struct jalon_forecast *forecast,
                                                   struct jalon_date on)
{
    for (size_t i = 0; i < forecast->n_fan; i++) {
        if (jalon_date_compare(forecast->fan[i].on, on) == 0) {
            return &forecast->fan[i];
        }
    }
    return NULL;
}

static void judge(const struct world *world, int day, struct jalon_random *random,
                  struct calibration *result)
{
    static struct world_view view;
    world_look(world, day, &view);
    view.input.model.draws = DRAWS;
    view.input.model.seed = jalon_random_bits(random);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&view.input);
    for (int h = 0; h < CALIBRATE_HORIZONS; h++) {
        int weeks = calibrate_weeks[h];
        int truth = world_signed_by(world, day + 7 * weeks);
        const struct jalon_forecast_point *point =
            point_on(forecast, jalon_date_add(view.input.as_of, 7 * weeks));
        result->n[h]++;
        result->covered[h] += jalon_score_is_covered(point->quantiles[JALON_FORECAST_Q10],
                                                     point->quantiles[JALON_FORECAST_Q90], truth);
        result->crps[h] += jalon_score_crps(point, truth);
        result->bootstrap[h] += bootstrap_crps(world, day, weeks, random);
        result->bias[h] += point->expected - truth;
        struct stretch stretch = stretch_of(point, truth);
        result->within[h] += share_between(stretch, 0.1, 0.9);
        for (int bin = 0; bin < CALIBRATE_BINS; bin++) {
            result->pit[bin] +=
                share_between(stretch, (double)bin / CALIBRATE_BINS, (bin + 1.0) / CALIBRATE_BINS);
        }
    }
}

/* Forecasts of one world share its fate: the error is that of as many numbers as there are worlds.
 */
static double standard_error(double sum, double sum_of_squares, int n)
{
    double mean = sum / n;
    return n > 1 ? sqrt((sum_of_squares / n - mean * mean) / (n - 1)) : 1;
}

void calibrate(const struct world_kind *kind, int n_worlds, struct calibration *ret_result)
{
    static struct world world;
    double sums[CALIBRATE_HORIZONS] = {0};
    double squares[CALIBRATE_HORIZONS] = {0};
    int n = 0;
    *ret_result = (struct calibration){{0}};
    for (int i = 0; i < n_worlds; i++) {
        struct jalon_random random;
        jalon_random_init(&random, 1000 + (uint64_t)i);
        world = (struct world){.n = 0};
        kind->fill(&world, &random);
        for (int origin = 0; origin < ORIGINS; origin++) {
            judge(&world, 7 * origins[origin], &random, ret_result);
            n += CALIBRATE_HORIZONS;
        }
        for (int h = 0; h < CALIBRATE_HORIZONS; h++) {
            double share = (ret_result->within[h] - ORIGINS * sums[h]) / ORIGINS;
            sums[h] += share;
            squares[h] += share * share;
        }
    }
    for (int h = 0; h < CALIBRATE_HORIZONS; h++) {
        ret_result->covered[h] /= ret_result->n[h];
        ret_result->within[h] /= ret_result->n[h];
        ret_result->error[h] = standard_error(sums[h], squares[h], n_worlds);
        ret_result->crps[h] /= ret_result->n[h];
        ret_result->bootstrap[h] /= ret_result->n[h];
        ret_result->bias[h] /= ret_result->n[h];
    }
    for (int bin = 0; bin < CALIBRATE_BINS; bin++) {
        ret_result->pit[bin] /= n;
    }
}
