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

const char *cli_option_value(const struct cli_opt *row)
{
    return is_long_choice(row) ? "WORD" : row->value;
}

static void add_value(struct jalon_str *label, const struct cli_opt *row)
{
    if (row->value != NULL) {
        jalon_str_addf(label, " %s", cli_option_value(row));
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

void cli_option_text(const struct cli_opt *row, const char *formats, enum jalon_lang lang,
                     struct jalon_str *text)
{
    bool is_format = formats != NULL && strcmp(row->name, "format") == 0;
    const char *choices = is_format ? formats : is_long_choice(row) ? row->value : NULL;
    jalon_str_add(text, cli_say(lang, row->help));
    if (choices != NULL) {
        jalon_str_add(text, cli_say(lang, ": "));
        add_choices(text, choices);
    }
    if ((row->flags & CLI_REPEATABLE) != 0) {
        jalon_str_addf(text, " (%s)", cli_say(lang, "may be repeated"));
    }
    if ((row->flags & CLI_REQUIRED) != 0) {
        bool or_file = (row->flags & CLI_OR_FILE) != 0;
        jalon_str_addf(text, " (%s)",
                       cli_say(lang, or_file ? "required, unless a file says it" : "required"));
    }
}

static void add_option(struct jalon_str *out, const struct cli_opt *row, const char *formats,
                       enum jalon_lang lang)
{
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    option_label(row, &label);
    cli_option_text(row, formats, lang, &text);
    add_row(out, jalon_str_text(&label), LABEL_MAX, jalon_str_text(&text));
}

/* "\nOptions:\n" */
static void add_heading(struct jalon_str *out, enum jalon_lang lang, const char *english)
{
    jalon_str_addf(out, "\n%s%s\n", cli_say(lang, english), cli_say(lang, ":"));
}

static void add_arguments(struct jalon_str *out, const struct cli_command *command,
                          enum jalon_lang lang)
{
    const struct cli_opt *row = command->arguments;
    if (row == NULL || row->name == NULL) {
        return;
    }
    add_heading(out, lang, "Arguments");
    for (; row->name != NULL; row++) {
        add_row(out, row->name, LABEL_MAX, cli_say(lang, row->help));
    }
}

static void add_options(struct jalon_str *out, const struct cli_command *command,
                        enum jalon_lang lang)
{
    const struct cli_opt *row = command->options;
    if (row != NULL && row->name != NULL) {
        add_heading(out, lang, "Options");
        for (; row->name != NULL; row++) {
            add_option(out, row, NULL, lang);
        }
    }
    add_heading(out, lang, "Common options");
    for (row = cli_common_options; row->name != NULL; row++) {
        if (cli_takes_common(command, row) && (row->flags & CLI_FIRST_ONLY) == 0) {
            add_option(out, row, command->formats, lang);
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

const char *cli_usage_of_file(const struct cli_command *command, struct jalon_arena *arena)
{
    for (const struct cli_opt *row = command->options; row != NULL && row->name != NULL; row++) {
        if ((row->flags & CLI_FILE) != 0) {
            return jalon_arena_printf(arena, "jalon %s --%s %s [OPTIONS]", command->name, row->name,
                                      row->value);
        }
    }
    return NULL;
}

static void add_command(struct jalon_str *out, const struct cli_command *command,
                        enum jalon_lang lang)
{
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    jalon_str_add(&label, command->name);
    for (const struct cli_opt *row = command->arguments; row != NULL && row->name != NULL; row++) {
        bool required = (row->flags & CLI_REQUIRED) != 0;
        jalon_str_addf(&label, required ? " %s" : " [%s]", row->name);
    }
    add_row(out, jalon_str_text(&label), LABEL_MAX, cli_say(lang, command->summary));
}

/* The group of a command with two words when it is large enough for a line of its own, else "". */
static const char *large_group(const struct cli_command *const *commands, const char *name,
                               struct jalon_arena *arena)
{
    enum { LARGE = 3 };
    size_t length = strcspn(name, " ");
    const char *group = jalon_arena_strndup(arena, name, length);
    size_t n = 0;
    for (size_t i = 0; name[length] != '\0' && commands[i] != NULL; i++) {
        n += cli_in_group(commands[i], group);
    }
    return n >= LARGE ? group : "";
}

/* "db …   status, start, stop" */
static void add_group(struct jalon_str *out, const struct cli_command *const *commands,
                      const char *group)
{
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str words = {0};
    jalon_str_addf(&label, "%s …", group);
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (cli_in_group(commands[i], group)) {
            jalon_str_addf(&words, "%s%s", words.length > 0 ? ", " : "",
                           commands[i]->name + strlen(group) + 1);
        }
    }
    add_row(out, jalon_str_text(&label), LABEL_MAX, jalon_str_text(&words));
}

static void add_commands(struct jalon_str *out, const struct cli_command *const *commands,
                         enum jalon_lang lang)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const char *section = "";
    const char *shown = ""; /* the group that has its line */
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (strcmp(section, commands[i]->section) != 0) {
            section = commands[i]->section;
            add_heading(out, lang, section);
        }
        const char *group = large_group(commands, commands[i]->name, arena);
        if (group[0] == '\0') {
            add_command(out, commands[i], lang);
        } else if (strcmp(group, shown) != 0) {
            shown = group;
            add_group(out, commands, group);
        }
    }
}

void cli_help_tool(const struct cli_command *const *commands, const char *topics,
                   enum jalon_lang lang, struct jalon_str *out)
{
    jalon_str_addf(out, "%s%s jalon %s [ARGUMENTS] [OPTIONS]\n\n", cli_say(lang, "Usage"),
                   cli_say(lang, ":"), cli_say(lang, "COMMAND"));
    add_wrapped(out,
                cli_say(lang, "Follows the territories of a public programme until each has signed "
                              "its contract, and keeps a history that nobody can alter unseen."),
                0, 0);
    add_heading(out, lang, "To begin with");
    jalon_str_add(out, CLI_FIRST_COMMANDS);
    add_commands(out, commands, lang);
    add_heading(out, lang, "Options of every command");
    for (const struct cli_opt *row = cli_common_options; row->name != NULL; row++) {
        if (row->only == 0) {
            add_option(out, row, NULL, lang);
        }
    }
    add_heading(out, lang, "More");
    add_row(out, cli_say(lang, "jalon help COMMAND"), LABEL_MAX,
            cli_say(lang, "one command, with examples; or a group, such as `db`"));
    add_row(out, cli_say(lang, "jalon help TOPIC"), LABEL_MAX, topics);
}

void cli_help_group(const struct cli_command *const *commands, const char *group,
                    enum jalon_lang lang, struct jalon_str *out)
{
    jalon_str_addf(out, "%s%s jalon %s %s [ARGUMENTS] [OPTIONS]\n", cli_say(lang, "Usage"),
                   cli_say(lang, ":"), group, cli_say(lang, "COMMAND"));
    add_heading(out, lang, "Commands");
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (cli_in_group(commands[i], group)) {
            add_command(out, commands[i], lang);
        }
    }
    add_heading(out, lang, "More");
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    jalon_str_addf(&label, "jalon help %s %s", group, cli_say(lang, "COMMAND"));
    add_row(out, jalon_str_text(&label), LABEL_MAX, cli_say(lang, "one of them, with examples"));
}

/* TEXT as a sentence of its own, on lines of its own. */
static void add_sentence(struct jalon_str *out, const char *text)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sentence = {0};
    jalon_str_addf(&sentence, "%s.", text);
    char first = sentence.text[0];
    if (strncmp(text, "é", strlen("é")) == 0) {
        memcpy(sentence.text, "É", strlen("É"));
    } else if (first >= 'a' && first <= 'z') {
        sentence.text[0] = (char)(first - 'a' + 'A');
    }
    add_wrapped(out, jalon_str_text(&sentence), 0, 0);
}

