/*
 * The Merkle tree of RFC 6962 over the leaves that are read, and the checks of its proofs (RFC
 * 9162, 2.1.3.2 and 2.1.4.2). Sizes and indexes count leaves from 0.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jalon-verify/hash.h"

/* peaks[L] is the root of the last complete subtree of 2^L leaves. A tree of `size` leaves consists
 * of those whose bit is set in `size`. Zeroed: the empty tree. */
struct tree {
    uint64_t size;
    struct hash peaks[64];
};
void tree_add(struct tree *tree, struct hasher *hasher, const struct hash *leaf);
/* SHA-256 of nothing for the empty tree. */
struct hash tree_root(const struct tree *tree, struct hasher *hasher);

#define PROOF_MAX 64

struct proof {
    struct hash hashes[PROOF_MAX];
    size_t n;
};

struct head {
    uint64_t size;
    struct hash root;
};

/* Does the proof lead from LEAF at INDEX to the head? */
bool proof_includes(const struct proof *proof, struct hasher *hasher, uint64_t index,
                    const struct hash *leaf, const struct head *head);

/* Does SECOND extend FIRST? Of an empty tree there is no proof. */
bool proof_extends(const struct proof *proof, struct hasher *hasher, const struct head *first,
                   const struct head *second);
