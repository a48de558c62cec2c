/*
 * A programme's register: the territories, aliases, members, events, cohorts and weights that stand
 * beside its programme.yaml as CSV files (an absent file has no rows). What cannot be recorded is
 * found here, before the first row reaches the database.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/str.h"
#include "conf/fault.h"
#include "domain/programme.h"
#include "domain/territory.h"

struct jalon_register_territory { /* territories.csv, with what it has from its entry on */
    struct jalon_territory territory;
    struct jalon_date entered_on;
    enum jalon_precision precision;
    const char *certainty, *note, *source; /* NULL: not said */
    size_t line;
};

struct jalon_register_alias { /* aliases.csv */
    const char *territory;    /* code */
    struct jalon_territory_alias alias;
    bool comes_later; /* an event gives it; else the territory has it from its entry on */
    size_t line;
};

struct jalon_register_member { /* members.csv */
    const char *territory;     /* code */
    struct jalon_territory_member member;
    struct jalon_date from, to; /* NONE: since the territory's entry; without end */
    bool is_added, is_removed;  /* by an event */
    size_t line;
};

enum jalon_register_action {
    JALON_REGISTER_ADVANCE,       /* `what` is a state */
    JALON_REGISTER_SIGN,          /* `what` is an instrument */
    JALON_REGISTER_MILESTONE,     /* `what` is a milestone */
    JALON_REGISTER_RENAME,        /* `what` is the new name */
    JALON_REGISTER_LEAVE,         /* `what` has the codes of the successors, if any */
    JALON_REGISTER_MEMBER_ADD,    /* `what` is a SIREN, as that of … */
    JALON_REGISTER_MEMBER_REMOVE, /* … a row of members.csv */
    JALON_REGISTER_ALIAS,         /* `what` is the value of a row of aliases.csv */
    JALON_REGISTER_ABSORB,        /* `what` has the codes of territories that leave into this one */
    JALON_REGISTER_RETARGET,      /* `what` is a target and its new date; `on` the decision's day */
    JALON_REGISTER_TERM,   /* `what` is FROM/TO, after the instrument if it is not the one that
                              completes, and its number if it is not the last */
    JALON_REGISTER_PLAN,   /* `what` is an instrument, a milestone or a state, and when it is
                              planned, or `none`; `on` the decision's day */
    JALON_REGISTER_REFUSE, /* `what` is an instrument, as that of … */
    JALON_REGISTER_WAIVE,  /* … a party that need not sign it any more */
    JALON_REGISTER_NOTE,   /* `what` is empty: the remark is the row's note */
    JALON_REGISTER_ACTION_N
};
const char *jalon_register_action_code(enum jalon_register_action action); /* "sign" */

struct jalon_register_event { /* events.csv, in the order of the file */
    struct jalon_date on;
    enum jalon_precision precision;
    const char *territory; /* code */
    enum jalon_register_action action;
    const char *what;
    const char **parties; /* of a signature: "all", or parties; of a refusal or waiver: one */
    size_t n_parties;
    const char **into; /* of an exit: codes */
    size_t n_into;
    const char **predecessors; /* of absorb: codes */
    size_t n_predecessors;
    const char *target;                         /* of retarget */
    const char *planned;                        /* of plan: the thing */
    struct jalon_date target_on;                /* of retarget and plan; NONE: planned no more */
    enum jalon_precision target_precision;      /* of plan */
    const char *instrument;                     /* of term */
    int number;                                 /* of term: of the instrument; 0: the last one */
    struct jalon_date from, to;                 /* of term */
    const struct jalon_register_member *member; /* of member_add */
    const struct jalon_register_alias *alias;   /* of alias */
    const char *signer, *capacity, *delegation, *place, *channel;
    const char *no_evidence;                        /* of a signature: why nothing shows it */
    const char *certainty, *reason, *note, *source; /* NULL: not said */
    struct jalon_date learned_on;
    size_t line;
};

