/* Base64 with padding (RFC 4648, section 4), as notes and keys have it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

void jalon_base64_add(struct jalon_str *out, const unsigned char *bytes, size_t length);

/*
 * The bytes of TEXT, LENGTH characters, which fit in SIZE. False when it is no base64, would be
 * spelled otherwise for the same bytes, or is longer.
 */
bool jalon_base64_read(const char *text, size_t length, unsigned char *bytes, size_t size,
                       size_t *ret_length);
