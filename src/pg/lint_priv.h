/* The inside of the lint, shared by the files lint*.c. */
#pragma once

#include <jansson.h>

#include "base/arena.h"
#include "pg/lint.h"
#include "pg/migrate.h"

enum jalon_lint_rule {
    JALON_LINT_INDEX,
    JALON_LINT_UNIQUE,
    JALON_LINT_NOT_NULL,
    JALON_LINT_NOT_VALID,
    JALON_LINT_REWRITE,
    JALON_LINT_TYPE,
    JALON_LINT_SEARCH_PATH,
    JALON_LINT_PUBLIC,
    JALON_LINT_OWNER,
    JALON_LINT_SYNTAX, /* not to be ignored */
    JALON_LINT_N
};

/* A CHECK (column IS NOT NULL) seen in this file or one before. */
struct jalon_lint_check {
    const char *table, *column, *name;
    bool validated;
    struct jalon_lint_check *next;
};

/* A table that this file makes. */
struct jalon_lint_table {
    const char *name;
    struct jalon_lint_table *next;
};

struct jalon_lint_walk {
    const struct jalon_lint_reader *reader;
    const struct jalon_migration *file;
    size_t start, end; /* of the command, with the comments before it */
    struct jalon_lint_table *made;
    struct jalon_lint_check *checks;
    struct jalon_arena *arena;
};

/* RULE is broken at byte PLACE, by WHAT (a name for the sentence). */
void jalon_lint_found(const struct jalon_lint_walk *walk, enum jalon_lint_rule rule, size_t place,
                      const char *what);

/* "jalon.contract", of a RangeVar. */
const char *jalon_lint_relation(const struct jalon_lint_walk *walk, const json_t *relation);
bool jalon_lint_is_made_here(const struct jalon_lint_walk *walk, const char *table);

/* Where NODE says it is; else where the command starts. */
size_t jalon_lint_place(const struct jalon_lint_walk *walk, const json_t *node);

/* The last of the names in LIST, such as "fold" of jalon.fold; NULL: none. */
const char *jalon_lint_last_name(const json_t *list);

/* lint_table.c: ALTER TABLE. */
void jalon_lint_alter_table(struct jalon_lint_walk *walk, const json_t *statement);
