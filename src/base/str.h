/*
 * Growable text. `text` is always NUL-terminated once something was added; it is NULL in a zeroed
 * string. `struct jalon_str s = {0};` is ready for use.
 */
#pragma once

#include <stddef.h>

#include "base/attr.h"

struct jalon_str {
    char *text;
    size_t length, capacity;
};

void jalon_str_done(struct jalon_str *s); /* for JALON_AUTO; leaves it empty and usable */
void jalon_str_clear(struct jalon_str *s);
void jalon_str_add(struct jalon_str *s, const char *text);
void jalon_str_add_bytes(struct jalon_str *s, const char *bytes, size_t length);
void jalon_str_add_char(struct jalon_str *s, char c);
void jalon_str_addf(struct jalon_str *s, const char *format, ...) JALON_PRINTF(2, 3);

/* The text, never NULL; owned by S. */
const char *jalon_str_text(const struct jalon_str *s);

/* Gives the text away; the caller frees it. S becomes empty. */
char *jalon_str_take(struct jalon_str *s);
