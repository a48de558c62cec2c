/* Grows trees and follows proofs up to a root. */
#include "jalon-verify/tree.h"

void tree_add(struct tree *tree, struct hasher *hasher, const struct hash *leaf)
{
    struct hash node = *leaf;
    unsigned level = 0;
    for (; tree->size >> level & 1; level++) {
        struct hash parent = hash_node(hasher, &tree->peaks[level], &node);
        tree->peaks[level] = node;
        node = parent;
    }
    tree->peaks[level] = node;
    tree->size++;
}

struct hash tree_root(const struct tree *tree, struct hasher *hasher)
{
    struct hash root;
    bool is_first = true;
    for (unsigned level = 0; level < 64; level++) {
        if (tree->size >> level & 1) {
            root = is_first ? tree->peaks[level] : hash_node(hasher, &tree->peaks[level], &root);
            is_first = false;
        }
    }
    return is_first ? hash_bytes(hasher, "", 0) : root;
}

/* The way up in the tree: a node of one level and the last node of that level. */
struct climb {
    uint64_t node, last;
};

/* Is the sibling on the left? At the last node, one of a higher level is. */
static bool goes_left(const struct climb *climb)
{
    return climb->node & 1 || climb->node == climb->last;
}

static void step_up(struct climb *climb)
{
    bool skips = goes_left(climb);
    while (skips && !(climb->node & 1) && climb->node != 0) {
        climb->node >>= 1;
        climb->last >>= 1;
    }
    climb->node >>= 1;
    climb->last >>= 1;
}

bool proof_includes(const struct proof *proof, struct hasher *hasher, uint64_t index,
                    const struct hash *leaf, const struct head *head)
{
    if (index >= head->size) {
        return false;
    }
    struct climb climb = {index, head->size - 1};
    struct hash hash = *leaf;
    for (size_t i = 0; i < proof->n; i++) {
        if (climb.last == 0) {
            return false;
        }
        hash = goes_left(&climb) ? hash_node(hasher, &proof->hashes[i], &hash)
                                 : hash_node(hasher, &hash, &proof->hashes[i]);
        step_up(&climb);
    }
    return climb.last == 0 && hash_equal(&hash, &head->root);
}

bool proof_extends(const struct proof *proof, struct hasher *hasher, const struct head *first,
                   const struct head *second)
{
    if (first->size == 0 || first->size > second->size) {
        return false;
    }
    if (first->size == second->size || proof->n == 0) {
        return first->size == second->size && proof->n == 0 &&
               hash_equal(&first->root, &second->root);
    }
    /* A first tree that is complete is itself a node of the second, which the proof leaves out. */
    bool is_complete = (first->size & (first->size - 1)) == 0;
    struct hash old = is_complete ? first->root : proof->hashes[0], new = old;
    struct climb climb = {first->size - 1, second->size - 1};
    for (; climb.node & 1; climb.node >>= 1) {
        climb.last >>= 1;
    }
    for (size_t i = is_complete ? 0 : 1; i < proof->n; i++) {
        const struct hash *sibling = &proof->hashes[i];
        if (climb.last == 0) {
            return false;
        }
        old = goes_left(&climb) ? hash_node(hasher, sibling, &old) : old;
        new =
            goes_left(&climb) ? hash_node(hasher, sibling, &new) : hash_node(hasher, &new, sibling);
        step_up(&climb);
    }
    return climb.last == 0 && hash_equal(&old, &first->root) && hash_equal(&new, &second->root);
}
