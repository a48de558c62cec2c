/* Makes the tree of chain heads again. */
#include "jalon-verify/heads.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/memory.h"

enum { HEAD_BYTES = 160 }; /* hash, subject and number, with what stands around them */

static void write_uuid(const unsigned char bytes[16], char text[37])
{
    static const char digits[] = "0123456789abcdef";
    char *at = text;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *at++ = '-';
        }
        *at++ = digits[bytes[i] >> 4];
        *at++ = digits[bytes[i] & 15];
    }
    *at = '\0';
}

struct hash heads_leaf(struct hasher *hasher, const struct chain *chain)
{
    char text[HEAD_BYTES], subject[37];
    write_uuid(chain->subject, subject);
    int length =
        snprintf(text, sizeof text, "{\"leaf\":\"%s\",\"seq\":%" PRIu64 ",\"subject\":\"%s\"}",
                 hash_hex(&chain->head).text, chain->seq, subject);
    return hash_leaf(hasher, text, (size_t)length);
}

static int compare(const void *a, const void *b)
{
    const struct chain *const *left = a;
    const struct chain *const *right = b;
    return memcmp((*left)->subject, (*right)->subject, sizeof(*left)->subject);
}

/* The chains, in the order of their subjects; the caller frees the list. */
static const struct chain **sorted(const struct chains *chains)
{
    const struct chain **list = memory_new(chains->n, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < chains->size; i++) {
        if (chains->slots[i].line > 0) {
            list[n++] = &chains->slots[i];
        }
    }
    if (n > 1) {
        qsort(list, n, sizeof *list, compare);
    }
    return list;
}

void heads_check(struct verify *verify, const struct chains *chains, const struct seal *seal,
                 uint64_t line)
{
    if (!seal->has_heads) {
        return;
    }
    struct tree *tree = memory_new(1, sizeof *tree);
    const struct chain **list = sorted(chains);
    for (size_t i = 0; i < chains->n; i++) {
        struct hash leaf = heads_leaf(verify->hasher, list[i]);
        tree_add(tree, verify->hasher, &leaf);
    }
    struct hash root = tree_root(tree, verify->hasher);
    verify->report.counts[COUNT_heads]++;
    if (!hash_equal(&root, &seal->heads)) {
        verify_line_fault(verify, FAULT_heads_differ, &(struct place){"leaves.jsonl", line, NULL},
                          NULL, NULL);
    }
    free(list);
    free(tree);
}
