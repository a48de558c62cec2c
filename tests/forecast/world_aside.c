/*
 * Kinds of worlds that were kept aside: written before the model was looked at in them, which was
 * once, when it was done. It was not changed by what they showed.
 *
 * Why they are likely in public programmes: before elections nothing is signed, and what became
 * ready meanwhile is signed in the weeks after (reserve); credits come late in the year and must be
 * spent by its end, so that little is signed in winter and much in December (budget); some give up
 * without telling anybody, more of them where the Région does not follow, and in a Région whose
 * head changes the talks begin again (silent). None is like those that the model was tuned on:
 * there nothing catches up after a standstill, no time of the year returns, no talks begin again.
 */
#include "forecast/world_priv.h"

/* Two steps of the same mean, as talks and then the paper; the paper is not ready at once. */
static double draw_talks(struct jalon_random *random, double weeks)
{
    return 7 + 7 * weeks * jalon_random_gamma(random, 2, 2);
}

/* The first election is in the first year or soon after it, the second one a year later. */
void world_fill_reserve(struct world *world, struct jalon_random *random)
{
    double paces[WORLD_REGIONS];
    double weeks = world_between(random, 8, 40);
    double catch_up = world_between(random, 2, 10);
    int length = 7 * (8 + world_below(random, 9));
    int starts[2];
    starts[0] = 7 * (16 + world_below(random, 45));
    starts[1] = starts[0] + 364;
    world_enter(world, random, 1);
    world_draw_paces(random, paces);
    world_start(world, random, world_between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double ready = one->begun + draw_talks(random, weeks) / paces[one->region];
        for (int e = 0; e < 2; e++) {
            if (ready > starts[e] && ready <= starts[e] + length) {
                ready = starts[e] + length + 7 * catch_up * jalon_random_exponential(random);
            }
        }
        one->signed_on = world_day(ready);
    }
}

/* Of the pace of a year, by quarters and then December: what part of it is kept. */
static double pace_on(int day)
{
    static const double quarters[] = {0.3, 0.9, 0.8, 1.4};
    int of_year = (day + 6) % 364;
    return of_year >= 48 * 7 ? 3.5 : quarters[of_year / 91];
}

void world_fill_budget(struct world *world, struct jalon_random *random)
{
    double paces[WORLD_REGIONS];
    double weekly = 1 / world_between(random, 10, 50);
    world_enter(world, random, 1);
    world_draw_paces(random, paces);
    world_start(world, random, world_between(random, 3, 14), paces);
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double left = jalon_random_exponential(random);
        for (int day = one->begun + 14; day < WORLD_DAYS && one->signed_on == WORLD_NEVER; day++) {
            left -= weekly / 7 * pace_on(day) * paces[one->region];
            one->signed_on = left <= 0 ? day : WORLD_NEVER;
        }
    }
}

void world_fill_silent(struct world *world, struct jalon_random *random)
{
    double paces[WORLD_REGIONS];
    double given_up[WORLD_REGIONS];
    int restart[WORLD_REGIONS];
    double weeks = world_between(random, 8, 30);
    world_enter(world, random, 1);
    world_draw_paces(random, paces);
    world_start(world, random, world_between(random, 3, 14), paces);
    for (int region = 0; region < WORLD_REGIONS; region++) { /* one third on average */
        double u = jalon_random_uniform(random);
        given_up[region] = u * u;
        restart[region] =
            jalon_random_uniform(random) < 0.25 ? 7 * (20 + world_below(random, 50)) : WORLD_NEVER;
    }
    for (int i = 0; i < world->n; i++) {
        struct world_contract *one = &world->contracts[i];
        double end = one->begun + draw_talks(random, weeks) / paces[one->region];
        if (one->begun < restart[one->region] && end > restart[one->region]) {
            end = restart[one->region] + draw_talks(random, weeks) / paces[one->region];
        }
        bool has_given_up = jalon_random_uniform(random) < given_up[one->region];
        one->signed_on = has_given_up ? WORLD_NEVER : world_day(end);
    }
}
