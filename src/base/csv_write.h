/*
 * Writing CSV (RFC 4180), in two dialects: one for programs, where a cell is its value, and one
 * that a French spreadsheet opens as it stands, where no text can become a formula.
 */
#pragma once

#include <stdbool.h>

#include "base/str.h"

struct jalon_csv_dialect {
    const char *start; /* of the file */
    char separator;
    const char *line_end;
    bool is_for_spreadsheets; /* texts are quoted and made harmless; numbers have a decimal comma */
};

extern const struct jalon_csv_dialect jalon_csv_plain;  /* comma, LF */
extern const struct jalon_csv_dialect jalon_csv_french; /* byte order mark, semicolon, CRLF */

/* One record: cells one after the other, then the end. NULL is an empty cell. */
struct jalon_csv_writer {
    const struct jalon_csv_dialect *dialect;
    struct jalon_str *out;
    bool in_record; /* the record has a cell already */
};

void jalon_csv_write_text(struct jalon_csv_writer *w, const char *text);
void jalon_csv_write_number(struct jalon_csv_writer *w, const char *number); /* "-0.25" */
/* As it is: a date, true, the name of a column. */
void jalon_csv_write_code(struct jalon_csv_writer *w, const char *code);
void jalon_csv_write_end(struct jalon_csv_writer *w);

/*
 * Would a spreadsheet take TEXT for a formula? It begins with = + - @ TAB CR LF or a full-width
 * equals sign. So does, for us, one that has only apostrophes before such a character: the first of
 * them must come through writing and reading.
 */
bool jalon_csv_is_active(const char *text);

/* TEXT without the apostrophe that was put in front of it because it is active. */
const char *jalon_csv_disarmed(const char *text);
