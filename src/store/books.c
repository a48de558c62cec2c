/* Settles at which entry books are read. */
#include "store/books.h"

#include <stdio.h>

#include "sql/sql_statements.h"
#include "store/write.h"

struct jalon_books jalon_books_now(const char *programme)
{
    return (struct jalon_books){programme, NULL};
}

int jalon_store_moment(struct jalon_db *db, const char *programme,
                       const struct jalon_moment *moment, struct jalon_known *ret_known,
                       struct jalon_err *err)
{
    struct jalon_date_text on;
    struct jalon_number_text size = jalon_store_number(moment->size);
    struct jalon_number_text seq = jalon_store_number(moment->seq);
    struct jalon_number_text leaves = jalon_store_number(moment->leaves);
    const char *const parameters[] = {programme,
                                      jalon_store_date(moment->on, &on),
                                      moment->size < 0 ? NULL : size.text,
                                      moment->code,
                                      seq.text,
                                      moment->leaves == 0 ? NULL : leaves.text};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_books_at, parameters, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) == 0) {
        return JALON_MOMENT_NONE;
    }
    (void)snprintf(ret_known->entry, sizeof ret_known->entry, "%s",
                   jalon_result_text(result, 0, BOOKS_AT_KNOWN));
    ret_known->revision = (int)jalon_result_int(result, 0, BOOKS_AT_REVISION);
    ret_known->is_nothing = jalon_result_bool(result, 0, BOOKS_AT_IS_NOTHING);
    return JALON_MOMENT_FOUND;
}
