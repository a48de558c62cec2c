/* One recursive walk over the text, which notes the members of the outermost object. */
#include "jalon-verify/json.h"

#include <string.h>

#include "jalon-verify/codec.h"

enum { MAX_DEPTH = 2048, MAX_KEY = 31 };
static const uint64_t max_number = 9007199254740991; /* 2^53-1 */

struct scanner {
    const char *at, *end;
    struct json_object *object;
    enum json_fault fault;
    unsigned depth;
    bool is_leaf;
};

static bool fail(struct scanner *s, enum json_fault fault)
{
    s->fault = fault;
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next character that counts; '\0' at the end, where a NUL of the text is a fault as well. */
static char peek(struct scanner *s)
{
    while (!s->is_leaf && s->at < s->end && is_blank(*s->at)) {
        s->at++;
    }
    return s->at < s->end ? *s->at : '\0';
}

static bool expect(struct scanner *s, char wanted)
{
    if (peek(s) != wanted) {
        return fail(s, s->at < s->end && is_blank(*s->at) ? JSON_SPELLING : JSON_SYNTAX);
    }
    s->at++;
    return true;
}

/* Four hexadecimal digits of either case, or -1. */
static int read_unit(const char *text, const char *end)
{
    int unit = 0;
    if (end - text < 4) {
        return -1;
    }
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdefABCDEF";
        const char *found = text[i] ? strchr(digits, text[i]) : NULL;
        if (!found) {
            return -1;
        }
        int digit = (int)(found - digits);
        unit = unit * 16 + (digit < 16 ? digit : digit - 6);
    }
    return unit;
}

/* After "\\u": one character, or the two halves of one. */
static bool scan_unit(struct scanner *s)
{
    int unit = read_unit(s->at, s->end), low = -1;
    if (unit < 0) {
        return fail(s, JSON_SYNTAX);
    }
    bool is_high = unit >= 0xd800 && unit <= 0xdbff;
    if (is_high && s->end - s->at > 6 && s->at[4] == '\\' && s->at[5] == 'u') {
        low = read_unit(s->at + 6, s->end);
    }
    if (unit == 0 || (unit >= 0xdc00 && unit <= 0xdfff) ||
        (is_high && (low < 0xdc00 || low > 0xdfff))) {
        return fail(s, JSON_TEXT);
    }
    /* "\\u001f": only for controls without a short escape, in lower case */
    bool is_due = unit < 0x20 && !memchr("\b\f\n\r\t", unit, 5) && !strchr("ABCDEF", s->at[3]);
    if (s->is_leaf && !is_due) {
        return fail(s, JSON_SPELLING);
    }
    s->at += is_high ? 10 : 4;
    return true;
}

/* At a backslash. */
static bool scan_escape(struct scanner *s)
{
    if (s->end - s->at < 2) {
        return fail(s, JSON_SYNTAX);
    }
    char c = s->at[1];
    s->at += 2;
    if (c == 'u') {
        return scan_unit(s);
    }
    if (c == '/') {
        return s->is_leaf ? fail(s, JSON_SPELLING) : true;
    }
    return c && strchr("\"\\bfnrt", c) ? true : fail(s, JSON_SYNTAX);
}

/* A string from its quote on; *ret_text is what stands between the quotes. */
static bool scan_string(struct scanner *s, struct json_slice *ret_text)
{
    const char *start = ++s->at;
    while (s->at < s->end && *s->at != '"') {
        unsigned char c = (unsigned char)*s->at;
        if (c == '\\') {
            if (!scan_escape(s)) {
                return false;
            }
        } else if (c < 0x20) {
            return fail(s, JSON_SYNTAX);
        } else if (c < 0x80) {
            s->at++;
        } else {
            size_t step = utf8_length(s->at, s->end);
            if (step == 0) {
                return fail(s, JSON_TEXT);
            }
            s->at += step;
        }
    }
    if (s->at == s->end) {
        return fail(s, JSON_SYNTAX);
    }
    *ret_text = (struct json_slice){start, (size_t)(s->at - start)};
    s->at++;
    return true;
}

static bool scan_number(struct scanner *s)
{
    const char *start = s->at;
    uint64_t number = 0;
    while (s->at < s->end && (*s->at == '-' || *s->at == '+' || *s->at == '.' || *s->at == 'e' ||
                              *s->at == 'E' || (*s->at >= '0' && *s->at <= '9'))) {
        s->at++;
    }
    bool ok = number_read(start, (size_t)(s->at - start), &number) && number <= max_number;
    return ok ? true : fail(s, JSON_NUMBER);
}

static bool scan_word(struct scanner *s)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(words[i]);
        if ((size_t)(s->end - s->at) >= length && memcmp(s->at, words[i], length) == 0) {
            s->at += length;
            return true;
        }
    }
    return fail(s, s->at < s->end && is_blank(*s->at) ? JSON_SPELLING : JSON_SYNTAX);
}

static bool key_ok(struct json_slice key)
{
    if (key.length == 0 || key.length > MAX_KEY || key.at[0] < 'a' || key.at[0] > 'z') {
        return false;
    }
    for (size_t i = 1; i < key.length; i++) {
        char c = key.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            return false;
        }
    }
    return true;
}

