/* What all kinds of worlds share, and what can be seen of one on a day. */
#include "forecast/world_priv.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const int first_list = 124, pilots = 30, roll_out = 14 * 7;

double world_between(struct jalon_random *random, double a, double b)
{
    return a * exp(jalon_random_uniform(random) * log(b / a));
}

int world_below(struct jalon_random *random, int n)
{
    return (int)(jalon_random_uniform(random) * n);
}

int world_day(double days)
{
    return days < WORLD_DAYS ? (int)ceil(days) : WORLD_NEVER;
}

void world_enter(struct world *world, struct jalon_random *random, double growth)
{
    static const int weeks[] = {15, 24, 40, 44, 60};
    static const double added[] = {8, 4, 3, 2, 1};
    for (int i = 0; i < first_list; i++) {
        world->contracts[world->n++] =
            (struct world_contract){.region = i % WORLD_REGIONS, .is_pilot = i < pilots};
    }
    for (size_t b = 0; b < JALON_COUNT(weeks); b++) {
        for (int left = jalon_random_poisson(random, growth * added[b]); left > 0; left--) {
            world->contracts[world->n++] = (struct world_contract){
                .region = world_below(random, WORLD_REGIONS), .entered = 7 * weeks[b]};
        }
    }
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        (void)snprintf(one->code, sizeof one->code, "w-%03d", i);
        one->planned = one->planned_on = one->left = one->begun = one->signed_on = WORLD_NEVER;
    }
}

void world_start(struct world *world, struct jalon_random *random, double mean_weeks,
                 const double *paces)
{
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        int from = one->entered > roll_out ? one->entered : roll_out;
        double wait = 7 * mean_weeks * jalon_random_exponential(random) / paces[one->region];
        one->begun = one->is_pilot ? 9 * 7 : world_day(from + wait);
    }
}

void world_draw_paces(struct jalon_random *random, double paces[WORLD_REGIONS])
{
    double spread = world_between(random, 2, 15);
    for (int region = 0; region < WORLD_REGIONS; region++) {
        paces[region] = jalon_random_gamma(random, spread, spread);
    }
}

static bool is_over(const struct world_contract *one, int day)
{
    return one->signed_on <= day || one->left <= day;
}

int world_signed_by(const struct world *world, int day)
{
    int n = 0;
    for (int i = 0; i < world->n; i++) {
        const struct world_contract *one = &world->contracts[i];
        n += one->signed_on <= day && one->signed_on <= one->left;
    }
    return n;
}

int world_scope(const struct world *world, int day)
{
    int n = 0;
    for (int i = 0; i < world->n; i++) {
        const struct world_contract *one = &world->contracts[i];
        bool has_left = one->left <= day && one->left < one->signed_on;
        n += one->entered <= day && !has_left;
    }
    return n;
}

static struct jalon_date date_of(int day)
{
    return jalon_date_add(jalon_date_of(2019, 1, 7), day);
}

static struct jalon_date date_by(int day, int now)
{
    return day <= now ? date_of(day) : JALON_DATE_NONE;
}

static void look_at(const struct world_contract *one, int day,
                    struct jalon_forecast_contract *ret_seen)
{
    bool has_begun = one->begun <= day;
    bool has_signed = one->signed_on <= day && one->signed_on <= one->left;
    *ret_seen = (struct jalon_forecast_contract){
        .code = one->code,
        .region = (size_t)one->region,
        .is_pilot = one->is_pilot,
        .is_first = one->entered == 0,
        .stage = has_signed          ? JALON_FORECAST_SIGNED
                 : is_over(one, day) ? JALON_FORECAST_GONE
                 : has_begun         ? JALON_FORECAST_OPEN
                                     : JALON_FORECAST_WAITING,
        .entered_on = date_of(one->entered),
        .waited_until = one->is_pilot ? JALON_DATE_NONE : date_of(has_begun ? one->begun - 1 : day),
        .begin_is_known = has_begun && !one->is_pilot,
        .open_from = date_by(one->begun, day),
        .open_until = has_signed ? date_of(one->signed_on) : date_by(one->left, day)};
}

/* Before the roll-out, which was announced, nobody could begin: that time is not waited. */
static void start_clock(const struct world_contract *one, int day,
                        struct jalon_forecast_contract *seen)
{
    if (one->entered < roll_out && !one->is_pilot) {
        seen->entered_on = date_of(day < roll_out ? one->entered : roll_out);
        seen->waited_until = day < roll_out ? seen->entered_on : seen->waited_until;
    }
}

void world_look(const struct world *world, int day, struct world_view *ret_view)
{
    *ret_view = (struct world_view){.input = {.contracts = ret_view->contracts,
                                              .n_regions = WORLD_REGIONS,
                                              .starts_on = date_of(0),
                                              .as_of = date_of(day),
                                              .observed_until = date_of(day),
                                              .due_on = date_of(day + 7 * 52),
                                              .percent = 90,
                                              .ceremonies = ret_view->ceremonies,
                                              .model = {.rest_percent = 100},
                                              .until = JALON_DATE_NONE}};
    for (int i = 0; i < world->n; i++) {
        const struct world_contract *one = &world->contracts[i];
        size_t n = ret_view->input.n;
        if (one->entered > day) {
            continue;
        }
        struct jalon_forecast_contract *seen = &ret_view->contracts[n];
        look_at(one, day, seen);
        start_clock(one, day, seen);
        ret_view->plans[n] =
            (struct jalon_forecast_plan){date_of(one->planned_on), date_of(one->planned)};
        seen->plans = &ret_view->plans[n];
        seen->n_plans = one->planned_on <= day;
        ret_view->input.n++;
    }
    for (int c = 0; c < world->n_ceremonies; c++) { /* announced ten weeks ahead */
        int known = world->ceremonies[c] <= day ? world->ceremonies[c] : world->announced[c];
        if (known <= day + 70) {
            bool is_late = known <= day && world->ceremonies[c] > day;
            ret_view->ceremonies[ret_view->input.n_ceremonies++] =
                date_of(is_late ? day + 7 : known);
        }
    }
}
