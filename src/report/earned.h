/* The part of a weekly report that says how far ahead or behind the programme is, in time. */
#pragma once

#include <jansson.h>

#include "domain/earned.h"
#include "report/page.h"
#include "report/status.h"

struct jalon_weekly;

struct jalon_earned_report {
    struct jalon_earned earned;
    const struct jalon_instrument_figures *instrument; /* what the plan is about */
};

/* Holds what is signed against the targets of what the report's forecast awaits, as decided on the
 * cut-off; nothing without a forecast. */
void jalon_weekly_earn(struct jalon_weekly *weekly, struct jalon_date starts_on);

/* Its sentences by number, and its definition; false when there is none of that number. */
bool jalon_phrase_earned(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_earned_report *report, size_t number);
bool jalon_phrase_earned_definition(struct jalon_str *out, enum jalon_lang lang,
                                    const struct jalon_weekly *weekly);

/* The part, in each format; nothing of a report without it. */
void jalon_earned_text(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_weekly *weekly);
void jalon_earned_md(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_weekly *weekly);
void jalon_earned_html(struct jalon_page *page, const struct jalon_weekly *weekly);
json_t *jalon_earned_json(const struct jalon_weekly *weekly); /* null */
