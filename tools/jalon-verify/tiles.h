/*
 * Point 4: tiles and entry bundles in the layout of C2SP tlog-tiles, made again from the leaves. A
 * tile of level L holds the roots of up to 256 complete subtrees of 256^L leaves.
 */
#pragma once

#include "jalon-verify/verify.h"

#define TILE_LEVELS 8
#define TILE_WIDTH  256

struct tiles {
    struct {
        struct hash hashes[TILE_WIDTH];
        unsigned n;
        uint64_t index;
    } levels[TILE_LEVELS];
    bool has_tiles, has_entries;
};

/* Looks which of them the bundle has. */
void tiles_open(struct tiles *tiles, struct verify *verify);
/* After a leaf was added to TREE: checks the tiles that it completes. */
void tiles_add(struct tiles *tiles, struct verify *verify, const struct hash *leaf,
               const struct tree *tree);
/* After the last: those that are not complete, and files that are no tiles of this tree. */
void tiles_close(struct tiles *tiles, struct verify *verify, uint64_t size);
