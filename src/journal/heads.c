/* Keeps the heads in a search tree of the C library, by subject. */
#define _GNU_SOURCE /* twalk_r, tdestroy */
#include "journal/heads.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

struct head {
    char subject[37];
    int64_t seq;
    struct jalon_hash hash;
};

static int by_subject(const void *a, const void *b)
{
    const struct head *one = a, *other = b;
    return strcmp(one->subject, other->subject);
}

void jalon_heads_done(struct jalon_heads *heads)
{
    tdestroy(heads->root, free);
    heads->root = NULL;
}

void jalon_heads_set(struct jalon_heads *heads, const char *subject, int64_t seq,
                     const struct jalon_hash *hash)
{
    struct head *head = jalon_alloc(sizeof *head);
    *head = (struct head){.seq = seq, .hash = *hash};
    (void)snprintf(head->subject, sizeof head->subject, "%s", subject);
    struct head *const *kept = tsearch(head, &heads->root, by_subject);
    if (kept == NULL) {
        abort(); /* memory ran out */
    }
    if (*kept != head) {
        **kept = *head;
        free(head);
    }
}

/* The tree that grows while the heads are walked through. */
struct growing {
    struct jalon_tree tree;
    struct jalon_hasher *hasher;
};

static void add_head(const void *node, VISIT visit, void *context)
{
    const struct head *head = *(struct head *const *)node;
    struct growing *growing = context;
    if (visit != postorder && visit != leaf) { /* once each, in order */
        return;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_addf(&text, "{\"leaf\":\"%s\",\"seq\":%lld,\"subject\":\"%s\"}",
                   jalon_hash_hex(&head->hash).text, (long long)head->seq, head->subject);
    struct jalon_hash hash = jalon_hasher_leaf(growing->hasher, text.text, text.length);
    jalon_tree_add(&growing->tree, growing->hasher, &hash);
}

struct jalon_hash jalon_heads_root(const struct jalon_heads *heads, struct jalon_hasher *hasher)
{
    struct growing growing = {.hasher = hasher};
    twalk_r(heads->root, add_head, &growing);
    return jalon_tree_root(&growing.tree, hasher);
}
