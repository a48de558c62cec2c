/* Rows of what is exported, handed over one by one. */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "store/books.h"

/*
 * The rows of OBJECT ("contracts") of BOOKS, on AS_OF where its statement takes a day (NONE: of
 * all days). Outcomes and failures are those of jalon_db_each().
 */
struct jalon_export_query {
    const char *object;
    struct jalon_books books;
    struct jalon_date as_of;
};
JALON_MUST_CHECK int jalon_store_export(struct jalon_db *db, const struct jalon_export_query *query,
                                        const struct jalon_row_reader *reader,
                                        struct jalon_err *err);

/* The document in force and when the last entry was recorded (NULL: never), in ARENA. */
struct jalon_export_programme {
    const char *document, *known_at;
};
/* How many entries that hold are in no file of a data package. */
JALON_MUST_CHECK int jalon_store_export_left_behind(struct jalon_db *db, struct jalon_books books,
                                                    size_t *ret_n, struct jalon_err *err);
JALON_MUST_CHECK int jalon_store_export_programme(struct jalon_db *db, struct jalon_books books,
                                                  struct jalon_arena *arena,
                                                  struct jalon_export_programme *ret_programme,
                                                  struct jalon_err *err);
