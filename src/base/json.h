/* Thin helpers on jansson: building small documents, reading members without ceremony. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/str.h"

void jalon_json_decref(json_t **json); /* for JALON_AUTO */

/* Parses one JSON text (any value, depth and size as jansson's), duplicate keys refused. Fails
 * (REFUSED) with line and column. */
JALON_MUST_CHECK int jalon_json_parse(const char *text, json_t **ret_json, struct jalon_err *err);

/* Members of an object; NULL, 0 or false when absent, null or of another type. */
const char *jalon_json_text(const json_t *object, const char *key);
int64_t jalon_json_int(const json_t *object, const char *key);
bool jalon_json_bool(const json_t *object, const char *key);
struct jalon_date jalon_json_date(const json_t *object, const char *key); /* NONE likewise */

/* The texts of ARRAY, copied into ARENA; none when it is no array. */
const char **jalon_json_copy_texts(const json_t *array, struct jalon_arena *arena, size_t *ret_n);

/*
 * Setters that take the value's ownership; a NULL text and no date become null. They abort on
 * exhaustion and on text that is not UTF-8: jalon_text_check() what comes from outside first.
 */
void jalon_json_set(json_t *object, const char *key, json_t *value);
void jalon_json_set_text(json_t *object, const char *key, const char *text);
void jalon_json_set_int(json_t *object, const char *key, int64_t number);
void jalon_json_set_date(json_t *object, const char *key, struct jalon_date date);

/* A new array of the texts; aborts as the setters do. */
json_t *jalon_json_texts(const char *const *texts, size_t n);

/* One line, members in insertion order; the caller frees it. JSON must not be NULL. */
char *jalon_json_dump(const json_t *json);

/* Adds TEXT as a JSON string, quotes included, with the escapes of RFC 8785 and no others. */
void jalon_json_add_text(struct jalon_str *out, const char *text, size_t length);
