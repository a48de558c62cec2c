/* What the sealer remembers: the tree that it signed last, apart from the database. */
#pragma once

#include "base/str.h"
#include "journal/note.h"

struct jalon_seal_state {
    struct jalon_tree tree; /* empty: nothing was signed yet */
    int64_t epoch;          /* in which it was signed */
    struct jalon_str note;  /* the checkpoint of it */
};
void jalon_seal_state_done(struct jalon_seal_state *state); /* for JALON_AUTO */

/* Nothing yet when there is no file. REFUSED when it is damaged, or not signed by KEY. */
JALON_MUST_CHECK int jalon_seal_state_read(const char *path, const struct jalon_key *key,
                                           struct jalon_hasher *hasher,
                                           struct jalon_seal_state *ret_state,
                                           struct jalon_err *err);
/* Adds the note alone, whoever signed it; nothing when there is no file. JOURNAL when it is
 * damaged.
 */
JALON_MUST_CHECK int jalon_seal_state_note(const char *path, struct jalon_str *note,
                                           struct jalon_err *err);
JALON_MUST_CHECK int jalon_seal_state_write(const char *path, const struct jalon_seal_state *state,
                                            struct jalon_err *err);
