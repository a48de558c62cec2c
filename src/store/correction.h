/* Corrections into the database. */
#pragma once

#include <jansson.h>

#include "store/write.h"

/* Entries of one contract. */
struct jalon_entries {
    const char *code;
    const int64_t *seqs;
    size_t n;
};

/* Takes entries back, all or none. The write's day is that on which the mistake was established. */
JALON_MUST_CHECK int jalon_store_void(struct jalon_db *db, const struct jalon_write *write,
                                      const struct jalon_entries *entries,
                                      struct jalon_receipt **ret_receipt, struct jalon_err *err);

/* Takes back what a batch recorded and still holds, on all contracts. */
JALON_MUST_CHECK int jalon_store_void_batch(struct jalon_db *db, const struct jalon_write *write,
                                            const char *batch, struct jalon_receipt **ret_receipt,
                                            struct jalon_err *err);

/* Takes back the user's own last request on a contract. The write's day is not used. */
JALON_MUST_CHECK int jalon_store_undo(struct jalon_db *db, const struct jalon_write *write,
                                      const char *code, struct jalon_receipt **ret_receipt,
                                      struct jalon_err *err);

/* Sets members of entries, all or none; MEMBERS by the names that leaves have, `on` for the day. */
JALON_MUST_CHECK int jalon_store_correct(struct jalon_db *db, const struct jalon_write *write,
                                         const struct jalon_entries *entries, const json_t *members,
                                         struct jalon_receipt **ret_receipt, struct jalon_err *err);
