/*
 * The one spelling of a journal entry: JSON as RFC 8785 writes it, restricted so that standard
 * tools print the same bytes (profile jalon-leaf/1). Objects with keys sorted by bytes, strings,
 * whole numbers from 0 to 2^53-1, true, false, null and arrays; no blanks.
 */
#pragma once

#include <jansson.h>
#include <stddef.h>

#include "base/attr.h"

#define JALON_LEAF_MAX_BYTES 65535 /* lengths in entry bundles have 16 bits */

enum jalon_canonical_fault {
    JALON_CANONICAL_OK,
    JALON_CANONICAL_TOO_LONG,   /* more than JALON_LEAF_MAX_BYTES */
    JALON_CANONICAL_NOT_JSON,   /* not one JSON text in UTF-8; or a key twice, a lone surrogate */
    JALON_CANONICAL_NOT_OBJECT, /* an array or a plain value */
    JALON_CANONICAL_KEY,        /* a key other than [a-z][a-z0-9_]{0,30} */
    JALON_CANONICAL_NUMBER,     /* a fraction, an exponent, below 0 or above 2^53-1 */
    JALON_CANONICAL_TEXT,       /* a string holds NUL */
    JALON_CANONICAL_SPELLING,   /* the same value is written with other bytes */
    JALON_CANONICAL_N
};
const char *jalon_canonical_fault_code(enum jalon_canonical_fault fault); /* "spelling" … */

/*
 * The canonical text of VALUE, which the caller frees; NULL when a number or a string lies outside
 * the profile. Keys are not judged here.
 */
char *jalon_canonical_text(const json_t *value);

/*
 * Does canonical(parse(BYTES)) give back BYTES? Then *ret_leaf is the parsed object, which the
 * caller releases; otherwise it is NULL.
 */
JALON_MUST_CHECK enum jalon_canonical_fault jalon_canonical_check(const char *bytes, size_t length,
                                                                  json_t **ret_leaf);
