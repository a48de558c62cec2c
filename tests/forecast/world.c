/* The kinds of worlds, and what can be seen of one on a day. */
#include "forecast/world.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const int first_list = 124, pilots = 30, roll_out = 14 * 7;

static double between(struct jalon_random *random, double a, double b) /* even in its logarithm */
{
    return a * exp(jalon_random_uniform(random) * log(b / a));
}

static int below(struct jalon_random *random, int n)
{
    return (int)(jalon_random_uniform(random) * n);
}

static int day_of(double days)
{
    return days < WORLD_DAYS ? (int)ceil(days) : WORLD_NEVER;
}

/* A list of 124 with 30 pilots, to which some are added. */
static void enter(struct world *world, struct jalon_random *random, double growth)
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
                .region = below(random, WORLD_REGIONS), .entered = 7 * weeks[b]};
        }
    }
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        (void)snprintf(one->code, sizeof one->code, "w-%03d", i);
        one->planned = one->planned_on = one->left = one->begun = one->signed_on = WORLD_NEVER;
    }
}

/* The pilots begin together, the others after the roll-out, each Région at its pace. */
static void start(struct world *world, struct jalon_random *random, double mean_weeks,
                  const double *paces)
{
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        int from = one->entered > roll_out ? one->entered : roll_out;
        double wait = 7 * mean_weeks * jalon_random_exponential(random) / paces[one->region];
        one->begun = one->is_pilot ? 9 * 7 : day_of(from + wait);
    }
}

static void draw_paces(struct jalon_random *random, double paces[WORLD_REGIONS])
{
    double spread = between(random, 2, 15);
    for (int region = 0; region < WORLD_REGIONS; region++) {
        paces[region] = jalon_random_gamma(random, spread, spread);
    }
}

/* Days on which a Région signs with all who are ready. */
struct ceremonies {
    bool is_one[WORLD_REGIONS][WORLD_DAYS];
};

static void hold_ceremonies(struct ceremonies *ceremonies, struct jalon_random *random)
{
    static const int national[] = {15, 28, 45, 66, 97, 118, 149};
    memset(ceremonies, 0, sizeof *ceremonies);
    for (int region = 0; region < WORLD_REGIONS; region++) {
        for (int day = 28 + below(random, 56); day < WORLD_DAYS; day += 35 + below(random, 84)) {
            ceremonies->is_one[region][day] = true;
        }
        for (size_t i = 0; i < JALON_COUNT(national); i++) {
            ceremonies->is_one[region][7 * national[i] + 2] = true;
        }
    }
}

static int next_ceremony(const struct ceremonies *ceremonies, int region, int day)
{
    while (day < WORLD_DAYS && !ceremonies->is_one[region][day]) {
        day++;
    }
    return day < WORLD_DAYS ? day : WORLD_NEVER;
}

struct law {
    double ready_least, ready_most; /* mean weeks from the beginning until ready */
    double at_ceremonies;           /* share that waits for one; below 0: differs by world */
};

/* Ready after a time of its own, then signed at once or at a ceremony. */
static void fill_by(struct world *world, struct jalon_random *random, struct law law)
{
    static struct ceremonies ceremonies;
    double paces[WORLD_REGIONS];
    double spread = between(random, 0.8, 6);
    double ready_weeks = between(random, law.ready_least, law.ready_most);
    double share =
        law.at_ceremonies < 0 ? 0.15 + 0.7 * jalon_random_uniform(random) : law.at_ceremonies;
    enter(world, random, 1);
    draw_paces(random, paces);
    hold_ceremonies(&ceremonies, random);
    start(world, random, between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double pace = paces[one->region] * jalon_random_gamma(random, spread, spread);
        int ready =
            day_of(one->begun + 14 + 7 * ready_weeks * jalon_random_exponential(random) / pace);
        if (ready >= WORLD_DAYS) {
            continue;
        }
        bool waits = jalon_random_uniform(random) < share;
        one->signed_on =
            waits ? next_ceremony(&ceremonies, one->region, ready) : ready + 7 * below(random, 3);
    }
}

static void fill_mixed(struct world *world, struct jalon_random *random)
{
    fill_by(world, random, (struct law){5, 40, -1});
}

static void fill_ceremonies(struct world *world, struct jalon_random *random)
{
    fill_by(world, random, (struct law){5, 40, 0.85});
}

static void fill_slow(struct world *world, struct jalon_random *random)
{
    fill_by(world, random, (struct law){20, 90, -1});
}

static void fill_lognormal(struct world *world, struct jalon_random *random)
{
    double paces[WORLD_REGIONS];
    double weeks = between(random, 5, 40);
    enter(world, random, 1);
    draw_paces(random, paces);
    start(world, random, between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double wait = 7 * weeks * exp(0.8 * jalon_random_normal(random)) / paces[one->region];
        one->signed_on = day_of(one->begun + wait);
    }
}

