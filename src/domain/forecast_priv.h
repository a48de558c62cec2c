/*
 * The parts of the forecast: history to cells (forecast_cells.c), cells to parameters
 * (forecast_fit.c, and forecast_change.c for those that change with time), parameters to what the
 * weeks to come have in common (forecast_common.c) and to signatures in them (forecast_paths.c),
 * and what is told of these (forecast.c).
 *
 * Days are offsets from the cut-off, which is day 0; week w holds days 7w+1 … 7w+7, so that week -1
 * is the last one seen and week 0 the first one to come.
 */
#pragma once

#include "domain/forecast.h"
#include "domain/random.h"

/* A value of the hazard is a product of factors; each is one of its family, or the constant 1. */
enum jalon_forecast_factor {
    JALON_FACTOR_AGE,      /* the level, by how long the contract has been open */
    JALON_FACTOR_REGION,   /* lasting */
    JALON_FACTOR_AWAKE,    /* a Région in a week: 1, or JALON_FORECAST_ASLEEP */
    JALON_FACTOR_BURST,    /* a Région in a week */
    JALON_FACTOR_SEASON,   /* all Régions in four weeks */
    JALON_FACTOR_PACE,     /* the same, lasting until it breaks */
    JALON_FACTOR_CEREMONY, /* a week with an announced one */
    JALON_FACTOR_REST,     /* those that are no pilots */
    JALON_FACTOR_PLAN,     /* before the contract's planned date, and about it */
    JALON_FACTOR_N
};

enum { JALON_FORECAST_AGES = 6 };
int jalon_forecast_age(int weeks); /* the class of an age, 0 … JALON_FORECAST_AGES - 1 */
int jalon_forecast_week(int day);
/* From this week on all are of the last class. */
enum { JALON_FORECAST_OLD = 52 };
enum { JALON_FORECAST_SEASON = 4 }; /* in weeks */
/* What is open is never certain, however small the doubt that is left: no chance of it is above. */
#define JALON_FORECAST_MOST (1 - 1e-9)

enum jalon_forecast_plan_class { JALON_PLAN_NONE, JALON_PLAN_BEFORE, JALON_PLAN_ABOUT };
enum jalon_forecast_plan_class jalon_forecast_plan_in(const struct jalon_forecast_input *input,
                                                      const struct jalon_forecast_contract *one,
                                                      int week);
/* The day of DATE. */
int jalon_forecast_day(const struct jalon_forecast_input *input, struct jalon_date date);

/* Contract-weeks with the same factors. */
struct jalon_forecast_cell {
    int at[JALON_FACTOR_N]; /* places in `values`; 0: the constant */
    double exposure;        /* in weeks */
    double expected;        /* signatures in it by the present values */
};

/* The place of a burst, and of a Région awake or asleep, in its family. */
struct jalon_forecast_burst {
    int region, week; /* week 0 is the first one with a cell */
};

/* Values of all factors in one row; those of a family are next to each other. */
struct jalon_forecast_family {
    int first, n;
};

struct jalon_forecast_data {
    struct jalon_forecast_cell *cells;
    size_t n_cells;
    struct jalon_forecast_family families[JALON_FACTOR_N];
    int n_values;
    struct jalon_forecast_burst *bursts; /* by Région, then week */
    int n_weeks; /* from the first one with a cell to the last one seen; at least 1 */
    int *events; /* by value: signatures that it is a factor of */
    int n_events;
    double waiting_weeks; /* seen, of contracts that had not begun */
    int waiting_events;   /* seen to begin */
    bool has_rest;        /* there are pilots, and others */
    int *batches;         /* sizes of what entered the scope together after the first list */
    int n_batches;
    int n_ceremonies;    /* held so far */
    double weeks;        /* since the programme's start */
    double growth_weeks; /* effective, see jalon_forecast_growth_weeks() */
    struct jalon_arena *arena;
};
/* What is in the first list is in no batch. Fills *ret_data from what was observed. */
void jalon_forecast_gather(const struct jalon_forecast_input *input,
                           struct jalon_forecast_data *ret_data);

/* Entries become rarer as a programme ages: WEEKS after its start, as so many weeks at the first
 * pace. */
double jalon_forecast_growth_weeks(double weeks);

/* A Région that is asleep takes three steps, each after as long, and is then awake for good: the
 * longer it has slept, the sooner it wakes. */
