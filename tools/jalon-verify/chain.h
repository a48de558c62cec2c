/* Point 6: the entries of each subject are numbered 1, 2, 3… and each holds the hash of the last.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jalon-verify/hash.h"
#include "jalon-verify/leaf.h"

/* How far the chain of one subject was followed; seq 0: before its first entry. */
struct chain {
    unsigned char subject[16];
    struct hash head;
    uint64_t seq;
    int64_t recorded;
    uint64_t line; /* of that entry */
};

/* A hash table of them. Zeroed: none. */
struct chains {
    struct chain *slots;
    size_t size, n;
    uint64_t seed; /* subjects chosen to collide must not slow the check down */
};
void chains_done(struct chains *chains);

/* The chain of SUBJECT, made when there is none; valid until the next call. */
struct chain *chains_find(struct chains *chains, const unsigned char subject[16]);

/* The chain of SUBJECT will be looked up. */
void chains_fetch(const struct chains *chains, const unsigned char subject[16]);

enum link {
    LINK_OK,
    LINK_SEQ,      /* not the number after the last one */
    LINK_START,    /* the first one names one before it */
    LINK_PREV,     /* `prev` is not the hash of the entry before */
    LINK_RECORDED, /* not later than the entry before */
};
enum link chain_judge(const struct chain *chain, const struct entry *entry);
/* Moves on, also after a fault: one broken link is told once. */
void chain_follow(struct chain *chain, const struct entry *entry, const struct hash *hash,
                  uint64_t line);
