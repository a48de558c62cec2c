/* The tree of the journal as the database keeps it: where proofs take their hashes from. */
#pragma once

#include "journal/tree.h"
#include "pg/db.h"

struct jalon_log_tree;

/* Reads one tile after the other; the last one of each level is kept. */
JALON_MUST_CHECK int jalon_log_tree_new(struct jalon_db *db, struct jalon_log_tree **ret_tree,
                                        struct jalon_err *err);
void jalon_log_tree_freep(struct jalon_log_tree **tree);

/* Nodes of complete subtrees; JOURNAL for one that the database has not. Both borrow TREE. */
struct jalon_tree_nodes jalon_log_tree_nodes(struct jalon_log_tree *tree);
struct jalon_hasher *jalon_log_tree_hasher(struct jalon_log_tree *tree);
