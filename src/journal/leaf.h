/*
 * Leaves of the journal: their hash (RFC 6962), their members and the chain that links the entries
 * of one subject.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct jalon_hash {
    unsigned char bytes[32];
};
struct jalon_hash_hex {
    char text[65];
};

bool jalon_hash_equal(const struct jalon_hash *a, const struct jalon_hash *b);
struct jalon_hash_hex jalon_hash_hex(const struct jalon_hash *hash); /* lower case */
bool jalon_hash_parse(const char *hex, struct jalon_hash *ret_hash); /* lower case only */

/* SHA-256 of libcrypto, looked up once. Fails (INTERNAL) when libcrypto offers none. */
struct jalon_hasher;
JALON_MUST_CHECK int jalon_hasher_new(struct jalon_hasher **ret_hasher, struct jalon_err *err);
void jalon_hasher_free(struct jalon_hasher *hasher); /* accepts NULL */
void jalon_hasher_freep(struct jalon_hasher **hasher);

struct jalon_hash jalon_hasher_sha256(struct jalon_hasher *hasher, const void *bytes,
                                      size_t length);
/* The same in pieces: one start, any number of adds, one end, and nothing else between them. */
void jalon_hasher_start(struct jalon_hasher *hasher);
void jalon_hasher_add(struct jalon_hasher *hasher, const void *bytes, size_t length);
struct jalon_hash jalon_hasher_end(struct jalon_hasher *hasher);
/* SHA-256(0x00 || BYTES): the leaf's hash, its successor's `prev` and its node in the tree. */
struct jalon_hash jalon_hasher_leaf(struct jalon_hasher *hasher, const void *bytes, size_t length);

/*
 * The member of LEAF that is missing, unknown or of the wrong form, or NULL: every leaf of version
 * 1 has exactly the same members, and every value's form is fixed.
 */
const char *jalon_leaf_fault(const json_t *leaf);

/* How far the chain of one subject was followed. Zeroed: before the first entry. */
struct jalon_chain {
    int64_t seq;
    struct jalon_hash head;
    char recorded[28];
    char subject[37];
};

enum jalon_chain_fault {
    JALON_CHAIN_OK,
    JALON_CHAIN_SUBJECT,  /* an entry of another subject */
    JALON_CHAIN_SEQ,      /* not the number after the last one */
    JALON_CHAIN_PREV,     /* `prev` is not the hash of the entry before */
    JALON_CHAIN_RECORDED, /* not later than the entry before */
    JALON_CHAIN_N
};
const char *jalon_chain_fault_code(enum jalon_chain_fault fault); /* "prev" … */

/*
 * Does LEAF (without fault, of hash HASH) follow? The chain moves on to it in every case, so that
 * one broken link is reported once.
 */
JALON_MUST_CHECK enum jalon_chain_fault jalon_chain_follow(struct jalon_chain *chain,
                                                           const json_t *leaf,
                                                           const struct jalon_hash *hash);
