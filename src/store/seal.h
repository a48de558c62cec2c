/* The sealed journal: batches, leaves, hashes of the tree, checkpoints. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/uuid.h"
#include "pg/db.h"

struct jalon_log_head {
    int64_t epoch;
    uint64_t size;
    char root[65];       /* hexadecimal */
    int64_t n_pending;   /* entries that no seal covers yet */
    bool is_of_past_day; /* no seal today (UTC) */
};
JALON_MUST_CHECK int jalon_store_log_head(struct jalon_db *db, struct jalon_log_head *ret_head,
                                          struct jalon_err *err);

/* Seals at most MOST entries as one batch; with IDLE also none. *ret_sealed: there was a batch. */
JALON_MUST_CHECK int jalon_store_seal(struct jalon_db *db, int most, bool idle, bool *ret_sealed,
                                      struct jalon_err *err);

/* A leaf as the database keeps it. */
struct jalon_kept_leaf {
    uint64_t index;
    const char *text; /* "" when its entry is gone */
    const char *hash; /* hexadecimal */
    const char *code; /* NULL: a seal, or the entry is gone */
    int64_t seq;
};
/* Hands over the leaves FIRST … SIZE - 1 in order, those that are there. False from READ: no more.
 */
struct jalon_leaf_reader {
    bool (*read)(void *context, const struct jalon_kept_leaf *leaf);
    void *context;
};
JALON_MUST_CHECK int jalon_store_leaves(struct jalon_db *db, uint64_t first, uint64_t size,
                                        const struct jalon_leaf_reader *reader,
                                        struct jalon_err *err);

/* The same for the entries of one subject before the leaf SEAL, and that one; without code and
 * number. */
JALON_MUST_CHECK int jalon_store_subject_leaves(struct jalon_db *db, const char *subject,
                                                uint64_t seal,
                                                const struct jalon_leaf_reader *reader,
                                                struct jalon_err *err);

/* The same for the heads that the seal names: the leaf of each, and whether it is SUBJECT's. */
struct jalon_head_reader {
    bool (*read)(void *context, const char *head, bool is_own);
    void *context;
};
JALON_MUST_CHECK int jalon_store_heads(struct jalon_db *db, const char *subject, uint64_t seal,
                                       const struct jalon_head_reader *reader,
                                       struct jalon_err *err);

enum jalon_heads_outcome { JALON_HEADS_FOUND, JALON_HEADS_MISSING };
/* The last of the first SIZE leaves that is a seal and names the heads of all chains. */
JALON_MUST_CHECK int jalon_store_last_heads(struct jalon_db *db, uint64_t size, uint64_t *ret_index,
                                            struct jalon_err *err);

/* What CODE's entries are entries of; NOT_FOUND when none is sealed. */
JALON_MUST_CHECK int jalon_store_subject_of(struct jalon_db *db, const char *programme,
                                            const char *code, struct jalon_uuid *ret_subject,
                                            struct jalon_err *err);

/* The same for what the digests in the leaves 0 … SIZE - 1 stand for, by leaf, then by text; those
 * of SUBJECT, or of all when it is NULL. */
struct jalon_disclosure_reader {
    bool (*read)(void *context, uint64_t index, const char *disclosure);
    void *context;
};
JALON_MUST_CHECK int jalon_store_disclosures(struct jalon_db *db, uint64_t size,
                                             const char *subject,
                                             const struct jalon_disclosure_reader *reader,
                                             struct jalon_err *err);

/*
 * Adds the hashes, in hexadecimal one after the other, of N complete subtrees from FIRST on, of
 * 256^LEVEL leaves each.
 */
JALON_MUST_CHECK int jalon_store_tree_hashes(struct jalon_db *db, unsigned level, uint64_t first,
                                             uint64_t n, struct jalon_str *out,
                                             struct jalon_err *err);

/* The leaf of a sealed entry; NOT_FOUND when it is none, or not sealed yet. */
JALON_MUST_CHECK int jalon_store_leaf_index(struct jalon_db *db, const char *programme,
                                            const char *code, int64_t seq, uint64_t *ret_index,
                                            struct jalon_err *err);

/* Leaves by their place; the hash, in hexadecimal, is the one that is kept. */
struct jalon_sealed_leaf {
    uint64_t index;
    const char *hash;
};
struct jalon_sealed_leaves { /* in the order of the tree */
    struct jalon_sealed_leaf *items;
    size_t n, capacity;
    struct jalon_arena *arena;
};
void jalon_sealed_leaves_done(struct jalon_sealed_leaves *leaves); /* for JALON_AUTO */
void jalon_sealed_leaves_add(struct jalon_sealed_leaves *leaves, uint64_t index, const char *hash);

/* Of the first SIZE leaves: the last one, and the last entry of the MOST subjects that were written
 * to last. */
JALON_MUST_CHECK int jalon_store_last_leaves(struct jalon_db *db, uint64_t size, int most,
                                             struct jalon_sealed_leaves *ret_leaves,
                                             struct jalon_err *err);

/* An entry with which something is wrong, and what. */
struct jalon_odd_entry {
    const char *code;
    int64_t seq;
    uint64_t index;       /* of its leaf, of one out of order */
    int64_t before;       /* the number before it */
    const char *recorded; /* of one that is not sealed: "2026-11-25T…" */
    bool is_pending;      /* it waits for a seal */
};
struct jalon_odd_entry_reader {
    bool (*read)(void *context, const struct jalon_odd_entry *entry);
    void *context;
};
/* Those whose leaf comes after the one of a later entry of their subject. */
JALON_MUST_CHECK int jalon_store_disordered(struct jalon_db *db,
                                            const struct jalon_odd_entry_reader *reader,
                                            struct jalon_err *err);
/* Those that wait for a seal for longer than DELAY seconds, and those that no seal will take. */
JALON_MUST_CHECK int jalon_store_unsealed(struct jalon_db *db, int delay,
                                          const struct jalon_odd_entry_reader *reader,
                                          struct jalon_err *err);

/* Indexes that do not lead to all rows of their table, and what PostgreSQL says of them. */
struct jalon_bad_index_reader {
    bool (*read)(void *context, const char *index, const char *fault);
    void *context;
};
JALON_MUST_CHECK int jalon_store_bad_indexes(struct jalon_db *db,
                                             const struct jalon_bad_index_reader *reader,
                                             struct jalon_err *err);

/* Keeps a note; JOURNAL when another one is kept for that size. */
JALON_MUST_CHECK int jalon_store_checkpoint_keep(struct jalon_db *db, int64_t epoch, uint64_t size,
                                                 const char *note, struct jalon_err *err);

/* Keeps the line, verified and with its LF, by which a witness cosigned the checkpoint of that
 * size; of a witness that did before, the first line stays. */
JALON_MUST_CHECK int jalon_store_cosignature_keep(struct jalon_db *db, uint64_t size,
                                                  const char *witness, const char *line,
                                                  struct jalon_err *err);

struct jalon_kept_checkpoint {
    uint64_t size;
    const char *note; /* with the lines of witnesses */
};
struct jalon_kept_checkpoints { /* smallest first */
    struct jalon_kept_checkpoint *items;
    size_t n;
    struct jalon_arena *arena;
};
JALON_MUST_CHECK int jalon_store_checkpoints(struct jalon_db *db,
                                             struct jalon_kept_checkpoints *ret_checkpoints,
                                             struct jalon_err *err);
void jalon_kept_checkpoints_done(struct jalon_kept_checkpoints *checkpoints); /* for JALON_AUTO */
