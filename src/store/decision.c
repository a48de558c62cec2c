/* Decisions that are asked for, into the database and out of it. */
#include "store/decision.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

int jalon_store_decision_ask(struct jalon_db *db, const struct jalon_write *write,
                             const struct jalon_ask *ask, struct jalon_receipt **ret_receipt,
                             struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_json_decref) json_t *object = json_object();
    jalon_json_set_text(object, "text", ask->what);
    jalon_json_set_text(object, "of", ask->whom);
    jalon_json_set_date(object, "due", ask->due_on);
    JALON_AUTO(jalon_freep) char *decision = jalon_json_dump(object);
    const char *const parameters[] = {write->request.text, write->programme, decision,
                                      jalon_store_date(write->on, &on), evidence};
    return jalon_store_write(db, &jalon_sql_decision_ask, parameters, ret_receipt, err);
}

int jalon_store_decision_close(struct jalon_db *db, const struct jalon_write *write, int64_t seq,
                               const char *as, struct jalon_receipt **ret_receipt,
                               struct jalon_err *err)
{
    struct jalon_date_text on;
    const struct jalon_number_text number = jalon_store_number(seq);
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      number.text,
                                      as,
                                      jalon_store_date(write->on, &on),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_decision_close, parameters, ret_receipt, err);
}

void jalon_decisions_done(struct jalon_decisions *decisions)
{
    jalon_arena_free(decisions->arena);
    *decisions = (struct jalon_decisions){0};
}

static void read_decision(const struct jalon_result *result, size_t i,
                          struct jalon_decisions *decisions)
{
    struct jalon_arena *arena = decisions->arena;
    struct jalon_decision *one = &decisions->items[i];
    *one = (struct jalon_decision){
        .entry = jalon_arena_strdup(arena, jalon_result_text(result, i, DECISIONS_ENTRY)),
        .asked_on = jalon_date_or_none(jalon_result_text(result, i, DECISIONS_ASKED_ON)),
        .due_on = jalon_date_or_none(jalon_result_text(result, i, DECISIONS_DUE_ON)),
        .whom = jalon_arena_strdup(arena, jalon_result_text(result, i, DECISIONS_WHOM)),
        .what = jalon_arena_strdup(arena, jalon_result_text(result, i, DECISIONS_WHAT)),
        .closed_as = jalon_arena_strdup(arena, jalon_result_text(result, i, DECISIONS_CLOSED_AS)),
        .closed_on = jalon_date_or_none(jalon_result_text(result, i, DECISIONS_CLOSED_ON)),
        .closed_by = jalon_arena_strdup(arena, jalon_result_text(result, i, DECISIONS_CLOSED_BY))};
    decisions->n_open += one->closed_as == NULL;
}

int jalon_store_decisions(struct jalon_db *db, struct jalon_books books, struct jalon_date as_of,
                          struct jalon_decisions *ret_decisions, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const struct jalon_date_text day = jalon_date_iso(as_of);
    const char *const parameters[] = {books.programme, day.text, books.known};
    if (jalon_db_run(db, &jalon_sql_decisions, parameters, &result, err) < 0) {
        return -1;
    }
    struct jalon_arena *arena = jalon_arena_new();
    size_t n = jalon_result_n_rows(result);
    *ret_decisions = (struct jalon_decisions){
        jalon_arena_array(arena, n, sizeof(struct jalon_decision)), n, 0, arena};
    for (size_t i = 0; i < n; i++) {
        read_decision(result, i, ret_decisions);
    }
    return 0;
}
