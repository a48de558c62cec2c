/*
 * What the seals of the journal say of the batches that they end (migrations/R_12_seal.sql), and
 * what their times say of the entries between them.
 */
#pragma once

#include <jansson.h>

#include "journal/tree.h"

/* The longest that a transaction may take: an entry is not dated earlier before a seal than that.
 */
#define JALON_LONGEST_TRANSACTION_S 3600

/* The batch that is followed. Zeroed: before the first leaf. */
struct jalon_seals {
    uint64_t first;         /* the leaf with which it starts */
    struct jalon_hash root; /* of the tree before it */
    uint64_t n;             /* entries in it so far */
    int64_t n_epochs;       /* of these, that open an epoch */
    char latest[28];        /* when the last of them was recorded */
    char at[28];            /* of the seal before it; "": there is none */
    char earliest[28];      /* before which nothing of it may be dated */
    int64_t epoch;          /* of the seal before it; 0: there is none */
};

/* Opens a batch with the leaf FIRST, after a tree of that root. */
void jalon_seals_open(struct jalon_seals *seals, uint64_t first, const struct jalon_hash *root);

/* An entry of the open batch, RECORDED as leaves spell times; EVENT may be NULL. False: it is dated
 * over an hour before the seal before it. */
JALON_MUST_CHECK bool jalon_seals_add(struct jalon_seals *seals, const char *recorded,
                                      const char *event);

/* What a seal should say and does not. */
struct jalon_seal_fault {
    const char *member; /* NULL: none */
    char wanted[65];    /* "" when only the form is wrong; a time: later than that */
};
/* Ends the batch with SEAL, the leaf at INDEX; moves on in every case. What it says of the heads is
 * for journal/heads.h. */
struct jalon_seal_fault jalon_seals_close(struct jalon_seals *seals, const json_t *seal,
                                          uint64_t index);
