/* Erasures into the database, and what one would take. */
#include "store/erasure.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/array.h"

void jalon_erasure_done(struct jalon_erasure *erasure)
{
    jalon_receipt_free(erasure->receipt);
    jalon_arena_free(erasure->arena);
    *erasure = (struct jalon_erasure){0};
}

static char *array_or_null(const char *const *items, size_t n)
{
    return n > 0 ? jalon_store_array(items, n) : NULL;
}

static char *decision_of(const struct jalon_erasure_request *request)
{
    JALON_AUTO(jalon_json_decref) json_t *decision = json_object();
    jalon_json_set_text(decision, "ground", request->ground);
    jalon_json_set_text(decision, "decided_by", request->decided_by);
    return jalon_json_dump(decision);
}

/* Room for N items. */
static void start(struct jalon_erasure *erasure, size_t n)
{
    erasure->arena = jalon_arena_new();
    erasure->items = jalon_arena_array(erasure->arena, n + 1, sizeof *erasure->items);
}

static void add(struct jalon_erasure *erasure, struct jalon_erased one)
{
    struct jalon_arena *arena = erasure->arena;
    erasure->items[erasure->n++] = (struct jalon_erased){
        jalon_arena_strdup(arena, one.entry), jalon_arena_strdup(arena, one.field),
        jalon_arena_strdup(arena, one.text), one.size};
}

int jalon_store_erase(struct jalon_db *db, const struct jalon_write *write,
                      const struct jalon_erasure_request *request,
                      struct jalon_erasure *ret_erasure, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_freep) char *entries = array_or_null(request->entries, request->n_entries);
    JALON_AUTO(jalon_freep) char *fields = array_or_null(request->fields, request->n_fields);
    JALON_AUTO(jalon_freep) char *decision = decision_of(request);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      request->person,
                                      entries,
                                      fields,
                                      decision,
                                      evidence};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    if (jalon_db_write(db, &jalon_sql_erase, parameters, &result, err) < 0 ||
        jalon_json_parse(jalon_result_text(result, 0, ERASE_RECEIPT), &document, err) < 0) {
        return -1;
    }
    const json_t *erased = json_object_get(document, "erased");
    ret_erasure->receipt = jalon_store_receipt(document);
    start(ret_erasure, json_array_size(erased));
    for (size_t i = 0; i < json_array_size(erased); i++) {
        const json_t *one = json_array_get(erased, i);
        add(ret_erasure, (struct jalon_erased){.entry = json_string_value(json_array_get(one, 0)),
                                               .field = json_string_value(json_array_get(one, 1))});
    }
    return 0;
}

int jalon_store_erasable(struct jalon_db *db, const char *programme,
                         const struct jalon_erasure_request *request,
                         struct jalon_erasure *ret_erasure, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *entries = array_or_null(request->entries, request->n_entries);
    JALON_AUTO(jalon_freep) char *fields = array_or_null(request->fields, request->n_fields);
    const char *const parameters[] = {programme, request->person, entries, fields};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_erasable, parameters, &result, err) < 0) {
        return -1;
    }
    size_t n = jalon_result_n_rows(result);
    start(ret_erasure, n);
    for (size_t i = 0; i < n; i++) {
        add(ret_erasure, (struct jalon_erased){jalon_result_text(result, i, ERASABLE_ENTRY),
                                               jalon_result_text(result, i, ERASABLE_FIELD),
                                               jalon_result_text(result, i, ERASABLE_VALUE),
                                               jalon_result_int(result, i, ERASABLE_SIZE)});
    }
    return 0;
}
