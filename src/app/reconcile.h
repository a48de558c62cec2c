/*
 * The register beside figures that others published: how many territories they counted on a day,
 * and how many the register has. A difference is a finding, not a fault: sources disagree among
 * themselves.
 */
#pragma once

#include "app/app.h"
#include "base/arena.h"

struct jalon_reconciled {
    struct jalon_date on;
    const char *scope; /* FR: all; DOM: the five overseas Régions; else a Région's INSEE code */
    int published, register_n;
    const char *label, *source; /* "": not said */
};

struct jalon_reconciliation {
    struct jalon_reconciled *rows; /* in the order of the file */
    size_t n;
    struct jalon_arena *arena; /* owns all of the above */
};

/*
 * Reads PATH: CSV with the columns date, scope, metric, value (label and source may be missing);
 * the rows whose metric is `territories_total` count. REFUSED, with file and line, when a date, a
 * scope or a value cannot be read.
 */
JALON_MUST_CHECK int jalon_app_reconcile(struct jalon_app *app, const char *path,
                                         struct jalon_reconciliation *ret, struct jalon_err *err);
void jalon_reconciliation_done(struct jalon_reconciliation *reconciliation); /* for JALON_AUTO */
