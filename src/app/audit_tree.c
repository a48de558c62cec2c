/* Reads the leaves in the order of the tree and computes everything anew from their bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/audit_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "journal/heads.h"
#include "journal/seals.h"

enum {
    LEVELS = 4, /* kept ones above the leaves; more than that no programme fills */
    HEX = 64,
    PART = 1024 /* kept hashes that are read at once */
};

/* How far the leaves were read. */
struct walk {
    struct audit *audit;
    struct jalon_tree tree;
    struct jalon_seals seals;
    struct jalon_heads heads;
    uint64_t next;  /* the index that is due */
    uint64_t good;  /* leaves up to the last checkpoint that was right */
    size_t n_bound; /* checkpoints that were passed */
    bool is_open;   /* a batch is */
    bool is_bad;    /* the last root compared was another one, which was told */
    struct {
        struct jalon_tree tree; /* of the hashes that are not complete yet */
        struct jalon_str roots; /* of those that are, in hexadecimal */
    } levels[LEVELS];
};

static void walk_done(struct walk *walk)
{
    jalon_heads_done(&walk->heads);
    for (size_t i = 0; i < LEVELS; i++) {
        jalon_str_done(&walk->levels[i].roots);
    }
}

/* One altered leaf changes all roots after it: told at the first. */
static bool is_new_fault(struct walk *walk, bool is_good)
{
    bool is_new = !is_good && !walk->is_bad;
    walk->is_bad = !is_good;
    return is_new;
}

/* Of an entry "ti-2801#7", else its place "@17". */
static const char *where_is(struct audit *audit, const struct jalon_kept_leaf *leaf)
{
    return leaf->code
               ? jalon_arena_printf(audit->check->arena, "%s#%lld", leaf->code,
                                    (long long)leaf->seq)
               : jalon_arena_printf(audit->check->arena, "@%llu", (unsigned long long)leaf->index);
}

/* The root at the size of every checkpoint that is reached. */
static void check_bounds(struct walk *walk)
{
    struct audit *audit = walk->audit;
    for (; walk->n_bound < audit->n_bounds; walk->n_bound++) {
        const struct audit_bound *bound = &audit->bounds[walk->n_bound];
        if (bound->head.size != walk->tree.size) {
            return;
        }
        struct jalon_hash root = jalon_tree_root(&walk->tree, audit->hasher);
        bool is_good = jalon_hash_equal(&root, &bound->head.root);
        uint64_t last = bound->head.size > 0 ? bound->head.size - 1 : 0;
        if (is_new_fault(walk, is_good)) {
            audit_problem(
                audit, &(struct jalon_check_problem){.kind = JALON_CHECK_ROOT,
                                                     .where = bound->where,
                                                     .thing = audit_number(audit, bound->head.size),
                                                     .wanted = audit_number(audit, walk->good),
                                                     .found = audit_number(audit, last)});
        }
        walk->good = is_good ? bound->head.size : walk->good;
    }
}

static void add_to_levels(struct walk *walk, struct jalon_hash hash)
{
    struct jalon_hasher *hasher = walk->audit->hasher;
    for (size_t i = 0; i < LEVELS; i++) {
        struct jalon_tree *tree = &walk->levels[i].tree;
        jalon_tree_add(tree, hasher, &hash);
        if (tree->size < JALON_TILE_WIDTH) {
            return;
        }
        hash = jalon_tree_root(tree, hasher);
        *tree = (struct jalon_tree){0};
        jalon_str_add(&walk->levels[i].roots, jalon_hash_hex(&hash).text);
    }
}

/* What a member of a seal says, for people. */
static const char *member_text(struct audit *audit, const json_t *seal, const char *member)
{
    const json_t *value = json_object_get(seal, member);
    return json_is_integer(value)
               ? audit_number(audit, (uint64_t)json_integer_value(value))
               : jalon_arena_strdup(audit->check->arena, json_string_value(value));
}

