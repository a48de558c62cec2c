/*
 * What changes with time, given the cells. The pace that all Régions share goes on from one season
 * to the next, or breaks and is drawn anew; a Région sleeps or is awake, and goes from one to the
 * other in some week. How often is learned. Both are drawn with what they multiply summed out, so
 * that neither holds the other where it is.
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "domain/forecast_priv.h"

/* Chance of a kind of change that was seen YES times and could have been NO times more. */
static double draw_chance(struct jalon_random *random, double yes, double no)
{
    double a = jalon_random_gamma(random, yes, 1);
    double b = jalon_random_gamma(random, no, 1);
    double chance = a / (a + b);
    return fmin(fmax(chance, 1e-6), 1 - 1e-6); /* whose odds are divided by */
}

static void set_value(struct jalon_forecast_fit *fit, int i, double value)
{
    fit->ratios[i] = value / fit->values[i];
    fit->values[i] = value;
}

/* Logarithm of how likely the signatures of all Régions in all weeks are by a spread of their
 * bursts, whatever these are. */
static double burst_likelihood(const struct jalon_forecast_fit *fit, double spread)
{
    const struct jalon_forecast_family *family = &fit->data->families[JALON_FACTOR_BURST];
    double sum = 0;
    for (int i = family->first; i < family->first + family->n; i++) {
        int events = fit->data->events[i];
        sum -= (spread + events) * log1p(fit->sums[i] / spread);
        for (int event = 1; event < events; event++) {
            sum += log1p(event / spread);
        }
    }
    return sum;
}

/* A Metropolis step between neighbours of the grid, all as likely before. */
void jalon_forecast_draw_burst_spread(struct jalon_forecast_fit *fit)
{
    static const double grid[] = {0.1, 0.2, 0.35, 0.6, 1, 2, 6, 40};
    int at = 0;
    while (grid[at] < fit->spread_burst) {
        at++;
    }
    int to = jalon_random_uniform(&fit->random) < 0.5 ? at - 1 : at + 1;
    if (to < 0 || to >= (int)JALON_COUNT(grid)) {
        return;
    }
    jalon_forecast_sum_without(fit, JALON_FACTOR_BURST);
    double gain = burst_likelihood(fit, grid[to]) - burst_likelihood(fit, grid[at]);
    if (-jalon_random_exponential(&fit->random) < gain) {
        fit->spread_burst = grid[to];
    }
}

/* Seasons that follow each other with one pace. */
struct stretch {
    int events;
    double expected;
    bool is_oldest;
};

static void add_season(const struct jalon_forecast_fit *fit, int season, struct stretch *stretch)
{
    int i = fit->data->families[JALON_FACTOR_PACE].first + season;
    stretch->events += fit->data->events[i];
    stretch->expected += fit->sums[i];
    stretch->is_oldest |= season == fit->data->families[JALON_FACTOR_PACE].n - 1;
}

/* Logarithm of how likely its signatures are, whatever its pace. */
static double likelihood(const struct jalon_forecast_fit *fit, struct stretch stretch)
{
    double spread = fit->spread_pace;
    double rate = spread / JALON_FORECAST_NEW_PACE;
    double shape = spread + stretch.events;
    return stretch.is_oldest ? -stretch.expected
                             : lgamma(shape) - shape * log(rate + stretch.expected) +
                                   spread * log(rate) - lgamma(spread);
}

/* Season 0 is the last one; a break lies between a season and the one before it. */
static void draw_break(struct jalon_forecast_fit *fit, int season)
{
    int n = fit->data->families[JALON_FACTOR_PACE].n;
    struct stretch after = {0};
    struct stretch before = {0};
    for (int s = season; s >= 0 && (s == season || !fit->breaks[s]); s--) {
        add_season(fit, s, &after);
    }
    for (int s = season + 1; s < n && (s == season + 1 || !fit->breaks[s - 1]); s++) {
        add_season(fit, s, &before);
    }
    struct stretch both = {after.events + before.events, after.expected + before.expected,
                           before.is_oldest};
    double gain = likelihood(fit, after) + likelihood(fit, before) - likelihood(fit, both) +
                  log(fit->breaking / (1 - fit->breaking));
    fit->breaks[season] = jalon_random_uniform(&fit->random) < 1 / (1 + exp(-gain));
}

static void draw_stretch(struct jalon_forecast_fit *fit, int from, int until)
{
    int first = fit->data->families[JALON_FACTOR_PACE].first;
    struct stretch stretch = {0};
    for (int s = from; s <= until; s++) {
        add_season(fit, s, &stretch);
    }
    double value = 1;
    if (!stretch.is_oldest) {
        value = jalon_random_gamma(&fit->random, fit->spread_pace + stretch.events,
                                   fit->spread_pace / JALON_FORECAST_NEW_PACE + stretch.expected);
    }
    for (int s = from; s <= until; s++) {
        set_value(fit, first + s, value > 1e-12 ? value : 1e-12);
    }
}

void jalon_forecast_draw_pace(struct jalon_forecast_fit *fit)
{
    int n = fit->data->families[JALON_FACTOR_PACE].n;
    int n_breaks = 0;
    jalon_forecast_sum_without(fit, JALON_FACTOR_PACE);
    for (int s = 0; s < n - 1; s++) {
        draw_break(fit, s);
        n_breaks += fit->breaks[s];
    }
    for (int s = 0, from = 0; s < n; s++) {
        if (s == n - 1 || fit->breaks[s]) {
            draw_stretch(fit, from, s);
            from = s + 1;
        }
    }
    jalon_forecast_apply_ratios(fit, JALON_FACTOR_PACE);
    int n_goes_on = n - 1 - n_breaks;
    fit->breaking = draw_chance(&fit->random, 1 + n_breaks, 11 + n_goes_on);
}

