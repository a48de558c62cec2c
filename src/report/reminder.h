/* What a reminder says, and how far it got. */
#pragma once

#include "domain/reminder.h"
#include "report/history.h"

/* One line: "Collines de Normandie (ti-2803) : votre signature du contrat". */
void jalon_reminder_subject(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_history_names *names,
                            const struct jalon_reminder *reminder);
void jalon_reminder_body(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_history_names *names,
                         const struct jalon_reminder *reminder);

/* "envoyé" for "sent"; the code itself when there is no word for it. */
const char *jalon_reminder_status(enum jalon_lang lang, const char *status);
