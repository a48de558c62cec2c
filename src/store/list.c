/* The list of contracts as of a day. */
#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/contract.h"

void jalon_list_free(struct jalon_list *list)
{
    if (list != NULL) {
        jalon_arena_free(list->arena); /* the list itself lives there */
    }
}

void jalon_list_freep(struct jalon_list **list)
{
    jalon_list_free(*list);
    *list = NULL;
}

static void read_instrument(struct jalon_arena *arena, const json_t *object,
                            struct jalon_list_instrument *instrument)
{
    instrument->code = jalon_arena_strdup(arena, jalon_json_text(object, "code"));
    instrument->done = jalon_json_bool(object, "done");
    instrument->signed_on = jalon_json_date(object, "signed_on");
    instrument->n_signed = (size_t)jalon_json_int(object, "signed");
    instrument->n_required = (size_t)jalon_json_int(object, "required");
    instrument->missing =
        jalon_json_copy_texts(json_object_get(object, "missing"), arena, &instrument->n_missing);
}

static int read_row(struct jalon_arena *arena, const struct jalon_result *result, size_t row,
                    struct jalon_list_row *item, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *regions = NULL;
    JALON_AUTO(jalon_json_decref) json_t *instruments = NULL;
    const char *regions_text = jalon_result_text(result, row, CONTRACT_LIST_REGIONS);
    const char *instruments_text = jalon_result_text(result, row, CONTRACT_LIST_INSTRUMENTS);
    if (jalon_json_parse(regions_text, &regions, err) < 0 ||
        jalon_json_parse(instruments_text, &instruments, err) < 0) {
        return -1;
    }
    item->code = jalon_arena_strdup(arena, jalon_result_text(result, row, CONTRACT_LIST_CODE));
    item->name = jalon_arena_strdup(arena, jalon_result_text(result, row, CONTRACT_LIST_NAME));
    item->state = jalon_arena_strdup(arena, jalon_result_text(result, row, CONTRACT_LIST_STATE));
    item->state_since =
        jalon_date_or_none(jalon_result_text(result, row, CONTRACT_LIST_STATE_SINCE));
    item->regions = jalon_json_copy_texts(regions, arena, &item->n_regions);
    item->n_instruments = json_array_size(instruments);
    item->instruments = jalon_arena_array(arena, item->n_instruments, sizeof *item->instruments);
    for (size_t i = 0; i < item->n_instruments; i++) {
        read_instrument(arena, json_array_get(instruments, i), &item->instruments[i]);
    }
    return 0;
}

static int read_list(const struct jalon_result *result, struct jalon_date as_of,
                     struct jalon_list **ret_list, struct jalon_err *err)
{
    struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_list_freep) struct jalon_list *list = jalon_arena_alloc(arena, sizeof *list);
    list->arena = arena;
    list->as_of = as_of;
    list->n_rows = jalon_result_n_rows(result);
    list->rows = jalon_arena_array(arena, list->n_rows, sizeof *list->rows);
    for (size_t i = 0; i < list->n_rows; i++) {
        if (read_row(arena, result, i, &list->rows[i], err) < 0) {
            return -1;
        }
    }
    *ret_list = JALON_TAKE(list);
    return 0;
}

int jalon_store_list(struct jalon_db *db, const char *programme,
                     const struct jalon_list_filter *filter, struct jalon_date as_of,
                     struct jalon_list **ret_list, struct jalon_err *err)
{
    struct jalon_date_text as_of_text;
    char days[16];
    (void)snprintf(days, sizeof days, "%d", filter->stalled_days);
    const char *const parameters[] = {programme,
                                      jalon_store_date(as_of, &as_of_text),
                                      filter->state,
                                      filter->region,
                                      filter->missing,
                                      filter->search,
                                      filter->stalled_days > 0 ? days : NULL};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_contract_list, parameters, &result, err) < 0) {
        return -1;
    }
    return read_list(result, as_of, ret_list, err);
}
