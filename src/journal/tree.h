/*
 * The Merkle tree over the leaves of the journal (RFC 6962, section 2.1), its proofs and how they
 * are checked (RFC 9162, 2.1.3.2 and 2.1.4.2). Sizes and indexes count leaves from 0.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journal/leaf.h"

/* A proof in a tree of 2^64 - 1 leaves has at most 64 hashes for either kind. */
#define JALON_PROOF_MAX 64

/* Every eighth level of nodes is kept and published, in tiles of 256 (C2SP tlog-tiles). */
enum {
    JALON_TILE_STEP = 8,
    JALON_TILE_WIDTH = 1 << JALON_TILE_STEP,
    JALON_TILE_LEVELS = 64 / JALON_TILE_STEP
};

/* SHA-256(0x01 || LEFT || RIGHT). */
struct jalon_hash jalon_hasher_node(struct jalon_hasher *hasher, const struct jalon_hash *left,
                                    const struct jalon_hash *right);

/*
 * What must be known of a tree to add leaves and to give its root: the roots of the complete
 * subtrees that it consists of, largest first, one a bit that is set in `size`. Zeroed: the empty
 * tree.
 */
struct jalon_tree {
    uint64_t size;
    struct jalon_hash peaks[64];
};
void jalon_tree_add(struct jalon_tree *tree, struct jalon_hasher *hasher,
                    const struct jalon_hash *leaf);
/* SHA-256 of nothing for the empty tree. */
struct jalon_hash jalon_tree_root(const struct jalon_tree *tree, struct jalon_hasher *hasher);
/* How many peaks a tree of that size has. */
size_t jalon_tree_peaks(uint64_t size);

/* Where proofs take their nodes from: the root of the complete subtree over the leaves
 * INDEX * 2^LEVEL … (INDEX + 1) * 2^LEVEL - 1. */
struct jalon_tree_nodes {
    int (*get)(void *context, unsigned level, uint64_t index, struct jalon_hash *ret_hash,
               struct jalon_err *err);
    void *context;
};

/* From the leaf up, as RFC 6962 orders them. */
struct jalon_proof {
    struct jalon_hash hashes[JALON_PROOF_MAX];
    size_t n;
};

/* That leaf INDEX is in the tree of SIZE leaves; INDEX is below SIZE. */
JALON_MUST_CHECK int jalon_tree_inclusion(const struct jalon_tree_nodes *nodes,
                                          struct jalon_hasher *hasher, uint64_t index,
                                          uint64_t size, struct jalon_proof *ret_proof,
                                          struct jalon_err *err);
/* That the tree of SIZE leaves starts with that of FIRST leaves; FIRST is 1 to SIZE. */
JALON_MUST_CHECK int jalon_tree_consistency(const struct jalon_tree_nodes *nodes,
                                            struct jalon_hasher *hasher, uint64_t first,
                                            uint64_t size, struct jalon_proof *ret_proof,
                                            struct jalon_err *err);
/* The root of the first SIZE leaves. */
JALON_MUST_CHECK int jalon_tree_root_of(const struct jalon_tree_nodes *nodes,
                                        struct jalon_hasher *hasher, uint64_t size,
                                        struct jalon_hash *ret_root, struct jalon_err *err);

/* Does the proof lead from the leaf to the root? SIZE is that of the root, from a checkpoint: a
 * proof may also hold for a neighbouring size. */
bool jalon_proof_includes(const struct jalon_proof *proof, struct jalon_hasher *hasher,
                          uint64_t index, uint64_t size, const struct jalon_hash *leaf,
                          const struct jalon_hash *root);

struct jalon_tree_head {
    uint64_t size;
    struct jalon_hash root;
};
/* Does SECOND extend FIRST? Any tree extends an empty one, so that no proof is one of that: false.
 */
bool jalon_proof_extends(const struct jalon_proof *proof, struct jalon_hasher *hasher,
                         const struct jalon_tree_head *first, const struct jalon_tree_head *second);
