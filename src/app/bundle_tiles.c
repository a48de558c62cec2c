/* The tree as tiles and the leaves as entry bundles: https://c2sp.org/tlog-tiles. */
#include <string.h>

#include "app/app_messages.h"
#include "app/bundle_priv.h"
#include "base/mem.h"
#include "journal/canonical.h"

/* "tile/0/x001/234.p/5": tile INDEX of a level or of the entries, N wide. */
static void add_name(struct jalon_str *out, const char *level, uint64_t index, size_t n)
{
    uint64_t above = 1;
    while (index / above >= 1000) {
        above *= 1000;
    }
    jalon_str_addf(out, "tile/%s/", level);
    for (; above > 1; above /= 1000) {
        jalon_str_addf(out, "x%03u/", (unsigned)(index / above % 1000));
    }
    jalon_str_addf(out, "%03u", (unsigned)(index % 1000));
    if (n < JALON_TILE_WIDTH) {
        jalon_str_addf(out, ".p/%zu", n);
    }
}

static int write_tile(struct jalon_bundle *bundle, const char *level, uint64_t first,
                      const struct jalon_str *content, size_t n, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    add_name(&name, level, first / JALON_TILE_WIDTH, n);
    return jalon_bundle_file(bundle, jalon_str_text(&name), content, err);
}

/* Leaves on their way into level 0 and into entry bundles. */
struct collecting {
    struct jalon_bundle *bundle;
    struct jalon_str entries, hashes; /* of the tile at hand */
    uint64_t n;                       /* leaves taken */
    bool has_failed;
    struct jalon_err *err;
};

static void collecting_done(struct collecting *collecting)
{
    jalon_str_done(&collecting->entries);
    jalon_str_done(&collecting->hashes);
}

static int flush(struct collecting *c)
{
    uint64_t first = (c->n - 1) / JALON_TILE_WIDTH * JALON_TILE_WIDTH;
    size_t n = (size_t)(c->n - first);
    if (write_tile(c->bundle, "entries", first, &c->entries, n, c->err) < 0 ||
        write_tile(c->bundle, "0", first, &c->hashes, n, c->err) < 0) {
        return -1;
    }
    jalon_str_clear(&c->entries);
    jalon_str_clear(&c->hashes);
    return 0;
}

/* A hash that is none is left out: who reads the tile sees it by the leaves. */
static void add_hash(struct jalon_str *out, const char *hex)
{
    struct jalon_hash hash;
    if (jalon_hash_parse(hex, &hash)) {
        jalon_str_add_bytes(out, (const char *)hash.bytes, sizeof hash.bytes);
    }
}

static bool take_leaf(void *context, const struct jalon_kept_leaf *leaf)
{
    struct collecting *c = context;
    size_t length = strlen(leaf->text);
    size_t told = length < JALON_LEAF_MAX_BYTES ? length : JALON_LEAF_MAX_BYTES;
    jalon_str_add_char(&c->entries, (char)(told >> 8));
    jalon_str_add_char(&c->entries, (char)(told & 255));
    jalon_str_add_bytes(&c->entries, leaf->text, length);
    c->n++;
    add_hash(&c->hashes, leaf->hash);
    if (c->n % JALON_TILE_WIDTH == 0) {
        c->has_failed = flush(c) < 0;
    }
    return !c->has_failed;
}

static int write_leaves(struct jalon_bundle *bundle, uint64_t size, struct jalon_err *err)
{
    JALON_AUTO(collecting_done) struct collecting c = {.bundle = bundle, .err = err};
    const struct jalon_leaf_reader reader = {take_leaf, &c};
    if (jalon_store_leaves(bundle->db, 0, size, &reader, err) < 0 || c.has_failed) {
        return -1;
    }
    return c.n % JALON_TILE_WIDTH == 0 ? 0 : flush(&c);
}

/* The tile of LEVEL, above 0, whose first hash is FIRST; N wide. */
static int write_nodes(struct jalon_bundle *bundle, unsigned level, uint64_t first, size_t n,
                       struct jalon_err *err)
{
    enum { HEX = 2 * sizeof(struct jalon_hash) };
    JALON_AUTO(jalon_str_done) struct jalon_str hashes = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    const char name[] = {(char)('0' + level), '\0'};
    if (jalon_store_tree_hashes(bundle->db, level, first, n, &hashes, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < hashes.length / HEX; i++) {
        char one[HEX + 1] = "";
        memcpy(one, hashes.text + i * HEX, HEX);
        add_hash(&content, one);
    }
    return write_tile(bundle, name, first, &content, n, err);
}

int jalon_bundle_tiles(struct jalon_bundle *bundle, uint64_t size, struct jalon_err *err)
{
    if (write_leaves(bundle, size, err) < 0) {
        return -1;
    }
    for (unsigned level = 1; level < JALON_TILE_LEVELS && size >> JALON_TILE_STEP * level > 0;
         level++) {
        uint64_t all = size >> JALON_TILE_STEP * level;
        for (uint64_t first = 0; first < all; first += JALON_TILE_WIDTH) {
            size_t n = all - first < JALON_TILE_WIDTH ? (size_t)(all - first) : JALON_TILE_WIDTH;
            if (write_nodes(bundle, level, first, n, err) < 0) {
                return -1;
            }
        }
    }
    return 0;
}
