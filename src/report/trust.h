/* How far forecasts can be trusted: the trust line of the weekly report, in each of its formats. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/lang.h"
#include "base/str.h"

/* Forecasts of the reports of earlier weeks whose day had come by the cut-off, and of them those
 * whose 80 % interval held what happened, and those that were issued after their day. */
struct jalon_trust {
    int n, n_covered, n_afterwards;
};

struct jalon_weekly;
struct jalon_page;

/* Nothing scored yet: there is nothing to tell, and the report has no line about it. */
bool jalon_trust_is_told(const struct jalon_weekly *weekly);

/* "Prévision fondée sur 13 signatures ; nos intervalles à 80 % ont contenu le réel 7 fois sur 9."
 */
void jalon_phrase_trust(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weekly *weekly);

/* The part of the report; nothing when there is nothing to tell. */
void jalon_trust_text(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_weekly *weekly);
void jalon_trust_md(struct jalon_str *out, enum jalon_lang lang, const struct jalon_weekly *weekly);
void jalon_trust_html(struct jalon_page *page, const struct jalon_weekly *weekly);
/* Adds the member `trust` of jalon.weekly/1. */
void jalon_trust_json(json_t *json, const struct jalon_weekly *weekly);
