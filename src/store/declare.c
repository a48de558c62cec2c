/* What people declare of Régions, into the database and out of it. */
#include "store/declare.h"

#include "base/mem.h"
#include "sql/sql_statements.h"

int jalon_store_declare(struct jalon_db *db, const struct jalon_write *write, const char *region,
                        const char *status, struct jalon_receipt **ret_receipt,
                        struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      region,
                                      status,
                                      jalon_store_date(write->on, &on),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_declare, parameters, ret_receipt, err);
}

void jalon_declared_done(struct jalon_declared_list *list)
{
    jalon_arena_free(list->arena);
    *list = (struct jalon_declared_list){0};
}

int jalon_store_declared(struct jalon_db *db, struct jalon_books books, struct jalon_date as_of,
                         struct jalon_declared_list *ret_list, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const struct jalon_date_text day = jalon_date_iso(as_of);
    const char *const parameters[] = {books.programme, day.text, books.known};
    if (jalon_db_run(db, &jalon_sql_report_declared, parameters, &result, err) < 0) {
        return -1;
    }
    struct jalon_arena *arena = jalon_arena_new();
    size_t n = jalon_result_n_rows(result);
    *ret_list = (struct jalon_declared_list){
        jalon_arena_array(arena, n, sizeof(struct jalon_declared)), n, arena};
    for (size_t i = 0; i < n; i++) {
        ret_list->items[i] = (struct jalon_declared){
            jalon_arena_strdup(arena, jalon_result_text(result, i, REPORT_DECLARED_REGION)),
            jalon_arena_strdup(arena, jalon_result_text(result, i, REPORT_DECLARED_STATUS)),
            jalon_date_or_none(jalon_result_text(result, i, REPORT_DECLARED_COUNTS_FROM)),
            jalon_arena_strdup(arena, jalon_result_text(result, i, REPORT_DECLARED_ENTRY))};
    }
    return 0;
}
