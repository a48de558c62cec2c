/* The figure of a site: what was told from report to report. Its page has the numbers in a table.
 */
#pragma once

#include "report/html.h"
#include "report/weekly.h"

struct jalon_trend_foreseen { /* by one report, for its due day */
    bool is_set;
    int expected, low, high; /* 8 chances in 10 between low and high */
};

struct jalon_trend {
    const struct jalon_status *status; /* labels and kinds of the instruments */
    const struct jalon_series_point *points;
    const struct jalon_trend_foreseen *foreseen; /* one for each point */
    size_t n;                                    /* two or more */
};

void jalon_chart_trend(struct jalon_html *html, enum jalon_lang lang,
                       const struct jalon_trend *trend);
