/* Collects digests, and reads the disclosures alongside the leaves. */
#include "jalon-verify/digests.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/codec.h"
#include "jalon-verify/memory.h"

enum { MAX_DOUBTS = 1000 };
static const char file[] = "disclosures.jsonl";

static const char *find(const char *at, const char *end, const char *text)
{
    size_t length = strlen(text);
    while ((size_t)(end - at) >= length) {
        const char *one = memchr(at, text[0], (size_t)(end - at) - length + 1);
        if (!one || memcmp(one, text, length) == 0) {
            return one;
        }
        at = one + 1;
    }
    return NULL;
}

/* Within a string every quote has a backslash before it, so that this is found in objects only. */
static void collect(struct digest_list *found, struct json_slice value)
{
    static const char start[] = "{\"sd\":[\"";
    const char *end = value.at + value.length, *at = find(value.at, end, start);
    while (at) {
        at += sizeof start - 1;
        for (;;) {
            const char *quote = memchr(at, '"', (size_t)(end - at));
            if (!quote || quote - at != DIGEST_LENGTH || found->n == DIGESTS_OF_LEAF) {
                break;
            }
            found->is_disclosed[found->n] = false;
            found->digests[found->n++] = at;
            at = quote + 1;
            if (end - at < 2 || at[0] != ',' || at[1] != '"') {
                break;
            }
            at += 2;
        }
        at = find(at, end, start);
    }
}

void digests_of(struct digest_list *found, const struct leaf *leaf)
{
    found->n = 0;
    for (size_t i = 0; !leaf->is_seal && i < OWN_N; i++) {
        if (leaf->entry.own[i].at) {
            collect(found, leaf->entry.own[i]);
        }
    }
}

static void resize(struct digest_set *set, size_t size)
{
    struct digest_set bigger = {memory_table(size, sizeof *set->slots), size, set->n};
    for (size_t i = 0; i < set->size; i++) {
        if (set->slots[i] != 0) {
            size_t k = (size_t)set->slots[i] & (size - 1);
            while (bigger.slots[k] != 0) {
                k = (k + 1) & (size - 1);
            }
            bigger.slots[k] = set->slots[i];
        }
    }
    free(set->slots);
    *set = bigger;
}

/* The set's part of a digest: 16 of its characters, mixed. */
static uint64_t part_of(const char *digest)
{
    uint64_t halves[2];
    memcpy(halves, digest, sizeof halves);
    uint64_t part = (halves[0] ^ halves[1] >> 32 ^ halves[1] << 32) * 0x9e3779b97f4a7c15U;
    part ^= part >> 32;
    return part > 0 ? part : 1;
}

/* False when it was there. */
static bool add(struct digest_set *set, const char *digest)
{
    uint64_t part = part_of(digest);
    if (set->n >= set->size / 4 * 3) {
        resize(set, set->size * 2);
    }
    size_t i = (size_t)part & (set->size - 1);
    for (; set->slots[i] != 0; i = (i + 1) & (set->size - 1)) {
        if (set->slots[i] == part) {
            return false;
        }
    }
    set->slots[i] = part;
    set->n++;
    return true;
}

static void doubt(struct digests *digests, const char *digest, uint64_t line)
{
    if (digests->n_doubts == MAX_DOUBTS) {
        return;
    }
    digests->doubts =
        memory_grow(digests->doubts, digests->n_doubts + 1, sizeof digests->doubts[0]);
    struct digest_doubt *new = &digests->doubts[digests->n_doubts++];
    *new = (struct digest_doubt){.line = line};
    memcpy(new->text, digest, DIGEST_LENGTH);
}

static bool read_disclosure(const char *line, size_t length, struct digests *digests)
{
    struct json_object object;
    return json_read_leaf(line, length, &object) == JSON_OK && object.n == 2 &&
           json_text(json_get(&object, "disclosure"), &digests->text) &&
           json_number(json_get(&object, "leaf"), &digests->leaf);
}

/* Moves to the next disclosure that can be read and is in order. */
static void move_on(struct digests *digests, struct verify *verify)
{
    const char *line = NULL;
    size_t length = 0;
    uint64_t last = digests->leaf;
    digests->has_next = false;
    while (!digests->has_next && lines_next(&digests->disclosures, &line, &length)) {
        struct place place = {file, digests->disclosures.number, NULL};
        verify->report.counts[COUNT_disclosures]++;
        if (!read_disclosure(line, length, digests) || !digests->disclosures.is_whole) {
            verify_line_fault(verify, FAULT_disclosure_malformed, &place, NULL, NULL);
        } else if (digests->leaf < last) {
            verify_line_fault(verify, FAULT_disclosure_order, &place, NULL, NULL);
        } else {
            digests->has_next = true;
        }
    }
    if (digests->disclosures.error != 0) {
        report_unreadable(&verify->report, file, digests->disclosures.error);
    }
}

void digests_open(struct digests *digests, struct verify *verify, const char *leaves)
{
    size_t size = 4096;
    uint64_t n = verify->checkpoint.head.size;
    char *path = verify_path(verify, file);
    memset(digests, 0, sizeof *digests);
    digests->leaves = leaves;
    /* room for two a leaf; more rooms than the smallest leaves fill are not believed */
    while (size < 4194304 && size / 4 < n) {
        size *= 2;
    }
    resize(&digests->set, size);
    verify->report.is_given[COUNT_digests] = true;
    bool is_open = lines_open(&digests->disclosures, path);
    if (!is_open && errno != ENOENT) {
        report_unreadable(&verify->report, path, errno);
    }
    verify->report.is_given[COUNT_disclosures] = is_open;
    if (is_open) {
        digests->bytes = memory_new(LINE_MAX_BYTES, 1);
        move_on(digests, verify);
    }
    free(path);
}

