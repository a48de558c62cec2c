/*
 * The heads of all chains: how far each subject's entries go. A seal may name the root of the tree
 * over them (RFC 6962), whose leaves are {"leaf": hash of the last entry, "seq", "subject"}, in the
 * order of the subjects. So one chain can be shown to be whole without the others.
 */
#pragma once

#include "journal/tree.h"

struct jalon_heads {
    void *root; /* of a search tree (search.h); NULL: there is none yet */
};
void jalon_heads_done(struct jalon_heads *heads); /* for JALON_AUTO */

/* The chain of SUBJECT, a UUID in lower case, now ends with entry SEQ of that hash. */
void jalon_heads_set(struct jalon_heads *heads, const char *subject, int64_t seq,
                     const struct jalon_hash *hash);
struct jalon_hash jalon_heads_root(const struct jalon_heads *heads, struct jalon_hasher *hasher);
