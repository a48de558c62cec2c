/* Legal holds into the database, and those that there are. */
#pragma once

#include "store/write.h"

/* A programme or a territory by its code; with SEQ one entry of it, 0: all. */
struct jalon_held_thing {
    const char *code;
    int64_t seq;
};

/* Holds it, or lets it go. The write's day is not used. */
JALON_MUST_CHECK int jalon_store_hold(struct jalon_db *db, const struct jalon_write *write,
                                      const struct jalon_held_thing *thing, bool held,
                                      struct jalon_receipt **ret_receipt, struct jalon_err *err);

struct jalon_hold {
    const char *thing, *entry; /* "ti-2801#7"; the entry that holds it */
    struct jalon_date recorded_on;
    const char *reason; /* NULL: erased */
};

struct jalon_holds {
    struct jalon_hold *items; /* in journal order */
    size_t n;
    struct jalon_arena *arena;
};
void jalon_holds_done(struct jalon_holds *holds); /* for JALON_AUTO */

JALON_MUST_CHECK int jalon_store_holds(struct jalon_db *db, const char *programme,
                                       struct jalon_holds *ret_holds, struct jalon_err *err);
