/* The journals of servers that this user has written to: where what was seen of them is kept. */
#pragma once

#include "jalon/run.h"

/*
 * Before a write to a server: whether its journal still holds what was seen of it from here
 * (app/anchor.h). Nothing for a private database, whose sealer remembers. Where no file can be
 * kept, this is told and the command goes on.
 */
JALON_MUST_CHECK int anchors_check(const struct cli_run *run, struct jalon_app *app,
                                   struct jalon_err *err);
