/* The list of contracts as of a day. */
#include <inttypes.h>

#include "base/json.h"
#include "base/mem.h"
#include "domain/contract.h"
#include "sql/sql_statements.h"
#include "store/array.h"
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
    instrument->refused =
        jalon_json_copy_texts(json_object_get(object, "refused"), arena, &instrument->n_refused);
}

static int read_match(struct jalon_arena *arena, const char *text, struct jalon_match *match,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *object = NULL;
    if (text == NULL) {
        return 0;
    }
    if (jalon_json_parse(text, &object, err) < 0) {
        return -1;
    }
    *match = (struct jalon_match){
        .kind = jalon_arena_strdup(arena, jalon_json_text(object, "kind")),
        .value = jalon_arena_strdup(arena, jalon_json_text(object, "value")),
        .other = jalon_arena_strdup(arena, jalon_json_text(object, "other")),
        .from = jalon_json_date(object, "from"),
        .to = jalon_json_date(object, "to"),
    };
    return 0;
}

static int read_term(struct jalon_arena *arena, const char *text, struct jalon_list_term *term,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *object = NULL;
    if (text == NULL) {
        return 0;
    }
    if (jalon_json_parse(text, &object, err) < 0) {
        return -1;
    }
    *term = (struct jalon_list_term){
        .instrument = jalon_arena_strdup(arena, jalon_json_text(object, "instrument")),
        .number = jalon_json_int(object, "number"),
        .from = jalon_json_date(object, "from"),
        .to = jalon_json_date(object, "to"),
    };
    return 0;
}

static int read_step(struct jalon_arena *arena, const char *text, struct jalon_list_step *step,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *object = NULL;
    enum jalon_precision precision = JALON_PRECISION_DAY;
    if (text == NULL) {
        return 0;
    }
    if (jalon_json_parse(text, &object, err) < 0) {
        return -1;
    }
    (void)jalon_precision_parse(jalon_json_text(object, "precision"), &precision);
    *step = (struct jalon_list_step){
        .kind = jalon_arena_strdup(arena, jalon_json_text(object, "kind")),
        .what = jalon_arena_strdup(arena, jalon_json_text(object, "what")),
        .party = jalon_arena_strdup(arena, jalon_json_text(object, "party")),
        .number = jalon_json_int(object, "number"),
        .when = {jalon_json_date(object, "earliest"), jalon_json_date(object, "latest"), precision},
    };
    return 0;
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
    item->left_on = jalon_date_or_none(jalon_result_text(result, row, CONTRACT_LIST_LEFT_ON));
    item->regions = jalon_json_copy_texts(regions, arena, &item->n_regions);
    item->n_instruments = json_array_size(instruments);
    item->instruments = jalon_arena_array(arena, item->n_instruments, sizeof *item->instruments);
    for (size_t i = 0; i < item->n_instruments; i++) {
        read_instrument(arena, json_array_get(instruments, i), &item->instruments[i]);
    }
    if (read_term(arena, jalon_result_text(result, row, CONTRACT_LIST_TERM), &item->term, err) <
            0 ||
        read_step(arena, jalon_result_text(result, row, CONTRACT_LIST_STEP), &item->step, err) <
            0) {
        return -1;
    }
    return read_match(arena, jalon_result_text(result, row, CONTRACT_LIST_MATCH), &item->match,
                      err);
}

/* NULL when nothing is asked for. */
static char *array_of(const struct jalon_texts *texts)
{
    return texts->n > 0 ? jalon_store_array(texts->items, texts->n) : NULL;
}

static int read_list(const struct jalon_result *result, struct jalon_date as_of,
                     struct jalon_list **ret_list, struct jalon_err *err)
{
    struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_list_freep) struct jalon_list *list = jalon_arena_alloc(arena, sizeof *list);
    list->arena = arena;
    list->as_of = as_of;
    list->n_rows = jalon_result_n_rows(result);
    list->n_all = list->n_rows > 0 ? (size_t)jalon_result_int(result, 0, CONTRACT_LIST_TOTAL) : 0;
    list->rows = jalon_arena_array(arena, list->n_rows, sizeof *list->rows);
    for (size_t i = 0; i < list->n_rows; i++) {
        if (read_row(arena, result, i, &list->rows[i], err) < 0) {
            return -1;
        }
    }
    *ret_list = JALON_TAKE(list);
    return 0;
}

