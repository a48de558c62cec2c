/* Decisions that are asked for: into the database, and out of it. */
#pragma once

#include "domain/decision.h"
#include "store/books.h"
#include "store/write.h"

struct jalon_ask {
    const char *what, *whom;
    struct jalon_date due_on;
};

JALON_MUST_CHECK int jalon_store_decision_ask(struct jalon_db *db, const struct jalon_write *write,
                                              const struct jalon_ask *ask,
                                              struct jalon_receipt **ret_receipt,
                                              struct jalon_err *err);

/* Closes the one that the programme's entry SEQ asked for, as "taken", "refused" or "dropped". */
JALON_MUST_CHECK int jalon_store_decision_close(struct jalon_db *db,
                                                const struct jalon_write *write, int64_t seq,
                                                const char *as, struct jalon_receipt **ret_receipt,
                                                struct jalon_err *err);

/* Those asked for by AS_OF, closed or not by then. */
JALON_MUST_CHECK int jalon_store_decisions(struct jalon_db *db, struct jalon_books books,
                                           struct jalon_date as_of,
                                           struct jalon_decisions *ret_decisions,
                                           struct jalon_err *err);
void jalon_decisions_done(struct jalon_decisions *decisions); /* for JALON_AUTO */
