/* Reads base64, hexadecimal and decimal numbers, and tells UTF-8. */
#include "jalon-verify/codec.h"

#include <string.h>

/* The value of a digit of base64, or 64. LAST are the two digits that the alphabets differ in. */
static unsigned digit64(char c, const char *last)
{
    if (c >= 'A' && c <= 'Z') {
        return (unsigned)(c - 'A');
    }
    if (c >= 'a' && c <= 'z') {
        return (unsigned)(c - 'a') + 26;
    }
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0') + 52;
    }
    return c == last[0] ? 62 : c == last[1] ? 63 : 64;
}

/* Digits only, no padding. The bits left over must be zero, or there were other spellings. */
static bool read_digits(const char *text, size_t length, const char *last, unsigned char *bytes)
{
    uint32_t group = 0;
    size_t n = 0;
    if (length % 4 == 1) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned digit = digit64(text[i], last);
        if (digit == 64) {
            return false;
        }
        group = group << 6 | digit;
        if (i % 4 > 0) {
            bytes[n++] = (unsigned char)(group >> (6 - 2 * (i % 4)));
        }
    }
    return length % 4 == 0 || (group & (length % 4 == 2 ? 15 : 3)) == 0;
}

bool base64_read(const char *text, size_t length, unsigned char *bytes, size_t size,
                 size_t *ret_length)
{
    size_t digits = length;
    if (length % 4 != 0) {
        return false;
    }
    for (int i = 0; i < 2 && digits > 0 && text[digits - 1] == '='; i++) {
        digits--;
    }
    *ret_length = digits * 3 / 4;
    return *ret_length <= size && read_digits(text, digits, "+/", bytes);
}

bool base64url_read(const char *text, size_t length, unsigned char *bytes, size_t *ret_length)
{
    *ret_length = length * 3 / 4;
    return read_digits(text, length, "-_", bytes);
}

void base64url_write_hash(const unsigned char bytes[32], char text[43])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (unsigned i = 0; i < 43; i++) {
        unsigned bit = 6 * i, at = bit / 8;
        unsigned pair = (unsigned)bytes[at] << 8 | (at + 1 < 32 ? bytes[at + 1] : 0U);
        text[i] = digits[pair >> (10 - bit % 8) & 63];
    }
}

/*
 * Eight digits at once, a byte each, the first one highest: random digits would mislead branches,
 * and single ones are slow. Their values are spelled again, and must give the same digits.
 */
static bool read_hex_word(const char *text, unsigned char bytes[4])
{
    static const uint64_t ones = 0x0101010101010101U;
    uint64_t digits = 0;
    for (int i = 0; i < 8; i++) {
        digits = digits << 8 | (unsigned char)text[i];
    }
    uint64_t values = (digits & (ones * 0x0f)) + (digits >> 6 & ones) * 9;
    uint64_t letters = (values + ones * (0x80 - 10)) >> 7 & ones;
    bool ok =
        values + ones * '0' + letters * ('a' - '0' - 10) == digits && (values & (ones * 0xf0)) == 0;
    values = (values >> 4 | values) & 0x00ff00ff00ff00ffU;
    values = (values >> 8 | values) & 0x0000ffff0000ffffU;
    uint32_t four = (uint32_t)(values >> 16 | values);
    for (int i = 0; i < 4; i++) {
        bytes[i] = (unsigned char)(four >> (24 - 8 * i));
    }
    return ok;
}

bool hex_read(const char *text, size_t length, unsigned char *bytes, size_t n)
{
    size_t whole = n / 4 * 4;
    bool ok = length == 2 * n;
    for (size_t i = 0; ok && i < whole; i += 4) {
        ok = read_hex_word(text + 2 * i, bytes + i);
    }
    if (ok && whole < n) {
        char last[9] = "00000000";
        unsigned char four[4];
        memcpy(last, text + 2 * whole, 2 * (n - whole));
        ok = read_hex_word(last, four);
        memcpy(bytes + whole, four, n - whole);
    }
    return ok;
}

bool number_read(const char *text, size_t length, uint64_t *ret_number)
{
    uint64_t number = 0;
    if (length == 0 || (length > 1 && text[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (number > (UINT64_MAX - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    *ret_number = number;
    return true;
}

/* What the second byte of a character may be, given the first: no overlong forms, no surrogates,
 * nothing above U+10FFFF. */
static bool second_ok(unsigned char first, unsigned char second)
{
    unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

size_t utf8_length(const char *text, const char *end)
{
    const unsigned char *c = (const unsigned char *)text;
    size_t left = (size_t)(end - text);
    if (left == 0 || c[0] < 0x80) {
        return left > 0;
    }
    size_t n = c[0] >= 0xc2 && c[0] <= 0xdf   ? 2
               : c[0] >= 0xe0 && c[0] <= 0xef ? 3
               : c[0] >= 0xf0 && c[0] <= 0xf4 ? 4
                                              : 0;
    if (n == 0 || left < n || !second_ok(c[0], c[1])) {
        return 0;
    }
    for (size_t i = 2; i < n; i++) {
        if (c[i] < 0x80 || c[i] > 0xbf) {
            return 0;
        }
    }
    return n;
}
