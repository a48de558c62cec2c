/*
 * ALTER TABLE on a table in use: what reads it whole or writes it anew while everybody waits for
 * the lock, and how to do the same in steps that nobody waits for.
 */
#include "pg/lint_priv.h"

#include <string.h>

#include "base/json.h"

/* One action of an ALTER TABLE. */
struct action {
    const char *table;
    const json_t *command, *definition; /* AlterTableCmd; its ColumnDef or Constraint, if any */
};

static bool is_text(const char *text, const char *wanted)
{
    return text != NULL && strcmp(text, wanted) == 0;
}

static bool is_one_of(const char *text, const char *const *list)
{
    while (*list != NULL && !is_text(text, *list)) {
        list++;
    }
    return *list != NULL;
}

/* The column of a CHECK (column IS NOT NULL); NULL: another check. */
static const char *column_never_null(const json_t *constraint)
{
    const json_t *test = json_object_get(json_object_get(constraint, "raw_expr"), "NullTest");
    const json_t *column = json_object_get(json_object_get(test, "arg"), "ColumnRef");
    bool wanted = is_text(jalon_json_text(test, "nulltesttype"), "IS_NOT_NULL");
    return wanted ? jalon_lint_last_name(json_object_get(column, "fields")) : NULL;
}

static void note_check(struct jalon_lint_walk *walk, const struct action *action)
{
    const char *column = column_never_null(action->definition);
    if (column == NULL) {
        return;
    }
    struct jalon_lint_check *check = jalon_arena_alloc(walk->arena, sizeof *check);
    check->table = action->table;
    check->column = jalon_arena_strdup(walk->arena, column);
    check->name = jalon_arena_strdup(walk->arena, jalon_json_text(action->definition, "conname"));
    check->validated = !jalon_json_bool(action->definition, "skip_validation");
    check->next = walk->checks;
    walk->checks = check;
}

static void look_at_validation(struct jalon_lint_walk *walk, const struct action *action)
{
    const char *name = jalon_json_text(action->command, "name");
    for (struct jalon_lint_check *check = walk->checks; check != NULL; check = check->next) {
        bool same = strcmp(check->table, action->table) == 0 && is_text(check->name, name);
        check->validated = check->validated || same;
    }
}

static void found(struct jalon_lint_walk *walk, enum jalon_lint_rule rule,
                  const struct action *action)
{
    jalon_lint_found(walk, rule, jalon_lint_place(walk, action->definition), action->table);
}

static void look_at_not_null(struct jalon_lint_walk *walk, const struct action *action)
{
    const char *column = jalon_json_text(action->command, "name");
    for (const struct jalon_lint_check *check = walk->checks; check != NULL; check = check->next) {
        if (check->validated && strcmp(check->table, action->table) == 0 &&
            is_text(column, check->column)) {
            return;
        }
    }
    found(walk, JALON_LINT_NOT_NULL, action);
}

static void look_at_constraint(struct jalon_lint_walk *walk, const struct action *action)
{
    static const char *const keys[] = {"CONSTR_UNIQUE", "CONSTR_PRIMARY", NULL};
    static const char *const checks[] = {"CONSTR_CHECK", "CONSTR_FOREIGN", NULL};
    const char *kind = jalon_json_text(action->definition, "contype");
    if (is_one_of(kind, keys) && jalon_json_text(action->definition, "indexname") == NULL) {
        found(walk, JALON_LINT_UNIQUE, action);
    }
    if (is_one_of(kind, checks)) {
        note_check(walk, action);
        if (!jalon_json_bool(action->definition, "skip_validation")) {
            found(walk, JALON_LINT_NOT_VALID, action);
        }
    }
}

/* Whether each row gets another value: then all of them are written. Of functions outside of
 * pg_catalog nothing is known, and PostgreSQL takes them as volatile unless they say otherwise. */
