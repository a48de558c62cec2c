/* Single checkpoints of the journal: the last one, which clients keep, and one of a size. */
#pragma once

#include "base/str.h"
#include "pg/db.h"

/* Adds the note of the checkpoint that was signed last, without witnesses; nothing when there is
 * none. */
JALON_MUST_CHECK int jalon_store_last_checkpoint(struct jalon_db *db, struct jalon_str *note,
                                                 struct jalon_err *err);
/* Is there a checkpoint of SIZE leaves? */
JALON_MUST_CHECK int jalon_store_has_checkpoint(struct jalon_db *db, int64_t size, bool *ret_has,
                                                struct jalon_err *err);
