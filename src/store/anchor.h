/* The checkpoint that a client keeps of the journal that it writes to. */
#pragma once

#include "base/str.h"
#include "pg/db.h"

/* Adds the note of the checkpoint that was signed last, without witnesses; nothing when there is
 * none. */
JALON_MUST_CHECK int jalon_store_last_checkpoint(struct jalon_db *db, struct jalon_str *note,
                                                 struct jalon_err *err);
