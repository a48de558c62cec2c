/* The part of a weekly report that says which decisions are asked for, of whom and by when. */
#pragma once

#include <jansson.h>

#include "base/lang.h"
#include "base/str.h"
#include "domain/decision.h"

struct jalon_book;
struct jalon_page;
struct jalon_weekly;

/* "prise", "taken"; the code itself when it is none of them. */
const char *jalon_decision_word(enum jalon_lang lang, const char *closed_as);

/* "Nommer un référent — préfet de région, pour le 15 juin 2019 (en retard de 12 jours)". */
void jalon_phrase_decision(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_decision *decision, struct jalon_date as_of);

/* Those that are open, the one that is due first before the others; nothing when there is none. */
void jalon_decision_text(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_weekly *weekly);
void jalon_decision_md(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_weekly *weekly);
void jalon_decision_html(struct jalon_page *page, const struct jalon_weekly *weekly);
void jalon_decision_xlsx(struct jalon_book *book, enum jalon_lang lang,
                         const struct jalon_weekly *weekly);
json_t *jalon_decision_json(const struct jalon_weekly *weekly); /* an array */
