/*
 * Draws of the parameters, given the cells: Gibbs sampling. A signature is a Poisson event whose
 * rate is a product of factors with gamma priors, so each factor given the others is gamma too:
 * shape + its signatures, rate + what the other factors alone would have let expect.
 */
#include <math.h>

#include "domain/forecast_priv.h"

enum { BURN_IN = 120, SPREADS = 8 };

/* How the level goes with age, before anything was seen: little is signed in the first weeks. */
static const double age_shapes[JALON_FORECAST_AGES] = {0.25, 0.9, 1.15, 1.15, 1.15, 0.8};
static const double age_strength = 6;
static const double scale_strength = 3;

/* Values that the spread of a family can take, all as likely: a gamma of that shape, mean 1. That
 * of bursts is in forecast_change.c. */
static const double region_spreads[SPREADS] = {2, 3, 4, 6, 8, 12, 20, 40};
static const double season_spreads[SPREADS] = {8, 12, 20, 30, 50, 100, 200, 400};
static const double pace_spreads[SPREADS] = {0.6, 0.8, 1, 1.2, 1.5, 2, 3, 6};

struct prior {
    double shape, rate;
};

static struct prior prior_of(const struct jalon_forecast_fit *fit, int factor, int place)
{
    const double rest_strength = 4;
    switch ((enum jalon_forecast_factor)factor) {
    case JALON_FACTOR_AGE:
        return (struct prior){age_strength, age_strength * fit->scale / age_shapes[place]};
    case JALON_FACTOR_REGION:
        return (struct prior){fit->spread_region, fit->spread_region};
    case JALON_FACTOR_BURST:
        return (struct prior){fit->spread_burst, fit->spread_burst};
    case JALON_FACTOR_SEASON:
        return (struct prior){fit->spread_season, fit->spread_season};
    case JALON_FACTOR_CEREMONY:
        return (struct prior){1, 0.12};
    case JALON_FACTOR_REST:
        return (struct prior){rest_strength, rest_strength * 100 / fit->model.rest_percent};
    case JALON_FACTOR_PLAN:
        return (struct prior){2, place == JALON_PLAN_BEFORE - 1 ? 4 : 1};
    case JALON_FACTOR_AWAKE:
    case JALON_FACTOR_PACE:
    case JALON_FACTOR_N:
        break;
    }
    return (struct prior){1, 1};
}

/* What each cell lets expect, from scratch, so that no rounding adds up. */
static void expect(struct jalon_forecast_fit *fit)
{
    const struct jalon_forecast_data *data = fit->data;
    for (size_t i = 0; i < data->n_cells; i++) {
        struct jalon_forecast_cell *cell = &data->cells[i];
        cell->expected = cell->exposure;
        for (int factor = 0; factor < JALON_FACTOR_N; factor++) {
            cell->expected *= fit->values[cell->at[factor]];
        }
    }
}

void jalon_forecast_sum_without(struct jalon_forecast_fit *fit, int factor)
{
    const struct jalon_forecast_data *data = fit->data;
    const struct jalon_forecast_family *family = &data->families[factor];
    for (int i = family->first; i < family->first + family->n; i++) {
        fit->sums[i] = 0;
    }
    for (size_t i = 0; i < data->n_cells; i++) {
        fit->sums[data->cells[i].at[factor]] += data->cells[i].expected;
    }
    for (int i = family->first; i < family->first + family->n; i++) {
        fit->sums[i] /= fit->values[i];
    }
}

void jalon_forecast_apply_ratios(struct jalon_forecast_fit *fit, int factor)
{
    const struct jalon_forecast_data *data = fit->data;
    for (size_t i = 0; i < data->n_cells; i++) {
        data->cells[i].expected *= fit->ratios[data->cells[i].at[factor]];
    }
}

