/* Finds the statement of what is exported by its name, and runs it. */
#include "store/export.h"

#include <string.h>

#include "base/mem.h"
#include "pg/pg_messages.h"
#include "sql/sql_statements.h"
#include "store/write.h"

static const struct jalon_statement *statement_of(const char *object)
{
    static const char prefix[] = "export_";
    for (size_t i = 0; i < jalon_sql_n_statements; i++) {
        const char *name = jalon_sql_statements[i]->name;
        if (strncmp(name, prefix, strlen(prefix)) == 0 &&
            strcmp(name + strlen(prefix), object) == 0) {
            return jalon_sql_statements[i];
        }
    }
    return NULL;
}

int jalon_store_export(struct jalon_db *db, const struct jalon_export_query *query,
                       const struct jalon_row_reader *reader, struct jalon_err *err)
{
    struct jalon_date_text as_of;
    const struct jalon_statement *statement = statement_of(query->object);
    const char *const parameters[] = {query->books.programme, query->books.known,
                                      jalon_store_date(query->as_of, &as_of)};
    if (statement == NULL) {
        jalon_stop("an object that can be exported has no statement");
    }
    return jalon_db_each(db, statement, parameters, reader, err);
}

int jalon_store_export_programme(struct jalon_db *db, struct jalon_books books,
                                 struct jalon_arena *arena,
                                 struct jalon_export_programme *ret_programme,
                                 struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {books.programme, books.known};
    *ret_programme = (struct jalon_export_programme){0};
    if (jalon_db_run(db, &jalon_sql_export_programme, parameters, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) == 0) {
        return jalon_fail(err, &jalon_msg_unknown_programme, books.programme);
    }
    ret_programme->document =
        jalon_arena_strdup(arena, jalon_result_text(result, 0, EXPORT_PROGRAMME_DOCUMENT));
    ret_programme->known_at =
        jalon_arena_strdup(arena, jalon_result_text(result, 0, EXPORT_PROGRAMME_KNOWN_AT));
    return 0;
}

int jalon_store_export_left_behind(struct jalon_db *db, struct jalon_books books, size_t *ret_n,
                                   struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {books.programme, books.known};
    if (jalon_db_run(db, &jalon_sql_left_behind, parameters, &result, err) < 0) {
        return -1;
    }
    *ret_n = (size_t)jalon_result_int(result, 0, LEFT_BEHIND_N);
    return 0;
}
