/* The pages of the manual. They are in English, as the prose of doc/man is. */
#include "jalon/manual_page.h"

#include <stdio.h>

#include "base/text.h"
#include "jalon/cli_help.h"
#include "jalon/commands.h"

#define TOOL_PAGE     "jalon"
#define SETTINGS_PAGE "jalon.yaml"

enum { INDENT = 2 }; /* of what doc/man shows as it stands */

/* Adds TEXT so that scdoc takes no character of it for its own. */
static void add_text(struct jalon_str *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (strchr("\\*_#-|[]`+;:", *c) != NULL) {
            jalon_str_add_char(out, '\\');
        }
        jalon_str_add_char(out, *c);
    }
}

static void add_marked(struct jalon_str *out, char mark, const char *text)
{
    jalon_str_add_char(out, mark);
    add_text(out, text);
    jalon_str_add_char(out, mark);
}

static void add_heading(struct jalon_str *out, const char *heading)
{
    jalon_str_addf(out, "\n# %s\n\n", heading);
}

/* TEXT indented below what it explains, as a paragraph that ends the entry. */
static void add_explanation(struct jalon_str *out, const char *text)
{
    jalon_str_add(out, "\n\t");
    add_text(out, text);
    jalon_str_add(out, "\n\n");
}

/* LINE as it stands, less its first INDENT characters. */
static void add_literal_line(struct jalon_str *out, const char *line, size_t length, size_t indent)
{
    for (size_t i = indent; i < length; i++) {
        jalon_str_add(out, line[i] == '\\' ? "\\" : "");
        jalon_str_add_char(out, line[i]);
    }
    jalon_str_add_char(out, '\n');
}

static void add_literal(struct jalon_str *out, const char *text, size_t indent)
{
    jalon_str_add(out, "```\n");
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        add_literal_line(out, line, length, indent);
        line += length + (line[length] == '\n');
    }
    jalon_str_add(out, "```\n");
}

/* Where the examples of a text of doc/man begin; its end when there are none. */
static const char *examples_of(const char *text)
{
    const char *found = strstr(text, "\nExample");
    return found != NULL ? found + 1 : text + strlen(text);
}

/* Paragraphs, and indented lines as they stand, of the LENGTH bytes at TEXT. */
static void add_prose(struct jalon_str *out, const char *text, size_t length)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    bool literal = false;
    bool blank = true; /* a second empty line in a row is an error for scdoc */
    for (const char *line = text; line < text + length;) {
        size_t n = strcspn(line, "\n");
        bool indented = line[0] == ' ';
        if (literal != indented) {
            jalon_str_add(out, literal ? "```\n\n" : blank ? "```\n" : "\n```\n");
            blank = literal;
            literal = indented;
        }
        if (literal) {
            add_literal_line(out, line, n, INDENT);
        } else if (n > 0 || !blank) {
            add_text(out, jalon_arena_strndup(arena, line, n));
            jalon_str_add_char(out, '\n');
            blank = n == 0;
        }
        line += n + (line[n] == '\n');
    }
    jalon_str_add(out, literal ? "```\n" : "");
}

/* `jalon-db-start` of `db start` */
static const char *page_name(const struct cli_command *command, struct jalon_arena *arena)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, TOOL_PAGE "-%s", command->name);
    for (char *c = name.text; *c != '\0'; c++) {
        *c = *c == ' ' ? '-' : *c;
    }
    return jalon_arena_strdup(arena, jalon_str_text(&name));
}

static void add_title(struct jalon_str *out, const char *name, int section, const char *summary)
{
    jalon_str_addf(out, "%s(%d) \"jalon " JALON_VERSION "\" \"Jalon\"\n", name, section);
    add_heading(out, "NAME");
    jalon_str_addf(out, "%s - ", name);
    add_text(out, summary);
    jalon_str_add(out, "\n");
}

/* USAGE begins with TYPED. */
static void add_usage(struct jalon_str *out, const char *typed, const char *usage)
{
    add_marked(out, '*', typed);
    add_text(out, usage + strlen(typed));
    jalon_str_add(out, "\n");
}

