/* Erasures into the database, and what one would take. */
#pragma once

#include "store/write.h"

/* Of a person, or of entries; the other is NULL, or 0. */
struct jalon_erasure_request {
    const char *person;
    const char *const *entries; /* "ti-2801#7" */
    size_t n_entries;
    const char *const *fields; /* members of leaves: signer, note …; none: all */
    size_t n_fields;
    const char *ground, *decided_by;
};

struct jalon_erased {
    const char *entry, *field;
    const char *text; /* of a file the title of its document; NULL: it is gone */
    int64_t size;     /* of a file that would go; 0: of a text, or gone */
};

struct jalon_erasure {
    struct jalon_receipt *receipt; /* NULL: nothing was asked to go */
    struct jalon_erased *items;    /* in journal order */
    size_t n;
    struct jalon_arena *arena;
};
void jalon_erasure_done(struct jalon_erasure *erasure); /* for JALON_AUTO */

/* Erases all of it or nothing, and appends the entries that say so. The write's day is not used. */
JALON_MUST_CHECK int jalon_store_erase(struct jalon_db *db, const struct jalon_write *write,
                                       const struct jalon_erasure_request *request,
                                       struct jalon_erasure *ret_erasure, struct jalon_err *err);

/* What would go, with its texts. */
JALON_MUST_CHECK int jalon_store_erasable(struct jalon_db *db, const char *programme,
                                          const struct jalon_erasure_request *request,
                                          struct jalon_erasure *ret_erasure, struct jalon_err *err);
