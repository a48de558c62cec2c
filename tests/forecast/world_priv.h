/* What kinds of worlds are made of. Days are those of the world; times differ by world. */
#pragma once

#include "base/mem.h"
#include "forecast/world.h"

double world_between(struct jalon_random *random, double a, double b); /* even in its logarithm */
int world_below(struct jalon_random *random, int n);                   /* 0 … n - 1 */
int world_day(double days);                                            /* the end of it */

/* A list of 124 with 30 pilots, to which GROWTH times 18 are added. Nothing has begun. */
void world_enter(struct world *world, struct jalon_random *random, double growth);
/* Each Région has a pace, 1 on average. */
void world_draw_paces(struct jalon_random *random, double paces[WORLD_REGIONS]);
/* The pilots begin together, the others after the roll-out, each Région at its pace. */
void world_start(struct world *world, struct jalon_random *random, double mean_weeks,
                 const double *paces);

/* world_aside.c */
void world_fill_reserve(struct world *world, struct jalon_random *random);
void world_fill_budget(struct world *world, struct jalon_random *random);
void world_fill_silent(struct world *world, struct jalon_random *random);
