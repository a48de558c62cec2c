/* The list of commands, in the order of the help. */
#include "jalon/commands.h"

const struct cli_command *const jalon_commands[] = {
    &cmd_help,
    &cmd_version,
    NULL,
};
