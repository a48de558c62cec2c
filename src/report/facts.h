/*
 * Reports from facts: the JSON that the statement report_facts returns (src/sql/report.sql), read
 * into the records that renderers use.
 */
#pragma once

#include <jansson.h>

#include "report/weekly.h"

/*
 * The status on the cut-off of PERIOD. PACE_DAYS is what the statement was
 * given. INTERNAL: a part is missing, or the figures do not add up.
 */
JALON_MUST_CHECK int jalon_status_of_facts(const json_t *facts, const struct jalon_period *period,
                                           int pace_days, struct jalon_status **ret_status,
                                           struct jalon_err *err);

/* The same with the week. */
JALON_MUST_CHECK int jalon_weekly_of_facts(const json_t *facts, const struct jalon_period *period,
                                           int pace_days, struct jalon_weekly **ret_weekly,
                                           struct jalon_err *err);
