/* Collects what entries erase, and looks it up in leaves and disclosures. */
#include "jalon-verify/erasures.h"

#include <stdlib.h>
#include <string.h>

#include "jalon-verify/codec.h"
#include "jalon-verify/digests.h"
#include "jalon-verify/file.h"
#include "jalon-verify/memory.h"

static const char leaves[] = "leaves.jsonl";
static const char disclosures[] = "disclosures.jsonl";

struct erased {
    char digest[DIGEST_LENGTH + 1];
    uint64_t line;   /* of the entry that erases it */
    uint64_t source; /* of the leaf that holds it; 0: not found */
};

static bool is_erasure(const struct leaf *leaf)
{
    return !leaf->is_seal && leaf->entry.event.length == 5 &&
           memcmp(leaf->entry.event.at, "erase", 5) == 0;
}

/* Notes the digests that the entry on LINE lists; false: it is no list of them. */
static bool add_digests(struct erasures *erasures, struct verify *verify, struct json_slice digests,
                        uint64_t line)
{
    struct json_slice item, text;
    if (digests.at[0] != '[') {
        return false;
    }
    while (json_next(&digests, &item)) {
        if (!json_text(item, &text) || text.length != DIGEST_LENGTH) {
            return false;
        }
        erasures->items = memory_grow(erasures->items, erasures->n + 1, sizeof *erasures->items);
        struct erased *new = &erasures->items[erasures->n++];
        *new = (struct erased){.line = line};
        memcpy(new->digest, text.at, DIGEST_LENGTH);
        verify->report.counts[COUNT_erased]++;
    }
    return true;
}

/* There is a list of digests, which is empty only beside one of files. */
static bool add_lists(struct erasures *erasures, struct verify *verify, const struct place *place)
{
    struct json_object after;
    const struct json_slice value = place->entry->own[OWN_AFTER];
    size_t n = erasures->n;
    if (!value.at || json_read(value.at, value.length, &after) != JSON_OK) {
        return false;
    }
    struct json_slice digests = json_get(&after, "digests"), files = json_get(&after, "files");
    return digests.at && add_digests(erasures, verify, digests, place->line) &&
           (files.at ? kept_files_erase(&erasures->files, verify, files, place) : erasures->n > n);
}

void erasures_add(struct erasures *erasures, struct verify *verify, const struct leaf *leaf,
                  uint64_t line)
{
    const struct place place = {leaves, line, &leaf->entry};
    kept_files_add(&erasures->files, leaf);
    if (!is_erasure(leaf)) {
        return;
    }
    verify->report.is_given[COUNT_erased] = true;
    if (!add_lists(erasures, verify, &place)) {
        verify_line_fault(verify, FAULT_erasure_malformed, &place, NULL, NULL);
    }
}

/* By digest; of two that are the same, the one erased first. */
static int compare(const void *a, const void *b)
{
    const struct erased *one = a, *other = b;
    int order = memcmp(one->digest, other->digest, DIGEST_LENGTH);
    return order != 0 ? order : (one->line > other->line) - (one->line < other->line);
}

static int compare_digest(const void *digest, const void *item)
{
    return memcmp(digest, ((const struct erased *)item)->digest, DIGEST_LENGTH);
}

static struct erased *find(const struct erasures *erasures, const char *digest)
{
    return bsearch(digest, erasures->items, erasures->n, sizeof *erasures->items, compare_digest);
}

static void take_source(void *context, const char *digest, uint64_t line)
{
    struct erased *one = find(context, digest);
    if (one && one->source == 0) {
        one->source = line;
    }
}

/* What a line of disclosures.jsonl is the text of; its form was judged before. */
static bool read_digest(struct verify *verify, const char *line, size_t length,
                        char digest[DIGEST_LENGTH])
{
    struct json_object object;
    struct json_slice text;
    if (json_read_leaf(line, length, &object) != JSON_OK ||
        !json_text(json_get(&object, "disclosure"), &text)) {
        return false;
    }
    struct hash hash = hash_bytes(verify->hasher, text.at, text.length);
    base64url_write_hash(hash.bytes, digest);
    return true;
}

static void find_disclosed(const struct erasures *erasures, struct verify *verify)
{
    struct lines lines;
    char digest[DIGEST_LENGTH];
    const char *line = NULL;
    size_t length = 0;
    char *path = verify_path(verify, disclosures);
    bool is_open = lines_open(&lines, path);
    free(path);
    while (is_open && lines_next(&lines, &line, &length)) {
        const struct erased *one =
            read_digest(verify, line, length, digest) ? find(erasures, digest) : NULL;
        if (one) {
            verify_line_fault(verify, FAULT_erased_disclosed,
                              &(struct place){disclosures, lines.number, NULL},
                              number(one->line).text, NULL);
        }
    }
    if (is_open && lines.error != 0) {
        report_unreadable(&verify->report, disclosures, lines.error);
    }
    lines_close(&lines);
}

static void judge(const struct erasures *erasures, struct verify *verify, size_t i)
{
    const struct erased *one = &erasures->items[i];
    const struct erased *before = i > 0 ? &erasures->items[i - 1] : NULL;
    struct place place = {leaves, one->line, NULL};
    if (before && memcmp(before->digest, one->digest, DIGEST_LENGTH) == 0) {
        verify_line_fault(verify, FAULT_erased_twice, &place, one->digest,
                          number(before->line).text);
        return;
    }
    /* a search may have met any of several that are the same: then none else has its source */
    if (one->source == 0 && i + 1 < erasures->n &&
        memcmp(one[1].digest, one->digest, DIGEST_LENGTH) == 0) {
        return;
    }
    if (one->source == 0 || one->source >= one->line) {
        verify_line_fault(verify, FAULT_erased_unknown, &place, one->digest, NULL);
    }
}

void erasures_close(struct erasures *erasures, struct verify *verify)
{
    if (erasures->n > 0) {
        qsort(erasures->items, erasures->n, sizeof *erasures->items, compare);
        digests_read_again(verify, leaves, take_source, erasures);
        find_disclosed(erasures, verify);
    }
    for (size_t i = 0; i < erasures->n; i++) {
        judge(erasures, verify, i);
    }
    free(erasures->items);
    kept_files_close(&erasures->files);
}