static int compare(struct json_slice a, struct json_slice b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter > 0 ? memcmp(a.at, b.at, shorter) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* LAST is the key before, its `at` NULL before the first. */
static bool scan_key(struct scanner *s, struct json_slice last, struct json_slice *ret_key)
{
    if (peek(s) != '"') {
        return expect(s, '"');
    }
    if (!scan_string(s, ret_key)) {
        return false;
    }
    if (s->is_leaf && !key_ok(*ret_key)) {
        return fail(s, JSON_KEY);
    }
    if (s->is_leaf && last.at && compare(last, *ret_key) >= 0) {
        return fail(s, JSON_ORDER);
    }
    return expect(s, ':');
}

static bool note_member(struct scanner *s, struct json_slice key, struct json_slice value)
{
    struct json_object *object = s->object;
    size_t n = object->n++;
    for (size_t i = 0; !s->is_leaf && i < n && i < JSON_MAX_MEMBERS; i++) {
        if (compare(object->keys[i], key) == 0) {
            return fail(s, JSON_ORDER);
        }
    }
    if (n < JSON_MAX_MEMBERS) {
        object->keys[n] = key;
        object->values[n] = value;
    }
    return true;
}

static bool scan_value(struct scanner *s);

static bool scan_object(struct scanner *s)
{
    struct json_slice key = {NULL, 0};
    s->at++;
    if (peek(s) == '}') {
        s->at++;
        return true;
    }
    for (;;) {
        if (!scan_key(s, key, &key)) {
            return false;
        }
        (void)peek(s);
        const char *start = s->at;
        if (!scan_value(s)) {
            return false;
        }
        struct json_slice value = {start, (size_t)(s->at - start)};
        if (s->depth == 1 && !note_member(s, key, value)) {
            return false;
        }
        if (peek(s) == '}') {
            s->at++;
            return true;
        }
        if (!expect(s, ',')) {
            return false;
        }
    }
}

static bool scan_array(struct scanner *s)
{
    s->at++;
    if (peek(s) == ']') {
        s->at++;
        return true;
    }
    for (;;) {
        if (!scan_value(s)) {
            return false;
        }
        if (peek(s) == ']') {
            s->at++;
            return true;
        }
        if (!expect(s, ',')) {
            return false;
        }
    }
}

static bool scan_value(struct scanner *s)
{
    struct json_slice text;
    char c = peek(s);
    if (c == '"') {
        return scan_string(s, &text);
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
        return scan_number(s);
    }
    if (c != '{' && c != '[') {
        return scan_word(s);
    }
    if (s->depth == MAX_DEPTH) {
        return fail(s, JSON_DEPTH);
    }
    s->depth++;
    bool ok = c == '{' ? scan_object(s) : scan_array(s);
    s->depth--;
    return ok;
}

static enum json_fault scan(struct scanner *s)
{
    s->object->n = 0;
    if (!scan_value(s)) {
        return s->fault;
    }
    (void)peek(s);
    if (s->at < s->end) {
        return is_blank(*s->at) ? JSON_SPELLING : JSON_SYNTAX;
    }
    return JSON_OK;
}

enum json_fault json_read_leaf(const char *bytes, size_t length, struct json_object *ret_object)
{
    struct scanner s = {.at = bytes, .end = bytes + length, .object = ret_object, .is_leaf = true};
    if (length > LEAF_MAX_BYTES) {
        return JSON_TOO_LONG;
    }
    enum json_fault fault = scan(&s);
    return fault == JSON_OK && bytes[0] != '{' ? JSON_NOT_OBJECT : fault;
}

enum json_fault json_read(const char *bytes, size_t length, struct json_object *ret_object)
{
    struct scanner s = {.at = bytes, .end = bytes + length, .object = ret_object};
    return scan(&s);
}

struct json_slice json_get(const struct json_object *object, const char *key)
{
    struct json_slice none = {NULL, 0}, wanted = {key, strlen(key)};
    for (size_t i = 0; i < object->n && i < JSON_MAX_MEMBERS; i++) {
        if (compare(object->keys[i], wanted) == 0) {
            return object->values[i];
        }
    }
    return none;
}

bool json_next(struct json_slice *array, struct json_slice *ret_item)
{
    struct json_object ignored;
    struct scanner s = {.at = array->at, .end = array->at + array->length, .object = &ignored};
    s.depth = 1; /* members are noted of the outermost object only */
    if (array->length == 0 || (peek(&s) != '[' && *s.at != ',')) {
        return false;
    }
    s.at++;
    if (peek(&s) == ']') {
        return false;
    }
    const char *start = s.at;
    if (!scan_value(&s)) {
        return false;
    }
    *ret_item = (struct json_slice){start, (size_t)(s.at - start)};
    (void)peek(&s);
    *array = (struct json_slice){s.at, (size_t)(s.end - s.at)};
    return true;
}

bool json_is(struct json_slice value, const char *text)
{
    return value.at && value.length == strlen(text) && memcmp(value.at, text, value.length) == 0;
}

bool json_text(struct json_slice value, struct json_slice *ret_text)
{
    if (!value.at || value.length < 2 || value.at[0] != '"') {
        return false;
    }
    *ret_text = (struct json_slice){value.at + 1, value.length - 2};
    return true;
}

bool json_number(struct json_slice value, uint64_t *ret_number)
{
    return value.at && number_read(value.at, value.length, ret_number);
}
