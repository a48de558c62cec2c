/* Compares tile files with the hashes of the leaves. */
#include "jalon-verify/tiles.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/codec.h"
#include "jalon-verify/file.h"
#include "jalon-verify/json.h"
#include "jalon-verify/memory.h"

enum { ENTRIES = TILE_LEVELS, NAME_BYTES = 96 };

/* "tile/0/x001/234", of the level or of the entries. */
static void name_tile(char name[NAME_BYTES], unsigned level, uint64_t index)
{
    unsigned groups[8], n = 0;
    size_t length = 0;
    do {
        groups[n++] = (unsigned)(index % 1000);
        index /= 1000;
    } while (index > 0);
    if (level == ENTRIES) {
        length = (size_t)snprintf(name, NAME_BYTES, "tile/entries");
    } else {
        length = (size_t)snprintf(name, NAME_BYTES, "tile/%u", level);
    }
    while (n-- > 0) {
        length += (size_t)snprintf(name + length, NAME_BYTES - length, n > 0 ? "/x%03u" : "/%03u",
                                   groups[n]);
    }
}

/* The first place where a tile of N hashes differs from the file; N: none. */
static unsigned differs_at(const struct hash *hashes, unsigned n, const char *bytes, size_t length)
{
    for (unsigned i = 0; i < n; i++) {
        if (length < (i + 1) * sizeof hashes[0] ||
            memcmp(bytes + i * sizeof hashes[0], hashes[i].bytes, sizeof hashes[0]) != 0) {
            return i;
        }
    }
    return length == n * sizeof hashes[0] ? n : n - 1;
}

/* The same of an entry bundle: each entry with its length in 16 bits before it. */
static unsigned entries_differ_at(struct verify *verify, const struct hash *hashes, unsigned n,
                                  struct json_slice bytes)
{
    const char *at = bytes.at, *end = at + bytes.length;
    for (unsigned i = 0; i < n; i++) {
        size_t length =
            end - at < 2 ? 0 : (size_t)((unsigned char)at[0] << 8 | (unsigned char)at[1]);
        if (end - at < 2 || (size_t)(end - at) - 2 < length) {
            return i;
        }
        struct hash hash = hash_leaf(verify->hasher, at + 2, length);
        if (!hash_equal(&hash, &hashes[i])) {
            return i;
        }
        at += 2 + length;
    }
    return at == end ? n : n - 1;
}

/* One file of a tile whose first N hashes are these; WHAT is its level, INDEX that of the tile. */
static void check_file(struct tiles *tiles, struct verify *verify, unsigned what, unsigned n,
                       const char *name)
{
    unsigned level = what == ENTRIES ? 0 : what, at = 0;
    const struct hash *hashes = tiles->levels[level].hashes;
    size_t length = 0;
    char *path = verify_path(verify, name), *bytes = file_read(path, &length);
    if (!bytes) {
        verify_fault(verify, FAULT_tile_missing, name, NULL);
    } else if (what == ENTRIES) {
        at = entries_differ_at(verify, hashes, n, (struct json_slice){bytes, length});
        uint64_t leaf = tiles->levels[0].index * TILE_WIDTH + at;
        if (at < n) {
            verify_fault(verify, FAULT_entries_differ, name, number(leaf).text);
        }
        verify->report.counts[COUNT_entry_bundles]++;
    } else {
        at = differs_at(hashes, n, bytes, length);
        if (at < n) {
            verify_fault(verify, FAULT_tile_differs, name, number(at).text);
        }
        verify->report.counts[COUNT_tiles]++;
    }
    free(bytes);
    free(path);
}

/* Partial tiles of up to N hashes: those of earlier sizes may lie there too. */
static void check_partials(struct tiles *tiles, struct verify *verify, unsigned what, unsigned n,
                           const char *name)
{
    char *file = memory_text(name, ".p", ""), *path = verify_path(verify, file);
    DIR *folder = opendir(path);
    for (struct dirent *one = folder ? readdir(folder) : NULL; one; one = readdir(folder)) {
        uint64_t width = 0;
        if (number_read(one->d_name, strlen(one->d_name), &width) && width >= 1 && width <= n &&
            width < TILE_WIDTH) {
            char *partial = memory_text(file, "/", one->d_name);
            check_file(tiles, verify, what, (unsigned)width, partial);
            free(partial);
        }
    }
    if (folder) {
        (void)closedir(folder);
    }
    free(path);
    free(file);
}

