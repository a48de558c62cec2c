/*
 * A programme revision: its lifecycle, instruments, parties, milestones, targets and calendar.
 *
 * The document is the JSON form of programme.yaml, with `regions` and `departements` added from the
 * register; the database stores it as received. One reader serves both, so a file and the database
 * can never mean different things. The order of a mapping's members has no meaning (canonical JSON
 * sorts them): each array below says by what it is ordered; `position` overrules it.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/err.h"

/* Groups of product.md 3; each includes the ones before it, except the auditor. */
enum jalon_role { JALON_ROLE_READER, JALON_ROLE_RECORDER, JALON_ROLE_MANAGER, JALON_ROLE_N };
const char *jalon_role_code(enum jalon_role role); /* "recorder" */

struct jalon_state_def {
    const char *code;
    struct jalon_label label;
    bool done;     /* the programme's aim is reached */
    bool in_scope; /* counts in N; true unless declared false */
    int position;  /* from 1, in that order */
};

struct jalon_transition_def {
    const char *name;
    const char **from;
    size_t n_from;
    const char *to; /* NULL: back to the previous state (`to: previous`) */
    bool derived;   /* follows from signatures, cannot be asked for */
    bool reason_required;
    unsigned roles; /* bit (1 << enum jalon_role) */
};
bool jalon_transition_leaves(const struct jalon_transition_def *transition, const char *state);
/* May ROLE take it, by itself or by a role that it includes? */
bool jalon_transition_allows(const struct jalon_transition_def *transition, enum jalon_role role);

struct jalon_instrument_def {
    const char *code;
    struct jalon_label label;
    const char **from_states;
    size_t n_from_states;
    const char *completes; /* state that its last required signature brings about, or NULL */
    bool repeatable;       /* several numbers may be complete side by side */
    const char **required; /* party types */
    size_t n_required;
    bool required_as_amended; /* the parties of the instrument it amends */
    bool optional_any;
    bool evidence_required; /* a signature needs a document, or a reason why there is none */
    int position;           /* from 1, in that order */
};
bool jalon_instrument_signable_in(const struct jalon_instrument_def *instrument, const char *state);

enum jalon_one_per {
    JALON_ONE_PER_CONTRACT,
    JALON_ONE_PER_REGION,
    JALON_ONE_PER_MEMBER,
    JALON_NAMED
};
const char *jalon_one_per_code(enum jalon_one_per one_per); /* "contract"; "name" */

struct jalon_party_def {
    const char *code;
    struct jalon_label label;
    enum jalon_one_per one_per;
};

struct jalon_milestone_def {
    const char *code;
    struct jalon_label label;
};

struct jalon_cohort_def { /* a named set of territories */
    const char *code;
    struct jalon_label label;
};

struct jalon_weight_def { /* what a territory counts for */
    const char *code;
    struct jalon_label label; /* "population" */
    struct jalon_label unit;  /* of more than one: "habitants" */
};

struct jalon_target_move { /* the target's date as decided on a day */
    struct jalon_date on, decided_on;
    const char *source;
    const char *region; /* whose contracts it is about; NULL: all of the programme */
};

struct jalon_target_def {
    const char *code;
    struct jalon_label label;
    const char *instrument;          /* what is due; NULL: any completing instrument */
    int percent;                     /* of the contracts in scope, 1…100 */
    struct jalon_target_move *moves; /* the first is the original, of all; then by decided_on */
    size_t n_moves;
};

struct jalon_calendar_day {
    struct jalon_date on;
    struct jalon_label label;
    bool ceremony;
};

struct jalon_forecast_def { /* what forecasts assume; numbers are 0 where nothing is said */
    bool is_declared;
    int median_weeks; /* until half of what can be signed is, by what is known of the like */
    const char *source;
    struct jalon_date as_of; /* when that was known */
    int waiting_weeks;       /* mean time until a contract begins */
    const char *pilot_state; /* who has held it, or is in the cohort, is a pilot; NULL: not so */
    const char *pilot_cohort;
    int rest_percent;             /* pace of the others, of that of the pilots */
    int slip_percent, slip_weeks; /* weeks 0: nothing is said of either */
    int draws, seed;
};

