/*
 * What a migration does that is unsafe on a database in use: locks that everybody waits behind,
 * whole tables read or written anew under them, rights that are everybody's, functions that can be
 * led astray. Told from PostgreSQL's own parse tree; no database is asked.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct jalon_migration_set;

struct jalon_lint_finding {
    const char *file, *rule; /* rule: "index-concurrently"; "syntax" for text that is no SQL */
    size_t line;
    struct jalon_err err; /* of kind CHECK */
};

struct jalon_lint_reader {
    void (*found)(void *context, const struct jalon_lint_finding *finding);
    void *context;
};

/*
 * Hands over what is found in the files of SET, in order. A table that a file makes itself is not
 * in use. A line `-- jalon: lint-ignore RULE reason` before a command accepts what RULE says of it.
 */
void jalon_lint(const struct jalon_migration_set *set, const struct jalon_lint_reader *reader);

bool jalon_lint_is_rule(const char *name, size_t length);