struct jalon_register_cohort { /* cohorts.csv: a row, and another one for its `until` */
    const char *cohort, *territory;
    const char *member; /* SIREN; NULL: the territory as a whole */
    bool leaves;        /* from that day on no more in the cohort */
    struct jalon_date on;
    const char *source; /* NULL: not said */
    size_t line;
};

struct jalon_register_weight { /* weights.csv */
    const char *weight, *territory;
    int64_t value;
    int as_of_year;
    int counted; /* members that the value is a sum over; 0: it is of the whole territory */
    struct jalon_date on; /* from which it counts; NONE: the first day of its year */
    const char *source;   /* NULL: not said */
    size_t line;
};

struct jalon_register_refused { /* a row of a sheet with faults */
    const char *territory;      /* what stands in its column */
    size_t line;
};

struct jalon_register {
    struct jalon_register_territory *territories; /* predecessors first, else as in the file */
    size_t n_territories;
    struct jalon_register_alias *aliases;
    size_t n_aliases;
    struct jalon_register_member *members;
    size_t n_members;
    struct jalon_register_event *events;
    size_t n_events;
    struct jalon_register_cohort *cohorts; /* in the order of the file */
    size_t n_cohorts;
    struct jalon_register_weight *weights; /* in the order of the file */
    size_t n_weights;
    struct jalon_register_refused *refused; /* of a sheet, in the order of the file */
    size_t n_refused;
    bool is_cp1252;            /* one of the files was read as CP1252 */
    struct jalon_arena *arena; /* owns all of the above */
};

/* Returns NULL after adding at least one fault, by file, line and column. */
struct jalon_register *jalon_register_load(const char *folder,
                                           const struct jalon_programme *programme,
                                           struct jalon_faults *faults);

enum jalon_register_file {
    JALON_REGISTER_TERRITORIES,
    JALON_REGISTER_ALIASES,
    JALON_REGISTER_MEMBERS,
    JALON_REGISTER_EVENTS,
    JALON_REGISTER_SIGNATURES, /* signatures alone, one party a row: events like others */
    JALON_REGISTER_COHORTS,
    JALON_REGISTER_WEIGHTS,
    JALON_REGISTER_FILE_N
};

struct jalon_register_given { /* a column, and what stands for its empty cells */
    const char *column, *value;
};

/*
 * A file of events or signatures whose rows are all of one action; whoever reads it says a part of
 * them. A column that is given, or that says the action, may be missing. A precision that is given
 * goes with a day that is given.
 */
struct jalon_register_sheet {
    enum jalon_register_action action;
    struct jalon_register_given given[12];
    size_t n_given;
};

struct jalon_register_source {
    enum jalon_register_file file;
    const char *path;
    const struct jalon_register_sheet *sheet; /* NULL: a file of the register as it is */
};

struct jalon_register_known { /* what a file may refer to */
    const struct jalon_programme *programme;
    const char *const *codes; /* of territories */
    size_t n_codes;
    void (*compose)(void *context, struct jalon_str *text); /* makes it NFC; NULL: it stays */
    /* The code of the territory that a cell of a sheet names otherwise; NULL with *err filled. */
    const char *(*find)(void *context, const char *text, struct jalon_err *err);
    void *context;
};

/*
 * One file by itself, written for or by a spreadsheet. Events that need rows of members or aliases
 * find them in members.csv and aliases.csv beside it. Returns NULL after adding at least one fault;
 * what the file was read as is told in any case. Of a sheet the rows with faults are left out, and
 * listed as refused; NULL when the faults are of the file as a whole.
 */
struct jalon_register *jalon_register_load_file(const struct jalon_register_source *source,
                                                const struct jalon_register_known *known,
                                                bool *ret_is_cp1252, struct jalon_faults *faults);
void jalon_register_free(struct jalon_register *reg); /* accepts NULL */
void jalon_register_freep(struct jalon_register **reg);
