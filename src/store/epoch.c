/* Epochs of the sealed journal into the database, and those that were opened. */
#include "store/epoch.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

int jalon_store_new_epoch(struct jalon_db *db, const struct jalon_write *write,
                          const struct jalon_epoch *epoch, const char *decided_by,
                          struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    const struct jalon_number_text ended = jalon_store_number(epoch->ended);
    const struct jalon_number_text kept = jalon_store_number((int64_t)epoch->kept);
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_json_decref) json_t *head = json_object();
    jalon_json_set_text(head, "origin", epoch->origin);
    jalon_json_set_text(head, "root", epoch->root);
    jalon_json_set_int(head, "size", (int64_t)epoch->size);
    JALON_AUTO(jalon_freep) char *last = jalon_json_dump(head);
    const char *const parameters[] = {
        write->request.text, write->programme, ended.text, epoch->log, last,
        kept.text,           decided_by,       evidence};
    return jalon_store_write(db, &jalon_sql_new_epoch, parameters, ret_receipt, err);
}

void jalon_epochs_done(struct jalon_epochs *epochs)
{
    jalon_arena_free(epochs->arena);
    *epochs = (struct jalon_epochs){0};
}

static const char *text_in(struct jalon_arena *arena, const json_t *object, const char *key)
{
    const char *text = jalon_json_text(object, key);
    return jalon_arena_strdup(arena, text != NULL ? text : "");
}

static struct jalon_epoch read_epoch(struct jalon_arena *arena, const char *entry,
                                     const char *opening)
{
    JALON_AUTO(jalon_json_decref) json_t *said = json_loads(opening, 0, NULL);
    const json_t *head = json_object_get(said, "signed");
    return (struct jalon_epoch){
        .ended = jalon_json_int(said, "epoch") - 1,
        .origin = text_in(arena, head, "origin"),
        .root = text_in(arena, head, "root"),
        .size = (uint64_t)jalon_json_int(head, "size"),
        .kept = (uint64_t)jalon_json_int(said, "kept"),
        .log = text_in(arena, said, "log"),
        .entry = jalon_arena_strdup(arena, entry),
    };
}

int jalon_store_epochs(struct jalon_db *db, struct jalon_epochs *ret_epochs, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_epochs, NULL, &result, err) < 0) {
        return -1;
    }
    struct jalon_arena *arena = jalon_arena_new();
    size_t n = jalon_result_n_rows(result);
    *ret_epochs = (struct jalon_epochs){jalon_arena_array(arena, n + 1, sizeof(struct jalon_epoch)),
                                        n, arena};
    for (size_t i = 0; i < n; i++) {
        ret_epochs->items[i] = read_epoch(arena, jalon_result_text(result, i, EPOCHS_ENTRY),
                                          jalon_result_text(result, i, EPOCHS_OPENING));
    }
    return 0;
}