static void draw_family(struct jalon_forecast_fit *fit, int factor)
{
    const struct jalon_forecast_data *data = fit->data;
    const struct jalon_forecast_family *family = &data->families[factor];
    jalon_forecast_sum_without(fit, factor);
    for (int i = family->first; i < family->first + family->n; i++) {
        struct prior prior = prior_of(fit, factor, i - family->first);
        double value = jalon_random_gamma(&fit->random, prior.shape + data->events[i],
                                          prior.rate + fit->sums[i]);
        value = value > 1e-12 ? value : 1e-12; /* it is a divisor of the next draw */
        fit->ratios[i] = value / fit->values[i];
        fit->values[i] = value;
    }
    jalon_forecast_apply_ratios(fit, factor);
}

static void draw_factor(struct jalon_forecast_fit *fit, int factor)
{
    if (factor == JALON_FACTOR_AWAKE) {
        jalon_forecast_draw_burst_spread(fit);
        jalon_forecast_draw_awake(fit); /* before the bursts, which it sums out */
    } else if (factor == JALON_FACTOR_PACE) {
        jalon_forecast_draw_pace(fit);
    } else {
        draw_family(fit, factor);
    }
}

/* The scale of Régions that are awake by which half of what is open is signed after MEDIAN weeks:
 * others are still asleep then. */
static double prior_scale(int median)
{
    const double in_awake = 0.5;
    double shapes = 0;
    for (int week = 0; week < median; week++) {
        shapes += age_shapes[jalon_forecast_age(week)];
    }
    return in_awake * shapes / log(2);
}

static void draw_scale(struct jalon_forecast_fit *fit)
{
    const double *ages = &fit->values[fit->data->families[JALON_FACTOR_AGE].first];
    double scale = prior_scale(fit->model.median_weeks);
    double sum = 0;
    for (int i = 0; i < JALON_FORECAST_AGES; i++) {
        sum += ages[i] / age_shapes[i];
    }
    fit->scale =
        jalon_random_gamma(&fit->random, scale_strength + age_strength * JALON_FORECAST_AGES,
                           scale_strength / scale + age_strength * sum);
}

/*
 * Moves all levels and the scale together, by a factor that keeps their relation: apart they hold
 * each other where they are, the more so the less was seen. A Metropolis step; the scale's prior,
 * the measure of the move and the signatures give the powers of the factor.
 */
static void rescale(struct jalon_forecast_fit *fit)
{
    const struct jalon_forecast_data *data = fit->data;
    const struct jalon_forecast_family *ages = &data->families[JALON_FACTOR_AGE];
    double behind = scale_strength / prior_scale(fit->model.median_weeks) * fit->scale;
    double expected = 0;
    for (size_t i = 0; i < data->n_cells; i++) {
        expected += data->cells[i].expected;
    }
    double factor = exp(0.7 * jalon_random_normal(&fit->random));
    double gain = (data->n_events - scale_strength) * log(factor) - behind * (1 / factor - 1) -
                  expected * (factor - 1);
    if (-jalon_random_exponential(&fit->random) > gain) {
        return;
    }
    fit->scale /= factor;
    for (int i = ages->first; i < ages->first + ages->n; i++) {
        fit->values[i] *= factor;
    }
    for (size_t i = 0; i < data->n_cells; i++) {
        data->cells[i].expected *= factor;
    }
}

/* Of a pace that goes on the value was drawn once, in the season after the break; the first one is
 * given. */
static bool is_drawn(const struct jalon_forecast_fit *fit, enum jalon_forecast_factor factor,
                     int place)
{
    return factor != JALON_FACTOR_PACE ||
           (place < fit->data->families[factor].n - 1 && fit->breaks[place]);
}

/* A spread given the values of its family, whose mean is MEAN: by the grid, each value of which is
 * as likely before. */
