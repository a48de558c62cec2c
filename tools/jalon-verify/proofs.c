/* Reads and checks the proofs of a bundle. */
#include "jalon-verify/proofs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/checkpoints.h"
#include "jalon-verify/codec.h"
#include "jalon-verify/file.h"
#include "jalon-verify/memory.h"

static bool read_hash(struct json_slice value, struct hash *ret_hash)
{
    struct json_slice text;
    size_t n = 0;
    return json_text(value, &text) &&
           base64_read(text.at, text.length, ret_hash->bytes, sizeof ret_hash->bytes, &n) &&
           n == sizeof ret_hash->bytes;
}

static bool read_head(const struct json_object *object, const char *size, const char *root,
                      struct head *ret_head)
{
    return json_number(json_get(object, size), &ret_head->size) &&
           read_hash(json_get(object, root), &ret_head->root);
}

/* A proof of no hashes may be null. */
static bool read_proof(const struct json_object *object, struct proof *ret_proof)
{
    struct json_slice array = json_get(object, "proof"), item;
    ret_proof->n = 0;
    if (json_is(array, "null")) {
        return true;
    }
    if (!array.at || array.at[0] != '[') {
        return false;
    }
    while (json_next(&array, &item)) {
        if (ret_proof->n == PROOF_MAX || !read_hash(item, &ret_proof->hashes[ret_proof->n++])) {
            return false;
        }
    }
    return true;
}

static void fault(struct verify *verify, enum fault fault, const char *file, uint64_t n)
{
    verify_fault(verify, fault, file, number(n).text);
}

static bool read_inclusion(const struct json_object *object, struct inclusion_proof *ret)
{
    return json_number(json_get(object, "leafIdx"), &ret->index) &&
           read_head(object, "treeSize", "root", &ret->head) &&
           read_hash(json_get(object, "leafHash"), &ret->leaf) && read_proof(object, &ret->proof);
}

static void check_inclusion(struct verify *verify, const struct json_object *object, uint64_t n)
{
    static const char file[] = "inclusion.json";
    struct inclusion_proof read;
    if (!read_inclusion(object, &read)) {
        fault(verify, FAULT_proof_malformed, file, n);
        return;
    }
    verify->inclusions =
        memory_grow(verify->inclusions, verify->n_inclusions + 1, sizeof verify->inclusions[0]);
    verify->inclusions[verify->n_inclusions++] =
        (struct inclusion){.index = read.index, .leaf = read.leaf, .number = n};
    verify->report.counts[COUNT_inclusion]++;
    if (!checkpoints_have(verify, &read.head)) {
        fault(verify, FAULT_proof_head, file, n);
    } else if (!proof_includes(&read.proof, verify->hasher, read.index, &read.leaf, &read.head)) {
        fault(verify, FAULT_inclusion_fails, file, n);
    }
}

static void check_consistency(struct verify *verify, const struct json_object *object, uint64_t n)
{
    static const char file[] = "consistency.json";
    struct head first, second;
    struct proof proof;
    if (!read_head(object, "size1", "root1", &first) ||
        !read_head(object, "size2", "root2", &second) || !read_proof(object, &proof)) {
        fault(verify, FAULT_proof_malformed, file, n);
        return;
    }
    verify->report.counts[COUNT_consistency]++;
    if (!checkpoints_have(verify, &first) || !checkpoints_have(verify, &second)) {
        fault(verify, FAULT_proof_head, file, n);
    } else if (!proof_extends(&proof, verify->hasher, &first, &second)) {
        fault(verify, FAULT_consistency_fails, file, n);
    } else if (second.size == verify->checkpoint.head.size) {
        checkpoints_link(verify, &first);
    }
}

/* An array of objects, each given to CHECK. */
static void read_file(struct verify *verify, const char *file, enum count count,
                      void (*check)(struct verify *, const struct json_object *, uint64_t))
{
    size_t length = 0;
    char *path = verify_path(verify, file), *bytes = file_read(path, &length);
    struct json_object object;
    uint64_t n = 0;
    if (!bytes && errno != ENOENT) {
        report_unreadable(&verify->report, path, errno);
    }
    verify->report.is_given[count] = bytes != NULL;
    if (bytes) {
        struct json_slice item, array = {bytes, length};
        if (json_read(bytes, length, &object) != JSON_OK) {
            fault(verify, FAULT_proof_malformed, file, 1);
            array.length = 0;
        }
        while (json_next(&array, &item)) {
            n++;
            if (item.at[0] == '{' && json_read(item.at, item.length, &object) == JSON_OK) {
                check(verify, &object, n);
            } else {
                fault(verify, FAULT_proof_malformed, file, n);
            }
        }
        if (verify->report.counts[count] == 0) {
            verify_fault(verify, FAULT_nothing_checked, file, NULL);
        }
    }
    free(bytes);
    free(path);
}

bool proofs_read_heads(struct verify *verify, struct inclusion_proof *ret_proof)
{
    size_t length = 0;
    char *path = verify_path(verify, "heads.json"), *bytes = file_read(path, &length);
    struct json_object object;
    struct json_slice item, rest, array = {bytes, length};
    bool ok = bytes && json_read(bytes, length, &object) == JSON_OK && json_next(&array, &item) &&
              item.at[0] == '{' && json_read(item.at, item.length, &object) == JSON_OK &&
              read_inclusion(&object, ret_proof) && !json_next(&array, &rest);
    free(bytes);
    free(path);
    return ok;
}

static int compare(const void *a, const void *b)
{
    const struct inclusion *left = a, *right = b;
    return (left->index > right->index) - (left->index < right->index);
}

void proofs_read(struct verify *verify)
{
    read_file(verify, "inclusion.json", COUNT_inclusion, check_inclusion);
    read_file(verify, "consistency.json", COUNT_consistency, check_consistency);
    if (verify->n_inclusions > 1) {
        qsort(verify->inclusions, verify->n_inclusions, sizeof verify->inclusions[0], compare);
    }
}

void proofs_check_leaf(struct verify *verify, size_t *next, uint64_t index, const struct hash *hash)
{
    for (; *next < verify->n_inclusions && verify->inclusions[*next].index == index; ++*next) {
        if (!hash_equal(&verify->inclusions[*next].leaf, hash)) {
            fault(verify, FAULT_inclusion_leaf, "inclusion.json", index);
        }
    }
}
