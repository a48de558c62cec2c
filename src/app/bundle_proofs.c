/* Proofs of a bundle, in the form of transparency-dev's test data, one a line. */
#include <string.h>

#include "app/app_messages.h"
#include "app/bundle_priv.h"
#include "app/log_tree.h"
#include "base/mem.h"
#include "journal/base64.h"

/* Proofs to HEAD on their way to a file. */
struct proving {
    struct jalon_bundle *bundle;
    struct jalon_log_tree *tree;
    struct jalon_tree_head head;
    struct jalon_str line;
    size_t n;
};

static void proving_done(struct proving *proving)
{
    jalon_str_done(&proving->line);
    jalon_log_tree_freep(&proving->tree);
}

static void add_hash(struct jalon_str *out, const struct jalon_hash *hash)
{
    jalon_str_add_char(out, '"');
    jalon_base64_add(out, hash->bytes, sizeof hash->bytes);
    jalon_str_add_char(out, '"');
}

static void add_proof(struct jalon_str *out, const struct jalon_proof *proof)
{
    jalon_str_add(out, ",\"proof\":[");
    for (size_t i = 0; i < proof->n; i++) {
        jalon_str_add(out, i > 0 ? "," : "");
        add_hash(out, &proof->hashes[i]);
    }
    jalon_str_add(out, "]}");
}

void jalon_inclusion_add(struct jalon_str *out, const struct jalon_inclusion *inclusion)
{
    jalon_str_addf(out, "{\"leafIdx\":%llu,\"treeSize\":%llu,\"root\":",
                   (unsigned long long)inclusion->index, (unsigned long long)inclusion->head.size);
    add_hash(out, &inclusion->head.root);
    jalon_str_add(out, ",\"leafHash\":");
    add_hash(out, &inclusion->leaf);
    add_proof(out, &inclusion->proof);
}

static void write_line(struct proving *p)
{
    (void)jalon_bundle_write(p->bundle, p->n++ > 0 ? ",\n" : "[\n", 2);
    (void)jalon_bundle_write(p->bundle, jalon_str_text(&p->line), p->line.length);
    jalon_str_clear(&p->line);
}

/* Did a proof fail for want of hashes that the database should keep? It is then left out: the
 * leaves show what was done. */
static bool is_unprovable(const struct jalon_err *err)
{
    return strcmp(err->key, "tree_damaged") == 0;
}

static int write_inclusion(struct proving *p, const struct jalon_sealed_leaf *leaf,
                           struct jalon_err *err)
{
    const struct jalon_tree_nodes nodes = jalon_log_tree_nodes(p->tree);
    struct jalon_inclusion inclusion = {.index = leaf->index, .head = p->head};
    if (!jalon_hash_parse(leaf->hash, &inclusion.leaf)) {
        return 0;
    }
    if (jalon_tree_inclusion(&nodes, jalon_log_tree_hasher(p->tree), leaf->index, p->head.size,
                             &inclusion.proof, err) < 0) {
        return is_unprovable(err) ? 0 : -1;
    }
    jalon_inclusion_add(&p->line, &inclusion);
    write_line(p);
    return 0;
}

static int write_consistency(struct proving *p, const struct jalon_tree_head *first,
                             struct jalon_err *err)
{
    const struct jalon_tree_nodes nodes = jalon_log_tree_nodes(p->tree);
    struct jalon_proof proof;
    if (jalon_tree_consistency(&nodes, jalon_log_tree_hasher(p->tree), first->size, p->head.size,
                               &proof, err) < 0) {
        return is_unprovable(err) ? 0 : -1;
    }
    jalon_str_addf(&p->line,
                   "{\"size1\":%llu,\"size2\":%llu,\"root1\":", (unsigned long long)first->size,
                   (unsigned long long)p->head.size);
    add_hash(&p->line, &first->root);
    jalon_str_add(&p->line, ",\"root2\":");
    add_hash(&p->line, &p->head.root);
    add_proof(&p->line, &proof);
    write_line(p);
    return 0;
}

/* The head of a kept note; false when it is none, or of another size than it is kept for. */
static bool read_head(const struct jalon_kept_checkpoint *kept, struct jalon_tree_head *ret_head)
{
    struct jalon_note note;
    struct jalon_checkpoint checkpoint;
    if (!jalon_note_read(kept->note, strlen(kept->note), &note) ||
        !jalon_checkpoint_read(&note, &checkpoint) || checkpoint.head.size != kept->size) {
        return false;
    }
    *ret_head = checkpoint.head;
    return true;
}

static int open_file(struct proving *p, const char *name, struct jalon_err *err)
{
    p->n = 0;
    return jalon_bundle_open(p->bundle, name, err);
}

static int close_file(struct proving *p, struct jalon_err *err)
{
    (void)jalon_bundle_write(p->bundle, p->n > 0 ? "\n]\n" : "[]\n", 3);
    return jalon_bundle_close(p->bundle, err);
}

static int write_inclusions(struct proving *p, const struct jalon_sealed_leaves *leaves,
                            struct jalon_err *err)
{
    if (open_file(p, "inclusion.json", err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < leaves->n; i++) {
        if (write_inclusion(p, &leaves->items[i], err) < 0) {
            return -1;
        }
    }
    return close_file(p, err);
}

static int write_consistencies(struct proving *p, const struct jalon_kept_checkpoint *list,
                               size_t n, struct jalon_err *err)
{
    struct jalon_tree_head first;
    if (open_file(p, "consistency.json", err) < 0) {
        return -1;
    }
    for (size_t i = n > JALON_BUNDLE_PROOFS ? n - JALON_BUNDLE_PROOFS : 0; i < n; i++) {
        /* of one that was altered there is no proof: who reads the bundle finds it as it is */
        if (read_head(&list[i], &first) && first.size > 0 && first.size <= p->head.size &&
            write_consistency(p, &first, err) < 0) {
            return -1;
        }
    }
    return close_file(p, err);
}

int jalon_bundle_proofs(struct jalon_bundle *bundle, const struct jalon_kept_checkpoints *list,
                        const struct jalon_kept_checkpoint *last,
                        const struct jalon_sealed_leaves *leaves, struct jalon_err *err)
{
    JALON_AUTO(proving_done) struct proving p = {.bundle = bundle};
    size_t n = (size_t)(last - list->items);
    if (!read_head(last, &p.head)) {
        return 0;
    }
    if (jalon_log_tree_new(bundle->db, &p.tree, err) < 0 || write_inclusions(&p, leaves, err) < 0) {
        return -1;
    }
    return n == 0 ? 0 : write_consistencies(&p, list->items, n, err);
}
