/* The data of a site: tables as CSV, the programme's document, and what describes them. */
#pragma once

#include "app/app.h"
#include "app/mirror.h"
#include "report/site.h"

/* Adds the tables of the books that APP reads, within a snapshot, on the cut-off of the site's last
 * report, without what anybody wrote freely. */
JALON_MUST_CHECK int jalon_app_export_site(struct jalon_app *app, const struct jalon_site *site,
                                           struct jalon_mirror *mirror, struct jalon_err *err);
