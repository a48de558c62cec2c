/* Verifying the sealed journal in the database that holds it. */
#pragma once

#include "app/app.h"
#include "journal/key.h"
#include "report/check.h"

/* A checkpoint that somebody kept apart from the database. */
struct jalon_kept_note {
    const char *where; /* for people: the file */
    const char *text;
};

struct jalon_audit_request {
    const struct jalon_key *const *logs; /* whose checkpoints count: one key an epoch */
    size_t n_logs;
    const struct jalon_kept_note *notes;
    size_t n_notes;
    int delay; /* seconds within which an entry has to be sealed */
    bool live; /* the tables, the catalogue and the indexes too */
};

/*
 * Reads every leaf in the order of the tree and computes the root anew at the size of each
 * checkpoint, kept here or elsewhere; follows the seals; checks every chain (app/check.h) and the
 * hashes that proofs are made of; looks for entries that no seal takes. With LIVE also whether the
 * tables say what the journal says, whether the catalogue is that of the migrations (pg/verify.h),
 * and whether the indexes lead to every row. What is wrong is in *ret_check, no error.
 */
JALON_MUST_CHECK int jalon_app_audit(struct jalon_app *app,
                                     const struct jalon_audit_request *request,
                                     struct jalon_check **ret_check, struct jalon_err *err);

/*
 * What a bundle of the journal does not show by itself, as LIVE finds it: tables that say something
 * else, entries that no seal takes, a catalogue or indexes that were altered.
 */
JALON_MUST_CHECK int jalon_app_inspect(struct jalon_app *app, struct jalon_check **ret_check,
                                       struct jalon_err *err);
