/* Exports of the programme in use. */
#pragma once

#include "app/app.h"

/* Where bytes go as they are made. False: none of them is wanted any more. */
struct jalon_sink {
    bool (*write)(void *context, const char *bytes, size_t length);
    void *context;
};

struct jalon_export_request {
    const char *object, *format; /* names of report/export.h */
    bool personal;               /* names of people and what was written freely, too */
    struct jalon_date as_of;     /* NONE: today, or all days, as the object goes */
};

enum jalon_export_outcome { JALON_EXPORTED, JALON_EXPORT_STOPPED };

/*
 * Writes all rows of one object, of one state of the database, in memory that does not grow with
 * their number. USAGE for a day where the object takes none, PERMISSION where rows would be hidden
 * from the user. What was written before a failure is not whole. JALON_EXPORT_STOPPED: the sink
 * wanted no more.
 */
JALON_MUST_CHECK int jalon_app_export(struct jalon_app *app,
                                      const struct jalon_export_request *request,
                                      const struct jalon_sink *sink, size_t *ret_n,
                                      struct jalon_err *err);
