/*
 * What waits for somebody on a day: pure, from the programme and its contracts, so that the same
 * day gives the same list. A contract appears once, under the most pressing of its reasons.
 */
#pragma once

#include "domain/calendar.h"
#include "domain/decision.h"
#include "domain/target.h"

enum jalon_inbox_kind {                        /* in the order in which they are told */
                        JALON_INBOX_LATE,      /* a target is over and not met */
                        JALON_INBOX_DECISION,  /* one that was asked for is late */
                        JALON_INBOX_REFUSAL,   /* a party that must sign refuses to */
                        JALON_INBOX_SIGNATURE, /* one signature is missing */
                        JALON_INBOX_DUE,       /* a target is near */
                        JALON_INBOX_PLAN,      /* a planned date is over without the thing */
                        JALON_INBOX_TERM,      /* the contract runs out, or has */
                        JALON_INBOX_STALLED,   /* no step for long */
                        JALON_INBOX_NEXT,      /* a dated step of the programme or a contract */
                        JALON_INBOX_KIND_N
};
const char *jalon_inbox_kind_code(enum jalon_inbox_kind kind); /* "late" */

struct jalon_inbox_rules {
    int due_within_days; /* a target is near from so many days before */
    int stalled_days;    /* a step is missed after so many days without one */
    int next_days;       /* dated steps and ends of terms are told so many days ahead */
};

struct jalon_inbox_item {
    enum jalon_inbox_kind kind;
    const struct jalon_contract *contract; /* NULL: of the programme as a whole */
    const struct jalon_contract_state *state;
    struct jalon_due due;   /* the target that is late or near, else the next one that binds;
                               target NULL: none */
    struct jalon_date on;   /* the day that it is about: due, refused, last of the term, last step,
                               first signature */
    int days, working_days; /* from that day until today; below zero: until that day */
    struct jalon_date last_step; /* state, signature or milestone; NONE of the programme */
    const struct jalon_instrument_def *instrument; /* to sign, else NULL */
    struct jalon_parties missing;                  /* its parties that have not */
    const struct jalon_contract_refusal *refusal;  /* NULL: none stands */
    const struct jalon_contract_plan *plan;        /* NULL: it is about no planned date */
    bool may_waive;                                /* that party: its number is open */
    const char *advance;                           /* the state to move to instead, else NULL */
    bool needs_reason;                             /* for that move */
    size_t n_done, n_required;                     /* a target of the programme as a whole */
    const struct jalon_calendar_day *day;          /* a day of the calendar */
    const struct jalon_decision *decision;         /* that is late, else NULL */
};

struct jalon_inbox {
    const struct jalon_programme *programme;
    struct jalon_date as_of;
    struct jalon_inbox_rules rules;
    struct jalon_inbox_item *items; /* by kind, then the most pressing first */
    size_t n;
    struct jalon_arena *arena; /* owns the items; programme, contracts and decisions are the
                                  caller's */
};

/* The contracts that the reader asks about. */
struct jalon_inbox_scope {
    struct jalon_contract *const *contracts;
    size_t n;
    bool is_part; /* they are not all of the programme's: of the whole only its calendar is told */
    const struct jalon_decisions *decisions; /* asked for by that day; NULL: none */
};

struct jalon_inbox *jalon_inbox_new(const struct jalon_programme *programme,
                                    const struct jalon_inbox_scope *scope,
                                    const struct jalon_inbox_rules *rules, struct jalon_date as_of);
void jalon_inbox_free(struct jalon_inbox *inbox); /* accepts NULL */
void jalon_inbox_freep(struct jalon_inbox **inbox);

/* How many items of KIND there are, and in *ret_first the place of the first. */
size_t jalon_inbox_count(const struct jalon_inbox *inbox, enum jalon_inbox_kind kind,
                         size_t *ret_first);
