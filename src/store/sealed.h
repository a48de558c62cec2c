/* The sealed journal of a programme, entry by entry. */
#pragma once

#include "store/journal.h"

struct jalon_sealed_summary {
    char known[24]; /* the id of the programme's last entry; "0": it has none */
    int revision;   /* of the programme, in force then */
    int64_t n_entries, n_others, n_seals; /* leaves; n_others: entries of other programmes */
};
/* Of the first SIZE leaves. */
JALON_MUST_CHECK int jalon_store_sealed_summary(struct jalon_db *db, const char *programme,
                                                uint64_t size,
                                                struct jalon_sealed_summary *ret_summary,
                                                struct jalon_err *err);

struct jalon_sealed_entry {
    struct jalon_history_entry entry; /* of the call; jalon_event_keep() what is to stay */
    bool is_programme;                /* it is about the programme, not about a contract */
    uint64_t leaf;
    const char *hash; /* of the leaf, as the database keeps it; hexadecimal */
};

/* -1 with *err from READ ends the reading. */
struct jalon_sealed_reader {
    int (*read)(void *context, const struct jalon_sealed_entry *entry, struct jalon_err *err);
    void *context;
};

struct jalon_sealed_query {
    const char *programme;
    uint64_t size;    /* the first so many leaves */
    bool by_subject;  /* the programme, then one contract after the other; else as in the tree */
    const char *mask; /* said in the place of each personal text; NULL: the texts themselves */
};
/* JOURNAL when an entry cannot be read. */
JALON_MUST_CHECK int jalon_store_sealed(struct jalon_db *db, const struct jalon_sealed_query *query,
                                        const struct jalon_sealed_reader *reader,
                                        struct jalon_err *err);
