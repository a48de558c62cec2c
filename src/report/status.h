/*
 * Where a programme stands on a day, as data. Who fills it looks at the database; who renders it
 * looks at nothing else: no clock, locale, time zone or connection.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/str.h"

/* What was known: the journal up to its last entry. */
struct jalon_known_at {
    int64_t size;   /* entries under the last checkpoint; -1 while nothing seals the journal */
    const char *at; /* "2019-05-06T08:12:00.123456Z"; NULL: the journal is empty */
};

struct jalon_scope_figures {
    int initial;       /* N on the day the first list was entered; 0 before that day */
    int current;       /* N on the cut-off */
    int entered, left; /* in the week; 0 in a status */
    int out_of_scope;  /* entered, not left, in a state that does not count */
};

struct jalon_state_figures { /* states that count in N, in lifecycle order */
    const char *code;
    struct jalon_label label;
    int n;
    int change; /* since the eve of the week; 0 in a status */
};

enum jalon_instrument_kind {
    JALON_INSTRUMENT_INTERMEDIATE, /* a step on the way */
    JALON_INSTRUMENT_COMPLETING,   /* its last required signature makes a contract signed */
    JALON_INSTRUMENT_AMENDING,     /* changes a signed contract */
    JALON_INSTRUMENT_KIND_N
};

struct jalon_instrument_figures { /* contracts in scope; instruments are never added together */
    const char *code;
    struct jalon_label label;
    enum jalon_instrument_kind kind;
    int n_signed;                 /* every required party signed */
    int partial;                  /* at least one signature, not every required one */
    int this_week;                /* of n_signed; 0 in a status */
    int seen;                     /* of n_signed, in the last JALON_PACE_DAYS days */
    struct jalon_label completes; /* of the state that it brings about; NULL: of none */
};

/* Arrays by instrument are in the order of the status. */
struct jalon_cohort_figures {
    const char *code;
    struct jalon_label label;
    int n;         /* contracts in scope that are in the cohort on the cut-off */
    int *n_signed; /* of them, by instrument */
};

struct jalon_weight_figures { /* over the contracts in scope that have a figure */
    const char *code;
    struct jalon_label label, unit;
    int64_t total;
    int64_t *of_signed; /* over those whose instrument is signed, by instrument */
    int without;        /* contracts in scope without a figure */
    int partial;        /* those whose figure is a sum over some of their members only */
};

struct jalon_target_figures { /* as decided on the cut-off; targets decided later are absent */
    const char *code;
    struct jalon_label label;
    struct jalon_date on, original_on, decided_on;
    const struct jalon_instrument_figures *instrument; /* what is due */
    int percent;                                       /* of the contracts in scope */
};

struct jalon_status {
    const char *programme;
    struct jalon_label name;
    struct jalon_date as_of;
    bool provisional; /* the cut-off's day, or the report's week, is not over */
    int pace_days;    /* length of the period that `seen` counts in */
    struct jalon_known_at known_at;
    struct jalon_scope_figures scope;
    struct jalon_state_figures *states;
    size_t n_states;
    struct jalon_instrument_figures *instruments;
    size_t n_instruments;
    struct jalon_cohort_figures *cohorts; /* that the programme declares, by code */
    size_t n_cohorts;
    struct jalon_weight_figures *weights; /* the same */
    size_t n_weights;
    struct jalon_target_figures *targets;
    size_t n_targets;
    struct jalon_arena *arena; /* owns all of the above */
};

void jalon_status_free(struct jalon_status *status); /* accepts NULL */
void jalon_status_freep(struct jalon_status **status);

/* Fails (INTERNAL) unless the states in scope sum to N and no part is greater than its whole. */
JALON_MUST_CHECK int jalon_status_check(const struct jalon_status *status, struct jalon_err *err);

int jalon_status_scope_change(const struct jalon_status *status); /* in the week */

/* The pace seen is that of the last eight weeks, or since the programme's start when younger. */
#define JALON_PACE_DAYS 56
int jalon_pace_days(struct jalon_date as_of, struct jalon_date starts_on);

/* Signatures a week, in tenths; halves round up. */
int jalon_pace_seen(int n_signed, int days);

/*
 * Signatures a week needed for MISSING in DAYS_LEFT, in tenths, rounded up so that it suffices.
 * False when there is no such number: nothing is missing, or no day is left.
 */
bool jalon_pace_needed(int missing, int days_left, int *ret_tenths);

/* The share of the weight whose INSTRUMENT is signed, in tenths of a percent, rounded down so that
 * 100 means all of it. False when there is no weight to share. */
bool jalon_weight_share(const struct jalon_weight_figures *weight, size_t instrument,
                        int *ret_tenths);

int jalon_target_days_left(const struct jalon_status *status,
                           const struct jalon_target_figures *target); /* < 0: days late */
int jalon_target_required(const struct jalon_status *status,
                          const struct jalon_target_figures *target); /* contracts, rounded up */
int jalon_target_missing(const struct jalon_status *status,
                         const struct jalon_target_figures *target); /* 0: reached */
bool jalon_target_moved(const struct jalon_target_figures *target);

/* Renderers add to OUT. The JSON is jalon.status/1, one line. */
void jalon_status_text(const struct jalon_status *status, enum jalon_lang lang,
                       struct jalon_str *out);
void jalon_status_json(const struct jalon_status *status, struct jalon_str *out);
