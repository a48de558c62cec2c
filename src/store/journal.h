/* The journal out of the database: histories, the log, and what `check` compares. */
#pragma once

#include <jansson.h>

#include "domain/anomaly.h"
#include "domain/contract.h"
#include "domain/event.h"
#include "store/books.h"
#include "store/contract.h"

struct jalon_history_entry {
    const char *code; /* of the subject */
    struct jalon_event event;
    const struct jalon_contract *contract; /* for the names in it; NULL where not needed */
    struct jalon_entry_facts facts;        /* of a log that is judged */
};

struct jalon_history { /* in journal order */
    struct jalon_history_entry *entries;
    size_t n, n_contracts;
    struct jalon_contract **contracts;
    int64_t first_id; /* entry id of the first one: where an earlier page of the log ends */
    struct jalon_arena *arena;
};
void jalon_history_free(struct jalon_history *history); /* accepts NULL */
void jalon_history_freep(struct jalon_history **history);

/*
 * The whole history of CODE, with its contract, as BOOKS have them. *ret_history stays NULL when
 * there is no such territory. JOURNAL when an entry cannot be read.
 */
JALON_MUST_CHECK int jalon_store_history(struct jalon_db *db, struct jalon_books books,
                                         const char *code, struct jalon_history **ret_history,
                                         struct jalon_err *err);

/*
 * All entries of the N territories CODES, of all that the programme has when N is 0, as BOOKS have
 * them: one territory after the other, without contracts. JOURNAL when an entry cannot be read.
 */
JALON_MUST_CHECK int jalon_store_entries(struct jalon_db *db, struct jalon_books books,
                                         const char *const *codes, size_t n,
                                         struct jalon_history **ret_history, struct jalon_err *err);

/* The codes, in ARENA, of the territories on which the caller recorded something. */
JALON_MUST_CHECK int jalon_store_recorded_by_me(struct jalon_db *db, const char *programme,
                                                struct jalon_arena *arena,
                                                struct jalon_texts *ret_codes,
                                                struct jalon_err *err);

#define JALON_LOG_PAGE 1000 /* entries, unless the filter says how many */

/* NULL, NONE or 0: no such condition. All conditions must hold. */
struct jalon_log_filter {
    const char *code, *kind, *actor, *batch;
    struct jalon_date since, until; /* days of recording, both inclusive */
    const char *before;             /* as people name it; the app makes before_id of it */
    int64_t before_id;              /* entries before this one: the next page back */
    int limit;                      /* the last so many; 0: JALON_LOG_PAGE */
    bool judged;                    /* fill in the facts that anomalies are told by */
};

/* The last entries of a programme's journal, of all its subjects. */
JALON_MUST_CHECK int jalon_store_log(struct jalon_db *db, struct jalon_books books,
                                     const struct jalon_log_filter *filter,
                                     struct jalon_history **ret_history, struct jalon_err *err);

enum jalon_check_source { JALON_CHECK_PROGRAMMES, JALON_CHECK_CONTRACTS, JALON_CHECK_ORPHANS };

/*
 * The subjects of SOURCE as an array of {"subject", "entries", …}: for programmes `programme`,
 * `revisions` and `definitions`, for contracts `record`. Contracts come in pages, each row of one
 * snapshot, after subject AFTER; an empty array ends them.
 */
JALON_MUST_CHECK int jalon_store_check(struct jalon_db *db, enum jalon_check_source source,
                                       const char *after, json_t **ret_rows, struct jalon_err *err);
