/*
 * What the catalogue says of a schema, as facts that can be compared: columns, constraints,
 * functions, rights, owners, roles, settings. The runner notes them at the end of a migration
 * (jalon_migrate.fact); whatever differs later was not done by a migration.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct jalon_db;

struct jalon_fact {
    const char *fact;          /* "trigger append_only on audit.entry: fires" */
    const char *part_of;       /* the fact that it falls with; NULL: none */
    const char *value;         /* "always" */
    const char *make, *unmake; /* SQL that makes it so, that takes it away; NULL: unknown */
};

struct jalon_facts {
    struct jalon_fact *rows; /* sorted by name, each once */
    size_t n;
    struct jalon_arena *arena;
};

/* Of the catalogue. *ret_facts is owned by the caller, after a failure too; so below. */
JALON_MUST_CHECK int jalon_facts_read(struct jalon_db *db, struct jalon_facts *ret_facts,
                                      struct jalon_err *err);
/* As noted, for the server's major version; none at all before the first migration ended. */
JALON_MUST_CHECK int jalon_facts_recall(struct jalon_db *db, struct jalon_facts *ret_facts,
                                        struct jalon_err *err);
void jalon_facts_done(struct jalon_facts *facts);

/* Puts the name of DB's database into the SQL, which leaves it open. */
JALON_MUST_CHECK int jalon_facts_name_database(struct jalon_db *db, struct jalon_facts *facts,
                                               struct jalon_err *err);

/* NULL: there is no such fact. */
const struct jalon_fact *jalon_facts_find(const struct jalon_facts *facts, const char *name);

/* Whether both are absent (NULL), or present with the same value. */
bool jalon_fact_same(const struct jalon_fact *a, const struct jalon_fact *b);

/* Two sets of facts, walked together by name from a pair with nothing but the first two set. */
struct jalon_fact_pair {
    const struct jalon_facts *wanted, *actual;
    size_t at_wanted, at_actual;
    const struct jalon_fact *want, *have; /* of the same name; one of them may be NULL */
};
bool jalon_fact_pair_next(struct jalon_fact_pair *pair); /* false: at the end */

/* Whether what the pair is part of is lost or new itself: then that alone is a finding. */
bool jalon_fact_pair_falls(const struct jalon_fact_pair *pair);

/*
 * Notes NOW in place of NOTED. A fact that differed from what was noted BEFORE a migration, and
 * that the migration left alone, keeps what was noted: no migration hides what somebody else did.
 */
JALON_MUST_CHECK int jalon_facts_keep(struct jalon_db *db, const struct jalon_facts *noted,
                                      const struct jalon_facts *before,
                                      const struct jalon_facts *now, struct jalon_err *err);
