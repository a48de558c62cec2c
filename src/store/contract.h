/* Contracts: moves, signatures and milestones into the database, lists out of it. */
#pragma once

#include <jansson.h>

#include "store/document.h"
#include "store/find.h"
#include "store/write.h"

JALON_MUST_CHECK int jalon_store_advance(struct jalon_db *db, const struct jalon_write *write,
                                         const char *code, const char *to, const char *expect,
                                         struct jalon_receipt **ret_receipt, struct jalon_err *err);

struct jalon_signing {
    const char *code, *instrument;
    const char *const *parties; /* {"all"}: every required one still missing */
    size_t n_parties;
    const char *signer, *capacity, *place, *channel; /* NULL: not said */
    const char *delegation;      /* the act that gives the signer power to sign; NULL: not said */
    const char *document, *text; /* SHA-256 of what shows it, and of what was signed; or NULL */
    const char *no_evidence;     /* why nothing shows it */
    /* Where the file of `document` comes with the request: what it is, and what it holds. */
    const struct jalon_document *paper;
    const struct jalon_str *content;
};

/* What the database takes of it; the caller owns it. */
json_t *jalon_store_signing_object(const struct jalon_signing *signing);

JALON_MUST_CHECK int jalon_store_sign(struct jalon_db *db, const struct jalon_write *write,
                                      const struct jalon_signing *signing,
                                      struct jalon_receipt **ret_receipt, struct jalon_err *err);

JALON_MUST_CHECK int jalon_store_milestone(struct jalon_db *db, const struct jalon_write *write,
                                           const char *code, const char *milestone,
                                           struct jalon_receipt **ret_receipt,
                                           struct jalon_err *err);

/* What one instrument of a contract has and needs, as of a day. */
struct jalon_list_instrument {
    const char *code;
    bool done;
    struct jalon_date signed_on; /* when done */
    size_t n_signed, n_required;
    const char **missing; /* parties, as stored */
    size_t n_missing;
    const char **refused; /* those of them that refuse to sign */
    size_t n_refused;
};

struct jalon_list_term {    /* the one that the contract runs under */
    const char *instrument; /* NULL: none is known */
    int64_t number;
    struct jalon_date from, to;
};

struct jalon_list_step { /* what is planned next */
    const char *kind;    /* "instrument", "milestone", "state"; NULL: nothing is */
    const char *what, *party;
    int64_t number;
    struct jalon_when when;
};

struct jalon_list_row {
    const char *code, *name, *state;
    struct jalon_date state_since;
    struct jalon_date left_on; /* the programme; NONE: it is there */
    struct jalon_match match;  /* what the search met; kind NULL: nothing was looked for */
    const char **regions;      /* INSEE codes, the principal one first */
    size_t n_regions;
    struct jalon_list_instrument *instruments; /* in the programme's order */
    size_t n_instruments;
    struct jalon_list_term term;
    struct jalon_list_step step;
};

struct jalon_list {
    struct jalon_date as_of;
    struct jalon_list_row *rows; /* in the order asked for */
    size_t n_rows, n_all;        /* n_all: those beyond the limit too */
    struct jalon_arena *arena;   /* owns all of the above */
};

enum jalon_list_order {
    JALON_LIST_BY_CODE,
    JALON_LIST_BY_NAME, /* as French dictionaries have it */
    JALON_LIST_BY_STATE,
    JALON_LIST_BY_SINCE,
    JALON_LIST_BY_REGION,
    JALON_LIST_BY_PROGRESS,
};

struct jalon_texts {
    const char *const *items;
    size_t n;
};

/* What is zero or NULL, a date NONE, due_within_days -1: no such
 * condition. All conditions must hold. */
struct jalon_list_filter {
    bool left; /* those that have left the programme, instead of those that belong to it */
    struct jalon_texts states, other_states; /* in one of these; in none of those */
    struct jalon_date since, before;         /* in its state from then on; from before then */
    struct jalon_date entered_since;
    int stalled_days;        /* in the same state for at least so many days */
    const char *region;      /* INSEE code of any signing Région */
    const char *departement; /* INSEE code */
    const char *search;      /* what people call it, see jalon.find() */
    const char *instrument;  /* that the conditions below are about; NULL: any of them */
    const char *missing;     /* party or party type that has not signed it, and may by then */
    const char *progress;    /* "none", "partial", "complete" */
    struct jalon_date signed_since, signed_until; /* the last required signature */
    bool is_late;                                 /* a target that binds it is over and not met */
    int due_within_days; /* or is due in at most so many days, today being in 0; -1: not asked */
    bool is_refused;     /* a party refuses to sign */
    struct jalon_date term_before;    /* the term that it runs under ends before that day */
    struct jalon_date planned_before; /* something is planned before that day */
    enum jalon_list_order order;
    bool is_reversed;
    int64_t limit; /* 0: all */
};
extern const struct jalon_list_filter jalon_list_everything; /* no condition, by code */

/* The territories that belong to the programme on a day; AS_OF NONE: today in its zone. */
JALON_MUST_CHECK int jalon_store_list(struct jalon_db *db, struct jalon_books books,
                                      const struct jalon_list_filter *filter,
                                      struct jalon_date as_of, struct jalon_list **ret_list,
                                      struct jalon_err *err);
void jalon_list_free(struct jalon_list *list);
void jalon_list_freep(struct jalon_list **list);
