/* Comparing texts; text from outside: strict UTF-8, characters that deceive, terminal width. */
#include "base/text.h"

#include <stdint.h>

struct range {
    uint32_t first, last;
};

/* Marks that a terminal draws over the character before, and characters without a width. */
static const struct range zero_width[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF},   {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x05C7, 0x05C7}, {0x0610, 0x061A}, {0x064B, 0x065F},   {0x0670, 0x0670},
    {0x06D6, 0x06DC}, {0x06DF, 0x06E4}, {0x06E7, 0x06E8}, {0x06EA, 0x06ED},   {0x0900, 0x0902},
    {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0E31, 0x0E31},   {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},   {0x202A, 0x202E},
    {0x2060, 0x2064}, {0x2066, 0x206F}, {0x20D0, 0x20F0}, {0x302A, 0x302D},   {0x3099, 0x309A},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

/* East Asian Wide and Fullwidth, and pictographs (Unicode Standard Annex 11). */
static const struct range double_width[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
    {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18AFF},
    {0x1B000, 0x1B2FF}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
    {0x20000, 0x3FFFD},
};

static const struct range bidi[] = {
    {0x061C, 0x061C}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069}};

static bool is_in(const struct range *ranges, size_t n, uint32_t character)
{
    for (size_t i = 0; i < n; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

static bool is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7F && character <= 0x9F);
}

static bool is_bidi(uint32_t character)
{
    return is_in(bidi, JALON_COUNT(bidi), character);
}

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2) { /* a continuation, or the lead of an overlong form */
        return 0;
    }
    if (lead < 0xE0) {
        return 2;
    }
    if (lead < 0xF0) {
        return 3;
    }
    return lead < 0xF5 ? 4 : 0;
}

/*
 * Reads the character at TEXT (not its end); returns its length in bytes, 0 when the bytes are not
 * UTF-8: overlong forms, surrogates and what lies beyond U+10FFFF are not.
 */
static size_t decode(const char *text, uint32_t *ret_character)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text;
    size_t length = sequence_length(bytes[0]);
    uint32_t character = length == 1 ? bytes[0] : bytes[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) { /* the terminating NUL stops here too */
            return 0;
        }
        character = character << 6 | (bytes[i] & 0x3FU);
    }
    bool is_surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (length == 0 || character < smallest[length] || is_surrogate || character > 0x10FFFF) {
        return 0;
    }
    *ret_character = character;
    return length;
}

bool jalon_text_same(const char *a, const char *b)
{
    return a != NULL && b != NULL ? strcmp(a, b) == 0 : a == b;
}

bool jalon_text_is_listed(const char *const *texts, size_t n, const char *text)
{
    for (size_t i = 0; text != NULL && i < n; i++) {
        if (strcmp(texts[i], text) == 0) {
            return true;
        }
    }
    return false;
}

size_t jalon_text_character(const char *text)
{
    uint32_t character = 0;
    return *text == '\0' ? 0 : decode(text, &character);
}

enum jalon_text_fault jalon_text_check(const char *text, size_t max_characters, size_t *ret_offset)
{
    size_t n = 0;
    enum jalon_text_fault fault = JALON_TEXT_OK;
    const char *at = text;
    while (*at != '\0' && fault == JALON_TEXT_OK) {
        uint32_t character = 0;
        size_t length = decode(at, &character);
        if (length == 0) {
            fault = JALON_TEXT_NOT_UTF8;
        } else if (is_control(character)) {
            fault = JALON_TEXT_CONTROL;
        } else if (is_bidi(character)) {
            fault = JALON_TEXT_BIDI;
        } else if (n == max_characters) {
            fault = JALON_TEXT_TOO_LONG;
        } else {
            n++;
            at += length;
        }
    }
    *ret_offset = (size_t)(at - text);
    return fault;
}

void jalon_text_add_safe(struct jalon_str *out, const char *text)
{
    while (*text != '\0') {
        uint32_t character = 0;
        size_t length = decode(text, &character);
        if (length == 0 || (length == 1 && is_control(character))) {
            jalon_str_addf(out, "\\x%02x", (unsigned)(unsigned char)*text);
            length = 1;
        } else if (is_control(character) || is_bidi(character)) {
            jalon_str_addf(out, "\\u{%04x}", (unsigned)character);
        } else {
            jalon_str_add_bytes(out, text, length);
        }
        text += length;
    }
}

void jalon_text_add_lines_safe(struct jalon_str *out, const char *text)
{
    while (*text != '\0') {
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        size_t length = strcspn(text, "\n");
        jalon_str_add_bytes(&line, text, length);
        jalon_text_add_safe(out, jalon_str_text(&line));
        text += length;
        if (*text == '\n') {
            jalon_str_add_char(out, '\n');
            text++;
        }
    }
}

size_t jalon_text_columns(const char *text)
{
    size_t columns = 0;
    while (*text != '\0') {
        uint32_t character = 0;
        size_t length = decode(text, &character);
        if (is_in(double_width, JALON_COUNT(double_width), character)) {
            columns += 2;
        } else if (!is_in(zero_width, JALON_COUNT(zero_width), character)) {
            columns++;
        }
        text += length > 0 ? length : 1;
    }
    return columns;
}
