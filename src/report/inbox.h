/* The inbox as a to-do list for people, and as JSON and CSV. */
#pragma once

#include "base/str.h"
#include "domain/inbox.h"

/* What to type to do the item: "jalon sign ti-2801 --instrument contrat --party region:28 --on …".
 * Nothing for a day of the calendar. */
void jalon_inbox_command(struct jalon_str *out, const struct jalon_inbox_item *item);

/* LINES: so many entries a section, the others are counted; 0: all. */
void jalon_inbox_text(const struct jalon_inbox *inbox, enum jalon_lang lang, size_t lines,
                      struct jalon_str *out);
void jalon_inbox_json(const struct jalon_inbox *inbox, struct jalon_str *out); /* jalon.inbox/1 */
void jalon_inbox_csv(const struct jalon_inbox *inbox, struct jalon_str *out);
