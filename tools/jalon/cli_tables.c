/* Questions to the tables of commands and options. */
#include "jalon/cli.h"

const struct cli_command *cli_find_command(const struct cli_command *const *commands,
                                           const char *name)
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}

bool cli_in_group(const struct cli_command *command, const char *group)
{
    size_t length = strlen(group);
    return strncmp(command->name, group, length) == 0 && command->name[length] == ' ';
}

bool cli_is_group(const struct cli_command *const *commands, const char *name)
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (cli_in_group(commands[i], name)) {
            return true;
        }
    }
    return false;
}

bool cli_takes_common(const struct cli_command *command, const struct cli_opt *common_row)
{
    unsigned has = command->flags | (command->formats != NULL ? (unsigned)CLI_FORMATTED : 0U);
    return common_row->only == 0 || (common_row->only & has) != 0;
}
