/* Corrections: what a user can do about an entry that is wrong. Nothing is erased. */
#pragma once

#include "app/app.h"
#include "store/write.h"

/* "ti-2801#7": the seventh entry of ti-2801. CODE points to a copy in ARENA. */
struct jalon_entry_reference {
    const char *code;
    int64_t seq;
};
/* REFUSED when TEXT is no reference to an entry. */
JALON_MUST_CHECK int jalon_entry_reference_read(const char *text, struct jalon_arena *arena,
                                                struct jalon_entry_reference *ret_reference,
                                                struct jalon_err *err);

/*
 * Takes back the N entries, all of one contract: all or none. What follows from them falls with
 * them. REFUSED when entries remain that could not stand without them; the error lists these.
 * CONFLICT when one is taken back already. A recorder may only take back what he recorded.
 */
JALON_MUST_CHECK int jalon_app_void(struct jalon_app *app, const struct jalon_write *write,
                                    const char *const *entries, size_t n,
                                    struct jalon_receipt **ret_receipt, struct jalon_err *err);
/* The same for all that a batch recorded. NOT_FOUND: there is no such batch. */
JALON_MUST_CHECK int jalon_app_void_batch(struct jalon_app *app, const struct jalon_write *write,
                                          const char *batch, struct jalon_receipt **ret_receipt,
                                          struct jalon_err *err);
/* Takes back the last request on a contract; CONFLICT when it is another person's. */
JALON_MUST_CHECK int jalon_app_undo(struct jalon_app *app, const struct jalon_write *write,
                                    const char *code, struct jalon_receipt **ret_receipt,
                                    struct jalon_err *err);

/*
 * Sets members of entries of one contract, all or none; each keeps its place in the journal.
 * SETTINGS are texts "on=DATE", "by=NAME" …; nothing after the sign takes the member away. CONFLICT
 * when they change nothing in one of the entries.
 */
struct jalon_rectified {
    const char *const *entries;
    size_t n_entries;
    const char *const *settings;
    size_t n_settings;
};
JALON_MUST_CHECK int jalon_app_correct(struct jalon_app *app, const struct jalon_write *write,
                                       const struct jalon_rectified *rectified,
                                       struct jalon_receipt **ret_receipt, struct jalon_err *err);
