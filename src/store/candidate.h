/* What a word of the command line may become, out of the database. */
#pragma once

#include "base/arena.h"
#include "base/lang.h"
#include "pg/db.h"

struct jalon_candidate {
    const char *value, *label; /* "ti-2801", its name */
};

struct jalon_candidates {
    struct jalon_candidate *items; /* by value */
    size_t n;
    struct jalon_arena *arena;
};

/* KIND is territory, state, instrument, milestone, target, party, region or programme; PROGRAMME
 * may be NULL: of all. */
JALON_MUST_CHECK int jalon_store_candidates(struct jalon_db *db, const char *kind,
                                            const char *programme, enum jalon_lang lang,
                                            struct jalon_candidates *ret_candidates,
                                            struct jalon_err *err);
void jalon_candidates_done(struct jalon_candidates *candidates); /* for JALON_AUTO */
