/* Which books a reading opens, and the moments of the journal at which they can be read. */
#pragma once

#include "base/date.h"
#include "pg/db.h"

/* The books of a programme as they were when the journal had reached an entry. */
struct jalon_books {
    const char *programme;
    const char *known; /* the entry's id, in digits; NULL: as they are now */
};
struct jalon_books jalon_books_now(const char *programme);

/* One of: the end of a day in the programme's zone, so many entries, an entry, so many leaves. */
struct jalon_moment {
    struct jalon_date on; /* NONE: not this */
    int64_t size;         /* -1: not this */
    int64_t leaves;       /* of a checkpoint; 0: not this */
    const char *code;     /* of a subject of the programme; NULL: not this */
    int64_t seq;
};

enum jalon_moment_outcome { JALON_MOMENT_FOUND, JALON_MOMENT_NONE };

struct jalon_known {
    char entry[24];  /* for jalon_books; "" is now */
    int revision;    /* of the programme, in force then */
    bool is_nothing; /* the programme had no entry yet */
};

/* *ret_known is set when FOUND. */
JALON_MUST_CHECK int jalon_store_moment(struct jalon_db *db, const char *programme,
                                        const struct jalon_moment *moment,
                                        struct jalon_known *ret_known, struct jalon_err *err);
