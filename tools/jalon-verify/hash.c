/* Hashes by libcrypto, with one context for all of them. */
#include "jalon-verify/hash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

struct hasher {
    EVP_MD *md;
    EVP_MD_CTX *context;
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
    struct hasher *hasher = calloc(1, sizeof *hasher);
    if (!hasher) {
        return NULL;
    }
    hasher->md = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    hasher->context = EVP_MD_CTX_new();
    if (!hasher->md || !hasher->context) {
        hasher_free(hasher);
        return NULL;
    }
    return hasher;
}

void hasher_free(struct hasher *hasher)
{
    if (hasher) {
        EVP_MD_CTX_free(hasher->context);
        EVP_MD_free(hasher->md);
        free(hasher);
    }
}

/* An algorithm that was found has no way to fail on memory it is given. */
static void must(int ok)
{
    assert(ok == 1);
    (void)ok;
}

void hasher_start(struct hasher *hasher)
{
    must(EVP_DigestInit_ex2(hasher->context, hasher->md, NULL));
}

void hasher_add(struct hasher *hasher, const void *bytes, size_t length)
{
    must(EVP_DigestUpdate(hasher->context, bytes, length));
}

struct hash hasher_end(struct hasher *hasher)
{
    struct hash hash = {{0}};
    must(EVP_DigestFinal_ex(hasher->context, hash.bytes, NULL));
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
