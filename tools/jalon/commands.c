/* The list of commands, in the order of the help. */
#include "jalon/commands.h"

const struct cli_command *const jalon_commands[] = {
    &cmd_init,           &cmd_status,
    &cmd_list,           &cmd_show,
    &cmd_explain,        &cmd_report_weekly,
    &cmd_advance,        &cmd_sign,
    &cmd_milestone,      &cmd_programme_check,
    &cmd_programme_show, &cmd_territory_list,
    &cmd_territory_show, &cmd_territory_add,
    &cmd_db_status,      &cmd_db_start,
    &cmd_db_stop,        &cmd_db_url,
    &cmd_db_log,         &cmd_db_migrate,
    &cmd_db_bootstrap,   &cmd_help,
    &cmd_version,        NULL,
};