static void seal_problem(struct walk *walk, const struct jalon_kept_leaf *leaf, const json_t *seal,
                         const struct jalon_seal_fault *fault)
{
    audit_problem(walk->audit, &(struct jalon_check_problem){
                                   .kind = JALON_CHECK_SEAL,
                                   .where = where_is(walk->audit, leaf),
                                   .field = fault->member,
                                   .wanted = fault->wanted[0] ? fault->wanted : NULL,
                                   .found = member_text(walk->audit, seal, fault->member)});
}

static void check_heads(struct walk *walk, const struct jalon_kept_leaf *leaf, const json_t *seal)
{
    const char *heads = jalon_json_text(seal, "heads");
    struct jalon_seal_fault fault = {.member = "heads"};
    if (heads && !walk->is_bad) {
        struct jalon_hash root = jalon_heads_root(&walk->heads, walk->audit->hasher);
        (void)snprintf(fault.wanted, sizeof fault.wanted, "%s", jalon_hash_hex(&root).text);
        if (strcmp(heads, fault.wanted) != 0) {
            seal_problem(walk, leaf, seal, &fault);
        }
    }
}

static void check_seal(struct walk *walk, const struct jalon_kept_leaf *leaf, const json_t *seal)
{
    struct jalon_seal_fault fault = jalon_seals_close(&walk->seals, seal, leaf->index);
    walk->audit->check->n_seals++;
    walk->is_open = false;
    if (fault.member && (strcmp(fault.member, "prev_root") != 0 || is_new_fault(walk, false))) {
        seal_problem(walk, leaf, seal, &fault);
    }
    check_heads(walk, leaf, seal);
}

static void check_entry(struct walk *walk, const struct jalon_kept_leaf *leaf, const json_t *entry,
                        const struct jalon_hash *hash)
{
    const char *recorded = jalon_json_text(entry, "recorded");
    const char *subject = jalon_json_text(entry, "subject");
    if (subject) {
        jalon_heads_set(&walk->heads, subject, jalon_json_int(entry, "seq"), hash);
    }
    const char *event = jalon_json_text(entry, "event");
    if (recorded && !jalon_seals_add(&walk->seals, recorded, event)) {
        audit_problem(walk->audit,
                      &(struct jalon_check_problem){.kind = JALON_CHECK_BACKDATED,
                                                    .where = where_is(walk->audit, leaf),
                                                    .wanted = walk->seals.at,
                                                    .found = recorded});
    }
}

/* The leaf that is due, with the hash that is kept of it. */
static void check_place(struct walk *walk, const struct jalon_kept_leaf *leaf,
                        const struct jalon_hash *hash)
{
    struct audit *audit = walk->audit;
    struct jalon_hash_hex hex = jalon_hash_hex(hash);
    if (leaf->index != walk->next) {
        audit_problem(audit,
                      &(struct jalon_check_problem){.kind = JALON_CHECK_LEAF_MISSING,
                                                    .where = where_is(audit, leaf),
                                                    .wanted = audit_number(audit, walk->next),
                                                    .found = audit_number(audit, leaf->index)});
    }
    if (leaf->text[0] == '\0') {
        audit_problem(audit, &(struct jalon_check_problem){.kind = JALON_CHECK_LEAF_GONE,
                                                           .where = where_is(audit, leaf)});
    } else if (strcmp(hex.text, leaf->hash) != 0) {
        audit_problem(audit, &(struct jalon_check_problem){.kind = JALON_CHECK_TREE_HASH,
                                                           .where = where_is(audit, leaf),
                                                           .wanted = hex.text,
                                                           .found = leaf->hash});
    }
}

