/* Sealing the journal: its entries get their place in the tree, and the tree is signed. */
#pragma once

#include "app/app.h"
#include "base/str.h"
#include "journal/note.h"
#include "store/seal.h"

/* Entries of one batch, at most. A checker takes a batch of that many for a full one. */
#define JALON_SEAL_BATCH 10000

/* Where the sealer keeps what no database holds: the key, and what was signed last. */
struct jalon_sealer_files {
    const char *key, *state;
};

/* A new key of that name in a new file; adds to PUBLIC the key that verifies. REFUSED when the file
 * is there. */
JALON_MUST_CHECK int jalon_app_keygen(const char *name, enum jalon_key_kind kind, const char *path,
                                      struct jalon_str *public, struct jalon_err *err);
/* The key of a file that nobody else may read; REFUSED otherwise. */
JALON_MUST_CHECK int jalon_sealer_key(const char *path, struct jalon_key **ret_key,
                                      struct jalon_err *err);

struct jalon_seal_report {
    uint64_t first, size;  /* leaves FIRST to SIZE - 1 are new in the checkpoint */
    struct jalon_str note; /* the checkpoint that holds now */
};
void jalon_seal_report_done(struct jalon_seal_report *report); /* for JALON_AUTO */

/*
 * Seals what waits, with IDLE also nothing; reads the new leaves back, computes the root from their
 * bytes, and signs it when it is the database's. JOURNAL (status 9) when the database holds less
 * than what was signed last, or other leaves: a restored copy, another database, altered entries.
 * Nothing is signed then. It may stop at any point, and goes on when called again; of two with one
 * state, one waits for the other.
 */
JALON_MUST_CHECK int jalon_app_seal(struct jalon_app *app, const struct jalon_sealer_files *files,
                                    bool idle, struct jalon_seal_report *ret_report,
                                    struct jalon_err *err);

enum jalon_seal_outcome { JALON_SEAL_DONE, JALON_SEAL_NOT_DUE };
/* The same when entries wait, and once a day (UTC) when none do: a proof that nothing happened. */
JALON_MUST_CHECK int jalon_app_seal_due(struct jalon_app *app,
                                        const struct jalon_sealer_files *files,
                                        struct jalon_seal_report *ret_report,
                                        struct jalon_err *err);
