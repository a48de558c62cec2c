/* The formats of the weekly report: one row each. */
#include <string.h>

#include "report/weekly.h"

static const struct jalon_weekly_format formats[] = {
    {"text", jalon_weekly_text},
    {"md", jalon_weekly_md},
    {"html", jalon_weekly_html},
    {"json", jalon_weekly_json},
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
