/* What the parts of `init` share. */
#pragma once

#include "app/init.h"
#include "base/uuid.h"
#include "conf/programme.h"
#include "conf/register.h"

struct jalon_init_plan {
    struct jalon_programme_file *file;
    struct jalon_register *reg;
};

/*
 * The requests of all rows of a stage, as many as report->n_rows says. A row that says a fact again
 * which can come again has a request of its own; else it has that of the row before, and the report
 * has it among the duplicates.
 */
void jalon_init_requests(const struct jalon_init_plan *plan, enum jalon_init_stage stage,
                         struct jalon_uuid *ret_requests, struct jalon_init_report *report);
