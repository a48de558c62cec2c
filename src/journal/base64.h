/* Base64 with padding (RFC 4648, section 4), as notes and keys have it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

void jalon_base64_add(struct jalon_str *out, const unsigned char *bytes, size_t length);

enum jalon_base64 {
    JALON_BASE64_NONE,  /* it is none, or longer than SIZE */
    JALON_BASE64_OTHER, /* the bytes are read, and would be spelled otherwise */
    JALON_BASE64_READ
};
/* The bytes of TEXT, LENGTH characters. */
enum jalon_base64 jalon_base64_read(const char *text, size_t length, unsigned char *bytes,
                                    size_t size, size_t *ret_length);
/* Exactly SIZE bytes, in their one spelling. */
bool jalon_base64_read_exactly(const char *text, size_t length, unsigned char *bytes, size_t size);
