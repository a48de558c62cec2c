/*
 * Reading a command line against the tables: finds the command, gives every value to its member,
 * then checks what the rows demand. Abbreviations are refused, so that a new option never changes
 * what an old script means.
 */
#include "jalon/cli.h"

#include "base/nearest.h"
#include "base/str.h"
#include "jalon/cli_help.h"
#include "jalon/cli_messages.h"

enum { MAX_ROWS = 64 }; /* of one table: what a row mask can hold */

struct reader {
    const struct cli_command *const *commands;
    struct cli_parsed *parsed;
    char **argv;
    int argc, next;
    bool only_words;                /* after `--` */
    size_t n_arguments;             /* read so far */
    uint64_t seen_common, seen_own; /* rows already given */
};

/* One of the two tables an option can come from. */
struct table {
    const struct cli_opt *rows;
    void *base;
    uint64_t *seen;
};

static struct table common_table(struct reader *r)
{
    return (struct table){cli_common_options, &r->parsed->common, &r->seen_common};
}

static struct table own_table(struct reader *r)
{
    const struct cli_command *command = r->parsed->command;
    return (struct table){command != NULL ? command->options : NULL, r->parsed->options,
                          &r->seen_own};
}

static const char *words(const struct reader *r)
{
    return r->parsed->words;
}

static const struct cli_opt *find_name(const struct cli_opt *rows, const char *name, size_t length)
{
    for (const struct cli_opt *row = rows; row != NULL && row->name != NULL; row++) {
        if (strlen(row->name) == length && strncmp(row->name, name, length) == 0) {
            return row;
        }
    }
    return NULL;
}

static const struct cli_opt *find_letter(const struct cli_opt *rows, char letter)
{
    for (const struct cli_opt *row = rows; row != NULL && row->name != NULL; row++) {
        if (row->letter == letter) {
            return row;
        }
    }
    return NULL;
}

static int unknown_option(struct reader *r, const char *given, const char *name,
                          struct jalon_err *err)
{
    if (r->parsed->command == NULL) {
        return jalon_fail(err, &jalon_msg_cli_option_before_command, given);
    }
    const char *names[2 * MAX_ROWS];
    size_t n = 0;
    for (const struct cli_opt *row = r->parsed->command->options; row != NULL && row->name != NULL;
         row++) {
        names[n++] = row->name;
    }
    for (const struct cli_opt *row = cli_common_options; row->name != NULL; row++) {
        if (cli_takes_common(r->parsed->command, row)) {
            names[n++] = row->name;
        }
    }
    const char *near = jalon_nearest(name, names, n);
    if (near != NULL) {
        return jalon_fail(err, &jalon_msg_cli_unknown_option_near, given, words(r), near);
    }
    return jalon_fail(err, &jalon_msg_cli_unknown_option, given, words(r));
}

/* Gives ROW its value: TEXT when it stood behind `=` or the letter, else the next word. */
static int take_value(struct reader *r, const struct table *table, const struct cli_opt *row,
                      const char *text, struct jalon_err *err)
{
    const char *place = jalon_arena_printf(r->parsed->arena, "--%s", row->name);
    uint64_t bit = UINT64_C(1) << (row - table->rows);
    if ((*table->seen & bit) != 0 && (row->flags & CLI_REPEATABLE) == 0) {
        return jalon_fail(err, &jalon_msg_cli_repeated, place, words(r));
    }
    *table->seen |= bit;
    if (row->type == CLI_FLAG) {
        if (text != NULL) {
            return jalon_fail(err, &jalon_msg_cli_value_unwanted, place, words(r));
        }
        text = "";
    } else if (text == NULL) {
        const char *word = r->next < r->argc ? r->argv[r->next] : NULL;
        /* `--reason --dry-run` must not swallow --dry-run */
        if (word == NULL || (word[0] == '-' && word[1] != '\0')) {
            return jalon_fail(err, &jalon_msg_cli_value_missing, place, row->value);
        }
        text = word;
        r->next++;
    }
    return cli_value_read(row, place, text, table->base, r->parsed->arena, err);
}

static int read_long(struct reader *r, const char *given, struct jalon_err *err)
{
    const char *name = given + 2;
    size_t length = strcspn(name, "=");
    const char *text = name[length] == '=' ? name + length + 1 : NULL;
    struct table table = own_table(r);
    const struct cli_opt *row = find_name(table.rows, name, length);
    if (row == NULL) {
        table = common_table(r);
        row = find_name(table.rows, name, length);
    }
    if (row == NULL) {
        const char *bare = jalon_arena_strndup(r->parsed->arena, name, length);
        return unknown_option(r, jalon_arena_printf(r->parsed->arena, "--%s", bare), bare, err);
    }
    return take_value(r, &table, row, text, err);
}

