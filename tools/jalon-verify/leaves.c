/* Takes each leaf through the checks, in order of the index. */
#include "jalon-verify/leaves.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/chain.h"
#include "jalon-verify/digests.h"
#include "jalon-verify/entries.h"
#include "jalon-verify/erasures.h"
#include "jalon-verify/file.h"
#include "jalon-verify/heads.h"
#include "jalon-verify/memory.h"
#include "jalon-verify/proofs.h"
#include "jalon-verify/seals.h"
#include "jalon-verify/stream.h"
#include "jalon-verify/tiles.h"

static const char file[] = "leaves.jsonl";

struct walk {
    struct verify *verify;
    struct tree tree;
    struct chains chains;
    struct seals seals;
    struct tiles tiles;
    struct digests digests;
    struct erasures erasures;
    size_t next_head, next_inclusion;
    uint64_t sealed; /* size of the tree up to the last seal */
};

/* A leaf and the hash of its bytes. */
struct read_leaf {
    const struct leaf *leaf;
    struct hash hash;
    uint64_t line;
    bool is_readable;
};

/* Every signed checkpoint of the size reached is the root of what was read. */
static void check_heads(struct walk *walk)
{
    struct verify *verify = walk->verify;
    for (; walk->next_head < verify->n_heads; walk->next_head++) {
        const struct signed_head *one = &verify->heads[walk->next_head];
        if (one->head.size != walk->tree.size) {
            return;
        }
        struct hash root = tree_root(&walk->tree, verify->hasher);
        if (hash_equal(&root, &one->head.root)) {
            walk->seals.good = one->head.size;
            continue;
        }
        uint64_t last = one->head.size > 0 ? one->head.size - 1 : 0;
        report_fault(&verify->report, FAULT_root_differs, &(struct place){.file = one->file},
                     (const char *[3]){number(one->head.size).text, number(walk->seals.good).text,
                                       number(last).text});
    }
}

/* Hashes the leaf while the rows of its digests and of its chain are fetched. */
static void take_leaf(struct walk *walk, const struct stream_line *line, struct read_leaf *ret)
{
    ret->leaf = &line->leaf;
    ret->is_readable = line->fault == JSON_OK && !line->member.at;
    digests_collect(&walk->digests, ret->is_readable ? ret->leaf : NULL);
    if (ret->is_readable && !ret->leaf->is_seal) {
        chains_fetch(&walk->chains, ret->leaf->entry.subject);
    }
    ret->hash = hash_leaf(walk->verify->hasher, line->at, line->length);
    if (!ret->is_readable) {
        entries_say_unreadable(walk->verify, line->fault, line->member,
                               &(struct place){file, ret->line, NULL});
    }
}

static void check_entry(struct walk *walk, const struct read_leaf *read)
{
    struct verify *verify = walk->verify;
    const struct entry *entry = &read->leaf->entry;
    struct place place = {file, read->line, entry};
    verify->report.counts[COUNT_entries]++;
    entries_check_link(verify, chains_find(&walk->chains, entry->subject), &read->hash, &place);
    entries_check_correction(verify, &place);
    erasures_add(&walk->erasures, verify, read->leaf, read->line);
    seals_add(&walk->seals, verify, entry, read->line);
}

static void check_leaf(struct walk *walk, const struct stream_line *line)
{
    struct verify *verify = walk->verify;
    struct read_leaf read;
    read.line = walk->tree.size + 1;
    if (walk->tree.size == walk->sealed) {
        seals_open(&walk->seals, verify, &walk->tree);
    }
    take_leaf(walk, line, &read);
    if (read.is_readable && read.leaf->is_seal) {
        seals_close(&walk->seals, verify, &read.leaf->seal, read.line);
        heads_check(verify, &walk->chains, &read.leaf->seal, read.line);
        walk->sealed = read.line;
    } else if (read.is_readable) {
        check_entry(walk, &read);
    }
    digests_add(&walk->digests, verify,
                &(struct digest_place){read.line, walk->tree.size, read.is_readable});
    proofs_check_leaf(verify, &walk->next_inclusion, walk->tree.size, &read.hash);
    tree_add(&walk->tree, verify->hasher, &read.hash);
    tiles_add(&walk->tiles, verify, &read.hash, &walk->tree);
    verify->report.counts[COUNT_leaves]++;
    check_heads(walk);
}

static void read_all(struct walk *walk, struct stream *stream)
{
    struct verify *verify = walk->verify;
    uint64_t size = verify->checkpoint.head.size;
    const struct stream_line *line = NULL;
    check_heads(walk); /* those of the empty tree */
    while (walk->tree.size < size && (line = stream_next(stream)) != NULL) {
        check_leaf(walk, line);
        if (!line->is_whole && line->length < LINE_MAX_BYTES) {
            verify_line_fault(verify, FAULT_leaf_no_line_end,
                              &(struct place){file, walk->tree.size, NULL}, NULL, NULL);
        }
    }
    if (walk->tree.size == size && stream_next(stream)) {
        verify_line_fault(verify, FAULT_leaves_more, &(struct place){file, size + 1, NULL},
                          number(size).text, NULL);
    } else if (walk->tree.size < size && stream_error(stream) == 0) {
        verify_line_fault(verify, FAULT_leaves_missing, &(struct place){.file = file},
                          number(size).text, number(walk->tree.size).text);
    }
}

static void finish(struct walk *walk)
{
    struct verify *verify = walk->verify;
    verify->report.counts[COUNT_chains] = walk->chains.n;
    if (walk->sealed < walk->tree.size) {
        verify_fault(verify, FAULT_seal_missing, file, number(walk->tree.size - walk->sealed).text);
    }
    if (walk->tree.size == 0) {
        verify_fault(verify, FAULT_nothing_checked, file, NULL);
    }
    seals_check_log(&walk->seals, verify);
    tiles_close(&walk->tiles, verify, walk->tree.size);
    digests_close(&walk->digests, verify);
    erasures_close(&walk->erasures, verify);
    chains_done(&walk->chains);
    seals_done(&walk->seals);
}

void leaves_check(struct verify *verify, int64_t *ret_last_seal)
{
    static const enum count counts[] = {COUNT_leaves,      COUNT_entries, COUNT_chains,
                                        COUNT_corrections, COUNT_unknown, COUNT_seals,
                                        COUNT_heads};
    struct walk *walk = memory_new(1, sizeof *walk);
    char *path = verify_path(verify, file);
    *ret_last_seal = 0;
    walk->verify = verify;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        verify->report.is_given[counts[i]] = true;
    }
    struct stream *stream = stream_open(path);
    if (stream) {
        tiles_open(&walk->tiles, verify);
        digests_open(&walk->digests, verify, file);
        read_all(walk, stream);
        *ret_last_seal = walk->seals.last.at;
        finish(walk);
        if (stream_error(stream) != 0) {
            report_unreadable(&verify->report, path, stream_error(stream));
        }
        stream_close(stream);
    } else {
        report_unreadable(&verify->report, path, errno);
    }
    free(path);
    free(walk);
}
