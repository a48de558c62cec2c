/* `help` and `version`. */
#include "base/mem.h"
#include "jalon/cli_help.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/manual.h"

struct help {
    struct cli_texts topic;
};

static const struct cli_opt help_arguments[] = {
    {"TOPIC", 0, CLI_TEXT, NULL, "a command, a group such as `db`, or `errors`",
     offsetof(struct help, topic), CLI_REPEATABLE, NULL, 0},
    {0},
};

static const char *long_text(const char *name)
{
    for (const struct manual_page *page = manual_pages; page->name != NULL; page++) {
        if (strcmp(page->name, name) == 0) {
            return page->text;
        }
    }
    return NULL;
}

int help_about(const char *topic, bool whole, struct jalon_str *text, struct jalon_err *err)
{
    const struct cli_command *command = cli_find_command(jalon_commands, topic);
    if (topic[0] == '\0') {
        cli_help_tool(jalon_commands, text);
    } else if (strcmp(topic, "errors") == 0) {
        cli_help_errors(text);
    } else if (command != NULL) {
        cli_help_command(command, whole ? long_text(topic) : NULL, text);
    } else if (cli_is_group(jalon_commands, topic)) {
        cli_help_group(jalon_commands, topic, text);
    } else {
        return jalon_fail(err, &jalon_msg_cli_unknown_topic, topic);
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
    if (help_about(jalon_str_text(&topic), true, &text, err) < 0) {
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
                                     .summary = "explain a command, or `errors`",
                                     .flags = CLI_PLAIN,
                                     .arguments = help_arguments,
                                     .size = sizeof(struct help),
                                     .run = run_help};

const struct cli_command cmd_version = {.name = "version",
                                        .section = "Help and set-up",
                                        .summary = "print the version",
                                        .flags = CLI_PLAIN,
                                        .run = run_version};