/* Does the text read ["<salt>","<member>",<value>]? */
static bool opens(struct digests *digests)
{
    struct json_object ignored;
    struct json_slice array, item;
    size_t length = 0, n = 0;
    if (!base64url_read(digests->text.at, digests->text.length, digests->bytes, &length)) {
        return false;
    }
    array = (struct json_slice){(const char *)digests->bytes, length};
    if (json_read(array.at, length, &ignored) != JSON_OK) {
        return false;
    }
    for (; json_next(&array, &item); n++) {
        if (n < 2 && item.at[0] != '"') {
            return false;
        }
    }
    return n == 3;
}

/* The next disclosure is of this leaf: which digest is its own? */
static void match(struct digests *digests, struct verify *verify, struct digest_list *found)
{
    struct place place = {file, digests->disclosures.number, NULL};
    struct number leaf = number(digests->leaf);
    struct hash hash = hash_bytes(verify->hasher, digests->text.at, digests->text.length);
    char digest[DIGEST_LENGTH];
    size_t i = 0;
    base64url_write_hash(hash.bytes, digest);
    while (i < found->n && memcmp(found->digests[i], digest, sizeof digest) != 0) {
        i++;
    }
    if (i == found->n || !opens(digests)) {
        enum fault fault = i < found->n ? FAULT_disclosure_malformed : FAULT_disclosure_unmatched;
        verify_line_fault(verify, fault, &place, leaf.text, NULL);
    } else if (found->is_disclosed[i]) {
        verify_line_fault(verify, FAULT_disclosure_twice, &place, leaf.text, NULL);
    } else {
        found->is_disclosed[i] = true;
    }
}

void digests_collect(struct digests *digests, const struct leaf *leaf)
{
    digests->list.n = 0;
    if (leaf) {
        digests_of(&digests->list, leaf);
    }
    for (size_t i = 0; i < digests->list.n; i++) {
        size_t slot = (size_t)part_of(digests->list.digests[i]) & (digests->set.size - 1);
        memory_fetch(&digests->set.slots[slot]);
    }
}

void digests_add(struct digests *digests, struct verify *verify, const struct digest_place *place)
{
    struct digest_list *list = &digests->list;
    verify->report.counts[COUNT_digests] += list->n;
    for (size_t i = 0; i < list->n; i++) {
        if (!add(&digests->set, list->digests[i])) {
            doubt(digests, list->digests[i], place->line);
        }
    }
    while (digests->has_next && digests->leaf <= place->index) {
        if (place->is_readable) {
            match(digests, verify, list);
        }
        move_on(digests, verify);
    }
}

void digests_read_again(struct verify *verify, const char *leaves,
                        void (*take)(void *context, const char *digest, uint64_t line),
                        void *context)
{
    struct lines lines;
    struct digest_list found;
    struct leaf leaf;
    struct json_slice member;
    const char *line = NULL;
    size_t length = 0;
    char *path = verify_path(verify, leaves);
    bool is_open = lines_open(&lines, path);
    int error = is_open ? 0 : errno;
    while (is_open && lines_next(&lines, &line, &length)) {
        if (leaf_read(line, length, &leaf, &member) != JSON_OK || member.at) {
            continue;
        }
        digests_of(&found, &leaf);
        for (size_t i = 0; i < found.n; i++) {
            take(context, found.digests[i], lines.number);
        }
    }
    error = is_open ? lines.error : error;
    if (error != 0) {
        report_unreadable(&verify->report, path, error);
    }
    lines_close(&lines);
    free(path);
}

/* Where a digest in doubt is found first. */
static void take_doubt(void *context, const char *digest, uint64_t line)
{
    struct digests *digests = context;
    for (size_t i = 0; i < digests->n_doubts; i++) {
        struct digest_doubt *one = &digests->doubts[i];
        if (memcmp(digest, one->text, DIGEST_LENGTH) == 0 && one->n++ == 0) {
            one->first_line = line;
        }
    }
}

/* The set holds a part of each digest: what is there once only was another with the same part. */
static void settle_doubts(struct digests *digests, struct verify *verify)
{
    if (digests->n_doubts == 0) {
        return;
    }
    digests_read_again(verify, digests->leaves, take_doubt, digests);
    for (size_t i = 0; i < digests->n_doubts; i++) {
        const struct digest_doubt *one = &digests->doubts[i];
        struct place place = {digests->leaves, one->line, NULL};
        if (one->n > 1) {
            verify_line_fault(verify, FAULT_digest_twice, &place, one->text,
                              number(one->first_line).text);
        }
    }
}

void digests_close(struct digests *digests, struct verify *verify)
{
    while (digests->has_next) {
        struct place place = {file, digests->disclosures.number, NULL};
        verify_line_fault(verify, FAULT_disclosure_unmatched, &place, number(digests->leaf).text,
                          NULL);
        move_on(digests, verify);
    }
    settle_doubts(digests, verify);
    lines_close(&digests->disclosures);
    free(digests->set.slots);
    free(digests->doubts);
    free(digests->bytes);
}
