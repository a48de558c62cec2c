/* Growable text. */
#include "base/str.h"

#include <stdarg.h>

#include "base/mem.h"

static void reserve(struct jalon_str *s, size_t extra)
{
    size_t needed = s->length + extra + 1;
    if (needed <= s->capacity) {
        return;
    }
    size_t capacity = s->capacity == 0 ? 64 : s->capacity;
    while (capacity < needed) {
        capacity *= 2;
    }
    s->text = jalon_realloc(s->text, capacity);
    s->capacity = capacity;
}

void jalon_str_done(struct jalon_str *s)
{
    free(s->text);
    *s = (struct jalon_str){0};
}

void jalon_str_clear(struct jalon_str *s)
{
    s->length = 0;
    if (s->text != NULL) {
        s->text[0] = '\0';
    }
}

void jalon_str_add(struct jalon_str *s, const char *text)
{
    jalon_str_add_bytes(s, text, strlen(text));
}

void jalon_str_add_bytes(struct jalon_str *s, const char *bytes, size_t length)
{
    reserve(s, length);
    memcpy(s->text + s->length, bytes, length);
    s->length += length;
    s->text[s->length] = '\0';
}

void jalon_str_add_char(struct jalon_str *s, char c)
{
    jalon_str_add_bytes(s, &c, 1);
}

void jalon_str_addf(struct jalon_str *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        reserve(s, (size_t)length);
        (void)vsnprintf(s->text + s->length, (size_t)length + 1, format, again);
        s->length += (size_t)length;
    }
    va_end(again);
}

const char *jalon_str_text(const struct jalon_str *s)
{
    return s->text == NULL ? "" : s->text;
}

char *jalon_str_take(struct jalon_str *s)
{
    char *text = s->text == NULL ? jalon_strdup("") : s->text;
    *s = (struct jalon_str){0};
    return text;
}