static bool is_volatile(const json_t *call)
{
    static const char *const volatiles[] = {
        "clock_timestamp", "gen_random_uuid", "lastval",   "currval",
        "nextval",         "random",          "timeofday", NULL};
    const json_t *names = json_object_get(call, "funcname");
    const char *schema =
        jalon_json_text(json_object_get(json_array_get(names, 0), "String"), "sval");
    bool is_known = json_array_size(names) == 1 || is_text(schema, "pg_catalog");
    return !is_known || is_one_of(jalon_lint_last_name(names), volatiles);
}

static bool holds_volatile_call(json_t *node)
{
    const json_t *call = json_object_get(node, "FuncCall");
    bool found_one = call != NULL && is_volatile(call);
    const char *key = NULL;
    json_t *item = NULL;
    size_t i = 0;
    json_array_foreach(node, i, item)
    {
        found_one = found_one || holds_volatile_call(item);
    }
    json_object_foreach(node, key, item)
    {
        found_one = found_one || holds_volatile_call(item);
    }
    return found_one;
}

static void look_at_column_constraint(struct jalon_lint_walk *walk, const struct action *action,
                                      const json_t *constraint)
{
    static const char *const keys[] = {"CONSTR_UNIQUE", "CONSTR_PRIMARY", NULL};
    static const char *const rewriting[] = {"CONSTR_IDENTITY", "CONSTR_GENERATED", NULL};
    const char *kind = jalon_json_text(constraint, "contype");
    if (is_one_of(kind, keys)) {
        found(walk, JALON_LINT_UNIQUE, action);
    } else if (is_one_of(kind, rewriting) ||
               (is_text(kind, "CONSTR_DEFAULT") &&
                holds_volatile_call(json_object_get(constraint, "raw_expr")))) {
        found(walk, JALON_LINT_REWRITE, action);
    }
}

static void look_at_column(struct jalon_lint_walk *walk, const struct action *action)
{
    static const char *const counting[] = {"serial",  "bigserial", "smallserial", "serial4",
                                           "serial8", "serial2",   NULL};
    const json_t *type = json_object_get(action->definition, "typeName");
    size_t i = 0;
    json_t *item = NULL;
    if (is_one_of(jalon_lint_last_name(json_object_get(type, "names")), counting)) {
        found(walk, JALON_LINT_REWRITE, action);
    }
    json_array_foreach(json_object_get(action->definition, "constraints"), i, item)
    {
        look_at_column_constraint(walk, action, json_object_get(item, "Constraint"));
    }
}

static void look_at_type(struct jalon_lint_walk *walk, const struct action *action)
{
    found(walk, JALON_LINT_TYPE, action);
}

static const struct {
    const char *subtype;
    void (*look)(struct jalon_lint_walk *walk, const struct action *action);
} subtypes[] = {
    {"AT_AddColumn", look_at_column},
    {"AT_AddConstraint", look_at_constraint},
    {"AT_ValidateConstraint", look_at_validation},
    {"AT_SetNotNull", look_at_not_null},
    {"AT_AlterColumnType", look_at_type},
};

static void look_at_action(struct jalon_lint_walk *walk, const struct action *action)
{
    const char *subtype = jalon_json_text(action->command, "subtype");
    for (size_t i = 0; i < JALON_COUNT(subtypes); i++) {
        if (is_text(subtype, subtypes[i].subtype)) {
            subtypes[i].look(walk, action);
        }
    }
}

void jalon_lint_alter_table(struct jalon_lint_walk *walk, const json_t *statement)
{
    const char *kind = jalon_json_text(statement, "objtype");
    struct action action = {.table =
                                jalon_lint_relation(walk, json_object_get(statement, "relation"))};
    size_t i = 0;
    json_t *item = NULL;
    if (is_text(kind, "OBJECT_TYPE")) {
        look_at_type(walk, &action);
    }
    if (!is_text(kind, "OBJECT_TABLE") || jalon_lint_is_made_here(walk, action.table)) {
        return;
    }
    json_array_foreach(json_object_get(statement, "cmds"), i, item)
    {
        action.command = json_object_get(item, "AlterTableCmd");
        const json_t *definition = json_object_get(action.command, "def");
        const json_t *column = json_object_get(definition, "ColumnDef");
        action.definition = column != NULL ? column : json_object_get(definition, "Constraint");
        look_at_action(walk, &action);
    }
}
