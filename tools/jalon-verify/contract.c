/* Follows the one chain of a bundle, and places its end among the heads. */
#include "jalon-verify/contract.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/checkpoints.h"
#include "jalon-verify/digests.h"
#include "jalon-verify/entries.h"
#include "jalon-verify/file.h"
#include "jalon-verify/heads.h"
#include "jalon-verify/memory.h"
#include "jalon-verify/proofs.h"

static const char file[] = "entries.jsonl";

struct walk {
    struct verify *verify;
    struct chain chain; /* seq 0: no entry yet */
    struct digests digests;
    struct leaf leaf; /* of the line at hand */
    struct seal seal; /* the last line */
    uint64_t line;
    bool is_sealed;
};

bool contract_is_given(const struct verify *verify)
{
    char *entries = verify_path(verify, file), *leaves = verify_path(verify, "leaves.jsonl");
    bool is = file_exists(entries) && !file_exists(leaves);
    free(leaves);
    free(entries);
    return is;
}

/* The Nth line has the Nth proof, in the order of the tree; proofs.c has followed it to the root.
 */
static uint64_t check_inclusion(struct walk *walk, const struct hash *hash)
{
    const struct verify *verify = walk->verify;
    size_t i = (size_t)walk->line - 1;
    bool is_there = i < verify->n_inclusions;
    const struct inclusion *one = is_there ? &verify->inclusions[i] : NULL;
    if (!one || !hash_equal(&one->leaf, hash) || (i > 0 && one[-1].index >= one->index)) {
        verify_line_fault(walk->verify, FAULT_contract_unproved,
                          &(struct place){file, walk->line, NULL}, NULL, NULL);
    }
    return one ? one->index : 0;
}

static void check_entry(struct walk *walk, const struct hash *hash)
{
    struct verify *verify = walk->verify;
    const struct entry *entry = &walk->leaf.entry;
    struct place place = {file, walk->line, entry};
    if (walk->chain.seq == 0) {
        memcpy(walk->chain.subject, entry->subject, sizeof entry->subject);
        memcpy(verify->report.subject, entry->subject_text.at, sizeof verify->report.subject - 1);
    } else if (memcmp(walk->chain.subject, entry->subject, sizeof entry->subject) != 0) {
        verify_line_fault(verify, FAULT_contract_subject, &place, verify->report.subject, NULL);
        return;
    }
    verify->report.counts[COUNT_entries]++;
    entries_check_link(verify, &walk->chain, hash, &place);
    entries_check_correction(verify, &place);
}

static void check_line(struct walk *walk, const char *bytes, size_t length)
{
    struct verify *verify = walk->verify;
    struct json_slice member = {NULL, 0};
    struct place place = {file, ++walk->line, NULL};
    enum json_fault fault = leaf_read(bytes, length, &walk->leaf, &member);
    bool is_readable = fault == JSON_OK && !member.at;
    struct hash hash = hash_leaf(verify->hasher, bytes, length);
    uint64_t index = check_inclusion(walk, &hash);
    digests_collect(&walk->digests, is_readable ? &walk->leaf : NULL);
    if (walk->is_sealed) {
        verify_line_fault(verify, FAULT_contract_seal, &place, NULL, NULL);
    } else if (!is_readable) {
        entries_say_unreadable(verify, fault, member, &place);
    } else if (walk->leaf.is_seal) {
        walk->seal = walk->leaf.seal;
        walk->is_sealed = true;
        verify->report.counts[COUNT_seals]++;
        verify->report.seal = index;
    } else {
        check_entry(walk, &hash);
    }
    digests_add(&walk->digests, verify, &(struct digest_place){walk->line, index, is_readable});
    verify->report.counts[COUNT_leaves]++;
}

/* The chain's end is in the tree of heads that the seal names, and it is not dated after it. */
static void check_head(struct walk *walk)
{
    struct verify *verify = walk->verify;
    struct place place = {file, walk->line, NULL};
    struct inclusion_proof place_in_heads;
    if (!walk->is_sealed || !walk->seal.has_heads || walk->chain.seq == 0) {
        verify_line_fault(verify, FAULT_contract_seal, &place, NULL, NULL);
        return;
    }
    struct hash leaf = heads_leaf(verify->hasher, &walk->chain);
    bool is_there = proofs_read_heads(verify, &place_in_heads);
    if (!is_there || !hash_equal(&place_in_heads.leaf, &leaf) ||
        !hash_equal(&place_in_heads.head.root, &walk->seal.heads) ||
        !proof_includes(&place_in_heads.proof, verify->hasher, place_in_heads.index, &leaf,
                        &place_in_heads.head)) {
        verify_fault(verify, FAULT_contract_head, "heads.json", number(walk->chain.seq).text);
    }
    verify->report.counts[COUNT_heads]++;
    if (walk->chain.recorded > walk->seal.at) {
        verify_line_fault(verify, FAULT_contract_recorded, &place, NULL, NULL);
    }
}

/* A proof more than lines is of an entry that the file does not show. */
static void check_all_shown(struct walk *walk)
{
    struct verify *verify = walk->verify;
    if (verify->n_inclusions > walk->line) {
        verify_fault(verify, FAULT_contract_hidden, file,
                     number(verify->inclusions[walk->line].index).text);
    }
}

static void check_file(struct walk *walk, struct lines *lines)
{
    const char *line = NULL;
    size_t length = 0;
    while (lines_next(lines, &line, &length)) {
        check_line(walk, line, length);
        if (!lines->is_whole && length < LINE_MAX_BYTES) {
            verify_line_fault(walk->verify, FAULT_leaf_no_line_end,
                              &(struct place){file, lines->number, NULL}, NULL, NULL);
        }
    }
    if (lines->error == 0) {
        check_head(walk);
        check_all_shown(walk);
    }
}

void contract_check(struct verify *verify, int64_t *ret_seal)
{
    static const enum count counts[] = {COUNT_leaves,  COUNT_entries, COUNT_corrections,
                                        COUNT_unknown, COUNT_seals,   COUNT_heads};
    struct lines lines;
    struct walk *walk = memory_new(1, sizeof *walk);
    char *path = verify_path(verify, file);
    walk->verify = verify;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        verify->report.is_given[counts[i]] = true;
    }
    verify->report.is_contract = true;
    bool is_open = lines_open(&lines, path);
    if (is_open) {
        digests_open(&walk->digests, verify, file);
        check_file(walk, &lines);
        digests_close(&walk->digests, verify);
        checkpoints_check_links(verify);
    }
    if (!is_open || lines.error != 0) {
        report_unreadable(&verify->report, path, is_open ? lines.error : errno);
    }
    *ret_seal = walk->seal.at;
    verify->report.seal_at = walk->seal.at;
    lines_close(&lines);
    free(path);
    free(walk);
}
