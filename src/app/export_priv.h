/* What one export and a whole data package share. */
#pragma once

#include "app/export.h"
#include "report/export.h"
#include "store/export.h"

/*
 * Writes one object within a snapshot. E says what, except for `out`; its `n` are the rows
 * written. Outcomes are those of jalon_app_export().
 */
JALON_MUST_CHECK int jalon_app_export_rows(struct jalon_app *app, struct jalon_export *e,
                                           struct jalon_date as_of, const struct jalon_sink *sink,
                                           struct jalon_err *err);

/* The day that an object is exported of: AS_OF, today, or NONE for all days. */
struct jalon_date jalon_app_export_day(const struct jalon_app *app,
                                       const struct jalon_export_object *object,
                                       struct jalon_date as_of);
