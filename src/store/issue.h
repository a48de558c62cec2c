/* Issued reports into the database, and out of it. */
#pragma once

#include "store/books.h"
#include "store/write.h"

/* Where a programme's books stand, by which a report is made. */
struct jalon_issue_head {
    char known[24]; /* the id of the last entry */
    int64_t n;      /* how many there are */
};

struct jalon_issued_content {
    const char *format, *lang; /* lang NULL: the same in all */
    const struct jalon_str *bytes;
};

struct jalon_issuing {
    const char *kind, *week;
    struct jalon_date as_of;
    struct jalon_issue_head head;
    int64_t checkpoint; /* the size of the one that the files show; 0: they show none */
    const struct jalon_issued_content *files;
    size_t n_files;
    bool again;
};

struct jalon_issued { /* a file */
    const char *programme, *entry, *week;
    struct jalon_date as_of;
    const char *known, *format, *lang; /* lang NULL: the same in all */
    const char *sha256;
    int64_t size;
    struct jalon_date issued_on; /* in the programme's zone */
    const char *issued_at;       /* "2019-05-06T05:00:12Z" */
    const char *actor;           /* NULL: erased */
    int64_t leaf, checkpoint;    /* -1: not sealed yet */
};

struct jalon_issued_list {
    struct jalon_issued *items; /* in journal order */
    size_t n;
    struct jalon_arena *arena;
};
void jalon_issued_list_done(struct jalon_issued_list *list); /* for JALON_AUTO */

enum jalon_issue_outcome { JALON_ISSUE_READ, JALON_ISSUE_NOTHING_RECORDED };

/* *ret_head is set when READ. */
JALON_MUST_CHECK int jalon_store_issue_head(struct jalon_db *db, const char *programme,
                                            struct jalon_issue_head *ret_head,
                                            struct jalon_err *err);
/*
 * Adds the note of the checkpoint that the report of WEEK shows by BOOKS: that of its first issue
 * by them; with LATEST, when there is none, the last one that was signed. Nothing when there is
 * none.
 */
JALON_MUST_CHECK int jalon_store_issue_checkpoint(struct jalon_db *db, struct jalon_books books,
                                                  const char *week, bool latest,
                                                  struct jalon_str *note, struct jalon_err *err);
/* The write's day is not used. CONFLICT under the key "books_moved": make the
 * files anew. */
JALON_MUST_CHECK int jalon_store_report_issue(struct jalon_db *db, const struct jalon_write *write,
                                              const struct jalon_issuing *issuing,
                                              struct jalon_receipt **ret_receipt,
                                              struct jalon_err *err);
/* What meets all three conditions; NULL holds always. */
JALON_MUST_CHECK int jalon_store_issued(struct jalon_db *db, const char *programme,
                                        const char *week, const char *sha256,
                                        struct jalon_issued_list *ret_list, struct jalon_err *err);
