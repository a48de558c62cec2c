/* The types of file that may be kept. */
#include "domain/media.h"

#include <string.h>

#include "base/attr.h"

static const struct {
    const char *name, *type;
} types[] = {
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"eml", "message/rfc822"},
    {"jpeg", "image/jpeg"},
    {"odp", "application/vnd.oasis.opendocument.presentation"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"tiff", "image/tiff"},
    {"txt", "text/plain"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

const char *jalon_media_name(const char *type)
{
    for (size_t i = 0; i < JALON_COUNT(types); i++) {
        if (strcmp(types[i].type, type) == 0) {
            return types[i].name;
        }
    }
    return type;
}

/* The type that the word means; NULL when it is no known name. */
static const char *type_of(const char *name, size_t length)
{
    for (size_t i = 0; i < JALON_COUNT(types); i++) {
        if (strlen(types[i].name) == length && memcmp(types[i].name, name, length) == 0) {
            return types[i].type;
        }
    }
    return NULL;
}

/* The word at *at, which moves on to the next one; its length is 0 at the end. */
static size_t next_word(const char **at)
{
    *at += strspn(*at, " ");
    return strcspn(*at, " ");
}

bool jalon_media_is_allowed(const char *list, const char *type)
{
    const char *at = list;
    for (size_t n = next_word(&at); n > 0; at += n, n = next_word(&at)) {
        const char *known = type_of(at, n);
        if (known ? strcmp(known, type) == 0 : strlen(type) == n && memcmp(at, type, n) == 0) {
            return true;
        }
    }
    return false;
}

bool jalon_media_find_unknown(const char *list, struct jalon_str *ret_word)
{
    const char *at = list;
    for (size_t n = next_word(&at); n > 0; at += n, n = next_word(&at)) {
        if (!type_of(at, n) && !memchr(at, '/', n)) {
            jalon_str_add_bytes(ret_word, at, n);
            return true;
        }
    }
    return false;
}

void jalon_media_add_names(struct jalon_str *out)
{
    for (size_t i = 0; i < JALON_COUNT(types); i++) {
        jalon_str_addf(out, "%s%s", i > 0 ? ", " : "", types[i].name);
    }
}
