/*
 * JSON in two strictnesses. A leaf must be spelled as profile jalon-leaf/1 does (RFC 8785, keys
 * sorted, whole numbers, no blanks): since each value then has one spelling, a text that follows
 * the grammar is its own canonical form, and nothing needs to be built and written again. Other
 * files of a bundle are read as any JSON; of numbers they hold whole ones only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEAF_MAX_BYTES 65535 /* lengths in entry bundles have 16 bits */

enum json_fault {
    JSON_OK,
    JSON_TOO_LONG,
    JSON_SYNTAX,
    JSON_NOT_OBJECT,
    JSON_KEY,      /* a key other than [a-z][a-z0-9_]{0,30} */
    JSON_ORDER,    /* keys not in the order of their bytes, or one twice */
    JSON_NUMBER,   /* a fraction, an exponent, below 0, above 2^53-1, a leading zero */
    JSON_TEXT,     /* a string that is not UTF-8, or holds NUL or half a character */
    JSON_SPELLING, /* a blank, or an escape where another spelling is due */
    JSON_DEPTH,
    JSON_N
};

/* A value as it is spelled, within the bytes that were read. */
struct json_slice {
    const char *at;
    size_t length;
};

#define JSON_MAX_MEMBERS 32

/* The members of one object, in their order; `n` counts also those for which there is no room. */
struct json_object {
    struct json_slice keys[JSON_MAX_MEMBERS]; /* without quotes */
    struct json_slice values[JSON_MAX_MEMBERS];
    size_t n;
};

/* Are the bytes one object in the spelling of leaves? */
enum json_fault json_read_leaf(const char *bytes, size_t length, struct json_object *ret_object);

/* Moves *at past one value in the spelling of leaves. False: there is none. The second and third
 * want a string, of which *ret_text is what stands between the quotes, and a number. */
bool json_pass_leaf_value(const char **at, const char *end);
bool json_pass_text(const char **at, const char *end, struct json_slice *ret_text);
bool json_pass_number(const char **at, const char *end, uint64_t *ret_number);

/* Are the bytes one JSON value? Of an object, the members are returned; a key twice is refused
 * among them. */
enum json_fault json_read(const char *bytes, size_t length, struct json_object *ret_object);

/* The value of KEY; `at` is NULL when there is none. */
struct json_slice json_get(const struct json_object *object, const char *key);

/* Goes through an array that json_read() accepted: *at starts as its slice, and each call cuts the
 * next item off it. False at the end. */
bool json_next(struct json_slice *array, struct json_slice *ret_item);

bool json_is(struct json_slice value, const char *text); /* spelled exactly so */
/* The characters between the quotes of a string, as spelled. False: no string. */
bool json_text(struct json_slice value, struct json_slice *ret_text);
bool json_number(struct json_slice value, uint64_t *ret_number);
