/* Epochs of the sealed journal into the database, and those that were opened. */
#pragma once

#include "store/write.h"

/* What ends, and what goes on. */
struct jalon_epoch {
    int64_t ended;             /* the epoch that is over */
    const char *origin, *root; /* its last checkpoint; the root in hexadecimal */
    uint64_t size, kept;       /* its leaves, and how many of them the database still has */
    const char *log;           /* the key that verifies the next one */
    const char *entry;         /* which opened the next one; NULL: none yet */
};

/* Opens the epoch after EPOCH->ended. CONFLICT when it is over already, PERMISSION unless for a
 * sealer, REFUSED without a reason or DECIDED_BY. */
JALON_MUST_CHECK int jalon_store_new_epoch(struct jalon_db *db, const struct jalon_write *write,
                                           const struct jalon_epoch *epoch, const char *decided_by,
                                           struct jalon_receipt **ret_receipt,
                                           struct jalon_err *err);

struct jalon_epochs {
    struct jalon_epoch *items; /* in journal order; texts "" that an entry does not say */
    size_t n;
    struct jalon_arena *arena;
};
void jalon_epochs_done(struct jalon_epochs *epochs); /* for JALON_AUTO */

JALON_MUST_CHECK int jalon_store_epochs(struct jalon_db *db, struct jalon_epochs *ret_epochs,
                                        struct jalon_err *err);
