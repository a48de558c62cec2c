/* SHA-256 by libcrypto, and the hashes of RFC 6962 made of it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct hash {
    unsigned char bytes[32];
};
struct hash_hex {
    char text[65];
};

bool hash_equal(const struct hash *a, const struct hash *b);
struct hash_hex hash_hex(const struct hash *hash); /* lower case */

/* NULL: there is no memory. */
struct hasher;
struct hasher *hasher_new(void);
void hasher_free(struct hasher *hasher); /* accepts NULL */

/* In pieces: one start, any number of adds, one end. */
void hasher_start(struct hasher *hasher);
void hasher_add(struct hasher *hasher, const void *bytes, size_t length);
struct hash hasher_end(struct hasher *hasher);

struct hash hash_bytes(struct hasher *hasher, const void *bytes, size_t length);
struct hash hash_leaf(struct hasher *hasher, const void *bytes, size_t length);
struct hash hash_node(struct hasher *hasher, const struct hash *left, const struct hash *right);
