/* Comparing texts, what text from outside may hold, and how text reaches a terminal. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

bool jalon_text_same(const char *a, const char *b); /* NULL is the same as NULL only */
/* Is TEXT one of the N TEXTS? NULL never is. */
bool jalon_text_is_listed(const char *const *texts, size_t n, const char *text);

enum jalon_text_fault {
    JALON_TEXT_OK,
    JALON_TEXT_NOT_UTF8,
    JALON_TEXT_CONTROL,  /* C0, DEL, C1 */
    JALON_TEXT_BIDI,     /* U+061C, U+200E/F, U+202A–202E, U+2066–2069 */
    JALON_TEXT_TOO_LONG, /* more than max_characters */
};

/* How many bytes the character at TEXT takes; 0 at its end and where no valid UTF-8 begins. */
size_t jalon_text_character(const char *text);

/* First fault in TEXT, its byte offset in *ret_offset. Mirrors jalon.text_ok() in the database. */
enum jalon_text_fault jalon_text_check(const char *text, size_t max_characters, size_t *ret_offset);

/*
 * Adds TEXT with every C0 control, DEL and invalid byte shown as \xNN, every C1 control and bidi
 * mark as \u{NNNN}: safe to print.
 */
void jalon_text_add_safe(struct jalon_str *out, const char *text);

/* The same, with line feeds kept. */
void jalon_text_add_lines_safe(struct jalon_str *out, const char *text);

/*
 * Number of terminal columns of TEXT (UTF-8), in any locale: combining marks take none, wide
 * characters two, everything else, a control or an invalid byte included, one.
 */
size_t jalon_text_columns(const char *text);