static bool take_leaf(void *context, const struct jalon_kept_leaf *leaf)
{
    struct walk *walk = context;
    struct audit *audit = walk->audit;
    struct jalon_hash hash = jalon_hasher_leaf(audit->hasher, leaf->text, strlen(leaf->text));
    JALON_AUTO(jalon_json_decref) json_t *json = json_loads(leaf->text, 0, NULL);
    if (!walk->is_open) {
        struct jalon_hash root = jalon_tree_root(&walk->tree, audit->hasher);
        jalon_seals_open(&walk->seals, leaf->index, &root);
        walk->is_open = true;
    }
    check_place(walk, leaf, &hash);
    if (leaf->code) {
        check_entry(walk, leaf, json, &hash);
    } else if (json) {
        check_seal(walk, leaf, json);
    }
    walk->next = leaf->index + 1;
    jalon_tree_add(&walk->tree, audit->hasher, &hash);
    add_to_levels(walk, hash);
    audit->check->n_leaves++;
    check_bounds(walk);
    return true;
}

/* The tree against what the database says it is, and against what was signed of a larger one. */
static void check_end(struct walk *walk)
{
    struct audit *audit = walk->audit;
    struct jalon_hash root = jalon_tree_root(&walk->tree, audit->hasher);
    if (walk->tree.size != audit->head.size ||
        strcmp(jalon_hash_hex(&root).text, audit->head.root) != 0) {
        audit_problem(
            audit, &(struct jalon_check_problem){.kind = JALON_CHECK_LOG_ROW,
                                                 .where = "audit.log",
                                                 .wanted = audit_number(audit, walk->tree.size),
                                                 .found = audit_number(audit, audit->head.size)});
    }
    if (walk->is_open) {
        audit_problem(audit,
                      &(struct jalon_check_problem){.kind = JALON_CHECK_SEAL_MISSING,
                                                    .where = "audit.log",
                                                    .found = audit_number(audit, walk->seals.n)});
    }
    for (; walk->n_bound < audit->n_bounds; walk->n_bound++) {
        const struct audit_bound *bound = &audit->bounds[walk->n_bound];
        audit_problem(audit,
                      &(struct jalon_check_problem){.kind = JALON_CHECK_TAIL_CUT,
                                                    .where = bound->where,
                                                    .wanted = audit_number(audit, bound->head.size),
                                                    .found = audit_number(audit, walk->tree.size)});
    }
}

/* The first of the hashes kept of a level that is not the one of the leaves is told. */
static int check_level(struct audit *audit, unsigned level, const struct jalon_str *roots,
                       struct jalon_err *err)
{
    for (size_t at = 0; at < roots->length; at += (size_t)PART * HEX) {
        JALON_AUTO(jalon_str_done) struct jalon_str kept = {0};
        size_t n = (roots->length - at) / HEX;
        if (jalon_store_tree_hashes(audit->app->db, level, at / HEX, n < PART ? n : PART, &kept,
                                    err) < 0) {
            return -1;
        }
        for (size_t i = 0; i < n && i < PART; i++) {
            if ((i + 1) * HEX > kept.length ||
                memcmp(kept.text + i * HEX, roots->text + at + i * HEX, HEX) != 0) {
                audit_problem(audit,
                              &(struct jalon_check_problem){
                                  .kind = JALON_CHECK_TILE,
                                  .where = jalon_arena_printf(audit->check->arena, "tile/%u/%zu",
                                                              level - 1, at / HEX + i)});
                return 0;
            }
        }
    }
    return 0;
}

int audit_read_tree(struct audit *audit, struct jalon_err *err)
{
    JALON_AUTO(walk_done) struct walk walk = {.audit = audit};
    const struct jalon_leaf_reader reader = {take_leaf, &walk};
    check_bounds(&walk);
    if (jalon_store_leaves(audit->app->db, 0, audit->head.size, &reader, err) < 0) {
        return -1;
    }
    check_end(&walk);
    for (unsigned i = 0; i < LEVELS; i++) {
        if (check_level(audit, i + 1, &walk.levels[i].roots, err) < 0) {
            return -1;
        }
    }
    return 0;
}
