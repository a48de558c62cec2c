/* Escaping for GitHub-flavoured Markdown. */
#include "report/md.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Bare addresses become links: "://", "www." and "@" are broken up too. */
static bool is_markup(const char *at)
{
    return strchr("\\`*_[]<>|&~@$#!", *at) != NULL || starts(at, "://") ||
           (*at == '.' && at[1] != '\0' && at[1] != ' ');
}

/* Bytes of TEXT that would open a list if they began a line. */
static size_t list_mark(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits > 0) {
        return text[digits] == '.' || text[digits] == ')' ? digits + 1 : 0;
    }
    return *text == '-' || *text == '+' ? 1 : 0;
}

void jalon_md_add(struct jalon_str *out, const char *raw)
{
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    jalon_text_add_safe(&safe, raw);
    const char *text = jalon_str_text(&safe);
    size_t mark = list_mark(text);
    for (const char *at = text; *at != '\0'; at++) {
        if (is_markup(at) || at + 1 == text + mark) {
            jalon_str_add_char(out, '\\');
        }
        jalon_str_add_char(out, *at);
    }
}
