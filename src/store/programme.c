/* Programmes in and out of the database. */
#include "store/programme.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/array.h"
#include "store/store_messages.h"

int jalon_store_programme_apply(struct jalon_db *db, const struct jalon_uuid *request,
                                const char *document, struct jalon_receipt **ret_receipt,
                                struct jalon_err *err)
{
    const char *const parameters[] = {request->text, document};
    return jalon_store_write(db, &jalon_sql_programme_apply, parameters, ret_receipt, err);
}

/* A stored document was checked before it was applied, so a fault now means that it was damaged. */
static void note_fault(void *context, const char *pointer, const struct jalon_err *fault)
{
    (void)fault;
    struct jalon_err *err = context;
    jalon_fail(err, &jalon_msg_stored_programme_damaged, pointer);
}

static int read_programme(const struct jalon_result *result, struct jalon_programme **ret_programme,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    const char *text = jalon_result_text(result, 0, PROGRAMME_IN_FORCE_DOCUMENT);
    if (jalon_json_parse(text, &document, err) < 0 ||
        jalon_programme_read(document, note_fault, err, ret_programme) != 0) {
        return -1;
    }
    (*ret_programme)->revision = (int)jalon_result_int(result, 0, PROGRAMME_IN_FORCE_REVISION);
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
        read_programme(result, ret_programme, err) < 0) {
        return -1;
    }
    return JALON_PROGRAMME_FOUND;
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
