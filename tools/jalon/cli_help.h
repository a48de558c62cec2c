/* Help made from the tables: 80 columns, in the language asked for. */
#pragma once

#include "base/arena.h"
#include "base/lang.h"
#include "base/str.h"
#include "jalon/cli.h"

/* What a row or this file says in English, in LANG; itself when french.def does not hold it. */
const char *cli_say(enum jalon_lang lang, const char *english);

/* "jalon sign CODE --party P --on DATE [OPTIONS]" */
const char *cli_usage(const struct cli_command *command, struct jalon_arena *arena);

/* TOPICS: what else there is help about, "dates, parties". A large group takes one line. */
void cli_help_tool(const struct cli_command *const *commands, const char *topics,
                   enum jalon_lang lang, struct jalon_str *out);
void cli_help_group(const struct cli_command *const *commands, const char *group,
                    enum jalon_lang lang, struct jalon_str *out);
/* LONG_TEXT: doc/man/<command>.txt, or NULL for the short form of --help. */
void cli_help_command(const struct cli_command *command, const char *long_text,
                      enum jalon_lang lang, struct jalon_str *out);
void cli_help_errors(enum jalon_lang lang, struct jalon_str *out); /* exit statuses */