enum { JALON_FORECAST_AWAKE = 3, JALON_FORECAST_STEPS };
enum { JALON_FORECAST_ALWAYS = 1 << 20 }; /* in weeks */
#define JALON_FORECAST_ASLEEP 0.02        /* not 0: a contract may be signed all the same */
/* The pace is 1 until its first break; so much is the mean of what follows one, as volunteers and
 * easy cases come first. */
#define JALON_FORECAST_NEW_PACE 0.5

/* One draw of all that is not known. */
struct jalon_forecast_fit {
    const struct jalon_forecast_data *data;
    struct jalon_forecast_model model;
    struct jalon_random random;
    double *values; /* values[0] is 1 */
    double *ratios; /* by value: what the last draw changed */
    double *sums;   /* by value: work space */
    double scale;   /* mean weeks until signature */
    double spread_region, spread_burst, spread_season, spread_pace;
    double breaking;        /* chance that the pace breaks from one season to the next */
    bool *breaks;           /* by season: between it and the one before it */
    double beginning_awake; /* chance that a Région is awake in the first week */
    double waking;          /* chance of a step in a week */
    int *steps;             /* by Région: made by the last week seen */
    int *awake_weeks;       /* by Région: so long it was awake by now; or ALWAYS */
    double (*chances)[JALON_FORECAST_STEPS]; /* by week, then step: work space */
    double waiting;                          /* weekly chance to begin */
    double growth;                           /* batches a week at the first pace */
    double announcing;                       /* ceremonies a week */
};
void jalon_forecast_fit_init(struct jalon_forecast_fit *fit, const struct jalon_forecast_data *data,
                             const struct jalon_forecast_model *model);
void jalon_forecast_fit_draw(struct jalon_forecast_fit *fit); /* the next one */

/* Parts of the above; the first one leaves in `sums` what the cells of each value of a family would
 * let expect, were it 1. */
void jalon_forecast_sum_without(struct jalon_forecast_fit *fit, int factor);
void jalon_forecast_apply_ratios(struct jalon_forecast_fit *fit, int factor);
void jalon_forecast_draw_pace(struct jalon_forecast_fit *fit);
void jalon_forecast_draw_burst_spread(struct jalon_forecast_fit *fit);
void jalon_forecast_draw_awake(struct jalon_forecast_fit *fit);

/* The weeks to come, cut into slots that become wider with distance. */
struct jalon_forecast_slot {
    int from, to, middle; /* days from + 1 … to */
    double ceremony;      /* the share of its weeks with an announced one, in this draw */
};

struct jalon_forecast_paths {
    const struct jalon_forecast_input *input;
    struct jalon_forecast_fit *fit;
    const struct jalon_forecast_contract **open; /* in scope and not signed, by code */
    size_t n_open;
    struct jalon_forecast_slot *slots;
    size_t n_slots;
    int horizon;     /* the last day */
    int due;         /* the due day when it is to come, else 0 */
    int entries_end; /* nothing enters after this day */
    double *paces;   /* by season to come: what all contracts share in it */
    int n_paces;     /* the last one may end after the horizon */
    int *wakes_on;   /* by Région: the day after which it is awake; below 0: not drawn */
    double *season;  /* by slot: the same, with ceremonies */
    double *common;  /* by Région, then slot: what its contracts share a day; below 0: not drawn */
    unsigned char *plans; /* by open contract, then slot: its class; NULL: none has any */
    double *levels;       /* by week of age, up to JALON_FORECAST_OLD */
    double *behind;       /* by week of age: what is gone through by then */
    int n_behind;
    int *signed_on;      /* by day 1 … horizon: how many of the open ones */
    int *entered_on;     /* the same: into the scope */
    int *late_signed_on; /* the same: of what entered */
    double *chances;     /* by open contract: signed by the due day */
    double late_chance;  /* that all that entered by then is signed by then */
};
void jalon_forecast_paths_init(struct jalon_forecast_paths *paths,
                               const struct jalon_forecast_input *input,
                               struct jalon_forecast_fit *fit, struct jalon_arena *arena);
void jalon_forecast_paths_draw(struct jalon_forecast_paths *paths);

/* What contracts share in the weeks to come. The last one draws what is below 0 in `common`, when
 * it is asked for, as most Régions have no open contract in the end. */
void jalon_forecast_common_init(struct jalon_forecast_paths *paths, struct jalon_arena *arena);
void jalon_forecast_common_draw(struct jalon_forecast_paths *paths);
double jalon_forecast_common_of(struct jalon_forecast_paths *paths, size_t region, size_t slot);
double jalon_forecast_value(const struct jalon_forecast_paths *paths,
                            enum jalon_forecast_factor factor, int place);