/* `-o FILE`, `-oFILE`, `-nq`: flags may share a dash; a value takes the rest. */
static int read_short(struct reader *r, const char *given, struct jalon_err *err)
{
    for (const char *at = given + 1; *at != '\0'; at++) {
        struct table table = own_table(r);
        const struct cli_opt *row = find_letter(table.rows, *at);
        if (row == NULL) {
            table = common_table(r);
            row = find_letter(table.rows, *at);
        }
        if (row == NULL) {
            return unknown_option(r, jalon_arena_printf(r->parsed->arena, "-%c", *at), "", err);
        }
        bool rest_is_value = row->type != CLI_FLAG && at[1] != '\0';
        if (take_value(r, &table, row, rest_is_value ? at + 1 : NULL, err) < 0) {
            return -1;
        }
        if (rest_is_value) {
            break;
        }
    }
    return 0;
}

static int unknown_command(struct reader *r, const char *given, struct jalon_err *err)
{
    const char *names[2 * MAX_ROWS];
    size_t n = 0;
    for (size_t i = 0; r->commands[i] != NULL && n < JALON_COUNT(names); i++) {
        names[n++] = r->commands[i]->name;
    }
    const char *near = jalon_nearest(given, names, n);
    if (near != NULL) {
        return jalon_fail(err, &jalon_msg_cli_unknown_command_near, given, near);
    }
    return jalon_fail(err, &jalon_msg_cli_unknown_command, given);
}

/* Adds a word to the command's name; *r->parsed->command is set once the name is whole. */
static int read_command_word(struct reader *r, const char *word, struct jalon_err *err)
{
    const char *name = words(r)[0] == '\0'
                           ? jalon_arena_strdup(r->parsed->arena, word)
                           : jalon_arena_printf(r->parsed->arena, "%s %s", words(r), word);
    const struct cli_command *command = cli_find_command(r->commands, name);
    if (command == NULL && !cli_is_group(r->commands, name)) {
        return unknown_command(r, name, err);
    }
    r->parsed->words = name;
    if (command != NULL) {
        r->parsed->command = command;
        r->parsed->options =
            jalon_arena_alloc(r->parsed->arena, command->size > 0 ? command->size : 1);
        cli_value_defaults(command->options, r->parsed->options);
        cli_value_defaults(command->arguments, r->parsed->options);
    }
    return 0;
}

static int read_argument(struct reader *r, const char *word, struct jalon_err *err)
{
    const struct cli_command *command = r->parsed->command;
    const struct cli_opt *row = command->arguments;
    for (size_t i = 0; i < r->n_arguments && row != NULL && row->name != NULL; i++) {
        row += (row->flags & CLI_REPEATABLE) == 0;
    }
    if (row == NULL || row->name == NULL) {
        return jalon_fail(err, &jalon_msg_cli_argument_extra, word,
                          cli_usage(command, r->parsed->arena));
    }
    r->n_arguments++;
    return cli_value_read(row, row->name, word, r->parsed->options, r->parsed->arena, err);
}

static int read_word(struct reader *r, const char *word, struct jalon_err *err)
{
    if (r->only_words || word[0] != '-' || word[1] == '\0') {
        return r->parsed->command == NULL ? read_command_word(r, word, err)
                                          : read_argument(r, word, err);
    }
    if (strcmp(word, "--") == 0) {
        r->only_words = true;
        return 0;
    }
    return word[1] == '-' ? read_long(r, word, err) : read_short(r, word, err);
}

static int check_whole_command(struct reader *r, struct jalon_err *err)
{
    if (r->parsed->command != NULL) {
        return 0;
    }
    if (words(r)[0] == '\0') {
        return jalon_fail(err, &jalon_msg_cli_no_command);
    }
    JALON_AUTO(jalon_str_done) struct jalon_str listed = {0};
    size_t skip = strlen(words(r)) + 1;
    for (size_t i = 0; r->commands[i] != NULL; i++) {
        if (cli_in_group(r->commands[i], words(r))) {
            jalon_str_addf(&listed, "%s%s", listed.length > 0 ? ", " : "",
                           r->commands[i]->name + skip);
        }
    }
    return jalon_fail(err, &jalon_msg_cli_no_subcommand, words(r), jalon_str_text(&listed));
}

/* Common options that this command does not take. */
static int check_applicable(struct reader *r, struct jalon_err *err)
{
    for (size_t i = 0; cli_common_options[i].name != NULL; i++) {
        const struct cli_opt *row = &cli_common_options[i];
        if ((r->seen_common >> i & 1) != 0 && !cli_takes_common(r->parsed->command, row)) {
            return jalon_fail(err, &jalon_msg_cli_not_for_command,
                              jalon_arena_printf(r->parsed->arena, "--%s", row->name), words(r));
        }
    }
    return 0;
}

static int missing(struct reader *r, const char *what, struct jalon_err *err)
{
    return jalon_fail(err, &jalon_msg_cli_required, what,
                      cli_usage(r->parsed->command, r->parsed->arena), words(r));
}

