/* Contracts: moves, signatures and milestones into the database, lists out of it. */
#pragma once

#include <jansson.h>

#include "store/write.h"

JALON_MUST_CHECK int jalon_store_advance(struct jalon_db *db, const struct jalon_write *write,
                                         const char *code, const char *to, const char *expect,
                                         struct jalon_receipt **ret_receipt, struct jalon_err *err);

struct jalon_signing {
    const char *code, *instrument;
    const char *const *parties; /* {"all"}: every required one still missing */
    size_t n_parties;
    const char *signer, *capacity, *place, *channel; /* NULL: not said */
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
};

struct jalon_list_row {
    const char *code, *name, *state;
    struct jalon_date state_since;
    const char **regions; /* INSEE codes, the principal one first */
    size_t n_regions;
    struct jalon_list_instrument *instruments; /* in the programme's order */
    size_t n_instruments;
};

struct jalon_list {
    struct jalon_date as_of;
    struct jalon_list_row *rows; /* by code */
    size_t n_rows;
    struct jalon_arena *arena; /* owns all of the above */
};

/* NULL, or 0 for stalled_days: no such condition. All conditions must hold. */
struct jalon_list_filter {
    const char *state;
    const char *region;  /* INSEE code of any signing Région */
    const char *missing; /* party or party type that has not signed an instrument open by then */
    const char *search;  /* in code, names, SIRENs; case and accents do not matter */
    int stalled_days;    /* in the same state for at least so many days */
};

/* The territories that belong to the programme on a day; AS_OF NONE: today in its zone. */
JALON_MUST_CHECK int jalon_store_list(struct jalon_db *db, const char *programme,
                                      const struct jalon_list_filter *filter,
                                      struct jalon_date as_of, struct jalon_list **ret_list,
                                      struct jalon_err *err);
void jalon_list_free(struct jalon_list *list);
void jalon_list_freep(struct jalon_list **list);
