/* Help made from the tables: 80 columns, English like all documentation. */
#pragma once

#include "base/arena.h"
#include "base/str.h"
#include "jalon/cli.h"

/* "jalon sign CODE --party P --on DATE [OPTIONS]" */
const char *cli_usage(const struct cli_command *command, struct jalon_arena *arena);

void cli_help_tool(const struct cli_command *const *commands, struct jalon_str *out);
void cli_help_group(const struct cli_command *const *commands, const char *group,
                    struct jalon_str *out);
/* LONG_TEXT: doc/man/<command>.txt, or NULL for the short form of --help. */
void cli_help_command(const struct cli_command *command, const char *long_text,
                      struct jalon_str *out);
void cli_help_errors(struct jalon_str *out); /* exit statuses */
