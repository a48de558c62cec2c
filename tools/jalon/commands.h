/* The commands, one row each, defined in the cmd_<noun>.c that implements it. */
#pragma once

#include "base/str.h"
#include "jalon/run.h"

extern const struct cli_command cmd_help, cmd_version;

/* Adds the help about TOPIC ("" is the tool); WHOLE: with the long text. USAGE when unknown. */
JALON_MUST_CHECK int help_about(const char *topic, bool whole, struct jalon_str *text,
                                struct jalon_err *err);
