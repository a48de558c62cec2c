/*
 * Whether a database is still what the migrations made of it: its history against this program's
 * files, and its catalogue against the facts noted when the last one ended (pg/fact.h). Reads only.
 */
#pragma once

#include "pg/fact.h"
#include "pg/migrate.h"

enum jalon_drift_kind {
    JALON_DRIFT_MISSING,    /* the fact is gone */
    JALON_DRIFT_UNEXPECTED, /* no migration made it */
    JALON_DRIFT_DIFFERS,
};

struct jalon_drift {
    enum jalon_drift_kind kind;
    const char *fact, *expected, *found; /* NULL: absent */
    const char *repair;                  /* SQL; NULL: a person must decide */
};

/* A difference that somebody accepted. */
struct jalon_blessing {
    const char *fact, *expected, *accepted; /* NULL: absent */
    const char *reason, *blessed_at, *blessed_by;
};

struct jalon_verification {
    int server_major;
    size_t n_facts;                               /* compared */
    bool has_facts;                               /* false: nothing was ever noted here */
    struct jalon_err history;                     /* of kind NONE unless it was altered */
    const struct jalon_migration_status *changed; /* changed, missing or late files */
    size_t n_changed;
    size_t n_applied, n_pending;
    const struct jalon_drift *drifts; /* by name; parts of what is lost or new are left out */
    size_t n_drifts;
    const struct jalon_blessing *blessings; /* oldest first */
    size_t n_blessings;
    struct jalon_arena *arena;
};

/*
 * Compares with WANTED, facts from elsewhere, or with those noted in the database (NULL). What was
 * accepted is no drift. REFUSED when the database was not prepared.
 */
JALON_MUST_CHECK int jalon_verify(struct jalon_db *db, const struct jalon_migration_set *set,
                                  const struct jalon_facts *wanted,
                                  struct jalon_verification **ret_found, struct jalon_err *err);
bool jalon_verification_ok(const struct jalon_verification *found);
void jalon_verification_freep(struct jalon_verification **found);

/*
 * Accepts what differs from the noted facts, all of it or FACT with its parts, and records who,
 * when and why. PERMISSION unless the login may own the schema; NOT_FOUND when FACT does not
 * differ. *ret_n: differences accepted.
 */
JALON_MUST_CHECK int jalon_bless(struct jalon_db *db, const char *fact, const char *reason,
                                 size_t *ret_n, struct jalon_err *err);
