/* From the bytes of a CSV file to lines of UTF-8. */
#include <stdint.h>
#include <string.h>

#include "base/csv_priv.h"
#include "base/mem.h"
#include "base/text.h"

static bool begins(const struct jalon_str *content, const char *bytes, size_t n)
{
    return content->length >= n && memcmp(content->text, bytes, n) == 0;
}

/* How many characters of CONTENT take several bytes, and how many bytes belong to none. */
static void count(const struct jalon_str *content, size_t *ret_wide, size_t *ret_stray)
{
    *ret_wide = 0;
    *ret_stray = 0;
    for (size_t at = 0; at < content->length;) {
        size_t length = jalon_text_character(content->text + at);
        *ret_wide += length > 1;
        *ret_stray += length == 0 && content->text[at] != '\0';
        at += length > 0 ? length : 1;
    }
}

enum jalon_csv_encoding jalon_csv_encoding_of(const struct jalon_str *content)
{
    size_t wide, stray;
    if (begins(content, "PK\x03\x04", 4)) {
        return JALON_CSV_WORKBOOK;
    }
    if (begins(content, "\xFF\xFE", 2) || begins(content, "\xFE\xFF", 2)) {
        return JALON_CSV_UTF16;
    }
    if (begins(content, "\xEF\xBB\xBF", 3)) {
        return JALON_CSV_UTF8;
    }
    count(content, &wide, &stray);
    return stray > 0 && stray >= wide ? JALON_CSV_CP1252 : JALON_CSV_UTF8;
}

bool jalon_csv_is_wide(const struct jalon_str *content)
{
    size_t wide, stray;
    count(content, &wide, &stray);
    return wide > 0 && stray == 0 && memchr(content->text, '\0', content->length) == NULL;
}

void jalon_csv_decode(struct jalon_str *content)
{
    /* Bytes 0x80 to 0x9F; the others are those of Latin-1. "": stands for nothing. */
    static const char *const special[32] = {
        "€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "", "Ž", "",
        "",  "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "", "ž", "Ÿ",
    };
    struct jalon_str decoded = {0};
    for (size_t i = 0; i < content->length; i++) {
        unsigned char byte = (unsigned char)content->text[i];
        const char *known = byte >= 0x80 && byte < 0xA0 ? special[byte - 0x80] : "";
        if (known[0] != '\0') {
            jalon_str_add(&decoded, known);
        } else if (byte >= 0xA0) {
            jalon_str_add_char(&decoded, (char)(0xC0 | byte >> 6));
            jalon_str_add_char(&decoded, (char)(0x80 | (byte & 0x3F)));
        } else {
            jalon_str_add_char(&decoded, (char)byte);
        }
    }
    jalon_str_done(content);
    *content = decoded;
}

char jalon_csv_separator_of(const char *text)
{
    static const char separators[] = ",;\t";
    size_t counts[] = {0, 0, 0};
    bool quoted = false;
    text += strspn(text, "\r\n");
    for (; *text != '\0' && (quoted || (*text != '\n' && *text != '\r')); text++) {
        const char *found = quoted ? NULL : strchr(separators, *text);
        quoted ^= *text == '"';
        if (found != NULL) {
            counts[found - separators]++;
        }
    }
    size_t best = 0;
    for (size_t i = 1; i < JALON_COUNT(counts); i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    return separators[best];
}
