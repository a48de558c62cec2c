/* What people declare of Régions: into the database, and as a report reads it. */
#pragma once

#include "domain/declared.h"
#include "store/books.h"
#include "store/write.h"

/* Declares STATUS of a Région, both by their codes; NULL takes back what is declared of it. */
JALON_MUST_CHECK int jalon_store_declare(struct jalon_db *db, const struct jalon_write *write,
                                         const char *region, const char *status,
                                         struct jalon_receipt **ret_receipt, struct jalon_err *err);

/* What is declared on a day. */
JALON_MUST_CHECK int jalon_store_declared(struct jalon_db *db, struct jalon_books books,
                                          struct jalon_date as_of,
                                          struct jalon_declared_list *ret_list,
                                          struct jalon_err *err);
void jalon_declared_done(struct jalon_declared_list *list); /* for JALON_AUTO */
