/*
 * A report as a mail: the text with the page beside it, the workbook and the calendar attached. Its
 * boundaries are fixed: none of them can occur in what quoted-printable or base64 wrote.
 */
#pragma once

#include <stdbool.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/str.h"
#include "report/status.h"

enum { JALON_MAILING_PARTS = 4 };

struct jalon_mailing {
    const char *from, *to, *id; /* id: of the message, without its domain; NULL: none of these */
    struct jalon_date date;     /* NONE: who sends it dates it */
    bool is_draft;              /* to be completed and sent by a person: CR LF, and X-Unsent */
    struct jalon_str subject;
    struct jalon_str parts[JALON_MAILING_PARTS], names[JALON_MAILING_PARTS];
};
void jalon_mailing_done(struct jalon_mailing *mailing); /* for JALON_AUTO */

/* Where the bytes of a format of the weekly report go; NULL: a mail has no such part. A part
 * without bytes is left out. */
struct jalon_str *jalon_mailing_part(struct jalon_mailing *mailing, const char *format);
/* What an attached part is called. */
void jalon_mailing_name(struct jalon_mailing *mailing, const char *format, const char *name);

/* "Semaine 2019-W18 : 13 protocoles et aucun contrat signés sur 137". */
void jalon_mailing_add_subject(struct jalon_mailing *mailing, enum jalon_lang lang,
                               const char *week, const struct jalon_status *status);

/* Adds the message to OUT. A line break in a header, which would begin another one, is shown. */
void jalon_mailing_write(const struct jalon_mailing *mailing, struct jalon_str *out);
