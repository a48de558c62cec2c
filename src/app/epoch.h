/* A new epoch of the sealed journal: when what was signed last cannot be gone on with. */
#pragma once

#include "app/seal.h"
#include "store/epoch.h"

struct jalon_epoch_report {
    int64_t epoch;                 /* which begins */
    uint64_t size, kept;           /* leaves signed last, and those that the database still has */
    struct jalon_receipt *receipt; /* NULL: the entry was there, and what was begun is completed */
    struct jalon_str log;          /* the key that verifies from now on; "" of a dry run */
};
void jalon_epoch_report_done(struct jalon_epoch_report *report); /* for JALON_AUTO */

/*
 * Ends the running epoch and begins the next: makes a key under the log's next name (note.h), has
 * an entry say what was signed last, how much of it is missing and who decided, puts the key and an
 * empty state in the place of the old ones, and seals. The old ones stay beside, as FILE.1 for
 * epoch
 * 1. The tree goes on: nothing that is in it is signed away. For an older copy that was put back,
 * and for a key that is lost, known to others or to be changed.
 *
 * Stopped at any point, it is completed when called again. NOT_FOUND when nothing was signed yet;
 * CONFLICT when another ended the epoch; JOURNAL when the database is not what is then signed.
 */
JALON_MUST_CHECK int jalon_app_new_epoch(struct jalon_app *app, const struct jalon_write *write,
                                         const struct jalon_sealer_files *files,
                                         const char *decided_by, bool dry_run,
                                         struct jalon_epoch_report *ret_report,
                                         struct jalon_err *err);
