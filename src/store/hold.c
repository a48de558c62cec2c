/* Legal holds into the database, and those that there are. */
#include "store/hold.h"

#include "base/mem.h"
#include "sql/sql_statements.h"

int jalon_store_hold(struct jalon_db *db, const struct jalon_write *write,
                     const struct jalon_held_thing *thing, bool held,
                     struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    const struct jalon_number_text seq = jalon_store_number(thing->seq);
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {
        write->request.text,     write->programme, thing->code, thing->seq > 0 ? seq.text : NULL,
        held ? "true" : "false", evidence};
    return jalon_store_write(db, &jalon_sql_hold, parameters, ret_receipt, err);
}

void jalon_holds_done(struct jalon_holds *holds)
{
    jalon_arena_free(holds->arena);
    *holds = (struct jalon_holds){0};
}

int jalon_store_holds(struct jalon_db *db, const char *programme, struct jalon_holds *ret_holds,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_holds, &programme, &result, err) < 0) {
        return -1;
    }
    struct jalon_arena *arena = jalon_arena_new();
    size_t n = jalon_result_n_rows(result);
    *ret_holds =
        (struct jalon_holds){jalon_arena_array(arena, n + 1, sizeof(struct jalon_hold)), n, arena};
    for (size_t i = 0; i < n; i++) {
        ret_holds->items[i] = (struct jalon_hold){
            jalon_arena_strdup(arena, jalon_result_text(result, i, HOLDS_THING)),
            jalon_arena_strdup(arena, jalon_result_text(result, i, HOLDS_ENTRY)),
            jalon_date_or_none(jalon_result_text(result, i, HOLDS_RECORDED_ON)),
            jalon_arena_strdup(arena, jalon_result_text(result, i, HOLDS_REASON))};
    }
    return 0;
}
