/* The map of the territories in a page: drawn, told in words, and as a table. */
#pragma once

#include "report/page.h"
#include "report/weekly.h"

/* Its heading, figure and table; nothing without a map. */
void jalon_map_page(struct jalon_page *page, const struct jalon_weekly *weekly);