static double draw_spread(struct jalon_forecast_fit *fit, enum jalon_forecast_factor factor,
                          double mean, const double *grid)
{
    const struct jalon_forecast_family *family = &fit->data->families[factor];
    double sum = 0;
    int n = 0;
    for (int i = 0; i < family->n; i++) {
        if (is_drawn(fit, factor, i)) {
            double value = fit->values[family->first + i] / mean;
            sum += log(value) - value;
            n++;
        }
    }
    double logs[SPREADS];
    double most = -HUGE_VAL;
    for (int i = 0; i < SPREADS; i++) {
        logs[i] = n * (grid[i] * log(grid[i]) - lgamma(grid[i])) + grid[i] * sum;
        most = logs[i] > most ? logs[i] : most;
    }
    double total = 0;
    for (int i = 0; i < SPREADS; i++) {
        logs[i] = exp(logs[i] - most);
        total += logs[i];
    }
    double left = jalon_random_uniform(&fit->random) * total;
    int chosen = 0;
    while (chosen < SPREADS - 1 && left > logs[chosen]) {
        left -= logs[chosen];
        chosen++;
    }
    return grid[chosen];
}

void jalon_forecast_fit_draw(struct jalon_forecast_fit *fit)
{
    const struct jalon_forecast_data *data = fit->data;
    expect(fit);
    for (int factor = 0; factor < JALON_FACTOR_N; factor++) {
        draw_factor(fit, factor);
    }
    draw_scale(fit);
    rescale(fit);
    rescale(fit);
    fit->spread_region = draw_spread(fit, JALON_FACTOR_REGION, 1, region_spreads);
    fit->spread_season = draw_spread(fit, JALON_FACTOR_SEASON, 1, season_spreads);
    fit->spread_pace = draw_spread(fit, JALON_FACTOR_PACE, JALON_FORECAST_NEW_PACE, pace_spreads);
    fit->waiting = jalon_random_gamma(&fit->random, 2 + data->waiting_events,
                                      2.0 * fit->model.waiting_weeks + data->waiting_weeks);
    fit->announcing = jalon_random_gamma(&fit->random, 0.5 + data->n_ceremonies, 26 + data->weeks);
    fit->growth = jalon_random_gamma(&fit->random, 1 + data->n_batches, 8 + data->growth_weeks);
}

/* Where the first draws start from: nothing has changed yet. */
static void start(struct jalon_forecast_fit *fit)
{
    const struct jalon_forecast_data *data = fit->data;
    for (int i = 0; i < data->n_values; i++) {
        fit->values[i] = 1;
        fit->ratios[i] = 1;
    }
    fit->scale = prior_scale(fit->model.median_weeks);
    for (int i = 0; i < JALON_FORECAST_AGES; i++) {
        fit->values[data->families[JALON_FACTOR_AGE].first + i] = age_shapes[i] / fit->scale;
    }
    fit->spread_region = 6;
    fit->spread_burst = 2;
    fit->spread_season = 20;
    fit->spread_pace = 2;
    fit->breaking = 0.1;
    fit->beginning_awake = 0.5;
    fit->waking = 0.1;
}

void jalon_forecast_fit_init(struct jalon_forecast_fit *fit, const struct jalon_forecast_data *data,
                             const struct jalon_forecast_model *model)
{
    size_t n = (size_t)data->n_values;
    size_t n_regions = (size_t)data->families[JALON_FACTOR_REGION].n;
    *fit = (struct jalon_forecast_fit){.data = data, .model = *model};
    jalon_random_init(&fit->random, model->seed);
    fit->values = jalon_arena_array(data->arena, n, sizeof *fit->values);
    fit->ratios = jalon_arena_array(data->arena, n, sizeof *fit->ratios);
    fit->sums = jalon_arena_array(data->arena, n, sizeof *fit->sums);
    fit->breaks = jalon_arena_array(data->arena, (size_t)data->families[JALON_FACTOR_PACE].n,
                                    sizeof *fit->breaks);
    fit->steps = jalon_arena_array(data->arena, n_regions, sizeof *fit->steps);
    fit->awake_weeks = jalon_arena_array(data->arena, n_regions, sizeof *fit->awake_weeks);
    fit->chances = jalon_arena_array(data->arena, (size_t)data->n_weeks, sizeof *fit->chances);
    start(fit);
    for (int i = 0; i < BURN_IN; i++) {
        jalon_forecast_fit_draw(fit);
    }
}
