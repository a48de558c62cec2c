/* Help of the tool, of a group of commands and of one command, made from the tables. */
#include "jalon/cli_help.h"

#include "base/text.h"

enum { COLUMNS = 80, INDENT = 2, LABEL_MAX = 26 };

static void add_blanks(struct jalon_str *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        jalon_str_add_char(out, ' ');
    }
}

/* Adds TEXT wrapped at blanks; the first line stands at column USED, the next ones at MARGIN. */
static void add_wrapped(struct jalon_str *out, const char *text, size_t used, size_t margin)
{
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, " ");
        JALON_AUTO(jalon_str_done) struct jalon_str word = {0};
        jalon_str_add_bytes(&word, at, length);
        size_t width = jalon_text_columns(jalon_str_text(&word));
        if (used + 1 + width > COLUMNS && used > margin) {
            jalon_str_add_char(out, '\n');
            add_blanks(out, margin);
            used = margin;
        } else if (at != text) {
            jalon_str_add_char(out, ' ');
            used++;
        }
        jalon_str_add(out, jalon_str_text(&word));
        used += width;
        at += length;
        at += strspn(at, " ");
    }
    jalon_str_add_char(out, '\n');
}

static void add_row(struct jalon_str *out, const char *label, size_t label_width, const char *text)
{
    size_t margin = INDENT + label_width + 2;
    size_t width = jalon_text_columns(label);
    add_blanks(out, INDENT);
    jalon_str_add(out, label);
    if (width > label_width) {
        jalon_str_add_char(out, '\n');
        add_blanks(out, margin);
    } else {
        add_blanks(out, label_width - width + 2);
    }
    add_wrapped(out, text, margin, margin);
}

static bool is_long_choice(const struct cli_opt *row)
{
    return (row->type == CLI_CHOICE || row->type == CLI_PRECISION) && strlen(row->value) > 12;
}

static void add_value(struct jalon_str *label, const struct cli_opt *row)
{
    if (row->value != NULL) {
        jalon_str_addf(label, " %s", is_long_choice(row) ? "WORD" : row->value);
    }
}

static void option_label(const struct cli_opt *row, struct jalon_str *label)
{
    if (row->letter != 0) {
        jalon_str_addf(label, "-%c, ", row->letter);
    } else {
        jalon_str_add(label, "    ");
    }
    jalon_str_addf(label, "--%s", row->name);
    add_value(label, row);
}

/* "text|json" as "text, json" */
static void add_choices(struct jalon_str *out, const char *choices)
{
    for (const char *c = choices; *c != '\0'; c++) {
        if (*c == '|') {
            jalon_str_add(out, ", ");
        } else {
            jalon_str_add_char(out, *c);
        }
    }
}

static void option_text(const struct cli_opt *row, const char *choices, struct jalon_str *text)
{
    jalon_str_add(text, row->help);
    if (choices != NULL) {
        jalon_str_add(text, ": ");
        add_choices(text, choices);
    }
    if ((row->flags & CLI_REPEATABLE) != 0) {
        jalon_str_add(text, " (may be repeated)");
    }
    if ((row->flags & CLI_REQUIRED) != 0) {
        jalon_str_add(text, " (required)");
    }
}

static void add_option(struct jalon_str *out, const struct cli_opt *row, const char *formats)
{
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    bool is_format = formats != NULL && strcmp(row->name, "format") == 0;
    option_label(row, &label);
    option_text(row, is_format ? formats : is_long_choice(row) ? row->value : NULL, &text);
    add_row(out, jalon_str_text(&label), LABEL_MAX, jalon_str_text(&text));
}

static void add_arguments(struct jalon_str *out, const struct cli_command *command)
{
    const struct cli_opt *row = command->arguments;
    if (row == NULL || row->name == NULL) {
        return;
    }
    jalon_str_add(out, "\nArguments:\n");
    for (; row->name != NULL; row++) {
        add_row(out, row->name, LABEL_MAX, row->help);
    }
}

static void add_options(struct jalon_str *out, const struct cli_command *command)
{
    const struct cli_opt *row = command->options;
    if (row != NULL && row->name != NULL) {
        jalon_str_add(out, "\nOptions:\n");
        for (; row->name != NULL; row++) {
            add_option(out, row, NULL);
        }
    }
    jalon_str_add(out, "\nCommon options:\n");
    for (row = cli_common_options; row->name != NULL; row++) {
        if (cli_takes_common(command, row) && (row->flags & CLI_FIRST_ONLY) == 0) {
            add_option(out, row, command->formats);
        }
    }
}

