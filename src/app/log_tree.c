/* Nodes of the tree from the hashes that the database keeps of every eighth level. */
#include "app/log_tree.h"

#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "base/mem.h"
#include "store/seal.h"

enum { HEX = 2 * sizeof(struct jalon_hash) };

/* Up to 256 hashes of one stored level and the nodes over them: `nodes[L]` is of those L higher. */
struct tile {
    struct jalon_hash nodes[JALON_TILE_STEP][JALON_TILE_WIDTH];
    uint64_t index;
    size_t n; /* hashes; 0: nothing was read yet */
};

struct jalon_log_tree {
    struct jalon_db *db;
    struct jalon_hasher *hasher;
    struct tile tiles[JALON_TILE_LEVELS];
};

int jalon_log_tree_new(struct jalon_db *db, struct jalon_log_tree **ret_tree, struct jalon_err *err)
{
    JALON_AUTO(jalon_log_tree_freep) struct jalon_log_tree *tree = jalon_alloc(sizeof *tree);
    tree->db = db;
    if (jalon_hasher_new(&tree->hasher, err) < 0) {
        return -1;
    }
    *ret_tree = JALON_TAKE(tree);
    return 0;
}

void jalon_log_tree_freep(struct jalon_log_tree **tree)
{
    if (*tree != NULL) {
        jalon_hasher_free((*tree)->hasher);
        free(*tree);
        *tree = NULL;
    }
}

struct jalon_hasher *jalon_log_tree_hasher(struct jalon_log_tree *tree)
{
    return tree->hasher;
}

static bool read_hashes(struct tile *tile, const struct jalon_str *hashes)
{
    tile->n = hashes->length / HEX;
    if (tile->n > JALON_TILE_WIDTH) {
        return false; /* what answers is not what the migrations made */
    }
    for (size_t i = 0; i < tile->n; i++) {
        char one[HEX + 1] = "";
        memcpy(one, hashes->text + i * HEX, HEX);
        if (!jalon_hash_parse(one, &tile->nodes[0][i])) {
            return false;
        }
    }
    return true;
}

static void add_nodes(struct tile *tile, struct jalon_hasher *hasher)
{
    for (unsigned level = 1; level < JALON_TILE_STEP; level++) {
        const struct jalon_hash *below = tile->nodes[level - 1];
        for (size_t i = 0; i < tile->n >> level; i++) {
            tile->nodes[level][i] = jalon_hasher_node(hasher, &below[2 * i], &below[2 * i + 1]);
        }
    }
}

static int read_tile(struct jalon_log_tree *tree, unsigned level, uint64_t index,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str hashes = {0};
    struct tile *tile = &tree->tiles[level];
    tile->n = 0;
    tile->index = index;
    if (jalon_store_tree_hashes(tree->db, level, index * JALON_TILE_WIDTH, JALON_TILE_WIDTH,
                                &hashes, err) < 0) {
        return -1;
    }
    if (!read_hashes(tile, &hashes)) {
        tile->n = 0;
        return jalon_fail(err, &jalon_msg_tree_damaged);
    }
    add_nodes(tile, tree->hasher);
    return 0;
}

static int get_node(void *context, unsigned level, uint64_t index, struct jalon_hash *ret_hash,
                    struct jalon_err *err)
{
    struct jalon_log_tree *tree = context;
    struct tile *tile = &tree->tiles[level / JALON_TILE_STEP];
    unsigned up = level % JALON_TILE_STEP;
    uint64_t place = index & ((UINT64_C(1) << (JALON_TILE_STEP - up)) - 1);
    if ((tile->n == 0 || tile->index != index >> (JALON_TILE_STEP - up)) &&
        read_tile(tree, level / JALON_TILE_STEP, index >> (JALON_TILE_STEP - up), err) < 0) {
        return -1;
    }
    if (place >= tile->n >> up) {
        return jalon_fail(err, &jalon_msg_tree_damaged);
    }
    *ret_hash = tile->nodes[up][place];
    return 0;
}

struct jalon_tree_nodes jalon_log_tree_nodes(struct jalon_log_tree *tree)
{
    return (struct jalon_tree_nodes){get_node, tree};
}
