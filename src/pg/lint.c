/* Walks the commands of each file and looks at those that a rule is about. */
#include "pg/lint_priv.h"

#include <string.h>

#include <pg_query.h>

#include "base/json.h"
#include "base/str.h"
#include "pg/pg_messages.h"

static const struct {
    const char *name;
    const struct jalon_msg *msg;
} rules[] = {
    [JALON_LINT_INDEX] = {"index-concurrently", &jalon_msg_lint_index},
    [JALON_LINT_UNIQUE] = {"unique-using-index", &jalon_msg_lint_unique},
    [JALON_LINT_NOT_NULL] = {"not-null", &jalon_msg_lint_not_null},
    [JALON_LINT_NOT_VALID] = {"not-valid", &jalon_msg_lint_not_valid},
    [JALON_LINT_REWRITE] = {"rewrite", &jalon_msg_lint_rewrite},
    [JALON_LINT_TYPE] = {"alter-type", &jalon_msg_lint_type},
    [JALON_LINT_SEARCH_PATH] = {"search-path", &jalon_msg_lint_search_path},
    [JALON_LINT_PUBLIC] = {"grant-public", &jalon_msg_lint_public},
    [JALON_LINT_OWNER] = {"definer-owner", &jalon_msg_lint_owner},
    [JALON_LINT_SYNTAX] = {"syntax", &jalon_msg_lint_syntax},
};

/* A released file is never edited: what it may not do any more is accepted here. */
static const struct {
    const char *file;
    enum jalon_lint_rule rule;
} released[] = {
    {"0007_finding.sql", JALON_LINT_REWRITE},
};