/* The option that names a file which says what a line says; NULL: it was not given. */
static const struct cli_opt *given_file(const struct reader *r)
{
    const struct cli_opt *rows = r->parsed->command->options;
    for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++) {
        if ((rows[i].flags & CLI_FILE) != 0 && (r->seen_own >> i & 1) != 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static bool is_required(const struct reader *r, const struct cli_opt *row)
{
    return (row->flags & CLI_REQUIRED) != 0 &&
           !((row->flags & CLI_OR_FILE) != 0 && r->parsed->has_file);
}

static int check_arguments(struct reader *r, struct jalon_err *err)
{
    const struct cli_opt *rows = r->parsed->command->arguments;
    const struct cli_opt *file = given_file(r);
    for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++) {
        if (i >= r->n_arguments && is_required(r, &rows[i])) {
            return missing(r, rows[i].name, err);
        }
        if (i < r->n_arguments && file != NULL && (rows[i].flags & CLI_OR_FILE) != 0) {
            return jalon_fail(err, &jalon_msg_cli_conflict, rows[i].name,
                              jalon_arena_printf(r->parsed->arena, "--%s", file->name), words(r));
        }
    }
    return 0;
}

static int check_with_file(struct reader *r, const struct cli_opt *row, struct jalon_err *err)
{
    const struct cli_opt *file = r->parsed->command->options;
    if ((row->flags & CLI_WITH_FILE) == 0 || r->parsed->has_file) {
        return 0;
    }
    while ((file->flags & CLI_FILE) == 0) {
        file++;
    }
    return jalon_fail(err, &jalon_msg_cli_only_with,
                      jalon_arena_printf(r->parsed->arena, "--%s", row->name),
                      jalon_arena_printf(r->parsed->arena, "--%s", file->name), words(r));
}

static int check_options(struct reader *r, struct jalon_err *err)
{
    const struct cli_opt *rows = r->parsed->command->options;
    for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++) {
        const char *name = jalon_arena_printf(r->parsed->arena, "--%s", rows[i].name);
        bool seen = (r->seen_own >> i & 1) != 0;
        if (!seen && is_required(r, &rows[i])) {
            return missing(r, name, err);
        }
        if (seen && check_with_file(r, &rows[i], err) < 0) {
            return -1;
        }
        if (!seen || rows[i].conflicts == NULL) {
            continue;
        }
        const struct cli_opt *other = find_name(rows, rows[i].conflicts, strlen(rows[i].conflicts));
        if (other != NULL && (r->seen_own >> (other - rows) & 1) != 0) {
            return jalon_fail(err, &jalon_msg_cli_conflict, name,
                              jalon_arena_printf(r->parsed->arena, "--%s", other->name), words(r));
        }
    }
    return 0;
}

/* --format against the command's own formats; the first is the default. */
static int check_format(struct reader *r, struct jalon_err *err)
{
    struct cli_common *common = &r->parsed->common;
    const char *formats = r->parsed->command->formats;
    if (formats == NULL) {
        common->format = "text";
        return 0;
    }
    if (common->format == NULL) {
        common->format = jalon_arena_strndup(r->parsed->arena, formats, strcspn(formats, "|"));
        return 0;
    }
    struct cli_opt row = {.name = "format",
                          .type = CLI_CHOICE,
                          .value = formats,
                          .offset = offsetof(struct cli_common, format)};
    return cli_value_read(&row, "--format", common->format, common, r->parsed->arena, err);
}

int cli_parse(const struct cli_command *const *commands, int argc, char **argv,
              struct cli_parsed *ret_parsed, struct jalon_err *err)
{
    *ret_parsed = (struct cli_parsed){.words = "", .arena = jalon_arena_new()};
    cli_value_defaults(cli_common_options, &ret_parsed->common);
    struct reader r = {
        .commands = commands, .parsed = ret_parsed, .argc = argc, .argv = argv, .next = 1};
    while (r.next < r.argc) {
        if (read_word(&r, r.argv[r.next++], err) < 0) {
            return -1;
        }
    }
    if (ret_parsed->common.help || ret_parsed->common.version) {
        return 0;
    }
    if (check_whole_command(&r, err) < 0 || check_applicable(&r, err) < 0) {
        return -1;
    }
    ret_parsed->has_file = given_file(&r) != NULL;
    if (check_options(&r, err) < 0 || check_arguments(&r, err) < 0) {
        return -1;
    }
    return check_format(&r, err);
}

void cli_parsed_done(struct cli_parsed *parsed)
{
    jalon_arena_freep(&parsed->arena);
    *parsed = (struct cli_parsed){0};
}

const char *cli_asked_language(int argc, char **argv)
{
    const char *found = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0) {
            found = argv[i] + 7;
        } else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc) {
            found = argv[i + 1];
        }
    }
    return found;
}
