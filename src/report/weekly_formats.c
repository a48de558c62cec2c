/* The formats of the weekly report: one row each. */
#include <string.h>

#include "report/weekly.h"

static const struct jalon_weekly_format formats[] = {
    {"text", jalon_weekly_text, JALON_CONTENT_LINES},
    {"md", jalon_weekly_md, JALON_CONTENT_LINES},
    {"html", jalon_weekly_html, JALON_CONTENT_DATA},
    {"pdf", jalon_weekly_html, JALON_CONTENT_PAGE},
    {"json", jalon_weekly_json, JALON_CONTENT_DATA},
    {"csv", jalon_weekly_csv, JALON_CONTENT_DATA},
    {"xlsx", jalon_weekly_xlsx, JALON_CONTENT_BINARY},
    {"ics", jalon_weekly_ics, JALON_CONTENT_DATA},
    {"eml", jalon_weekly_eml, JALON_CONTENT_DATA},
};

const struct jalon_weekly_format *jalon_weekly_format(const char *name)
{
    for (size_t i = 0; i < JALON_COUNT(formats); i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

const struct jalon_weekly_format *jalon_weekly_formats(size_t *ret_n)
{
    *ret_n = JALON_COUNT(formats);
    return formats;
}