bool jalon_lint_is_rule(const char *name, size_t length)
{
    for (size_t i = 0; i < JALON_LINT_SYNTAX; i++) {
        if (strlen(rules[i].name) == length && strncmp(rules[i].name, name, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool was_released(const struct jalon_lint_walk *walk, enum jalon_lint_rule rule)
{
    for (size_t i = 0; i < JALON_COUNT(released); i++) {
        if (released[i].rule == rule && strcmp(released[i].file, walk->file->name) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a line before the command or in it accepts what RULE says. */
static bool is_ignored(const struct jalon_lint_walk *walk, enum jalon_lint_rule rule)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_str_addf(&line, "\n-- jalon: lint-ignore %s ", rules[rule].name);
    jalon_str_add_char(&command, '\n');
    jalon_str_add_bytes(&command, walk->file->text + walk->start, walk->end - walk->start);
    return strstr(jalon_str_text(&command), jalon_str_text(&line)) != NULL;
}

void jalon_lint_found(const struct jalon_lint_walk *walk, enum jalon_lint_rule rule, size_t place,
                      const char *what)
{
    if (is_ignored(walk, rule) || was_released(walk, rule)) {
        return;
    }
    struct jalon_lint_finding finding = {
        .file = walk->file->name, .rule = rules[rule].name, .line = 1};
    for (size_t i = 0; i < place && i < walk->file->length; i++) {
        finding.line += walk->file->text[i] == '\n';
    }
    jalon_fail(&finding.err, rules[rule].msg, what);
    walk->reader->found(walk->reader->context, &finding);
}

size_t jalon_lint_place(const struct jalon_lint_walk *walk, const json_t *node)
{
    const json_t *location = json_object_get(node, "location");
    if (json_is_integer(location) && json_integer_value(location) >= 0) {
        return (size_t)json_integer_value(location);
    }
    const char *text = walk->file->text;
    size_t at = walk->start;
    while (at < walk->end) {
        at += strspn(text + at, " \t\n");
        const char *end = NULL;
        if (strncmp(text + at, "--", 2) == 0) {
            end = strchr(text + at, '\n');
        } else if (strncmp(text + at, "/*", 2) == 0) {
            end = strstr(text + at, "*/");
            end = end != NULL ? end + 2 : NULL;
        }
        if (end == NULL) {
            break;
        }
        at = (size_t)(end - text);
    }
    return at;
}

const char *jalon_lint_relation(const struct jalon_lint_walk *walk, const json_t *relation)
{
    const char *schema = jalon_json_text(relation, "schemaname");
    const char *name = jalon_json_text(relation, "relname");
    return jalon_arena_printf(walk->arena, "%s%s%s", schema != NULL ? schema : "",
                              schema != NULL ? "." : "", name != NULL ? name : "");
}

bool jalon_lint_is_made_here(const struct jalon_lint_walk *walk, const char *table)
{
    const struct jalon_lint_table *made = walk->made;
    while (made != NULL && strcmp(made->name, table) != 0) {
        made = made->next;
    }
    return made != NULL;
}

static const char *name_in(const json_t *item)
{
    return jalon_json_text(json_object_get(item, "String"), "sval");
}

const char *jalon_lint_last_name(const json_t *list)
{
    size_t n = json_array_size(list);
    return n > 0 ? name_in(json_array_get(list, n - 1)) : NULL;
}

static const char *qualified(const struct jalon_lint_walk *walk, const json_t *list)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    size_t i = 0;
    json_t *item = NULL;
    json_array_foreach(list, i, item)
    {
        const char *name = name_in(item);
        jalon_str_addf(&text, "%s%s", i > 0 ? "." : "", name != NULL ? name : "");
    }
    return jalon_arena_strdup(walk->arena, jalon_str_text(&text));
}

/* A table that the file makes, and a view or table made from a query. */
static void note_made(struct jalon_lint_walk *walk, const json_t *relation)
{
    struct jalon_lint_table *made = jalon_arena_alloc(walk->arena, sizeof *made);
    made->name = jalon_lint_relation(walk, relation);
    made->next = walk->made;
    walk->made = made;
}

static void look_at_table(struct jalon_lint_walk *walk, const json_t *statement)
{
    note_made(walk, json_object_get(statement, "relation"));
}

static void look_at_table_as(struct jalon_lint_walk *walk, const json_t *statement)
{
    note_made(walk, json_object_get(json_object_get(statement, "into"), "rel"));
}

static void look_at_index(struct jalon_lint_walk *walk, const json_t *statement)
{
    const json_t *relation = json_object_get(statement, "relation");
    const char *table = jalon_lint_relation(walk, relation);
    if (!jalon_json_bool(statement, "concurrent") && !jalon_lint_is_made_here(walk, table)) {
        jalon_lint_found(walk, JALON_LINT_INDEX, jalon_lint_place(walk, NULL), table);
    }
}

static void look_at_grant(struct jalon_lint_walk *walk, const json_t *statement)
{
    size_t i = 0;
    json_t *item = NULL;
    json_array_foreach(json_object_get(statement, "grantees"), i, item)
    {
        const json_t *role = json_object_get(item, "RoleSpec");
        const char *type = jalon_json_text(role, "roletype");
        if (jalon_json_bool(statement, "is_grant") && type != NULL &&
            strcmp(type, "ROLESPEC_PUBLIC") == 0) {
            jalon_lint_found(walk, JALON_LINT_PUBLIC, jalon_lint_place(walk, role), "GRANT");
        }
    }
}

static void look_at_default_grant(struct jalon_lint_walk *walk, const json_t *statement)
{
    look_at_grant(walk, json_object_get(statement, "action"));
}

/* What the options of a function say; true for a path that ends in pg_temp. */
struct security {
    bool definer, pinned;
};

static struct security read_security(const json_t *options)
{
    struct security found = {0};
    size_t i = 0;
    json_t *item = NULL;
    json_array_foreach(options, i, item)
    {
        const json_t *option = json_object_get(item, "DefElem");
        const char *name = jalon_json_text(option, "defname");
        const json_t *value = json_object_get(option, "arg");
        const json_t *setting = json_object_get(value, "VariableSetStmt");
        const char *set = jalon_json_text(setting, "name");
        if (name != NULL && strcmp(name, "security") == 0) {
            found.definer = jalon_json_bool(json_object_get(value, "Boolean"), "boolval");
        } else if (set != NULL && strcmp(set, "search_path") == 0) {
            const json_t *schemas = json_object_get(setting, "args");
            size_t n = json_array_size(schemas);
            const json_t *last = json_array_get(schemas, n > 0 ? n - 1 : 0);
            const char *text =
                jalon_json_text(json_object_get(json_object_get(last, "A_Const"), "sval"), "sval");
            found.pinned = text != NULL && strcmp(text, "pg_temp") == 0;
        }
    }
    return found;
}

static void look_at_function(struct jalon_lint_walk *walk, const json_t *statement)
{
    struct security found = read_security(json_object_get(statement, "options"));
    if (found.definer && !found.pinned) {
        jalon_lint_found(walk, JALON_LINT_SEARCH_PATH, jalon_lint_place(walk, NULL),
                         qualified(walk, json_object_get(statement, "funcname")));
    }
}

/* Made a definer, or given another path: its other half is not in this command. */
static void look_at_altered_function(struct jalon_lint_walk *walk, const json_t *statement)
{
    const json_t *actions = json_object_get(statement, "actions");
    struct security found = read_security(actions);
    bool moves_path = false;
    size_t i = 0;
    json_t *item = NULL;
    json_array_foreach(actions, i, item)
    {
        const json_t *setting = json_object_get(
            json_object_get(json_object_get(item, "DefElem"), "arg"), "VariableSetStmt");
        const char *name = jalon_json_text(setting, "name");
        moves_path = moves_path || (name != NULL && strcmp(name, "search_path") == 0);
    }
    if ((found.definer || moves_path) && !found.pinned) {
        const json_t *function = json_object_get(statement, "func");
        jalon_lint_found(walk, JALON_LINT_SEARCH_PATH, jalon_lint_place(walk, NULL),
                         qualified(walk, json_object_get(function, "objname")));
    }
}

/* Functions belong to the two owners, which nobody logs in as. */
static void look_at_owner(struct jalon_lint_walk *walk, const json_t *statement)
{
    const char *type = jalon_json_text(statement, "objectType");
    const json_t *role = json_object_get(statement, "newowner");
    const char *name = jalon_json_text(role, "rolename");
    bool is_routine = type != NULL && (strcmp(type, "OBJECT_FUNCTION") == 0 ||
                                       strcmp(type, "OBJECT_PROCEDURE") == 0 ||
                                       strcmp(type, "OBJECT_ROUTINE") == 0);
    bool is_owner = name != NULL &&
                    (strcmp(name, "jalon_owner") == 0 || strcmp(name, "jalon_audit_owner") == 0);
    if (is_routine && !is_owner) {
        jalon_lint_found(walk, JALON_LINT_OWNER, jalon_lint_place(walk, role),
                         name != NULL ? name : "CURRENT_USER");
    }
}

static void look_at_enum(struct jalon_lint_walk *walk, const json_t *statement)
{
    jalon_lint_found(walk, JALON_LINT_TYPE, jalon_lint_place(walk, NULL),
                     qualified(walk, json_object_get(statement, "typeName")));
}

static const struct {
    const char *kind;
    void (*look)(struct jalon_lint_walk *walk, const json_t *statement);
} kinds[] = {
    {"CreateStmt", look_at_table},
    {"CreateTableAsStmt", look_at_table_as},
    {"IndexStmt", look_at_index},
    {"AlterTableStmt", jalon_lint_alter_table},
    {"GrantStmt", look_at_grant},
    {"AlterDefaultPrivilegesStmt", look_at_default_grant},
    {"CreateFunctionStmt", look_at_function},
    {"AlterFunctionStmt", look_at_altered_function},
    {"AlterOwnerStmt", look_at_owner},
    {"AlterEnumStmt", look_at_enum},
    {"AlterTypeStmt", look_at_enum},
};

static void look_at(struct jalon_lint_walk *walk, const json_t *command)
{
    const json_t *statement = json_object_get(command, "stmt");
    size_t length = (size_t)jalon_json_int(command, "stmt_len");
    walk->start = (size_t)jalon_json_int(command, "stmt_location");
    walk->end = length > 0 ? walk->start + length : walk->file->length;
    for (size_t i = 0; i < JALON_COUNT(kinds); i++) {
        const json_t *found = json_object_get(statement, kinds[i].kind);
        if (found != NULL) {
            kinds[i].look(walk, found);
        }
    }
}

/* The parser counts characters here, from 1; bytes elsewhere. */
static size_t byte_of(const char *text, int character)
{
    size_t at = 0;
    for (int seen = 0; text[at] != '\0'; at++) {
        seen += ((unsigned char)text[at] & 0xc0) != 0x80;
        if (seen >= character) {
            break;
        }
    }
    return at;
}

static void look_at_file(struct jalon_lint_walk *walk)
{
    PgQueryParseResult parsed = pg_query_parse(walk->file->text);
    JALON_AUTO(jalon_json_decref) json_t *tree = NULL;
    walk->made = NULL;
    if (parsed.error == NULL) {
        tree = json_loads(parsed.parse_tree, 0, NULL);
    } else {
        size_t place = byte_of(walk->file->text, parsed.error->cursorpos);
        jalon_lint_found(walk, JALON_LINT_SYNTAX, place, parsed.error->message);
    }
    pg_query_free_parse_result(parsed);
    size_t i = 0;
    json_t *command = NULL;
    json_array_foreach(json_object_get(tree, "stmts"), i, command)
    {
        look_at(walk, command);
    }
}

void jalon_lint(const struct jalon_migration_set *set, const struct jalon_lint_reader *reader)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_lint_walk walk = {.reader = reader, .arena = arena};
    for (size_t i = 0; i < set->n; i++) {
        walk.file = &set->files[i];
        walk.start = walk.end = 0;
        look_at_file(&walk);
    }
}
