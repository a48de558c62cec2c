/*
 * Completion from the tables of commands and options; codes come from the database when its
 * server is running.
 */
#include "jalon/complete.h"

#include <stdio.h>

#include "app/candidate.h"
#include "jalon/cli_help.h"
#include "jalon/commands.h"
#include "jalon/manual.h"
#include "jalon/views.h"

enum { TIMEOUT_MS = 1000 };

/* Rows whose values the database knows: of an argument its name, of an option its own. */
static const struct {
    const char *row, *kind;
} from_database[] = {
    {"CODE", "territory"}, {"STATE", "state"},   {"MILESTONE", "milestone"},
    {"expect", "state"},   {"state", "state"},   {"instrument", "instrument"},
    {"missing", "party"},  {"party", "party"},   {"programme", "programme"},
    {"region", "region"},  {"TARGET", "target"},
};

struct completion {
    const struct cli_command *command; /* NULL: not whole yet */
    struct jalon_str words;            /* of the command */
    const struct cli_opt *awaits;      /* the option whose value comes next */
    size_t n_arguments;
    struct cli_common common; /* what the line says about where the database is */
    const struct environment *environment;
    struct jalon_str out;
};

static void add(struct completion *c, const char *value, const char *label, const char *typed)
{
    if (strncmp(value, typed, strlen(typed)) == 0) {
        jalon_str_addf(&c->out, "%s\t%s\n", value, label);
    }
}

static enum jalon_lang lang_of(const struct completion *c)
{
    const char *lang = c->environment->settings[JALON_SETTING_LANG];
    return lang != NULL && strcmp(lang, "en") == 0 ? JALON_EN : JALON_FR;
}

static const struct cli_opt *find_option(const struct completion *c, const char *word)
{
    const struct cli_opt *const tables[] = {c->command != NULL ? c->command->options : NULL,
                                            cli_common_options};
    bool is_long = word[1] == '-';
    size_t length = is_long ? strcspn(word + 2, "=") : 0;
    for (size_t i = 0; i < JALON_COUNT(tables); i++) {
        for (const struct cli_opt *row = tables[i]; row != NULL && row->name != NULL; row++) {
            if (is_long ? strlen(row->name) == length && strncmp(row->name, word + 2, length) == 0
                        : row->letter != 0 && word[1] == row->letter && word[2] == '\0') {
                return row;
            }
        }
    }
    return NULL;
}

/* --db and --programme say where to look; the rest of the line does not matter here. */
static void note_value(struct completion *c, const struct cli_opt *row, const char *value)
{
    if (strcmp(row->name, "db") == 0) {
        c->common.db = value;
    } else if (strcmp(row->name, "programme") == 0) {
        c->common.programme = value;
    }
}

static void read_option(struct completion *c, const char *word)
{
    const struct cli_opt *row = find_option(c, word);
    const char *value = strchr(word, '=');
    if (row == NULL || row->type == CLI_FLAG) {
        return;
    }
    if (value != NULL) {
        note_value(c, row, value + 1);
    } else {
        c->awaits = row;
    }
}

/* A word before the one that is being typed. */
static void read_word(struct completion *c, const char *word)
{
    if (c->awaits != NULL) {
        note_value(c, c->awaits, word);
        c->awaits = NULL;
    } else if (word[0] == '-' && word[1] != '\0') {
        read_option(c, word);
    } else if (c->command != NULL) {
        c->n_arguments++;
    } else {
        jalon_str_addf(&c->words, "%s%s", c->words.length > 0 ? " " : "", word);
        c->command = cli_find_command(jalon_commands, jalon_str_text(&c->words));
    }
}

static void add_choices(struct completion *c, const char *choices, const char *typed)
{
    for (const char *at = choices; *at != '\0';) {
        JALON_AUTO(jalon_str_done) struct jalon_str one = {0};
        size_t length = strcspn(at, "|");
        jalon_str_add_bytes(&one, at, length);
        add(c, jalon_str_text(&one), "", typed);
        at += length + (at[length] == '|');
    }
}

static void add_from_database(struct completion *c, const char *kind, const char *typed)
{
    struct jalon_err err;
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_candidates_done) struct jalon_candidates found = {0};
    JALON_AUTO(jalon_settings_freep)
    struct jalon_settings *settings = run_settings(&c->common, c->environment, &faults);
    if (settings == NULL) {
        return;
    }
    const struct jalon_location location = {
        .conninfo = settings->text[JALON_SETTING_DB],
        .jalon_home = c->environment->home,
        .data_home = c->environment->data_home,
        .home = c->environment->user_home,
        .version = JALON_VERSION,
        .command = "completion",
        .lang = jalon_settings_lang(settings, JALON_SETTING_LANG),
        .timeout_ms = TIMEOUT_MS,
    };
    if (jalon_app_candidates(&location, kind, settings->text[JALON_SETTING_PROGRAMME], &found,
                             &err) < 0) {
        return;
    }
    for (size_t i = 0; i < found.n; i++) {
        add(c, found.items[i].value, found.items[i].label, typed);
    }
}

static void add_views(struct completion *c, const char *typed)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    views_path(c->environment, &path);
    JALON_AUTO(jalon_views_freep)
    struct jalon_views *views = jalon_views_read(jalon_str_text(&path), &faults);
    const char *const *names;
    size_t n = views != NULL ? jalon_views_names(views, &names) : 0;
    for (size_t i = 0; i < n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str words = {0};
        views_words(&words, jalon_views_options(views, names[i]));
        add(c, names[i], words.length > 0 ? words.text + 1 : "", typed);
    }
}

