/* The spellings of bytes and numbers in a bundle. Each value has one spelling: others are refused.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Base64 with padding (RFC 4648, section 4). False also when it holds more than SIZE bytes. */
bool base64_read(const char *text, size_t length, unsigned char *bytes, size_t size,
                 size_t *ret_length);
/* Base64url without padding (section 5); TEXT of LENGTH holds at most LENGTH / 4 * 3 + 2 bytes. */
bool base64url_read(const char *text, size_t length, unsigned char *bytes, size_t *ret_length);
/* TEXT has 43 characters. */
void base64url_write_hash(const unsigned char bytes[32], char text[43]);

/* 2 * N digits, lower case. */
bool hex_read(const char *text, size_t length, unsigned char *bytes, size_t n);

/* Decimal digits without a leading zero, below 2^64. */
bool number_read(const char *text, size_t length, uint64_t *ret_number);

/* How many bytes the UTF-8 character at TEXT has; 0: it is none. */
size_t utf8_length(const char *text, const char *end);
