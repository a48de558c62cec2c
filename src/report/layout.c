/* Folding, filling and cutting by terminal columns. */
#include "report/layout.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static void blanks(struct jalon_str *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        jalon_str_add_char(out, ' ');
    }
}

static size_t character_length(const char *text)
{
    size_t n = 1;
    while (((unsigned char)text[n] & 0xC0) == 0x80) {
        n++;
    }
    return n;
}

static size_t columns_of(const char *text, size_t length)
{
    JALON_AUTO(jalon_freep) char *part = jalon_strndup(text, length);
    return jalon_text_columns(part);
}

/* How many bytes of TEXT fit into WIDTH columns, at least one character. */
static size_t fitting(const char *text, size_t length, size_t width)
{
    size_t used = 0;
    size_t at = 0;
    while (at < length) {
        size_t n = character_length(text + at);
        used += columns_of(text + at, n);
        if (used > width && at > 0) {
            break;
        }
        at += n;
    }
    return at;
}

void jalon_layout_paragraph(struct jalon_str *out, size_t indent, size_t hang, const char *raw)
{
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    jalon_text_add_safe(&safe, raw);
    blanks(out, indent);
    size_t column = indent;
    bool at_start = true;
    for (const char *word = jalon_str_text(&safe); *word != '\0';) {
        size_t length = strcspn(word, " ");
        size_t width = columns_of(word, length);
        if (!at_start && column + 1 + width > JALON_LAYOUT_COLUMNS) {
            jalon_str_add_char(out, '\n');
            blanks(out, hang);
            column = hang;
            at_start = true;
        }
        if (!at_start) {
            jalon_str_add_char(out, ' ');
            column++;
        }
        size_t fits = fitting(word, length, JALON_LAYOUT_COLUMNS - column);
        jalon_str_add_bytes(out, word, fits);
        column += columns_of(word, fits);
        at_start = fits < length;
        if (fits < length) {
            jalon_str_add_char(out, '\n');
            blanks(out, hang);
            column = hang;
        }
        word += fits;
        word += fits == length && *word == ' ' ? 1 : 0;
    }
    jalon_str_add_char(out, '\n');
}

static void cell(struct jalon_str *out, size_t width, const char *raw, bool right)
{
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    jalon_text_add_safe(&safe, raw);
    const char *text = jalon_str_text(&safe);
    size_t length = strlen(text);
    size_t columns = jalon_text_columns(text);
    bool cut = columns > width;
    if (cut) {
        length = fitting(text, length, width - 1);
        columns = columns_of(text, length) + 1;
    }
    if (right) {
        blanks(out, width - columns);
    }
    jalon_str_add_bytes(out, text, length);
    jalon_str_add(out, cut ? "\u2026" : "");
    if (!right) {
        blanks(out, width - columns);
    }
}

void jalon_layout_left(struct jalon_str *out, size_t width, const char *raw)
{
    cell(out, width, raw, false);
}

void jalon_layout_right(struct jalon_str *out, size_t width, const char *raw)
{
    cell(out, width, raw, true);
}

void jalon_layout_end_row(struct jalon_str *out)
{
    while (out->length > 0 && out->text[out->length - 1] == ' ') {
        out->length--;
        out->text[out->length] = '\0';
    }
    jalon_str_add_char(out, '\n');
}
