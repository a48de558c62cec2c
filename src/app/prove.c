/* Proofs of inclusion, from the hashes that the database keeps. */
#include "app/prove.h"

#include <string.h>

#include "app/app_messages.h"
#include "app/correction.h"
#include "app/log_tree.h"
#include "base/mem.h"
#include "journal/base64.h"
#include "journal/witness.h"

static bool keep_leaf(void *context, const struct jalon_kept_leaf *leaf)
{
    jalon_str_add(context, leaf->text); /* whether it is that of its hash, the proof tells */
    return true;
}

/* The proof's text: https://c2sp.org/tlog-proof, the leaf itself as its extra data. */
static void write_proof(struct jalon_str *out, const struct jalon_str *leaf, uint64_t index,
                        const struct jalon_proof *proof, const char *note)
{
    jalon_str_add(out, "c2sp.org/tlog-proof@v1\nextra ");
    jalon_base64_add(out, (const unsigned char *)leaf->text, leaf->length);
    jalon_str_addf(out, "\nindex %llu\n", (unsigned long long)index);
    for (size_t i = 0; i < proof->n; i++) {
        jalon_base64_add(out, proof->hashes[i].bytes, sizeof proof->hashes[i].bytes);
        jalon_str_add_char(out, '\n');
    }
    jalon_str_addf(out, "\n%s", note);
}

/* What the database holds must lead to what was signed: a proof that does not is none. */
static int check_proof(const struct jalon_proof *proof, struct jalon_hasher *hasher, uint64_t index,
                       const struct jalon_str *leaf, const char *note, struct jalon_err *err)
{
    struct jalon_note read;
    struct jalon_checkpoint checkpoint;
    struct jalon_hash hash = jalon_hasher_leaf(hasher, jalon_str_text(leaf), leaf->length);
    bool holds = jalon_note_read(note, strlen(note), &read) &&
                 jalon_checkpoint_read(&read, &checkpoint) &&
                 jalon_proof_includes(proof, hasher, index, checkpoint.head.size, &hash,
                                      &checkpoint.head.root);
    return holds ? 0 : jalon_fail(err, &jalon_msg_proof_fails);
}

static int prove(struct jalon_app *app, const struct jalon_kept_checkpoint *last, uint64_t index,
                 struct jalon_str *out, struct jalon_err *err)
{
    JALON_AUTO(jalon_log_tree_freep) struct jalon_log_tree *tree = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str leaf = {0};
    const struct jalon_leaf_reader reader = {keep_leaf, &leaf};
    struct jalon_proof proof;
    if (jalon_log_tree_new(app->db, &tree, err) < 0) {
        return -1;
    }
    struct jalon_hasher *hasher = jalon_log_tree_hasher(tree);
    const struct jalon_tree_nodes nodes = jalon_log_tree_nodes(tree);
    if (jalon_store_leaves(app->db, index, index + 1, &reader, err) < 0 ||
        jalon_tree_inclusion(&nodes, hasher, index, last->size, &proof, err) < 0 ||
        check_proof(&proof, hasher, index, &leaf, last->note, err) < 0) {
        return -1;
    }
    write_proof(out, &leaf, index, &proof, last->note);
    return 0;
}

int jalon_app_prove_entry(struct jalon_app *app, const char *entry, struct jalon_str *out,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_kept_checkpoints_done) struct jalon_kept_checkpoints list = {0};
    struct jalon_entry_reference reference;
    uint64_t index = 0;
    if (jalon_entry_reference_read(entry, arena, &reference, err) < 0 ||
        jalon_app_programme(app, err) < 0 || jalon_store_checkpoints(app->db, &list, err) < 0 ||
        jalon_store_leaf_index(app->db, app->programme->code, reference.code, reference.seq, &index,
                               err) < 0) {
        return -1;
    }
    if (list.n == 0 || index >= list.items[list.n - 1].size) {
        return jalon_fail(err, &jalon_msg_nothing_sealed);
    }
    return prove(app, &list.items[list.n - 1], index, out, err);
}

int jalon_app_prove_since(struct jalon_app *app, uint64_t size, struct jalon_str *out,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_kept_checkpoints_done) struct jalon_kept_checkpoints list = {0};
    JALON_AUTO(jalon_log_tree_freep) struct jalon_log_tree *tree = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    struct jalon_proof proof = {.n = 0};
    if (jalon_store_checkpoints(app->db, &list, err) < 0 ||
        jalon_log_tree_new(app->db, &tree, err) < 0) {
        return -1;
    }
    const struct jalon_kept_checkpoint *last = list.n > 0 ? &list.items[list.n - 1] : NULL;
    jalon_str_addf(&wanted, "%llu", (unsigned long long)size);
    if (last == NULL) {
        return jalon_fail(err, &jalon_msg_nothing_sealed);
    }
    if (size > last->size) {
        return jalon_fail(err, &jalon_msg_fewer_leaves, jalon_str_text(&wanted));
    }
    const struct jalon_tree_nodes nodes = jalon_log_tree_nodes(tree);
    if (size > 0 && jalon_tree_consistency(&nodes, jalon_log_tree_hasher(tree), size, last->size,
                                           &proof, err) < 0) {
        return -1;
    }
    jalon_witness_request_add(out, size, &proof, last->note);
    return 0;
}