static void add_option(struct jalon_str *out, const struct cli_opt *row, const char *formats)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (row->letter != 0) {
        jalon_str_addf(out, "*\\-%c*, ", row->letter);
    }
    jalon_str_addf(out, "*\\-\\-%s*", row->name);
    if (row->value != NULL) {
        jalon_str_add_char(out, ' ');
        add_marked(out, '_', cli_option_value(row));
    }
    cli_option_text(row, formats, JALON_EN, &text);
    add_explanation(out, jalon_str_text(&text));
}

static void add_options(struct jalon_str *out, const struct cli_command *command)
{
    add_heading(out, "OPTIONS");
    for (const struct cli_opt *row = command->arguments; row != NULL && row->name != NULL; row++) {
        add_marked(out, '_', row->name);
        add_explanation(out, row->help);
    }
    for (const struct cli_opt *row = command->options; row != NULL && row->name != NULL; row++) {
        add_option(out, row, NULL);
    }
    for (const struct cli_opt *row = cli_common_options; row->name != NULL; row++) {
        if (cli_takes_common(command, row) && (row->flags & CLI_FIRST_ONLY) == 0) {
            add_option(out, row, command->formats);
        }
    }
}

static void add_examples(struct jalon_str *out, const char *examples)
{
    const char *lines = strchr(examples, '\n');
    if (lines != NULL) {
        add_heading(out, "EXAMPLES");
        add_literal(out, lines + 1, INDENT);
    }
}

static void add_status(struct jalon_str *out, int status, const char *meaning)
{
    jalon_str_addf(out, "*%d*", status);
    add_explanation(out, meaning);
}

static void add_exit_statuses(struct jalon_str *out)
{
    add_heading(out, "EXIT STATUS");
    add_status(out, 0, "done; a write is durable");
#define X(name, exit_status, meaning) add_status(out, exit_status, meaning);
#include "base/err_kinds.def"
#undef X
    add_text(out, "A failed command changed nothing, except with status 7.");
    jalon_str_add(out, "\n");
}

/* The other commands of the group; of all commands when COMMAND is NULL. */
static void add_see_also(struct jalon_str *out, const struct cli_command *command)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const char *name = command != NULL ? command->name : "";
    const char *group = jalon_arena_strndup(arena, name, strcspn(name, " "));
    add_heading(out, "SEE ALSO");
    if (command != NULL) {
        jalon_str_add(out, "*" TOOL_PAGE "*(1), ");
    }
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        bool related = command == NULL || cli_in_group(jalon_commands[i], group);
        if (related && jalon_commands[i] != command) {
            add_marked(out, '*', page_name(jalon_commands[i], arena));
            jalon_str_add(out, "(1), ");
        }
    }
    jalon_str_add(out, "*" SETTINGS_PAGE "*(5)\n");
}

static void add_command_page(struct jalon_str *out, const struct cli_command *command)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const char *text = help_long_text(command->name);
    const char *examples = examples_of(text);
    const char *typed = jalon_arena_printf(arena, TOOL_PAGE " %s", command->name);
    const char *of_file = cli_usage_of_file(command, arena);
    add_title(out, page_name(command, arena), 1, command->summary);
    add_heading(out, "SYNOPSIS");
    add_usage(out, typed, cli_usage(command, arena));
    if (of_file != NULL) {
        jalon_str_add(out, "\n");
        add_usage(out, typed, of_file);
    }
    add_heading(out, "DESCRIPTION");
    add_prose(out, text, (size_t)(examples - text));
    add_options(out, command);
    add_examples(out, examples);
    add_exit_statuses(out);
    add_see_also(out, command);
}

static void add_commands(struct jalon_str *out)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const char *section = "";
    add_heading(out, "COMMANDS");
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        if (strcmp(section, jalon_commands[i]->section) != 0) {
            section = jalon_commands[i]->section;
            jalon_str_addf(out, "## %s\n\n", section);
        }
        add_marked(out, '*', page_name(jalon_commands[i], arena));
        jalon_str_add(out, "(1)");
        add_explanation(out, jalon_commands[i]->summary);
    }
}

