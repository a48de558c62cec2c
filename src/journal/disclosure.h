/*
 * Disclosures (RFC 9901, audit.md 8): a personal value or free text lies outside the leaf as
 * base64url(["<salt>","<member>",<value>]); the leaf holds base64url(SHA-256(that text)). Erasing
 * the text leaves every proof valid.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "journal/leaf.h"

struct jalon_digest { /* 43 characters of base64url, no padding */
    char text[44];
};

/* The text of a disclosure, which the caller frees. SALT comes from the caller: fresh, random. */
char *jalon_disclosure_encode(const char *salt, const char *member, const json_t *value);

/* Reads it back as the array [salt, member, value]; false when it is none. */
bool jalon_disclosure_decode(const char *text, json_t **ret_array);

/* The digest that stands for it in a leaf: of the text itself, not of what it decodes to. */
struct jalon_digest jalon_disclosure_digest(struct jalon_hasher *hasher, const char *text);
