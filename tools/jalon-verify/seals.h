/*
 * Point 7: what the seals say of their batches, and what their times and snapshots say of the
 * entries between them.
 */
#pragma once

#include "jalon-verify/verify.h"

/* The sealer takes at most so many entries at once; of a batch that is full, others may have been
 * left for the next. */
#define SEAL_FULL_BATCH 10000

/* A seal that was passed. */
struct passed_seal {
    int64_t at;
    uint64_t epoch, system, line; /* 0: there is none */
    char *snapshot;
    size_t length;
};

/* The entry of a batch that a rule would hit, should its seal say so. */
struct suspect {
    struct entry entry;
    char subject[37];
    uint64_t line, n; /* 0: none */
};

struct seals {
    struct passed_seal last;
    struct passed_seal clear;        /* the last one that left nothing for the next */
    struct passed_seal before_clear; /* what had ended by this one was seen by `clear` */
    uint64_t first;                  /* index at which the open batch starts */
    uint64_t n_epochs;               /* its entries that open an epoch */
    char log[256];                   /* the log's name since the last of all; "": none was opened */
    uint64_t log_line;               /* where that entry stands */
    struct head head;                /* the tree before it */
    struct suspect latest;           /* of the batch: the entry that was recorded last */
    struct suspect held; /* its first entry whose transaction was over at `before_clear` */
    uint64_t good;       /* size of the largest tree that a seal or checkpoint confirmed */
    bool is_bad;         /* the last root compared was another */
};
void seals_done(struct seals *seals);

/* Before the first leaf of a batch: TREE is the one before it. */
void seals_open(struct seals *seals, struct verify *verify, const struct tree *tree);
/* An entry of the open batch, and the seal that ends it. */
void seals_add(struct seals *seals, struct verify *verify, const struct entry *entry,
               uint64_t line);
void seals_close(struct seals *seals, struct verify *verify, const struct seal *seal,
                 uint64_t line);
/* After the last leaf: a key whose epoch is over signs no checkpoint that holds its end. */
void seals_check_log(const struct seals *seals, struct verify *verify);
