/* The list of contracts, told as text. */
#pragma once

#include "app/contract.h"
#include "jalon/run.h"

/* CRITERIA: what all of them meet, put behind their count; "": nothing was asked for. */
JALON_MUST_CHECK int list_text(struct cli_run *run, const struct jalon_list *list,
                               const char *criteria, struct jalon_err *err);
