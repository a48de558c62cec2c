/*
 * Parses with jansson and writes with code of our own: jansson's writer has other escapes and
 * another order, and a writer that is ours is what makes `canonical(parse(x)) = x` a check.
 */
#include "journal/canonical.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"

#define MAX_NUMBER   9007199254740991LL /* 2^53-1 */
#define MAX_KEY_SIZE 31

const char *jalon_canonical_fault_code(enum jalon_canonical_fault fault)
{
    static const char *const codes[JALON_CANONICAL_N] = {
        "ok", "too_long", "not_json", "not_object", "key", "number", "text", "spelling"};
    return codes[fault];
}

static int compare_keys(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* The keys of OBJECT in byte order; the caller frees the array. */
static const char **sorted_keys(const json_t *object, size_t *ret_n)
{
    size_t n = json_object_size(object), i = 0;
    const char **keys = jalon_realloc_array(NULL, n + 1, sizeof *keys);
    const char *key;
    json_t *value;
    /* jansson's iterators take a mutable object but change nothing. */
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        keys[i++] = key;
    }
    qsort(keys, n, sizeof *keys, compare_keys);
    *ret_n = n;
    return keys;
}

static enum jalon_canonical_fault add_value(struct jalon_str *out, const json_t *value);

static enum jalon_canonical_fault add_object(struct jalon_str *out, const json_t *object)
{
    size_t n = 0;
    JALON_AUTO(jalon_freep) const char **keys = sorted_keys(object, &n);
    jalon_str_add_char(out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i > 0) {
            jalon_str_add_char(out, ',');
        }
        jalon_json_add_text(out, keys[i], strlen(keys[i]));
        jalon_str_add_char(out, ':');
        enum jalon_canonical_fault fault = add_value(out, json_object_get(object, keys[i]));
        if (fault != JALON_CANONICAL_OK) {
            return fault;
        }
    }
    jalon_str_add_char(out, '}');
    return JALON_CANONICAL_OK;
}

static enum jalon_canonical_fault add_array(struct jalon_str *out, const json_t *array)
{
    jalon_str_add_char(out, '[');
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i > 0) {
            jalon_str_add_char(out, ',');
        }
        enum jalon_canonical_fault fault = add_value(out, json_array_get(array, i));
        if (fault != JALON_CANONICAL_OK) {
            return fault;
        }
    }
    jalon_str_add_char(out, ']');
    return JALON_CANONICAL_OK;
}

/* Recursive; the depth is bounded by the parser's (2048). */
static enum jalon_canonical_fault add_value(struct jalon_str *out, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return add_object(out, value);
    case JSON_ARRAY:
        return add_array(out, value);
    case JSON_STRING:
        if (memchr(json_string_value(value), 0, json_string_length(value))) {
            return JALON_CANONICAL_TEXT;
        }
        jalon_json_add_text(out, json_string_value(value), json_string_length(value));
        return JALON_CANONICAL_OK;
    case JSON_INTEGER:
        if (json_integer_value(value) < 0 || json_integer_value(value) > MAX_NUMBER) {
            return JALON_CANONICAL_NUMBER;
        }
        jalon_str_addf(out, "%lld", (long long)json_integer_value(value));
        return JALON_CANONICAL_OK;
    case JSON_REAL:
        return JALON_CANONICAL_NUMBER;
    case JSON_TRUE:
        jalon_str_add(out, "true");
        return JALON_CANONICAL_OK;
    case JSON_FALSE:
        jalon_str_add(out, "false");
        return JALON_CANONICAL_OK;
    case JSON_NULL:
        break;
    }
    jalon_str_add(out, "null");
    return JALON_CANONICAL_OK;
}

static bool key_ok(const char *key)
{
    size_t length = strlen(key);
    if (length == 0 || length > MAX_KEY_SIZE || key[0] < 'a' || key[0] > 'z') {
        return false;
    }
    return strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

static bool keys_ok(const json_t *value)
{
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)(uintptr_t)value, key, member)
    {
        if (!key_ok(key) || !keys_ok(member)) {
            return false;
        }
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!keys_ok(json_array_get(value, i))) {
            return false;
        }
    }
    return true;
}

char *jalon_canonical_text(const json_t *value)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    if (add_value(&out, value) != JALON_CANONICAL_OK) {
        return NULL;
    }
    return jalon_str_take(&out);
}

enum jalon_canonical_fault jalon_canonical_check(const char *bytes, size_t length,
                                                 json_t **ret_leaf)
{
    *ret_leaf = NULL;
    if (length > JALON_LEAF_MAX_BYTES) {
        return JALON_CANONICAL_TOO_LONG;
    }
    JALON_AUTO(jalon_json_decref)
    json_t *leaf = json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    if (!leaf) {
        return JALON_CANONICAL_NOT_JSON;
    }
    if (!json_is_object(leaf)) {
        return JALON_CANONICAL_NOT_OBJECT;
    }
    if (!keys_ok(leaf)) {
        return JALON_CANONICAL_KEY;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    enum jalon_canonical_fault fault = add_value(&out, leaf);
    if (fault != JALON_CANONICAL_OK) {
        return fault;
    }
    if (out.length != length || memcmp(out.text, bytes, length) != 0) {
        return JALON_CANONICAL_SPELLING;
    }
    *ret_leaf = JALON_TAKE(leaf);
    return JALON_CANONICAL_OK;
}
