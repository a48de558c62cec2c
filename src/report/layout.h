/* Plain text for a terminal or a mail: 80 columns, data made harmless, nothing cut but cells. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define JALON_LAYOUT_COLUMNS 80

/* RAW folded at blanks after INDENT blanks; further lines are indented by HANG. Ends the line. */
void jalon_layout_paragraph(struct jalon_str *out, size_t indent, size_t hang, const char *raw);

/* RAW in WIDTH columns, filled with blanks or cut with an ellipsis. */
void jalon_layout_left(struct jalon_str *out, size_t width, const char *raw);
void jalon_layout_right(struct jalon_str *out, size_t width, const char *raw);

/* Ends a line without blanks at its end. */
void jalon_layout_end_row(struct jalon_str *out);
