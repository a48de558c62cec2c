/* A figure of the weekly report with the contracts that it counts, as `--explain` tells it. */
#pragma once

#include "jalon/run.h"
#include "report/weekly.h"

/* WEEKLY was read with the figure of that code. Fails as jalon_weekly_explain(). */
JALON_MUST_CHECK int figure_tell(struct cli_run *run, const struct jalon_weekly *weekly,
                                 const char *code, struct jalon_err *err);
