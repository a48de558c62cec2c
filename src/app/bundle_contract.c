/*
 * The bundle of one contract: its entries and the last seal that names the heads of all chains, and
 * the contract's place among these heads. So its entries are shown, and shown to be all up to that
 * seal, without those of others.
 */
#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/bundle_priv.h"
#include "base/mem.h"

extern const char *const jalon_bundle_contract_readme; /* bundle_contract_readme.txt */

/* Leaves on their way to `entries.jsonl`, noted for their proofs. */
struct listing {
    struct jalon_bundle *bundle;
    struct jalon_sealed_leaves *leaves;
};

static bool write_leaf(void *context, const struct jalon_kept_leaf *leaf)
{
    struct listing *listing = context;
    jalon_sealed_leaves_add(listing->leaves, leaf->index, leaf->hash);
    return jalon_bundle_write(listing->bundle, leaf->text, strlen(leaf->text)) &&
           jalon_bundle_write(listing->bundle, "\n", 1);
}

static int write_entries(struct jalon_bundle *bundle, const char *subject, uint64_t seal,
                         struct jalon_sealed_leaves *ret_leaves, struct jalon_err *err)
{
    struct listing listing = {bundle, ret_leaves};
    const struct jalon_leaf_reader reader = {write_leaf, &listing};
    if (jalon_bundle_open(bundle, "entries.jsonl", err) < 0 ||
        jalon_store_subject_leaves(bundle->db, subject, seal, &reader, err) < 0) {
        return -1;
    }
    return jalon_bundle_close(bundle, err);
}

/* The tree over the heads of all chains. */
struct heads {
    struct jalon_hasher *hasher;
    struct jalon_hash *items;
    size_t n, capacity, own; /* which one is the contract's */
    bool has_own;
};

static void heads_done(struct heads *heads)
{
    jalon_hasher_freep(&heads->hasher);
    free(heads->items);
}

static bool take_head(void *context, const char *head, bool is_own)
{
    struct heads *heads = context;
    if (heads->n == heads->capacity) {
        heads->capacity = heads->capacity > 0 ? 2 * heads->capacity : 256;
        heads->items = jalon_realloc_array(heads->items, heads->capacity, sizeof *heads->items);
    }
    if (is_own) {
        heads->own = heads->n;
        heads->has_own = true;
    }
    heads->items[heads->n++] = jalon_hasher_leaf(heads->hasher, head, strlen(head));
    return true;
}

static int get_node(void *context, unsigned level, uint64_t index, struct jalon_hash *ret_hash,
                    struct jalon_err *err)
{
    (void)err; /* nothing is read */
    const struct heads *heads = context;
    struct jalon_tree tree = {0};
    for (uint64_t i = index << level; i < (index + 1) << level; i++) {
        jalon_tree_add(&tree, heads->hasher, &heads->items[i]);
    }
    *ret_hash = jalon_tree_root(&tree, heads->hasher);
    return 0;
}

/* The contract's head in the tree. */
static int find_head(struct heads *heads, struct jalon_inclusion *ret, struct jalon_err *err)
{
    const struct jalon_tree_nodes nodes = {get_node, heads};
    struct jalon_tree tree = {0};
    for (size_t i = 0; i < heads->n; i++) {
        jalon_tree_add(&tree, heads->hasher, &heads->items[i]);
    }
    ret->index = heads->own;
    ret->head = (struct jalon_tree_head){heads->n, jalon_tree_root(&tree, heads->hasher)};
    ret->leaf = heads->items[heads->own];
    return jalon_tree_inclusion(&nodes, heads->hasher, heads->own, heads->n, &ret->proof, err);
}

static int write_heads(struct jalon_bundle *bundle, const char *subject, uint64_t seal,
                       struct jalon_err *err)
{
    JALON_AUTO(heads_done) struct heads heads = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    struct jalon_inclusion inclusion;
    const struct jalon_head_reader reader = {take_head, &heads};
    if (jalon_hasher_new(&heads.hasher, err) < 0 ||
        jalon_store_heads(bundle->db, subject, seal, &reader, err) < 0) {
        return -1;
    }
    if (!heads.has_own) {
        return jalon_fail(err, &jalon_msg_tree_damaged);
    }
    if (find_head(&heads, &inclusion, err) < 0) {
        return -1;
    }
    jalon_str_add(&content, "[\n");
    jalon_inclusion_add(&content, &inclusion);
    jalon_str_add(&content, "\n]\n");
    return jalon_bundle_file(bundle, "heads.json", &content, err);
}

int jalon_bundle_contract(struct jalon_bundle *bundle, const struct jalon_bundle_subject *subject,
                          uint64_t size, struct jalon_sealed_leaves *ret_leaves,
                          struct jalon_err *err)
{
    uint64_t seal = 0;
    int found = jalon_store_last_heads(bundle->db, size, &seal, err);
    if (found != 0) {
        return found < 0 ? -1 : jalon_fail(err, &jalon_msg_heads_missing, subject->code);
    }
    if (jalon_bundle_text(bundle, "README.txt", jalon_bundle_contract_readme, err) < 0 ||
        write_entries(bundle, subject->id.text, seal, ret_leaves, err) < 0) {
        return -1;
    }
    return ret_leaves->n < 2 /* the seal alone: what there is came after it */
               ? jalon_fail(err, &jalon_msg_heads_missing, subject->code)
               : write_heads(bundle, subject->id.text, seal, err);
}
