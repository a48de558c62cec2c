/*
 * Figures of the weekly page as SVG. Each is an image with a title and a description; the page has
 * its numbers in a table too.
 */
#pragma once

#include "report/html.h"
#include "report/weekly.h"

/* The list and what is signed, week by week, and the fan of the forecast up to the due day. Nothing
 * with fewer than two points. */
void jalon_chart_burnup(struct jalon_html *html, enum jalon_lang lang,
                        const struct jalon_weekly *weekly);
/* The same as rows of a table. */
void jalon_chart_burnup_rows(struct jalon_html *html, enum jalon_lang lang,
                             const struct jalon_weekly *weekly);

/* Has every Région of the report its place on the map of tiles? */
bool jalon_chart_tiles_fit(const struct jalon_weekly *weekly);
/* A tile a Région, roughly where it lies: "5/9" signed of all. */
void jalon_chart_tiles(struct jalon_html *html, enum jalon_lang lang,
                       const struct jalon_weekly *weekly);