/* The tile of that level is filled with N hashes and will not grow. */
static void check_tile(struct tiles *tiles, struct verify *verify, unsigned what)
{
    unsigned level = what == ENTRIES ? 0 : what, n = tiles->levels[level].n;
    char name[NAME_BYTES];
    name_tile(name, what, tiles->levels[level].index);
    check_partials(tiles, verify, what, n, name);
    if (n == TILE_WIDTH) {
        check_file(tiles, verify, what, n, name);
    } else {
        char *partial = memory_text(name, ".p/", number(n).text),
             *path = verify_path(verify, partial);
        if (!file_exists(path)) {
            verify_fault(verify, FAULT_tile_missing, partial, NULL);
        }
        free(path);
        free(partial);
    }
}

static void check_level(struct tiles *tiles, struct verify *verify, unsigned level)
{
    if (tiles->has_tiles) {
        check_tile(tiles, verify, level);
    }
    if (tiles->has_entries && level == 0) {
        check_tile(tiles, verify, ENTRIES);
    }
}

void tiles_open(struct tiles *tiles, struct verify *verify)
{
    char *levels = verify_path(verify, "tile/0"), *entries = verify_path(verify, "tile/entries");
    char *all = verify_path(verify, "tile");
    memset(tiles, 0, sizeof *tiles);
    tiles->has_tiles = folder_exists(levels);
    tiles->has_entries = folder_exists(entries);
    verify->report.is_given[COUNT_tiles] = tiles->has_tiles;
    verify->report.is_given[COUNT_entry_bundles] = tiles->has_entries;
    if (folder_exists(all) && !tiles->has_tiles && !tiles->has_entries) {
        verify_fault(verify, FAULT_nothing_checked, "tile", NULL);
    }
    free(all);
    free(entries);
    free(levels);
}

void tiles_add(struct tiles *tiles, struct verify *verify, const struct hash *leaf,
               const struct tree *tree)
{
    struct hash hash = *leaf;
    for (unsigned level = 0; level < TILE_LEVELS && (tiles->has_tiles || tiles->has_entries);
         level++) {
        tiles->levels[level].hashes[tiles->levels[level].n++] = hash;
        if (tiles->levels[level].n < TILE_WIDTH) {
            return;
        }
        check_level(tiles, verify, level);
        tiles->levels[level].n = 0;
        tiles->levels[level].index++;
        hash = tree->peaks[8 * (level + 1) & 63]; /* the subtree that this leaf has completed */
    }
}

/* Is NAME the one file name of a tile of a tree of SIZE leaves? */
static bool is_tile(const char *name, uint64_t size)
{
    char again[NAME_BYTES + 8];
    for (unsigned what = 0; what <= ENTRIES; what++) {
        uint64_t index = 0, width = TILE_WIDTH, n = size >> (what == ENTRIES ? 0 : 8 * what);
        name_tile(again, what, 0);
        size_t start = strlen(again) - 4; /* without "/000" */
        if (strncmp(name, again, start) != 0 || name[start] != '/') {
            continue;
        }
        const char *at = name + start;
        for (; *at == '/'; at += 4) {
            at += at[1] == 'x';
            if (strspn(at + 1, "0123456789") < 3) {
                return false;
            }
            index = index * 1000 + (uint64_t)(at[1] - '0') * 100 + (uint64_t)(at[2] - '0') * 10 +
                    (uint64_t)(at[3] - '0');
        }
        bool is_partial = strncmp(at, ".p/", 3) == 0;
        if (is_partial && (!number_read(at + 3, strlen(at + 3), &width) || width >= TILE_WIDTH)) {
            return false;
        }
        name_tile(again, what, index);
        size_t length = strlen(again);
        return strncmp(name, again, length) == 0 && (size_t)(at - name) == length &&
               (is_partial || *at == '\0') && width >= 1 && index <= n / TILE_WIDTH &&
               index * TILE_WIDTH + width <= n;
    }
    return false;
}

/* Every file below the folder NAME of the bundle must be a tile. */
static void check_folder(struct verify *verify, const char *name, uint64_t size, unsigned depth)
{
    char *path = verify_path(verify, name);
    DIR *folder = opendir(path);
    for (struct dirent *one = folder ? readdir(folder) : NULL; one; one = readdir(folder)) {
        if (strcmp(one->d_name, ".") == 0 || strcmp(one->d_name, "..") == 0) {
            continue;
        }
        char *start = memory_text(name, "/", one->d_name), *inner = verify_path(verify, start);
        if (folder_exists(inner) && depth < 12) {
            check_folder(verify, start, size, depth + 1);
        } else if (!is_tile(start, size)) {
            verify_fault(verify, FAULT_tile_unknown, start, number(size).text);
        }
        free(inner);
        free(start);
    }
    if (folder) {
        (void)closedir(folder);
    }
    free(path);
}

void tiles_close(struct tiles *tiles, struct verify *verify, uint64_t size)
{
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        if (tiles->levels[level].n > 0) {
            check_level(tiles, verify, level);
        }
    }
    check_folder(verify, "tile", size, 0);
}
