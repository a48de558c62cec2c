/*
 * Programmes that never were, to hold forecasts against what then happened: each kind of world
 * has laws of its own, none of them those of the model.
 */
#pragma once

#include "domain/forecast.h"
#include "domain/random.h"

enum {
    WORLD_CONTRACTS = 220, /* at most */
    WORLD_REGIONS = 12,
    WORLD_WEEKS = 160,
    WORLD_DAYS = 7 * WORLD_WEEKS,
    WORLD_NEVER = 100000
};

struct world_contract {
    char code[8];
    int region;
    bool is_pilot;
    int entered, begun, planned, planned_on, signed_on, left; /* days; WORLD_NEVER */
};

struct world {
    struct world_contract contracts[WORLD_CONTRACTS];
    int n;
    int ceremonies[16]; /* announced ones: the day they were held on, */
    int announced[16];  /* and the one announced before */
    int n_ceremonies;
};

/* One kind of world; FILL makes one of them. */
struct world_kind {
    const char *name;
    void (*fill)(struct world *world, struct jalon_random *random);
    /* Bounds of the share of what happened that 80 % intervals hold at every horizon. The aim is
     * 0.70 to 0.90; other bounds are what is held today. */
    double least, most;
};
extern const struct world_kind world_kinds[];
extern const int world_n_kinds;

/* What is known of the world at the end of DAY. */
struct world_view {
    struct jalon_forecast_contract contracts[WORLD_CONTRACTS];
    struct jalon_forecast_plan plans[WORLD_CONTRACTS];
    struct jalon_date ceremonies[16];
    struct jalon_forecast_input input;
};
void world_look(const struct world *world, int day, struct world_view *ret_view);

int world_signed_by(const struct world *world, int day); /* of those in scope then */
int world_scope(const struct world *world, int day);