static void add_topics(struct completion *c, const char *typed)
{
    for (const struct manual_topic *topic = manual_topics; topic->name != NULL; topic++) {
        JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
        const char *text = topic->text.text[lang_of(c)];
        jalon_str_add_bytes(&title, text, strcspn(text, "\n"));
        add(c, topic->name, jalon_str_text(&title), typed);
    }
}

/* "list, show, remove" */
static void list_words(struct jalon_str *out, const char *group)
{
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        if (cli_in_group(jalon_commands[i], group)) {
            jalon_str_addf(out, "%s%s", out->length > 0 ? ", " : "",
                           jalon_commands[i]->name + strlen(group) + 1);
        }
    }
}

/* Does a command before the I-th begin with the same words? Those of a group stand apart where the
 * help has them in several sections. */
static bool is_listed_before(size_t i, const char *words)
{
    for (size_t k = 0; k < i; k++) {
        if (cli_in_group(jalon_commands[k], words)) {
            return true;
        }
    }
    return false;
}

/* The first words that begin a command and continue GROUP ("" is none). */
static void add_commands(struct completion *c, const char *group, const char *typed)
{
    size_t skip = group[0] != '\0' ? strlen(group) + 1 : 0;
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        const struct cli_command *command = jalon_commands[i];
        if (skip > 0 && !cli_in_group(command, group)) {
            continue;
        }
        JALON_AUTO(jalon_str_done) struct jalon_str whole = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str words = {0};
        const char *rest = command->name + skip;
        size_t length = strcspn(rest, " ");
        jalon_str_add_bytes(&whole, command->name, skip + length);
        const char *text = jalon_str_text(&whole);
        if (!is_listed_before(i, text)) {
            list_words(&words, text);
            add(c, text + skip,
                rest[length] == '\0' ? cli_say(lang_of(c), command->summary)
                                     : jalon_str_text(&words),
                typed);
        }
    }
}

static bool is_new_code(const struct completion *c, const struct cli_opt *row)
{
    return strcmp(row->name, "CODE") == 0 && strcmp(c->command->name, "territory add") == 0;
}

static void add_values(struct completion *c, const struct cli_opt *row, const char *typed)
{
    if (row->type == CLI_PATH) {
        jalon_str_add(&c->out, ":files\n");
        return;
    }
    if (row->type == CLI_CHOICE || row->type == CLI_PRECISION) {
        add_choices(c, row->value, typed);
        return;
    }
    if (strcmp(row->name, "format") == 0 && c->command != NULL && c->command->formats != NULL) {
        add_choices(c, c->command->formats, typed);
        return;
    }
    if (strcmp(row->name, "TOPIC") == 0) {
        add_topics(c, typed);
        add_commands(c, "", typed);
        return;
    }
    if (strcmp(row->name, "view") == 0 || strcmp(row->name, "VIEW") == 0) {
        add_views(c, typed);
        return;
    }
    for (size_t i = 0; i < JALON_COUNT(from_database); i++) {
        if (strcmp(from_database[i].row, row->name) == 0 && !is_new_code(c, row)) {
            add_from_database(c, from_database[i].kind, typed);
        }
    }
}

static void add_options(struct completion *c, const char *typed)
{
    const struct cli_opt *own = c->command != NULL ? c->command->options : NULL;
    for (int is_common = 0; is_common < 2; is_common++) {
        const struct cli_opt *row = is_common ? cli_common_options : own;
        for (; row != NULL && row->name != NULL; row++) {
            bool applies = !is_common || (c->command != NULL ? cli_takes_common(c->command, row)
                                                             : row->only == 0);
            JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
            jalon_str_addf(&name, "--%s", row->name);
            if (applies) {
                add(c, jalon_str_text(&name), cli_say(lang_of(c), row->help), typed);
            }
        }
    }
}

static void add_argument(struct completion *c, const char *typed)
{
    const struct cli_opt *row = c->command->arguments;
    for (size_t i = 0; i < c->n_arguments && row != NULL && row->name != NULL; i++) {
        row += (row->flags & CLI_REPEATABLE) == 0;
    }
    if (row != NULL && row->name != NULL) {
        add_values(c, row, typed);
    }
}

/* `--state=pil`: the candidates carry what stands before the value, as the shell compares whole
 * words. */
static void add_joined(struct completion *c, const char *typed)
{
    struct completion inner = {
        .command = c->command, .common = c->common, .environment = c->environment};
    const struct cli_opt *row = find_option(c, typed);
    const char *value = strchr(typed, '=') + 1;
    if (row != NULL && row->type != CLI_FLAG) {
        add_values(&inner, row, value);
    }
    for (const char *at = jalon_str_text(&inner.out); *at != '\0';) {
        size_t length = strcspn(at, "\n") + 1;
        if (at[0] != ':') {
            jalon_str_add_bytes(&c->out, typed, (size_t)(value - typed));
        }
        jalon_str_add_bytes(&c->out, at, length);
        at += length;
    }
    jalon_str_done(&inner.out);
}

int complete_words(int argc, char **argv, const struct environment *environment)
{
    struct completion c = {.environment = environment};
    const char *typed = argc > 0 ? argv[argc - 1] : "";
    for (int i = 0; i + 1 < argc; i++) {
        read_word(&c, argv[i]);
    }
    if (c.awaits != NULL) {
        add_values(&c, c.awaits, typed);
    } else if (typed[0] == '-' && strchr(typed, '=') != NULL) {
        add_joined(&c, typed);
    } else if (typed[0] == '-') {
        add_options(&c, typed);
    } else if (c.command != NULL) {
        add_argument(&c, typed);
    } else {
        add_commands(&c, jalon_str_text(&c.words), typed);
    }
    (void)fputs(jalon_str_text(&c.out), stdout);
    jalon_str_done(&c.out);
    jalon_str_done(&c.words);
    return 0;
}
