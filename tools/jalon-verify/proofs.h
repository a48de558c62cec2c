/* Point 5: inclusion.json and consistency.json, whose heads must be those of signed checkpoints. */
#pragma once

#include "jalon-verify/verify.h"

struct inclusion_proof {
    uint64_t index;
    struct head head;
    struct hash leaf;
    struct proof proof;
};

/* Checks both files; what inclusion proofs say of leaves is left in verify->inclusions. */
void proofs_read(struct verify *verify);
/* The leaf at INDEX has HASH: compares what the proofs say of it. *next starts at 0. */
void proofs_check_leaf(struct verify *verify, size_t *next, uint64_t index,
                       const struct hash *hash);
/* The one proof of `heads.json`, which is in the tree that a seal names. False: it is missing or
 * malformed. */
bool proofs_read_heads(struct verify *verify, struct inclusion_proof *ret_proof);