struct jalon_status_def { /* what is said of a Région by the chance that all of it is signed */
    const char *code;
    struct jalon_label label;
    int from; /* percent */
};

struct jalon_place {                  /* a Région or département, INSEE code */
    const char *code, *name, *region; /* region: of a département; NULL for a Région */
};

struct jalon_programme {
    const char *code;
    struct jalon_label name;
    const char *timezone;
    struct jalon_date starts_on;
    int revision; /* 0: not yet applied */
    const char *initial;
    struct jalon_state_def *states; /* the initial one, then as the transitions first lead there */
    size_t n_states;
    struct jalon_transition_def *transitions; /* as declared */
    size_t n_transitions;
    struct jalon_instrument_def *instruments; /* by the states they are signed in, then by code */
    size_t n_instruments;
    struct jalon_party_def *parties; /* required ones as the instruments list them, then by code */
    size_t n_parties;
    struct jalon_milestone_def *milestones; /* by code */
    size_t n_milestones;
    struct jalon_cohort_def *cohorts; /* by code */
    size_t n_cohorts;
    struct jalon_weight_def *weights; /* by code */
    size_t n_weights;
    struct jalon_target_def *targets; /* as declared */
    size_t n_targets;
    struct jalon_calendar_day *calendar; /* by date */
    size_t n_calendar;
    struct jalon_forecast_def forecast;
    struct jalon_status_def *statuses; /* as declared: from the highest percent down to 0 */
    size_t n_statuses;
    struct jalon_place *regions, *departements; /* by code */
    size_t n_regions, n_departements;
    struct jalon_arena *arena; /* owns all of the above */
};

/* Called for each fault with the JSON pointer of its place ("/lifecycle/states/pilot/label"). */
typedef void jalon_fault_fn(void *context, const char *pointer, const struct jalon_err *fault);

/*
 * Reads a programme document. Reports every fault: missing or unknown key, wrong type, bad code or
 * date, missing label, unreachable state, dead end, ambiguous transition (two with the same from
 * and to), a state, party or instrument that is not declared, a derived transition that nothing
 * completes … Returns the number of faults; *ret_programme is set only when it is 0.
 */
JALON_MUST_CHECK int jalon_programme_read(json_t *document, jalon_fault_fn *report, void *context,
                                          struct jalon_programme **ret_programme);
void jalon_programme_free(struct jalon_programme *programme);
void jalon_programme_freep(struct jalon_programme **programme);

/* Lookups by code; NULL when there is none. */
const struct jalon_state_def *jalon_programme_state(const struct jalon_programme *p,
                                                    const char *code);
const struct jalon_instrument_def *jalon_programme_instrument(const struct jalon_programme *p,
                                                              const char *code);
/* The type of a party: "region" for "region:28". */
const struct jalon_party_def *jalon_programme_party(const struct jalon_programme *p,
                                                    const char *party);
const struct jalon_milestone_def *jalon_programme_milestone(const struct jalon_programme *p,
                                                            const char *code);
const struct jalon_cohort_def *jalon_programme_cohort(const struct jalon_programme *p,
                                                      const char *code);
const struct jalon_weight_def *jalon_programme_weight(const struct jalon_programme *p,
                                                      const char *code);
const struct jalon_status_def *jalon_programme_status(const struct jalon_programme *p,
                                                      const char *code);
/* The status of a chance; NULL: the programme declares none. */
const struct jalon_status_def *jalon_programme_status_of(const struct jalon_programme *p,
                                                         int percent);
const char *jalon_programme_region_name(const struct jalon_programme *p, const char *code);

/* The day from which a figure of YEAR counts: its first, or the programme's when that is later. */
struct jalon_date jalon_programme_weight_day(const struct jalon_programme *p, int year);

/* The target's date as decided by DATE for the contracts of REGION alone, for all with NULL; NULL
 * while it was not decided. */
const struct jalon_target_move *jalon_target_at(const struct jalon_target_def *target,
                                                const char *region, struct jalon_date date);
const struct jalon_target_def *jalon_programme_target(const struct jalon_programme *p,
                                                      const char *code);
