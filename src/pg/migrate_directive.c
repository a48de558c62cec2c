/*
 * What the first lines of a migration say of how it is run, `-- jalon: …`, one directive a line.
 * What they do not know is refused: a misspelt directive would go unheeded.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "pg/lint.h"
#include "pg/migrate_priv.h"
#include "pg/pg_messages.h"

static const char mark[] = "-- jalon:";

/* Each take_… returns false when VALUE is not what the directive needs. */
static bool take_owner(struct jalon_migrate_file *file, const char *value)
{
    file->audit = strcmp(value, "audit") == 0;
    return file->audit;
}

static bool take_data(struct jalon_migrate_file *file, const char *value)
{
    file->data = true;
    return *value == '\0';
}

static bool take_no_transaction(struct jalon_migrate_file *file, const char *value)
{
    file->no_transaction = true;
    return *value == '\0';
}

/* A duration as the server writes it: "300ms", "5s", "2min". */
static bool take_lock_timeout(struct jalon_migrate_file *file, const char *value)
{
    static const char *const units[] = {"ms", "s", "min"};
    size_t digits = strspn(value, "0123456789");
    bool known = false;
    for (size_t i = 0; i < JALON_COUNT(units); i++) {
        known = known || strcmp(value + digits, units[i]) == 0;
    }
    if (digits > 4 || strspn(value, "0") >= digits || !known) {
        return false;
    }
    (void)snprintf(file->lock_timeout, sizeof file->lock_timeout, "%s", value);
    return true;
}

/* "X.Y" */
static bool take_requires_client(struct jalon_migrate_file *file, const char *value)
{
    size_t major = strspn(value, "0123456789");
    if (major == 0 || major > 4 || value[major] != '.') {
        return false;
    }
    size_t minor = strspn(value + major + 1, "0123456789");
    if (minor == 0 || minor > 4 || value[major + 1 + minor] != '\0') {
        return false;
    }
    (void)snprintf(file->requires_client, sizeof file->requires_client, "%s", value);
    return true;
}

/* "RULE reason": read by the lint, known here. */
static bool take_lint_ignore(struct jalon_migrate_file *file, const char *value)
{
    size_t length = strcspn(value, " ");
    (void)file;
    return jalon_lint_is_rule(value, length) && value[length] == ' ' && value[length + 1] != '\0';
}

static const struct {
    const char *name;
    bool (*take)(struct jalon_migrate_file *file, const char *value);
} directives[] = {
    {"owner", take_owner},
    {"data", take_data},
    {"lock-timeout", take_lock_timeout},
    {"requires-client", take_requires_client},
    {"no-transaction", take_no_transaction},
    {"lint-ignore", take_lint_ignore},
};

/* LINE without its mark: " name" or " name value", single blanks only. */
static bool take(struct jalon_migrate_file *file, const char *line)
{
    if (*line++ != ' ') {
        return false;
    }
    size_t length = strcspn(line, " ");
    const char *value = line[length] == ' ' ? line + length + 1 : line + length;
    for (size_t i = 0; i < JALON_COUNT(directives); i++) {
        const char *name = directives[i].name;
        if (strlen(name) == length && strncmp(line, name, length) == 0) {
            return directives[i].take(file, value);
        }
    }
    return false;
}

/* The directive that starts at TEXT, on line NUMBER. */
static int read_directive(struct jalon_migrate_file *file, const char *text, int number,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *line = jalon_strndup(text, strcspn(text, "\n"));
    if (take(file, line + strlen(mark))) {
        return 0;
    }
    struct jalon_migrate_number at = jalon_migrate_number(number);
    return jalon_fail(err, &jalon_msg_migration_directive_unknown, file->source->name, line,
                      at.text);
}

int jalon_migrate_directives(struct jalon_migrate_file *file, struct jalon_err *err)
{
    static const char anywhere[] = "-- jalon: lint-ignore ";
    const char *text = file->source->text, *end = text + file->source->length;
    bool is_first = true;
    for (int number = 1; text < end; number++) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        bool is_directive = *text == '-' && strncmp(text, mark, strlen(mark)) == 0;
        if (is_directive && !is_first && strncmp(text, anywhere, strlen(anywhere)) != 0) {
            return jalon_fail(err, &jalon_msg_migration_directive_late, file->source->name);
        }
        if (is_directive && read_directive(file, text, number, err) != 0) {
            return -1;
        }
        is_first = is_first && is_directive;
        text = newline ? newline + 1 : end;
    }
    return 0;
}

/* The next word at *AT, in lower case; "" at the end or when it is longer than a name may be. */
static void read_word(const char **at, char ret_word[JALON_MIGRATE_NAME_MAX])
{
    const char *start = *at + strspn(*at, " \t\n");
    size_t length = strcspn(start, " \t\n(;");
    *at = start + length;
    length = length < JALON_MIGRATE_NAME_MAX ? length : 0;
    for (size_t i = 0; i < length; i++) {
        ret_word[i] = (char)tolower((unsigned char)start[i]);
    }
    ret_word[length] = '\0';
}

static const char *command_of(const struct jalon_migrate_file *file)
{
    const char *text = file->source->text;
    for (int line = 1; line < file->commands.lines[0]; line++) {
        text = strchr(text, '\n') + 1;
    }
    return text;
}

/* Notes the index that the file creates, if any; false: not written so that it can run again. */
static bool read_index(struct jalon_migrate_file *file)
{
    static const char *const words[] = {"concurrently", "if", "not", "exists"};
    const char *at = command_of(file);
    char word[JALON_MIGRATE_NAME_MAX];
    read_word(&at, word);
    bool creates = strcmp(word, "create") == 0;
    read_word(&at, word);
    if (creates && strcmp(word, "unique") == 0) {
        read_word(&at, word);
    }
    if (!creates || strcmp(word, "index") != 0) {
        return true;
    }
    for (size_t i = 0; i < JALON_COUNT(words); i++) {
        read_word(&at, word);
        if (strcmp(word, words[i]) != 0) {
            return false;
        }
    }
    read_word(&at, file->index);
    read_word(&at, word);
    read_word(&at, file->schema);
    size_t schema = strcspn(file->schema, ".");
    bool qualified = file->schema[schema] == '.' && strcmp(word, "on") == 0;
    file->schema[schema] = '\0';
    return qualified && schema > 0 && file->index[0] != '\0';
}

int jalon_migrate_check_alone(struct jalon_migrate_file *file, struct jalon_err *err)
{
    if (!file->no_transaction) {
        return 0;
    }
    if (file->repeatable) {
        return jalon_fail(err, &jalon_msg_migration_alone_repeatable, file->source->name);
    }
    if (file->commands.n != 1) {
        struct jalon_migrate_number n = jalon_migrate_number((int)file->commands.n);
        return jalon_fail(err, &jalon_msg_migration_not_alone, file->source->name, n.text);
    }
    return read_index(file) ? 0
                            : jalon_fail(err, &jalon_msg_migration_alone_once, file->source->name);
}