const struct jalon_list_filter jalon_list_everything = {
    .since = {INT32_MIN},
    .before = {INT32_MIN},
    .entered_since = {INT32_MIN},
    .signed_since = {INT32_MIN},
    .signed_until = {INT32_MIN},
    .due_within_days = -1,
    .term_before = {INT32_MIN},
    .planned_before = {INT32_MIN},
};

/* Room for the parameters that are no texts of their own. */
struct written {
    char rows[24];
    struct jalon_date_text as_of, since, before, entered, signed_since, signed_until, due_from,
        due_until, term_before, planned_before;
};

static const char *order_code(enum jalon_list_order order)
{
    static const char *const codes[] = {
        [JALON_LIST_BY_CODE] = "code",     [JALON_LIST_BY_NAME] = "name",
        [JALON_LIST_BY_STATE] = "state",   [JALON_LIST_BY_SINCE] = "since",
        [JALON_LIST_BY_REGION] = "region", [JALON_LIST_BY_PROGRESS] = "progress",
    };
    return codes[order];
}

/* A contract that has been in its state for some days has been so since before the day after. */
static struct jalon_date before_of(const struct jalon_list_filter *filter, struct jalon_date as_of)
{
    if (filter->stalled_days <= 0) {
        return filter->before;
    }
    struct jalon_date stalled = jalon_date_add(as_of, 1 - filter->stalled_days);
    bool is_narrower =
        !jalon_date_is_set(filter->before) || jalon_date_compare(stalled, filter->before) < 0;
    return is_narrower ? stalled : filter->before;
}

/* The days on which what is asked for is due; late is what was due by yesterday. */
static struct jalon_span due_span(const struct jalon_list_filter *filter, struct jalon_date as_of)
{
    bool is_soon = filter->due_within_days >= 0;
    return (struct jalon_span){
        filter->is_late || !is_soon ? JALON_DATE_NONE : as_of,
        is_soon           ? jalon_date_add(as_of, filter->due_within_days)
        : filter->is_late ? jalon_date_add(as_of, -1)
                          : JALON_DATE_NONE,
    };
}

int jalon_store_list(struct jalon_db *db, struct jalon_books books,
                     const struct jalon_list_filter *filter, struct jalon_date as_of,
                     struct jalon_list **ret_list, struct jalon_err *err)
{
    struct written w;
    const struct jalon_span due = due_span(filter, as_of);
    JALON_AUTO(jalon_freep) char *states = array_of(&filter->states);
    JALON_AUTO(jalon_freep) char *other_states = array_of(&filter->other_states);
    (void)snprintf(w.rows, sizeof w.rows, "%" PRId64, filter->limit);
    const char *const parameters[] = {
        books.programme,
        jalon_store_date(as_of, &w.as_of),
        filter->left ? "true" : "false",
        states,
        other_states,
        jalon_store_date(filter->since, &w.since),
        jalon_store_date(before_of(filter, as_of), &w.before),
        jalon_store_date(filter->entered_since, &w.entered),
        filter->region,
        filter->departement,
        filter->search,
        filter->instrument,
        filter->missing,
        filter->progress,
        jalon_store_date(filter->signed_since, &w.signed_since),
        jalon_store_date(filter->signed_until, &w.signed_until),
        jalon_store_date(due.from, &w.due_from),
        jalon_store_date(due.to, &w.due_until),
        order_code(filter->order),
        filter->is_reversed ? "true" : "false",
        filter->limit > 0 ? w.rows : NULL,
        books.known,
        jalon_store_date(filter->term_before, &w.term_before),
        filter->is_refused ? "true" : "false",
        jalon_store_date(filter->planned_before, &w.planned_before),
    };
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_contract_list, parameters, &result, err) < 0) {
        return -1;
    }
    return read_list(result, as_of, ret_list, err);
}
