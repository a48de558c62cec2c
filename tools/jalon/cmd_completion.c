/* `completion`: the script that makes a shell complete commands, options and codes. */
#include "jalon/commands.h"
#include "jalon/completion_scripts.h"

struct shell {
    const char *name;
};

static const struct cli_opt arguments[] = {
    {"SHELL", 0, CLI_CHOICE, "bash|zsh|fish", "the shell: bash, zsh or fish",
     offsetof(struct shell, name), CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_completion(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct shell *shell = options;
    (void)err;
    out_document(run->out, strcmp(shell->name, "bash") == 0  ? completion_bash
                           : strcmp(shell->name, "zsh") == 0 ? completion_zsh
                                                             : completion_fish);
    return 0;
}

const struct cli_command cmd_completion = {
    .name = "completion",
    .section = "Help and set-up",
    .summary = "make a shell complete commands, options and codes",
    .flags = CLI_PLAIN,
    .arguments = arguments,
    .size = sizeof(struct shell),
    .run = run_completion,
};