/* One in so many never signs; dates are planned, half of them kept within a week. */
static void fill_planned(struct world *world, struct jalon_random *random)
{
    double paces[WORLD_REGIONS];
    double weeks = between(random, 8, 30);
    double lost = 0.25 * jalon_random_uniform(random);
    enter(world, random, 0.5);
    draw_paces(random, paces);
    start(world, random, between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double wait = 7 * weeks * jalon_random_gamma(random, 2, 2) / paces[one->region];
        int on = day_of(one->begun + wait);
        if (jalon_random_uniform(random) < lost || on == WORLD_NEVER) {
            continue;
        }
        one->signed_on = on;
        if (jalon_random_uniform(random) < 0.6) {
            bool is_kept = jalon_random_uniform(random) < 0.5;
            one->planned_on = on - 14 - below(random, 42);
            one->planned = is_kept ? on : on - 7 - below(random, 28);
            one->planned_on = one->planned_on > one->begun ? one->planned_on : WORLD_NEVER;
        }
    }
}

/* Announced days on which a third of those that have begun sign; few do in between. */
static void fill_announced(struct world *world, struct jalon_random *random)
{
    static const int weeks[] = {16, 26, 37, 49, 62, 80, 100, 125, 150};
    double paces[WORLD_REGIONS];
    double share = 0.15 + 0.35 * jalon_random_uniform(random);
    double between_weeks = between(random, 40, 120);
    enter(world, random, 1);
    draw_paces(random, paces);
    start(world, random, between(random, 3, 14), paces);
    for (size_t c = 0; c < JALON_COUNT(weeks); c++) {
        bool is_moved = jalon_random_uniform(random) < 0.4;
        int by = is_moved ? (int)(28 * jalon_random_exponential(random)) : 0;
        world->announced[world->n_ceremonies] = 7 * weeks[c] + 3;
        world->ceremonies[world->n_ceremonies++] = 7 * weeks[c] + 3 + by;
    }
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double wait = 7 * between_weeks * jalon_random_exponential(random) / paces[one->region];
        one->signed_on = day_of(one->begun + 7 + wait);
        for (int c = 0; c < world->n_ceremonies; c++) {
            int day = world->ceremonies[c];
            if (day > one->begun + 14 && day < one->signed_on &&
                jalon_random_uniform(random) < share) {
                one->signed_on = day;
            }
        }
    }
}

/* Each Région decides once for its territories, which then sign within weeks; some leave. */
static void fill_waves(struct world *world, struct jalon_random *random)
{
    double paces[WORLD_REGIONS];
    int decided[WORLD_REGIONS];
    double mean = between(random, 15, 50);
    double follow = between(random, 1, 8);
    enter(world, random, 1);
    draw_paces(random, paces);
    start(world, random, between(random, 3, 14), paces);
    for (int region = 0; region < WORLD_REGIONS; region++) {
        decided[region] = day_of(70 + 7 * mean * jalon_random_gamma(random, 2, 2));
    }
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        int from = one->begun > decided[one->region] ? one->begun : decided[one->region];
        one->signed_on = day_of(from + 7 * follow * jalon_random_exponential(random));
        if (jalon_random_uniform(random) < 0.05) {
            one->left = one->entered + 100 + below(random, 500);
        }
    }
}

/* The pace is that of the first year for a while, then of a fraction; nobody signs in August. */
static void fill_slump(struct world *world, struct jalon_random *random)
{
    double paces[WORLD_REGIONS];
    double weekly = 1 / between(random, 8, 40);
    double fraction = 0.15 + 0.5 * jalon_random_uniform(random);
    int from = 7 * (24 + below(random, 30));
    int until = from + 7 * (15 + below(random, 60));
    enter(world, random, 1);
    draw_paces(random, paces);
    start(world, random, between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double left = jalon_random_exponential(random);
        for (int day = one->begun + 14; day < WORLD_DAYS && left > 0; day++) {
            bool is_august = day % 364 > 250 && day % 364 < 280;
            double pace = day >= from && day < until ? fraction : 1;
            left -= is_august ? 0 : weekly / 7 * pace * paces[one->region];
            one->signed_on = left <= 0 ? day : WORLD_NEVER;
        }
    }
}

const struct world_kind world_kinds[] = {
    {"mixed", fill_mixed, 0.70, 0.92},     {"ceremonies", fill_ceremonies, 0.70, 0.92},
    {"slow", fill_slow, 0.70, 0.92},       {"lognormal", fill_lognormal, 0.70, 0.92},
    {"planned", fill_planned, 0.70, 0.95}, {"announced", fill_announced, 0.70, 0.92},
    {"waves", fill_waves, 0.20, 0.92},     {"slump", fill_slump, 0.50, 0.92},
};
const int world_n_kinds = (int)JALON_COUNT(world_kinds);

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
