/*
 * How many contracts will be signed by when, and how likely it is that all are: a stage-hazard
 * model fitted to the history of the contracts, then simulated contract by contract. Pure: no
 * clock, no global state; the same input gives the same bytes (with one libm).
 *
 * A contract waits to begin, then is open until it is signed. Its weekly chance depends on how long
 * it has been open, its Région and whether that one signs yet, bursts of that Région, the pace of
 * all, which may break, announced ceremonies, whether it is a pilot, and its own planned date.
 * Every factor has a prior, so there is a forecast from the first day; its spread says how little
 * is known.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"

enum jalon_forecast_stage {
    JALON_FORECAST_WAITING, /* has not begun */
    JALON_FORECAST_OPEN,    /* can be signed, or is on the way to it */
    JALON_FORECAST_UNKNOWN, /* may have begun: nobody recorded it */
    JALON_FORECAST_PAUSED,  /* suspended: waits to begin again */
    JALON_FORECAST_SIGNED,  /* has what the target asks for */
    JALON_FORECAST_GONE /* left the scope, or was withdrawn: it tells up to then, counts no more */
};

struct jalon_forecast_plan { /* the contract's own date, as decided on a day */
    struct jalon_date decided_on, on;
};

struct jalon_forecast_contract {
    const char *code;
    size_t region; /* below n_regions */
    bool is_pilot;
    bool is_first; /* of the first list */
    enum jalon_forecast_stage stage;
    struct jalon_date entered_on;   /* into the scope */
    struct jalon_date waited_until; /* the last day on which the books say that it had not begun;
                                       NONE: they never did */
    bool begin_is_known;            /* it began on the day after: one such step was seen */
    struct jalon_date open_from;    /* of OPEN: when it began; of those that are over: the same, or
                                       NONE: nobody knows */
    struct jalon_date open_until;   /* of SIGNED, GONE and PAUSED: that day; else NONE */
    const struct jalon_forecast_plan *plans; /* by decided_on */
    size_t n_plans;
};

/* What a programme assumes; a member that is 0 takes the value in brackets. */
struct jalon_forecast_model {
    int median_weeks;    /* [15] until half of what is open is signed, before anything was seen */
    int waiting_weeks;   /* [8] mean time until a contract begins */
    int rest_percent;    /* [70] pace of the others, of that of the pilots */
    int slip_percent;    /* [50] of the announced ceremonies that are moved; it may be 0 where
                            slip_weeks is not */
    int slip_weeks;      /* [3] by how much, on average */
    int draws;           /* [4000] */
    uint64_t seed;       /* as it is */
    bool without_growth; /* nothing enters the scope any more */
};

struct jalon_forecast_input {
    const struct jalon_forecast_contract *contracts; /* in any order; codes differ */
    size_t n;
    size_t n_regions;
    struct jalon_date starts_on;      /* of the programme */
    struct jalon_date as_of;          /* the last day that is over */
    struct jalon_date observed_until; /* after it steps may still be unrecorded; at most as_of */
    struct jalon_date due_on;
    int percent;                         /* of the contracts in scope that are due then */
    struct jalon_date until;             /* end of the fan; NONE: the due day */
    const struct jalon_date *ceremonies; /* past and to come; the calendar does not say since when
                                            they are known, so also those announced after as_of */
    size_t n_ceremonies;
    struct jalon_forecast_model model;
};

enum jalon_forecast_quantile { /* by percent */
                               JALON_FORECAST_Q5,
                               JALON_FORECAST_Q10,
                               JALON_FORECAST_Q25,
                               JALON_FORECAST_Q50,
                               JALON_FORECAST_Q75,
                               JALON_FORECAST_Q90,
                               JALON_FORECAST_Q95,
                               JALON_FORECAST_QUANTILES
};
extern const int jalon_forecast_percents[JALON_FORECAST_QUANTILES];
enum { JALON_FORECAST_YEARS = 3 }; /* nothing is foreseen beyond */
/* So many weeks ahead a forecast is told besides, to be held against what happened by then. */
enum { JALON_FORECAST_AHEAD = 5 };
extern const int jalon_forecast_ahead[JALON_FORECAST_AHEAD];

/* At the end of a day; counts are of contracts signed, of those that will be in scope then. */
struct jalon_forecast_point {
    struct jalon_date on;
    double expected;
    double scope; /* expected, with what enters meanwhile */
    int quantiles[JALON_FORECAST_QUANTILES];
    int *draws_by_count; /* how many draws gave 0, 1, 2 … signed */
    size_t n_counts;
};

/* When so many of today's contracts are signed. NONE: later than is foreseen. */
struct jalon_forecast_mark {
    int percent, required;
    struct jalon_date quantiles[JALON_FORECAST_QUANTILES];
};
enum jalon_forecast_mark_kind {
    JALON_FORECAST_MARK_80,
    JALON_FORECAST_MARK_90,
    JALON_FORECAST_MARK_ALL,
    JALON_FORECAST_MARK_N
};

struct jalon_forecast_risk { /* of a contract in scope that is not signed */
    const char *code;
    double p_signed; /* by the due day */
    int days_open;   /* -1: not begun, or not known when */
};

struct jalon_forecast_region { /* of today's list */
    int n, n_signed;
    double p_all; /* by the due day; 0 when it has none */
};

struct jalon_forecast {
    struct jalon_date as_of, due_on;
    int n, n_first; /* in scope; of them of the first list */
    int n_signed;
    int required;  /* for the target, of today's list */
    int n_events;  /* dated signatures that the model learned from */
    int weeks;     /* from the programme's start to the cut-off, begun ones included */
    bool is_prior; /* no signature: what is said is what was assumed */
    bool is_thin;  /* fewer than 5 signatures, or than 5 weeks */
    struct jalon_forecast_point
        *fan; /* the cut-off, then each Monday up to `until`, then that day */
    size_t n_fan;
    struct jalon_forecast_point at_due;
    struct jalon_forecast_point ahead[JALON_FORECAST_AHEAD]; /* those that lie before the due day */
    size_t n_ahead;
    /* Chances; 0 of none. They are 1 only when all are signed and, for the last, nothing enters. */
    double p_reached;     /* the target, of today's list */
    double p_all;         /* of today's list, by the due day */
    double p_all_first;   /* of the first list */
    double p_all_growing; /* with what will have entered by then */
    struct jalon_forecast_mark marks[JALON_FORECAST_MARK_N];
    struct jalon_forecast_region *regions; /* by their numbers in the input */
    size_t n_regions;
    struct jalon_forecast_risk *risks; /* the least likely first, then by code */
    size_t n_risks;
    struct jalon_forecast_model model; /* as used: no member is left to its default */
    struct jalon_arena *arena;         /* owns all of the above */
};

/* Never fails; the caller keeps the input. */
struct jalon_forecast *jalon_forecast_new(const struct jalon_forecast_input *input);
void jalon_forecast_free(struct jalon_forecast *forecast); /* accepts NULL */
void jalon_forecast_freep(struct jalon_forecast **forecast);