/* How much likelier what a Région signed in a week is asleep than awake, whatever its burst. */
static double odds_asleep(const struct jalon_forecast_fit *fit, int place)
{
    const struct jalon_forecast_data *data = fit->data;
    int awake = data->families[JALON_FACTOR_AWAKE].first + place;
    int burst = data->families[JALON_FACTOR_BURST].first + place;
    double expected = fit->sums[awake] / fit->values[burst];
    int events = data->events[awake];
    double gain = log((fit->spread_burst + expected) /
                      (fit->spread_burst + JALON_FORECAST_ASLEEP * expected));
    return exp((fit->spread_burst + events) * gain + events * log(JALON_FORECAST_ASLEEP));
}

/* What is seen of the steps of all Régions. */
struct steps {
    int began_awake, began_asleep;
    int made, not_made; /* from one week to the next */
};

/* Chances of each step in a week, given those of the week before. */
static void go_on(const struct jalon_forecast_fit *fit, const double *before, double *chances)
{
    chances[0] = before[0] * (1 - fit->waking);
    for (int step = 1; step < JALON_FORECAST_AWAKE; step++) {
        chances[step] = before[step] * (1 - fit->waking) + before[step - 1] * fit->waking;
    }
    chances[JALON_FORECAST_AWAKE] =
        before[JALON_FORECAST_AWAKE] + before[JALON_FORECAST_AWAKE - 1] * fit->waking;
}

static void weigh(double *chances, double odds_asleep)
{
    double sum = chances[JALON_FORECAST_AWAKE];
    for (int step = 0; step < JALON_FORECAST_AWAKE; step++) {
        chances[step] *= odds_asleep;
        sum += chances[step];
    }
    for (int step = 0; step < JALON_FORECAST_STEPS; step++) {
        chances[step] /= sum;
    }
}

/* Those of one Région in the families of bursts and of awake weeks. */
struct places {
    int first, end;
};

/* The chances of each week, given all that was seen up to it. */
static void filter(struct jalon_forecast_fit *fit, struct places places)
{
    const struct jalon_forecast_data *data = fit->data;
    for (int w = 0; w < data->n_weeks; w++) {
        double *chances = fit->chances[w];
        if (w > 0) {
            go_on(fit, fit->chances[w - 1], chances);
        } else {
            memset(chances, 0, sizeof fit->chances[w]);
            chances[0] = 1 - fit->beginning_awake;
            chances[JALON_FORECAST_AWAKE] = fit->beginning_awake;
        }
        if (places.first < places.end && data->bursts[places.first].week == w) {
            weigh(chances, odds_asleep(fit, places.first++));
        }
    }
}

static int draw_last_step(struct jalon_forecast_fit *fit)
{
    const double *chances = fit->chances[fit->data->n_weeks - 1];
    double left = jalon_random_uniform(&fit->random);
    int step = JALON_FORECAST_AWAKE;
    while (step > 0 && left > chances[step]) {
        left -= chances[step--];
    }
    return step;
}

/* Whether the step of a week was made since the week before. */
static bool draw_is_made(struct jalon_forecast_fit *fit, int week, int step)
{
    const double *before = fit->chances[week - 1];
    double stays = before[step] * (step == JALON_FORECAST_AWAKE ? 1 : 1 - fit->waking);
    double comes = step > 0 ? before[step - 1] * fit->waking : 0;
    return jalon_random_uniform(&fit->random) * (stays + comes) < comes;
}

/* From the last week back to the first. */
static void draw_steps(struct jalon_forecast_fit *fit, size_t region, struct places places,
                       struct steps *steps)
{
    const struct jalon_forecast_data *data = fit->data;
    int first = data->families[JALON_FACTOR_AWAKE].first;
    int step = draw_last_step(fit);
    fit->steps[region] = step;
    fit->awake_weeks[region] = 0;
    for (int w = data->n_weeks - 1; w >= 0; w--) {
        bool is_awake = step == JALON_FORECAST_AWAKE;
        fit->awake_weeks[region] += is_awake;
        if (places.end > places.first && data->bursts[places.end - 1].week == w) {
            set_value(fit, first + --places.end, is_awake ? 1 : JALON_FORECAST_ASLEEP);
        }
        if (w > 0 && draw_is_made(fit, w, step)) {
            step--;
            steps->made++;
        } else if (w > 0) {
            steps->not_made += !is_awake;
        }
    }
    if (step == JALON_FORECAST_AWAKE) {
        fit->awake_weeks[region] = JALON_FORECAST_ALWAYS;
        steps->began_awake++;
    } else {
        steps->began_asleep++;
    }
}

/* What was not seen of a Région tells nothing of the others. */
void jalon_forecast_draw_awake(struct jalon_forecast_fit *fit)
{
    const struct jalon_forecast_data *data = fit->data;
    int n = data->families[JALON_FACTOR_AWAKE].n;
    struct steps seen = {0};
    struct steps unseen = {0};
    struct places places = {0};
    jalon_forecast_sum_without(fit, JALON_FACTOR_AWAKE);
    for (int region = 0; region < data->families[JALON_FACTOR_REGION].n; region++) {
        places.first = places.end;
        while (places.end < n && data->bursts[places.end].region == region) {
            places.end++;
        }
        filter(fit, places);
        draw_steps(fit, (size_t)region, places, places.first < places.end ? &seen : &unseen);
    }
    jalon_forecast_apply_ratios(fit, JALON_FACTOR_AWAKE);
    fit->beginning_awake =
        draw_chance(&fit->random, 0.5 + seen.began_awake, 0.7 + seen.began_asleep);
    fit->waking =
        draw_chance(&fit->random, 3 + seen.made, fit->model.median_weeks * 2.0 / 3 + seen.not_made);
}
