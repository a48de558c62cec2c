/* Help made from the tables: 80 columns, in the language asked for. */
#pragma once

#include "base/arena.h"
#include "base/lang.h"
#include "base/str.h"
#include "jalon/cli.h"

#define CLI_FIRST_COMMANDS                                   \
    "  jalon init config/programmes/territoires-industrie\n" \
    "  jalon status\n"                                       \
    "  jalon list --search pau\n"                            \
    "  jalon show ti-7505\n"

/* What a row or this file says in English, in LANG; itself when french.def does not hold it. */
const char *cli_say(enum jalon_lang lang, const char *english);

/* "jalon sign CODE --party P --on DATE [OPTIONS]" */
const char *cli_usage(const struct cli_command *command, struct jalon_arena *arena);
/* "jalon sign --from FILE [OPTIONS]"; NULL: it takes no file for a line. */
const char *cli_usage_of_file(const struct cli_command *command, struct jalon_arena *arena);

/* What stands for the value of an option: "PARTY"; NULL for a flag. */
const char *cli_option_value(const struct cli_opt *row);
/* What an option is for, with its words; FORMATS are those of its command, or NULL. */
void cli_option_text(const struct cli_opt *row, const char *formats, enum jalon_lang lang,
                     struct jalon_str *text);

/* TOPICS: what else there is help about, "dates, parties". A large group takes one line. */
void cli_help_tool(const struct cli_command *const *commands, const char *topics,
                   enum jalon_lang lang, struct jalon_str *out);
void cli_help_group(const struct cli_command *const *commands, const char *group,
                    enum jalon_lang lang, struct jalon_str *out);
/* LONG_TEXT: doc/man/<command>.txt, or NULL for the short form of --help. */
void cli_help_command(const struct cli_command *command, const char *long_text,
                      enum jalon_lang lang, struct jalon_str *out);
void cli_help_errors(enum jalon_lang lang, struct jalon_str *out); /* exit statuses */