const char *cli_usage(const struct cli_command *command, struct jalon_arena *arena)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_addf(&text, "jalon %s", command->name);
    for (const struct cli_opt *row = command->arguments; row != NULL && row->name != NULL; row++) {
        const char *dots = (row->flags & CLI_REPEATABLE) != 0 ? "..." : "";
        bool required = (row->flags & CLI_REQUIRED) != 0;
        jalon_str_addf(&text, required ? " %s%s" : " [%s%s]", row->name, dots);
    }
    for (const struct cli_opt *row = command->options; row != NULL && row->name != NULL; row++) {
        if ((row->flags & CLI_REQUIRED) != 0) {
            jalon_str_addf(&text, " --%s", row->name);
            add_value(&text, row);
        }
    }
    jalon_str_add(&text, " [OPTIONS]");
    return jalon_arena_strdup(arena, jalon_str_text(&text));
}

static void add_command(struct jalon_str *out, const struct cli_command *command)
{
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    jalon_str_add(&label, command->name);
    for (const struct cli_opt *row = command->arguments; row != NULL && row->name != NULL; row++) {
        bool required = (row->flags & CLI_REQUIRED) != 0;
        jalon_str_addf(&label, required ? " %s" : " [%s]", row->name);
    }
    add_row(out, jalon_str_text(&label), LABEL_MAX, command->summary);
}

void cli_help_tool(const struct cli_command *const *commands, struct jalon_str *out)
{
    jalon_str_add(out, "Usage: jalon COMMAND [ARGUMENTS] [OPTIONS]\n\n"
                       "Follows the territories of a public programme until each has signed its\n"
                       "contract, and keeps a history that nobody can alter unseen.\n");
    const char *section = "";
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (strcmp(section, commands[i]->section) != 0) {
            section = commands[i]->section;
            jalon_str_addf(out, "\n%s:\n", section);
        }
        add_command(out, commands[i]);
    }
    jalon_str_add(out, "\nOptions of every command:\n");
    for (const struct cli_opt *row = cli_common_options; row->name != NULL; row++) {
        if (row->only == 0) {
            add_option(out, row, NULL);
        }
    }
    jalon_str_add(out, "\n`jalon help COMMAND` explains one command, `jalon help errors` the exit\n"
                       "statuses.\n");
}

void cli_help_group(const struct cli_command *const *commands, const char *group,
                    struct jalon_str *out)
{
    jalon_str_addf(out, "Usage: jalon %s COMMAND [ARGUMENTS] [OPTIONS]\n\nCommands:\n", group);
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (cli_in_group(commands[i], group)) {
            add_command(out, commands[i]);
        }
    }
    jalon_str_addf(out, "\n`jalon help %s COMMAND` explains one of them.\n", group);
}

void cli_help_command(const struct cli_command *command, const char *long_text,
                      struct jalon_str *out)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    jalon_str_add(out, "Usage: ");
    add_wrapped(out, cli_usage(command, arena), 7, 11);
    jalon_str_add(out, "\n");
    JALON_AUTO(jalon_str_done) struct jalon_str summary = {0};
    jalon_str_add(&summary, command->summary);
    jalon_str_add_char(&summary, '.');
    summary.text[0] =
        (char)(summary.text[0] >= 'a' && summary.text[0] <= 'z' ? summary.text[0] - 'a' + 'A'
                                                                : summary.text[0]);
    add_wrapped(out, jalon_str_text(&summary), 0, 0);
    add_arguments(out, command);
    add_options(out, command);
    if (long_text != NULL) {
        jalon_str_addf(out, "\n%s", long_text);
    } else {
        jalon_str_addf(out, "\n`jalon help %s` tells more, with examples.\n", command->name);
    }
}

void cli_help_errors(struct jalon_str *out)
{
    jalon_str_add(out, "Exit statuses:\n");
    jalon_str_addf(out, "%4d  %s\n", 0, "done; a write is durable");
    static const enum jalon_err_kind kinds[] = {
#define X(name, exit_status, meaning) JALON_ERR_##name,
#include "base/err_kinds.def"
#undef X
    };
    for (size_t i = 0; i < JALON_COUNT(kinds); i++) {
        jalon_str_addf(out, "%4d  %s\n", jalon_err_exit_status(kinds[i]),
                       jalon_err_kind_meaning(kinds[i]));
    }
    jalon_str_add(out,
                  "\nA failed command changed nothing, except with status 7: then the outcome is\n"
                  "unknown, and the same command with the printed --request-id is safe.\n");
}
