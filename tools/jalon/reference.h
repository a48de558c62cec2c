/* Territories that a command line names by something else than their code. */
#pragma once

#include "jalon/run.h"

/*
 * Puts codes in place of what the command's rows with CLI_TERRITORY were given, and says on stderr
 * which territory was taken. A command that writes needs the code or a whole name, one that reads
 * takes whatever means one territory only. NOT_FOUND when nothing is meant, or several are: these
 * are listed on stderr.
 */
JALON_MUST_CHECK int reference_resolve(struct cli_run *run, const struct cli_parsed *parsed,
                                       struct jalon_err *err);
