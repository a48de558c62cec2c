/* PostgreSQL's text form of arrays. */
#include "store/array.h"

#include "base/str.h"

static void add_quoted(struct jalon_str *out, const char *text)
{
    jalon_str_add_char(out, '"');
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') {
            jalon_str_add_char(out, '\\');
        }
        jalon_str_add_char(out, *at);
    }
    jalon_str_add_char(out, '"');
}

char *jalon_store_array(const char *const *items, size_t n)
{
    struct jalon_str out = {0};
    jalon_str_add_char(&out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i > 0) {
            jalon_str_add_char(&out, ',');
        }
        add_quoted(&out, items[i]);
    }
    jalon_str_add_char(&out, '}');
    return jalon_str_take(&out);
}
