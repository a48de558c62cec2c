/* One recursive walk over the text, which notes the members of the outermost object. */
#include "jalon-verify/json.h"

#include <string.h>

#include "jalon-verify/codec.h"

enum { MAX_DEPTH = 2048, MAX_KEY = 31 };
static const uint64_t max_number = 9007199254740991; /* 2^53-1 */

struct scanner {
    const char *at, *end;
    struct json_object *object; /* gets the members of the object that is at depth 1, no others */
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

/* Passes over ASCII that stands for itself in a string, eight characters at a time. */
static const char *skip_plain(const char *at, const char *end)
{
    static const uint64_t ones = 0x0101010101010101U, highs = 0x8080808080808080U;
    for (uint64_t word = 0, stops = 0; end - at >= 8; at += 8) {
        memcpy(&word, at, sizeof word);
        /* the high bit of a byte: it is not ASCII, below 0x20, a quote or a backslash */
        stops = word | (word - ones * 0x20) | ((word ^ ones * '"') - ones) |
                ((word ^ ones * '\\') - ones);
        if (stops & highs) {
            break;
        }
    }
    while (at < end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' &&
           *at != '\\') {
        at++;
    }
    return at;
}

/* A string from its quote on; *ret_text is what stands between the quotes. */
static bool scan_string(struct scanner *s, struct json_slice *ret_text)
{
    const char *start = ++s->at;
    while ((s->at = skip_plain(s->at, s->end)) < s->end && *s->at != '"') {
        unsigned char c = (unsigned char)*s->at;
        size_t step = utf8_length(s->at, s->end);
        if (c == '\\') {
            if (!scan_escape(s)) {
                return false;
            }
        } else if (c < 0x20 || step == 0) {
            return fail(s, c < 0x20 ? JSON_SYNTAX : JSON_TEXT);
        } else {
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

static bool is_key_character(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9');
}

/* How many characters at AT may be a key of a leaf. */
static size_t key_length(const char *at, const char *end)
{
    size_t n = 0;
    if (at == end || *at < 'a' || *at > 'z') {
        return 0;
    }
    while (n < (size_t)(end - at) && is_key_character(at[n])) {
        n++;
    }
    return n;
}

static int compare(struct json_slice a, struct json_slice b)
{
    size_t shorter = a.length < b.length ? a.length : b.length, i = 0;
    while (i < shorter && a.at[i] == b.at[i]) {
        i++;
    }
    int order = i < shorter ? (unsigned char)a.at[i] - (unsigned char)b.at[i] : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* The key of a leaf from its quote on; a string that is none must first be a string. */
static bool scan_leaf_key(struct scanner *s, struct json_slice *ret_key)
{
    size_t n = key_length(s->at + 1, s->end);
    const char *end = s->at + 1 + n;
    if (n > 0 && n <= MAX_KEY && end < s->end && *end == '"') {
        *ret_key = (struct json_slice){s->at + 1, n};
        s->at = end + 1;
        return true;
    }
    return scan_string(s, ret_key) ? fail(s, JSON_KEY) : false;
}

/* LAST is the key before, its `at` NULL before the first. */
static bool scan_key(struct scanner *s, struct json_slice last, struct json_slice *ret_key)
{
    if (peek(s) != '"') {
        return expect(s, '"');
    }
    if (!(s->is_leaf ? scan_leaf_key(s, ret_key) : scan_string(s, ret_key))) {
        return false;
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

bool json_pass_leaf_value(const char **at, const char *end)
{
    struct scanner s = {.at = *at, .end = end, .is_leaf = true, .depth = 1};
    bool ok = scan_value(&s);
    *at = s.at;
    return ok;
}

bool json_pass_text(const char **at, const char *end, struct json_slice *ret_text)
{
    if (*at == end || **at != '"') {
        return false;
    }
    const char *start = *at + 1, *stop = skip_plain(start, end);
    if (stop < end && *stop == '"') { /* most are plain */
        *ret_text = (struct json_slice){start, (size_t)(stop - start)};
        *at = stop + 1;
        return true;
    }
    struct scanner s = {.at = *at, .end = end, .is_leaf = true};
    bool ok = scan_string(&s, ret_text);
    *at = s.at;
    return ok;
}

bool json_pass_number(const char **at, const char *end, uint64_t *ret_number)
{
    const char *start = *at;
    while (*at < end && **at >= '0' && **at <= '9') {
        ++*at;
    }
    return number_read(start, (size_t)(*at - start), ret_number) && *ret_number <= max_number;
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
    struct scanner s = {.at = array->at, .end = array->at + array->length, .depth = 1};
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
