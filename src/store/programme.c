/* Programmes in and out of the database. */
#include "store/programme.h"

#include <stdio.h>

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/array.h"
#include "store/store_messages.h"

int jalon_store_programme_apply(struct jalon_db *db, const struct jalon_write *write,
                                const char *document, int expect,
                                struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    char number[24];
    (void)snprintf(number, sizeof number, "%d", expect);
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text, document, evidence,
                                      expect == JALON_REVISION_ANY ? NULL : number};
    return jalon_store_write(db, &jalon_sql_programme_apply, parameters, ret_receipt, err);
}

/* A stored document was checked before it was applied, so a fault now means that it was damaged. */
static void note_fault(void *context, const char *pointer, const struct jalon_err *fault)
{
    (void)fault;
    struct jalon_err *err = context;
    jalon_fail(err, &jalon_msg_stored_programme_damaged, pointer);
}

static int read_programme(const char *text, int64_t revision,
                          struct jalon_programme **ret_programme, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    if (jalon_json_parse(text, &document, err) < 0 ||
        jalon_programme_read(document, note_fault, err, ret_programme) != 0) {
        return -1;
    }
    (*ret_programme)->revision = (int)revision;
    return 0;
}

int jalon_store_programme(struct jalon_db *db, const char *code,
                          struct jalon_programme **ret_programme, struct jalon_date *ret_today,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_programme_in_force, &code, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) == 0) {
        return JALON_PROGRAMME_NONE;
    }
    if (jalon_result_n_rows(result) > 1) {
        return JALON_PROGRAMME_AMBIGUOUS;
    }
    const char *today = jalon_result_text(result, 0, PROGRAMME_IN_FORCE_TODAY);
    if (jalon_date_parse(today, ret_today, err) < 0 ||
        read_programme(jalon_result_text(result, 0, PROGRAMME_IN_FORCE_DOCUMENT),
                       jalon_result_int(result, 0, PROGRAMME_IN_FORCE_REVISION), ret_programme,
                       err) < 0) {
        return -1;
    }
    return JALON_PROGRAMME_FOUND;
}

int jalon_store_revision(struct jalon_db *db, const char *code, int number,
                         struct jalon_programme **ret_programme, char **ret_document,
                         struct jalon_err *err)
{
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%d", number);
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {code, number == 0 ? NULL : digits};
    if (jalon_db_run(db, &jalon_sql_programme_revision, parameters, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) == 0) {
        return JALON_PROGRAMME_NONE;
    }
    const char *text = jalon_result_text(result, 0, PROGRAMME_REVISION_DOCUMENT);
    if (read_programme(text, jalon_result_int(result, 0, PROGRAMME_REVISION_REVISION),
                       ret_programme, err) < 0) {
        return -1;
    }
    *ret_document = jalon_strdup(text);
    return JALON_PROGRAMME_FOUND;
}

int jalon_store_obstacles(struct jalon_db *db, const char *code, const char *document,
                          json_t **ret_obstacles, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_json_decref) json_t *obstacles = json_array();
    const char *const parameters[] = {code, document};
    if (jalon_db_run(db, &jalon_sql_revision_obstacles, parameters, &result, err) < 0) {
        return -1;
    }
    for (size_t row = 0; row < jalon_result_n_rows(result); row++) {
        json_t *facts = NULL, *one = json_object();
        (void)json_array_append_new(obstacles, one);
        if (jalon_json_parse(jalon_result_text(result, row, REVISION_OBSTACLES_FACTS), &facts,
                             err) < 0) {
            return -1;
        }
        jalon_json_set_text(one, "kind", jalon_result_text(result, row, REVISION_OBSTACLES_KIND));
        jalon_json_set(one, "facts", facts);
    }
    *ret_obstacles = JALON_TAKE(obstacles);
    return 0;
}

void jalon_programme_list_free(struct jalon_programme_list *list)
{
    if (list != NULL) {
        jalon_arena_free(list->arena); /* the list itself lives there */
    }
}

void jalon_programme_list_freep(struct jalon_programme_list **list)
{
    jalon_programme_list_free(*list);
    *list = NULL;
}

static struct jalon_programme_row list_row(const struct jalon_result *result, size_t row,
                                           struct jalon_arena *arena)
{
    return (struct jalon_programme_row){
        .code = jalon_arena_strdup(arena, jalon_result_text(result, row, PROGRAMME_LIST_CODE)),
        .name = {{jalon_arena_strdup(arena, jalon_result_text(result, row, PROGRAMME_LIST_NAME_FR)),
                  jalon_arena_strdup(arena,
                                     jalon_result_text(result, row, PROGRAMME_LIST_NAME_EN))}},
        .timezone =
            jalon_arena_strdup(arena, jalon_result_text(result, row, PROGRAMME_LIST_TIMEZONE)),
        .starts_on = jalon_date_or_none(jalon_result_text(result, row, PROGRAMME_LIST_STARTS_ON)),
        .revision = (int)jalon_result_int(result, row, PROGRAMME_LIST_REVISION),
        .since = jalon_date_or_none(jalon_result_text(result, row, PROGRAMME_LIST_SINCE)),
        .today = jalon_date_or_none(jalon_result_text(result, row, PROGRAMME_LIST_TODAY)),
        .scope = (int)jalon_result_int(result, row, PROGRAMME_LIST_SCOPE)};
}

int jalon_store_programmes(struct jalon_db *db, struct jalon_programme_list **ret_list,
                           struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_programme_list, NULL, &result, err) < 0) {
        return -1;
    }
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_programme_list *list = jalon_arena_alloc(arena, sizeof *list);
    list->arena = arena;
    list->n_rows = jalon_result_n_rows(result);
    list->rows = jalon_arena_array(arena, list->n_rows, sizeof *list->rows);
    for (size_t row = 0; row < list->n_rows; row++) {
        list->rows[row] = list_row(result, row, arena);
    }
    *ret_list = list;
    return 0;
}

int jalon_store_requests_known(struct jalon_db *db, const struct jalon_uuid *ids, size_t n,
                               bool *ret_known, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char **texts = jalon_realloc_array(NULL, n, sizeof *texts);
    for (size_t i = 0; i < n; i++) {
        texts[i] = ids[i].text;
        ret_known[i] = false;
    }
    JALON_AUTO(jalon_freep) char *array = jalon_store_array(texts, n);
    free(texts);
    const char *const parameters[] = {array};
    if (jalon_db_run(db, &jalon_sql_requests_known, parameters, &result, err) < 0) {
        return -1;
    }
    for (size_t row = 0; row < jalon_result_n_rows(result); row++) {
        for (size_t i = 0; i < n; i++) {
            ret_known[i] |= strcmp(jalon_result_text(result, row, 0), ids[i].text) == 0;
        }
    }
    return 0;
}
