/*
 * Hashes by libcrypto's own functions for SHA-256: those that take any algorithm cost as much again
 * for each of the short texts that a tree is made of.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "jalon-verify/hash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/sha.h>

struct hasher {
    SHA256_CTX state;
};

bool hash_equal(const struct hash *a, const struct hash *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

struct hash_hex hash_hex(const struct hash *hash)
{
    static const char digits[] = "0123456789abcdef";
    struct hash_hex hex = {{0}};
    for (size_t i = 0; i < sizeof hash->bytes; i++) {
        hex.text[2 * i] = digits[hash->bytes[i] >> 4];
        hex.text[2 * i + 1] = digits[hash->bytes[i] & 15];
    }
    return hex;
}

struct hasher *hasher_new(void)
{
    return calloc(1, sizeof(struct hasher));
}

void hasher_free(struct hasher *hasher)
{
    free(hasher);
}

/* These have no way to fail on memory they are given. */
static void must(int ok)
{
    assert(ok == 1);
    (void)ok;
}

void hasher_start(struct hasher *hasher)
{
    must(SHA256_Init(&hasher->state));
}

void hasher_add(struct hasher *hasher, const void *bytes, size_t length)
{
    must(SHA256_Update(&hasher->state, bytes, length));
}

struct hash hasher_end(struct hasher *hasher)
{
    struct hash hash;
    must(SHA256_Final(hash.bytes, &hasher->state));
    return hash;
}

struct hash hash_bytes(struct hasher *hasher, const void *bytes, size_t length)
{
    hasher_start(hasher);
    hasher_add(hasher, bytes, length);
    return hasher_end(hasher);
}

struct hash hash_leaf(struct hasher *hasher, const void *bytes, size_t length)
{
    hasher_start(hasher);
    hasher_add(hasher, "\0", 1);
    hasher_add(hasher, bytes, length);
    return hasher_end(hasher);
}

struct hash hash_node(struct hasher *hasher, const struct hash *left, const struct hash *right)
{
    unsigned char bytes[65] = {1};
    memcpy(bytes + 1, left->bytes, 32);
    memcpy(bytes + 33, right->bytes, 32);
    return hash_bytes(hasher, bytes, sizeof bytes);
}
