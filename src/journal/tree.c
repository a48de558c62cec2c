/* Grows Merkle trees, makes proofs from their complete subtrees, and checks proofs. */
#include "journal/tree.h"

#include <assert.h>
#include <string.h>

struct jalon_hash jalon_hasher_node(struct jalon_hasher *hasher, const struct jalon_hash *left,
                                    const struct jalon_hash *right)
{
    unsigned char bytes[1 + 2 * sizeof left->bytes] = {1};
    memcpy(bytes + 1, left->bytes, sizeof left->bytes);
    memcpy(bytes + 1 + sizeof left->bytes, right->bytes, sizeof right->bytes);
    return jalon_hasher_sha256(hasher, bytes, sizeof bytes);
}

size_t jalon_tree_peaks(uint64_t size)
{
    size_t n = 0;
    for (; size != 0; size &= size - 1) {
        n++;
    }
    return n;
}

void jalon_tree_add(struct jalon_tree *tree, struct jalon_hasher *hasher,
                    const struct jalon_hash *leaf)
{
    struct jalon_hash hash = *leaf;
    size_t n = jalon_tree_peaks(tree->size);
    /* Each trailing one of the size is a complete subtree that the new one completes. */
    for (uint64_t size = tree->size; (size & 1) != 0; size >>= 1) {
        hash = jalon_hasher_node(hasher, &tree->peaks[--n], &hash);
    }
    tree->peaks[n] = hash;
    tree->size++;
}

/* PEAKS, largest first, folded from the right. */
static struct jalon_hash fold(struct jalon_hasher *hasher, const struct jalon_hash *peaks, size_t n)
{
    assert(n > 0);
    struct jalon_hash hash = peaks[n - 1];
    for (size_t i = n - 1; i > 0; i--) {
        hash = jalon_hasher_node(hasher, &peaks[i - 1], &hash);
    }
    return hash;
}

struct jalon_hash jalon_tree_root(const struct jalon_tree *tree, struct jalon_hasher *hasher)
{
    if (tree->size == 0) {
        return jalon_hasher_sha256(hasher, "", 0);
    }
    return fold(hasher, tree->peaks, jalon_tree_peaks(tree->size));
}

/* A part of a tree that RFC 6962 splits off: leaves from START on; START is a multiple of the
 * largest power of two in the length. */
struct part {
    uint64_t start, length;
};

static unsigned level_below(uint64_t n)
{
    unsigned level = 0;
    while (level < 63 && (UINT64_C(2) << level) <= n) {
        level++;
    }
    return level;
}

static int hash_of(const struct jalon_tree_nodes *nodes, struct jalon_hasher *hasher,
                   struct part part, struct jalon_hash *ret_hash, struct jalon_err *err)
{
    struct jalon_hash peaks[64];
    size_t n = 0;
    while (part.length > 0) {
        unsigned level = level_below(part.length);
        if (nodes->get(nodes->context, level, part.start >> level, &peaks[n++], err) < 0) {
            return -1;
        }
        part.start += UINT64_C(1) << level;
        part.length -= UINT64_C(1) << level;
    }
    *ret_hash = fold(hasher, peaks, n);
    return 0;
}

int jalon_tree_root_of(const struct jalon_tree_nodes *nodes, struct jalon_hasher *hasher,
                       uint64_t size, struct jalon_hash *ret_root, struct jalon_err *err)
{
    if (size == 0) {
        *ret_root = jalon_hasher_sha256(hasher, "", 0);
        return 0;
    }
    return hash_of(nodes, hasher, (struct part){0, size}, ret_root, err);
}

/* The largest power of two below N, which is 2 or more. */
static uint64_t split(uint64_t n)
{
    return UINT64_C(1) << level_below(n - 1);
}

