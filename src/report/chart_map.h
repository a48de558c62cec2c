/* The map of the territories as SVG: an image with a title and a description. */
#pragma once

#include "report/html.h"
#include "report/weekly.h"

/* Needs a map (weekly->map.n > 0). The ids in it are those of one map a page. */
void jalon_chart_map(struct jalon_html *html, enum jalon_lang lang,
                     const struct jalon_weekly *weekly);
