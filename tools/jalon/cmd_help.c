/* `help` and `version`. */
#include "base/mem.h"
#include "base/nearest.h"
#include "jalon/cli_help.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/manual.h"

enum { MAX_NAMES = 256 }; /* of topics and commands */

#define ERRORS "errors" /* the one topic that is made from a table */

struct help {
    struct cli_texts topic;
};

static const struct cli_opt help_arguments[] = {
    {"TOPIC", 0, CLI_TEXT, NULL, "a command, a group such as `db`, or a topic such as `dates`",
     offsetof(struct help, topic), CLI_REPEATABLE, NULL, 0},
    {0},
};

const char *help_long_text(const char *name)
{
    for (const struct manual_page *page = manual_pages; page->name != NULL; page++) {
        if (strcmp(page->name, name) == 0) {
            return page->text;
        }
    }
    return NULL;
}

const char *help_topic_text(const char *name, enum jalon_lang lang)
{
    for (const struct manual_topic *topic = manual_topics; topic->name != NULL; topic++) {
        if (strcmp(topic->name, name) == 0) {
            return topic->text.text[lang];
        }
    }
    return NULL;
}

/* "errors, dates, json" */
static void add_topics(struct jalon_str *out)
{
    jalon_str_add(out, ERRORS);
    for (const struct manual_topic *topic = manual_topics; topic->name != NULL; topic++) {
        jalon_str_addf(out, ", %s", topic->name);
    }
}

/* The topic, else the command or group nearest to what was asked. */
static int unknown_topic(const char *topic, struct jalon_err *err)
{
    const char *names[MAX_NAMES];
    size_t n = 0;
    for (const struct manual_topic *one = manual_topics; one->name != NULL; one++) {
        names[n++] = one->name;
    }
    for (size_t i = 0; jalon_commands[i] != NULL && n < MAX_NAMES; i++) {
        names[n++] = jalon_commands[i]->name;
    }
    const char *near = jalon_nearest(topic, names, n);
    if (near != NULL) {
        return jalon_fail(err, &jalon_msg_cli_unknown_topic_near, topic, near);
    }
    return jalon_fail(err, &jalon_msg_cli_unknown_topic, topic);
}

int help_about(const char *topic, bool whole, enum jalon_lang lang, struct jalon_str *text,
               struct jalon_err *err)
{
    const struct cli_command *command = cli_find_command(jalon_commands, topic);
    if (topic[0] == '\0') {
        JALON_AUTO(jalon_str_done) struct jalon_str topics = {0};
        add_topics(&topics);
        cli_help_tool(jalon_commands, jalon_str_text(&topics), lang, text);
    } else if (strcmp(topic, ERRORS) == 0) {
        cli_help_errors(lang, text);
    } else if (command != NULL) {
        cli_help_command(command, whole ? help_long_text(topic) : NULL, lang, text);
    } else if (cli_is_group(jalon_commands, topic)) {
        cli_help_group(jalon_commands, topic, lang, text);
    } else if (help_topic_text(topic, lang) != NULL) {
        jalon_str_add(text, help_topic_text(topic, lang));
    } else {
        return unknown_topic(topic, err);
    }
    return 0;
}

static int run_help(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct help *help = options;
    JALON_AUTO(jalon_str_done) struct jalon_str topic = {0};
    for (size_t i = 0; i < help->topic.n; i++) {
        jalon_str_addf(&topic, "%s%s", i > 0 ? " " : "", help->topic.items[i]);
    }
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (help_about(jalon_str_text(&topic), true, run->lang, &text, err) < 0) {
        return -1;
    }
    out_text(run->out, jalon_str_text(&text));
    return 0;
}

static int run_version(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    (void)err;
    out_text(run->out, "jalon " JALON_VERSION "\n");
    return 0;
}

const struct cli_command cmd_help = {.name = "help",
                                     .section = "Help and set-up",
                                     .summary = "explain a command or a topic",
                                     .flags = CLI_PLAIN,
                                     .arguments = help_arguments,
                                     .size = sizeof(struct help),
                                     .run = run_help};

const struct cli_command cmd_version = {.name = "version",
                                        .section = "Help and set-up",
                                        .summary = "print the version",
                                        .flags = CLI_PLAIN,
                                        .run = run_version};
