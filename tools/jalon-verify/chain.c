/* An open-addressing table of chains by subject. */
#include "jalon-verify/chain.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/rand.h>

#include "jalon-verify/memory.h"

enum { FIRST_SIZE = 1024 };

void chains_done(struct chains *chains)
{
    free(chains->slots);
    *chains = (struct chains){0};
}

static size_t slot_of(const struct chains *chains, const unsigned char subject[16])
{
    uint64_t halves[2], mixed = chains->seed;
    memcpy(halves, subject, sizeof halves);
    for (int i = 0; i < 2; i++) {
        mixed = (mixed ^ halves[i]) * 0x9e3779b97f4a7c15U;
        mixed ^= mixed >> 32;
    }
    return (size_t)mixed & (chains->size - 1);
}

/* The slot of SUBJECT, or the free one where it belongs. */
static struct chain *probe(const struct chains *chains, const unsigned char subject[16])
{
    size_t i = slot_of(chains, subject);
    while (chains->slots[i].line > 0 && memcmp(chains->slots[i].subject, subject, 16) != 0) {
        i = (i + 1) & (chains->size - 1);
    }
    return &chains->slots[i];
}

static void grow(struct chains *chains)
{
    struct chains bigger = {.size = chains->size > 0 ? chains->size * 2 : FIRST_SIZE};
    (void)RAND_bytes((unsigned char *)&bigger.seed, sizeof bigger.seed);
    bigger.slots = memory_table(bigger.size, sizeof bigger.slots[0]);
    for (size_t i = 0; i < chains->size; i++) {
        if (chains->slots[i].line > 0) {
            *probe(&bigger, chains->slots[i].subject) = chains->slots[i];
            bigger.n++;
        }
    }
    free(chains->slots);
    *chains = bigger;
}

struct chain *chains_find(struct chains *chains, const unsigned char subject[16])
{
    if (chains->n >= chains->size / 4 * 3) {
        grow(chains);
    }
    struct chain *chain = probe(chains, subject);
    if (chain->line == 0) {
        memcpy(chain->subject, subject, sizeof chain->subject);
        chains->n++;
    }
    return chain;
}

void chains_fetch(const struct chains *chains, const unsigned char subject[16])
{
    if (chains->size > 0) {
        memory_fetch(&chains->slots[slot_of(chains, subject)]);
        memory_fetch(&chains->slots[slot_of(chains, subject)].recorded);
    }
}

enum link chain_judge(const struct chain *chain, const struct entry *entry)
{
    if (entry->seq != chain->seq + 1) {
        return LINK_SEQ;
    }
    if (chain->seq == 0) {
        return entry->has_prev ? LINK_START : LINK_OK;
    }
    if (!entry->has_prev || !hash_equal(&entry->prev, &chain->head)) {
        return LINK_PREV;
    }
    return entry->recorded > chain->recorded ? LINK_OK : LINK_RECORDED;
}

void chain_follow(struct chain *chain, const struct entry *entry, const struct hash *hash,
                  uint64_t line)
{
    chain->seq = entry->seq;
    chain->head = *hash;
    chain->recorded = entry->recorded;
    chain->line = line;
}
