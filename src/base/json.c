/* Thin helpers on jansson. */
#include "base/json.h"

#include "base/base_messages.h"
#include "base/mem.h"

void jalon_json_decref(json_t **json)
{
    json_decref(*json);
    *json = NULL;
}

int jalon_json_parse(const char *text, json_t **ret_json, struct jalon_err *err)
{
    json_error_t fault;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
    if (json == NULL) {
        char line[16], column[16];
        (void)snprintf(line, sizeof line, "%d", fault.line);
        (void)snprintf(column, sizeof column, "%d", fault.column);
        bool duplicate = json_error_code(&fault) == json_error_duplicate_key;
        return jalon_fail(err,
                          duplicate ? &jalon_msg_json_duplicate_key : &jalon_msg_json_malformed,
                          line, column);
    }
    *ret_json = json;
    return 0;
}

const char *jalon_json_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

int64_t jalon_json_int(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

bool jalon_json_bool(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

struct jalon_date jalon_json_date(const json_t *object, const char *key)
{
    return jalon_date_or_none(jalon_json_text(object, key));
}

const char **jalon_json_copy_texts(const json_t *array, struct jalon_arena *arena, size_t *ret_n)
{
    *ret_n = json_array_size(array);
    const char **texts = jalon_arena_array(arena, *ret_n, sizeof *texts);
    for (size_t i = 0; i < *ret_n; i++) {
        texts[i] = jalon_arena_strdup(arena, json_string_value(json_array_get(array, i)));
    }
    return texts;
}

void jalon_json_set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) {
        jalon_stop("a JSON member cannot be set");
    }
}

void jalon_json_set_text(json_t *object, const char *key, const char *text)
{
    jalon_json_set(object, key, text == NULL ? json_null() : json_string(text));
}

void jalon_json_set_int(json_t *object, const char *key, int64_t number)
{
    jalon_json_set(object, key, json_integer(number));
}

void jalon_json_set_date(json_t *object, const char *key, struct jalon_date date)
{
    jalon_json_set_text(object, key, jalon_date_is_set(date) ? jalon_date_iso(date).text : NULL);
}

json_t *jalon_json_texts(const char *const *texts, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++) {
        if (json_array_append_new(array, json_string(texts[i])) != 0) {
            jalon_stop("a JSON text cannot be added");
        }
    }
    return array;
}

char *jalon_json_dump(const json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
    if (text == NULL) {
        jalon_stop("a JSON value cannot be written");
    }
    return text;
}

/* The escape of a byte that must not stand for itself; NULL for all others. */
static const char *short_escape(unsigned char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

void jalon_json_add_text(struct jalon_str *out, const char *text, size_t length)
{
    size_t done = 0;
    jalon_str_add_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        const char *escape = short_escape(c);
        jalon_str_add_bytes(out, text + done, i - done);
        if (escape != NULL) {
            jalon_str_add(out, escape);
        } else {
            jalon_str_addf(out, "\\u%04x", (unsigned)c);
        }
        done = i + 1;
    }
    jalon_str_add_bytes(out, text + done, length - done);
    jalon_str_add_char(out, '"');
}