/* Turns the parts found on the way down into a proof, which goes up. */
static int prove(const struct jalon_tree_nodes *nodes, struct jalon_hasher *hasher,
                 const struct part *parts, size_t n, struct jalon_proof *ret_proof,
                 struct jalon_err *err)
{
    ret_proof->n = n;
    for (size_t i = 0; i < n; i++) {
        if (hash_of(nodes, hasher, parts[n - 1 - i], &ret_proof->hashes[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

int jalon_tree_inclusion(const struct jalon_tree_nodes *nodes, struct jalon_hasher *hasher,
                         uint64_t index, uint64_t size, struct jalon_proof *ret_proof,
                         struct jalon_err *err)
{
    struct part beside[JALON_PROOF_MAX], part = {0, size};
    size_t n = 0;
    assert(index < size);
    while (part.length > 1) {
        uint64_t left = split(part.length);
        if (index < part.start + left) {
            beside[n++] = (struct part){part.start + left, part.length - left};
            part.length = left;
        } else {
            beside[n++] = (struct part){part.start, left};
            part = (struct part){part.start + left, part.length - left};
        }
    }
    return prove(nodes, hasher, beside, n, ret_proof, err);
}

int jalon_tree_consistency(const struct jalon_tree_nodes *nodes, struct jalon_hasher *hasher,
                           uint64_t first, uint64_t size, struct jalon_proof *ret_proof,
                           struct jalon_err *err)
{
    struct part parts[JALON_PROOF_MAX], part = {0, size};
    size_t n = 0;
    assert(first >= 1 && first <= size);
    while (first != part.start + part.length) {
        uint64_t left = split(part.length);
        if (first <= part.start + left) {
            parts[n++] = (struct part){part.start + left, part.length - left};
            part.length = left;
        } else {
            parts[n++] = (struct part){part.start, left};
            part = (struct part){part.start + left, part.length - left};
        }
    }
    /* Who holds the first root knows this subtree only if it is the whole first tree. */
    if (part.start != 0) {
        parts[n++] = part;
    }
    return prove(nodes, hasher, parts, n, ret_proof, err);
}

bool jalon_proof_includes(const struct jalon_proof *proof, struct jalon_hasher *hasher,
                          uint64_t index, uint64_t size, const struct jalon_hash *leaf,
                          const struct jalon_hash *root)
{
    if (index >= size || proof->n > JALON_PROOF_MAX) {
        return false;
    }
    uint64_t node = index, last = size - 1;
    struct jalon_hash hash = *leaf;
    for (size_t i = 0; i < proof->n; i++) {
        if (last == 0) {
            return false;
        }
        if ((node & 1) != 0 || node == last) {
            hash = jalon_hasher_node(hasher, &proof->hashes[i], &hash);
            for (; (node & 1) == 0 && node != 0; node >>= 1) {
                last >>= 1;
            }
        } else {
            hash = jalon_hasher_node(hasher, &hash, &proof->hashes[i]);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && jalon_hash_equal(&hash, root);
}

/* Both sizes differ and the first is not 0. */
static bool extends(const struct jalon_hash *hashes, size_t n, struct jalon_hasher *hasher,
                    const struct jalon_tree_head *first, const struct jalon_tree_head *second)
{
    uint64_t node = first->size - 1, last = second->size - 1;
    for (; (node & 1) != 0; node >>= 1) {
        last >>= 1;
    }
    struct jalon_hash old = hashes[0], new = hashes[0];
    for (size_t i = 1; i < n; i++) {
        if (last == 0) {
            return false;
        }
        if ((node & 1) != 0 || node == last) {
            old = jalon_hasher_node(hasher, &hashes[i], &old);
            new = jalon_hasher_node(hasher, &hashes[i], &new);
            for (; (node & 1) == 0 && node != 0; node >>= 1) {
                last >>= 1;
            }
        } else {
            new = jalon_hasher_node(hasher, &new, &hashes[i]);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && jalon_hash_equal(&old, &first->root) &&
           jalon_hash_equal(&new, &second->root);
}

bool jalon_proof_extends(const struct jalon_proof *proof, struct jalon_hasher *hasher,
                         const struct jalon_tree_head *first, const struct jalon_tree_head *second)
{
    struct jalon_hash hashes[JALON_PROOF_MAX + 1];
    bool is_whole = (first->size & (first->size - 1)) == 0;
    if (first->size == 0 || first->size > second->size || proof->n > JALON_PROOF_MAX) {
        return false;
    }
    if (first->size == second->size) {
        return proof->n == 0 && jalon_hash_equal(&first->root, &second->root);
    }
    if (proof->n == 0) {
        return false;
    }
    /* A complete first tree is a subtree of the second, so that its root is not in the proof. */
    hashes[0] = first->root;
    memcpy(hashes + is_whole, proof->hashes, proof->n * sizeof *hashes);
    return extends(hashes, proof->n + is_whole, hasher, first, second);
}
