/* The kinds of worlds that the model was tuned on. */
#include <math.h>
#include <string.h>

#include "forecast/world_priv.h"

/* Days on which a Région signs with all who are ready. */
struct ceremonies {
    bool is_one[WORLD_REGIONS][WORLD_DAYS];
};

static void hold_ceremonies(struct ceremonies *ceremonies, struct jalon_random *random)
{
    static const int national[] = {15, 28, 45, 66, 97, 118, 149};
    memset(ceremonies, 0, sizeof *ceremonies);
    for (int region = 0; region < WORLD_REGIONS; region++) {
        for (int day = 28 + world_below(random, 56); day < WORLD_DAYS;
             day += 35 + world_below(random, 84)) {
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
    double spread = world_between(random, 0.8, 6);
    double ready_weeks = world_between(random, law.ready_least, law.ready_most);
    double share =
        law.at_ceremonies < 0 ? 0.15 + 0.7 * jalon_random_uniform(random) : law.at_ceremonies;
    world_enter(world, random, 1);
    world_draw_paces(random, paces);
    hold_ceremonies(&ceremonies, random);
    world_start(world, random, world_between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double pace = paces[one->region] * jalon_random_gamma(random, spread, spread);
        int ready =
            world_day(one->begun + 14 + 7 * ready_weeks * jalon_random_exponential(random) / pace);
        if (ready >= WORLD_DAYS) {
            continue;
        }
        bool waits = jalon_random_uniform(random) < share;
        one->signed_on = waits ? next_ceremony(&ceremonies, one->region, ready)
                               : ready + 7 * world_below(random, 3);
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
    double weeks = world_between(random, 5, 40);
    world_enter(world, random, 1);
    world_draw_paces(random, paces);
    world_start(world, random, world_between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double wait = 7 * weeks * exp(0.8 * jalon_random_normal(random)) / paces[one->region];
        one->signed_on = world_day(one->begun + wait);
    }
}

/* One in so many never signs; dates are planned, half of them kept within a week. */
static void fill_planned(struct world *world, struct jalon_random *random)
{
    double paces[WORLD_REGIONS];
    double weeks = world_between(random, 8, 30);
    double lost = 0.25 * jalon_random_uniform(random);
    world_enter(world, random, 0.5);
    world_draw_paces(random, paces);
    world_start(world, random, world_between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double wait = 7 * weeks * jalon_random_gamma(random, 2, 2) / paces[one->region];
        int on = world_day(one->begun + wait);
        if (jalon_random_uniform(random) < lost || on == WORLD_NEVER) {
            continue;
        }
        one->signed_on = on;
        if (jalon_random_uniform(random) < 0.6) {
            bool is_kept = jalon_random_uniform(random) < 0.5;
            one->planned_on = on - 14 - world_below(random, 42);
            one->planned = is_kept ? on : on - 7 - world_below(random, 28);
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
    double between_weeks = world_between(random, 40, 120);
    world_enter(world, random, 1);
    world_draw_paces(random, paces);
    world_start(world, random, world_between(random, 3, 14), paces);
    for (size_t c = 0; c < JALON_COUNT(weeks); c++) {
        bool is_moved = jalon_random_uniform(random) < 0.4;
        int by = is_moved ? (int)(28 * jalon_random_exponential(random)) : 0;
        world->announced[world->n_ceremonies] = 7 * weeks[c] + 3;
        world->ceremonies[world->n_ceremonies++] = 7 * weeks[c] + 3 + by;
    }
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double wait = 7 * between_weeks * jalon_random_exponential(random) / paces[one->region];
        one->signed_on = world_day(one->begun + 7 + wait);
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
    double mean = world_between(random, 15, 50);
    double follow = world_between(random, 1, 8);
    world_enter(world, random, 1);
    world_draw_paces(random, paces);
    world_start(world, random, world_between(random, 3, 14), paces);
    for (int region = 0; region < WORLD_REGIONS; region++) {
        decided[region] = world_day(70 + 7 * mean * jalon_random_gamma(random, 2, 2));
    }
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        int from = one->begun > decided[one->region] ? one->begun : decided[one->region];
        one->signed_on = world_day(from + 7 * follow * jalon_random_exponential(random));
        if (jalon_random_uniform(random) < 0.05) {
            one->left = one->entered + 100 + world_below(random, 500);
        }
    }
}

/* The pace is that of the first year for a while, then of a fraction; four weeks of a year stand
 * still. */
static void fill_slump(struct world *world, struct jalon_random *random)
{
    double paces[WORLD_REGIONS];
    double weekly = 1 / world_between(random, 8, 40);
    double fraction = 0.15 + 0.5 * jalon_random_uniform(random);
    int from = 7 * (24 + world_below(random, 30));
    int until = from + 7 * (15 + world_below(random, 60));
    world_enter(world, random, 1);
    world_draw_paces(random, paces);
    world_start(world, random, world_between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double left = jalon_random_exponential(random);
        for (int day = one->begun + 14; day < WORLD_DAYS && left > 0; day++) {
            bool stands_still = day % 364 > 250 && day % 364 < 280;
            double pace = day >= from && day < until ? fraction : 1;
            left -= stands_still ? 0 : weekly / 7 * pace * paces[one->region];
            one->signed_on = left <= 0 ? day : WORLD_NEVER;
        }
    }
}

/* In what goes its way the intervals are wide at a quarter and two, as any pace may break; where it
 * does break (slump) they are just wide enough, and where many give up without a word (silent) too
 * narrow after a year. */
const struct world_kind world_kinds[] = {
    {"mixed", fill_mixed, 0.70, 0.94},
    {"ceremonies", fill_ceremonies, 0.70, 0.94},
    {"slow", fill_slow, 0.70, 0.92},
    {"lognormal", fill_lognormal, 0.70, 0.96},
    {"planned", fill_planned, 0.70, 0.94},
    {"announced", fill_announced, 0.70, 0.94},
    {"waves", fill_waves, 0.70, 0.90},
    {"slump", fill_slump, 0.65, 0.90},
    {"reserve", world_fill_reserve, 0.70, 0.90},
    {"budget", world_fill_budget, 0.70, 0.96},
    {"silent", world_fill_silent, 0.58, 0.92},
};
const int world_n_kinds = (int)JALON_COUNT(world_kinds);
