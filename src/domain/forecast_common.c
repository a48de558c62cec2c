/* What contracts have in common in the weeks to come: ceremonies, the pace, and their Région. */
#include <math.h>

#include "domain/forecast_priv.h"

double jalon_forecast_value(const struct jalon_forecast_paths *paths,
                            enum jalon_forecast_factor factor, int place)
{
    return paths->fit->values[paths->fit->data->families[factor].first + place];
}

/* A factor of the weeks to come, which nobody has seen: the mean of WEEKS of them. */
static double draw_mean(struct jalon_random *random, double spread, double weeks)
{
    return jalon_random_gamma(random, spread * weeks, spread * weeks);
}

static void hold_ceremony(struct jalon_forecast_paths *paths, int day)
{
    for (size_t s = 0; s < paths->n_slots; s++) {
        struct jalon_forecast_slot *slot = &paths->slots[s];
        if (slot->from < day && day <= slot->to) {
            double share = slot->ceremony + 7.0 / (slot->to - slot->from);
            slot->ceremony = share < 1 ? share : 1;
        }
    }
}

/* Announced ceremonies are held on their day, or moved to a later one. After the last of them, and
 * no sooner than they are announced, others follow as they did so far. */
static void draw_ceremonies(struct jalon_forecast_paths *paths)
{
    enum { ANNOUNCED_AHEAD = 56 };
    const struct jalon_forecast_input *input = paths->input;
    struct jalon_random *random = &paths->fit->random;
    const struct jalon_forecast_model *model = &paths->fit->model;
    double last = ANNOUNCED_AHEAD;
    for (size_t i = 0; i < input->n_ceremonies; i++) {
        int day = jalon_forecast_day(input, input->ceremonies[i]);
        last = day > last ? day : last;
        if (day > 0 && jalon_random_uniform(random) * 100 < model->slip_percent) {
            day += (int)ceil(jalon_random_exponential(random) * 7 * model->slip_weeks);
        }
        hold_ceremony(paths, day);
    }
    double pace = paths->fit->announcing / 7;
    while (input->n_ceremonies > 0 && last < paths->horizon) {
        last += 1 + jalon_random_exponential(random) / pace;
        hold_ceremony(paths, last < paths->horizon ? (int)last : 0);
    }
}

/* The pace of the last season goes on, until it breaks; seasons differ besides. */
static void draw_paces(struct jalon_forecast_paths *paths)
{
    struct jalon_forecast_fit *fit = paths->fit;
    double pace = jalon_forecast_value(paths, JALON_FACTOR_PACE, 0);
    for (int i = 0; i < paths->n_paces; i++) {
        if (jalon_random_uniform(&fit->random) < fit->breaking) {
            pace = JALON_FORECAST_NEW_PACE * draw_mean(&fit->random, fit->spread_pace, 1);
        }
        paths->paces[i] = pace * draw_mean(&fit->random, fit->spread_season, 1);
    }
}

/* What all contracts share in each slot. */
static void draw_seasons(struct jalon_forecast_paths *paths)
{
    for (size_t s = 0; s < paths->n_slots; s++) {
        const struct jalon_forecast_slot *slot = &paths->slots[s];
        double sum = 0;
        for (int week = slot->from / 7; week < slot->to / 7; week++) {
            sum += paths->paces[week / JALON_FORECAST_SEASON];
        }
        paths->season[s] =
            sum * 7 / (slot->to - slot->from) *
            (1 + slot->ceremony * (jalon_forecast_value(paths, JALON_FACTOR_CEREMONY, 0) - 1));
    }
    for (size_t i = 0; i < paths->input->n_regions * paths->n_slots; i++) {
        paths->common[i] = -1;
    }
    for (size_t i = 0; i < paths->input->n_regions; i++) {
        paths->wakes_on[i] = -1;
    }
}

/* The day after which a Région is awake. */
static int draw_waking(struct jalon_forecast_paths *paths, size_t region)
{
    struct jalon_forecast_fit *fit = paths->fit;
    double weeks = 0;
    for (int step = fit->steps[region]; step < JALON_FORECAST_AWAKE; step++) {
        weeks += 1 + floor(jalon_random_exponential(&fit->random) / -log1p(-fit->waking));
    }
    weeks -= weeks > 0; /* the first step may be made in the first week */
    return 7 * weeks < paths->horizon ? (int)(7 * weeks) : paths->horizon;
}

static double share_awake(const struct jalon_forecast_slot *slot, int wakes_on)
{
    double share = (double)(slot->to - wakes_on) / (slot->to - slot->from);
    share = fmin(fmax(share, 0), 1);
    return share + (1 - share) * JALON_FORECAST_ASLEEP;
}

void jalon_forecast_common_init(struct jalon_forecast_paths *paths, struct jalon_arena *arena)
{
    size_t n_regions = paths->input->n_regions;
    paths->n_paces = paths->horizon / (7 * JALON_FORECAST_SEASON) + 1;
    paths->paces = jalon_arena_array(arena, (size_t)paths->n_paces, sizeof *paths->paces);
    paths->season = jalon_arena_array(arena, paths->n_slots, sizeof *paths->season);
    paths->wakes_on = jalon_arena_array(arena, n_regions, sizeof *paths->wakes_on);
    paths->common = jalon_arena_array(arena, n_regions * paths->n_slots, sizeof *paths->common);
}

void jalon_forecast_common_draw(struct jalon_forecast_paths *paths)
{
    for (size_t s = 0; s < paths->n_slots; s++) {
        paths->slots[s].ceremony = 0;
    }
    draw_ceremonies(paths);
    draw_paces(paths);
    draw_seasons(paths);
}

double jalon_forecast_common_of(struct jalon_forecast_paths *paths, size_t region, size_t s)
{
    const struct jalon_forecast_slot *slot = &paths->slots[s];
    double *common = &paths->common[region * paths->n_slots + s];
    if (paths->wakes_on[region] < 0) {
        paths->wakes_on[region] = draw_waking(paths, region);
    }
    double burst =
        draw_mean(&paths->fit->random, paths->fit->spread_burst, (slot->to - slot->from) / 7.0);
    *common = jalon_forecast_value(paths, JALON_FACTOR_REGION, (int)region) * paths->season[s] *
              burst * share_awake(slot, paths->wakes_on[region]) / 7;
    return *common;
}