void cli_help_command(const struct cli_command *command, const char *long_text,
                      enum jalon_lang lang, struct jalon_str *out)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const char *usage = cli_say(lang, "Usage");
    const char *of_file = cli_usage_of_file(command, arena);
    jalon_str_addf(out, "%s%s ", usage, cli_say(lang, ":"));
    add_wrapped(out, cli_usage(command, arena), 8, 11);
    if (of_file != NULL) {
        int indent = (int)(strlen(usage) + strlen(cli_say(lang, ":"))) + 1;
        jalon_str_addf(out, "%*s%s\n", indent, "", of_file);
    }
    jalon_str_add(out, "\n");
    add_sentence(out, cli_say(lang, command->summary));
    add_arguments(out, command, lang);
    add_options(out, command, lang);
    if (long_text != NULL) {
        jalon_str_addf(out, "\n%s", long_text);
    } else {
        add_heading(out, lang, "More");
        JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
        jalon_str_addf(&label, "jalon help %s", command->name);
        add_row(out, jalon_str_text(&label), LABEL_MAX, cli_say(lang, "the same with examples"));
    }
}

void cli_help_errors(enum jalon_lang lang, struct jalon_str *out)
{
    jalon_str_addf(out, "%s%s\n", cli_say(lang, "Exit statuses"), cli_say(lang, ":"));
    jalon_str_addf(out, "%4d  %s\n", 0, cli_say(lang, "done; a write is durable"));
    static const enum jalon_err_kind kinds[] = {
#define X(name, exit_status, meaning) JALON_ERR_##name,
#include "base/err_kinds.def"
#undef X
    };
    for (size_t i = 0; i < JALON_COUNT(kinds); i++) {
        jalon_str_addf(out, "%4d  %s\n", jalon_err_exit_status(kinds[i]),
                       cli_say(lang, jalon_err_kind_meaning(kinds[i])));
    }
    jalon_str_add(out, "\n");
    add_wrapped(out,
                cli_say(lang, "A failed command changed nothing, except with status 7: then the "
                              "outcome is unknown, and the same command with the printed "
                              "--request-id is safe."),
                0, 0);
}