static void add_variables(struct jalon_str *out)
{
    add_heading(out, "ENVIRONMENT");
    for (int i = 0; i < JALON_SETTING_N; i++) {
        const struct jalon_setting_def *def = jalon_setting_def((enum jalon_setting)i);
        add_marked(out, '*', def->variable);
        add_explanation(out, def->help.text[JALON_EN]);
    }
}

static void add_tool_page(struct jalon_str *out)
{
    static const struct cli_command no_command = {0};
    add_title(out, TOOL_PAGE, 1, "follow the territories of a public programme to their contract");
    add_heading(out, "SYNOPSIS");
    add_usage(out, TOOL_PAGE, TOOL_PAGE " COMMAND [ARGUMENTS] [OPTIONS]");
    add_heading(out, "DESCRIPTION");
    add_text(out, "Follows the territories of a public programme until each has signed its "
                  "contract, and keeps a history that nobody can alter unseen.");
    jalon_str_add(out, "\n");
    add_commands(out);
    add_options(out, &no_command);
    add_variables(out);
    add_heading(out, "EXAMPLES");
    add_literal(out, CLI_FIRST_COMMANDS, INDENT);
    add_exit_statuses(out);
    add_see_also(out, NULL);
}

/* "timeouts.retry_s" of "/timeouts/retry_s", with what the setting may be and is by itself */
static void add_setting(struct jalon_str *out, const struct jalon_setting_def *def)
{
    JALON_AUTO(jalon_str_done) struct jalon_str key = {0};
    jalon_str_add(&key, def->pointer + 1);
    for (char *c = key.text; *c != '\0'; c++) {
        *c = *c == '/' ? '.' : *c;
    }
    add_marked(out, '*', jalon_str_text(&key));
    JALON_AUTO(jalon_str_done) struct jalon_str help = {0};
    jalon_str_addf(&help, "%s Environment: %s.", def->help.text[JALON_EN], def->variable);
    if (def->fallback != NULL) {
        jalon_str_addf(&help, " Default: %s.", def->fallback);
    }
    add_explanation(out, jalon_str_text(&help));
}

static void add_settings_page(struct jalon_str *out)
{
    const char *topic = help_topic_text("settings", JALON_EN);
    const char *text = strchr(topic, '\n') + 1; /* after its title */
    add_title(out, SETTINGS_PAGE, 5, "settings of Jalon");
    add_heading(out, "DESCRIPTION");
    add_prose(out, text, (size_t)(examples_of(text) - text));
    add_heading(out, "OPTIONS");
    for (int i = 0; i < JALON_SETTING_N; i++) {
        add_setting(out, jalon_setting_def((enum jalon_setting)i));
    }
    JALON_AUTO(jalon_str_done) struct jalon_str file = {0};
    jalon_settings_write_default(&file);
    add_heading(out, "EXAMPLES");
    add_literal(out, jalon_str_text(&file), 0);
    add_heading(out, "SEE ALSO");
    jalon_str_add(out, "*" TOOL_PAGE "*(1), *" TOOL_PAGE "-config-show*(1)\n");
}

static void add_names(struct jalon_str *out)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    jalon_str_add(out, TOOL_PAGE "\n" SETTINGS_PAGE "\n");
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        jalon_str_addf(out, "%s\n", page_name(jalon_commands[i], arena));
    }
}

/* False: there is no such page. */
static bool add_page(struct jalon_str *out, const char *name)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    if (strcmp(name, TOOL_PAGE) == 0) {
        add_tool_page(out);
        return true;
    }
    if (strcmp(name, SETTINGS_PAGE) == 0) {
        add_settings_page(out);
        return true;
    }
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        if (strcmp(name, page_name(jalon_commands[i], arena)) == 0) {
            add_command_page(out, jalon_commands[i]);
            return true;
        }
    }
    return false;
}

int manual_print(int argc, char **argv)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    if (argc == 0) {
        add_names(&out);
    } else if (!add_page(&out, argv[0])) {
        return jalon_err_exit_status(JALON_ERR_USAGE);
    }
    bool written = fputs(jalon_str_text(&out), stdout) >= 0 && fflush(stdout) == 0;
    return written ? 0 : jalon_err_exit_status(JALON_ERR_INTERNAL);
}
