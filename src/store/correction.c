/* Corrections into the database. */
#include "store/correction.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "sql/sql_statements.h"

/* The numbers as the server reads an array. */
static const char *array_text(struct jalon_str *out, const struct jalon_entries *entries)
{
    for (size_t i = 0; i < entries->n; i++) {
        jalon_str_addf(out, "%c%lld", i > 0 ? ',' : '{', (long long)entries->seqs[i]);
    }
    jalon_str_add(out, entries->n > 0 ? "}" : "{}");
    return jalon_str_text(out);
}

int jalon_store_void(struct jalon_db *db, const struct jalon_write *write,
                     const struct jalon_entries *entries, struct jalon_receipt **ret_receipt,
                     struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_str_done) struct jalon_str array = {0};
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      entries->code,
                                      array_text(&array, entries),
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_void, parameters, ret_receipt, err);
}

int jalon_store_void_batch(struct jalon_db *db, const struct jalon_write *write, const char *batch,
                           struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      batch,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_void_batch, parameters, ret_receipt, err);
}

int jalon_store_undo(struct jalon_db *db, const struct jalon_write *write, const char *code,
                     struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text, write->programme, code, evidence};
    return jalon_store_write(db, &jalon_sql_undo, parameters, ret_receipt, err);
}

int jalon_store_correct(struct jalon_db *db, const struct jalon_write *write,
                        const struct jalon_entries *entries, const json_t *members,
                        struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(members);
    JALON_AUTO(jalon_str_done) struct jalon_str array = {0};
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      entries->code,
                                      array_text(&array, entries),
                                      text,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_correct, parameters, ret_receipt, err);
}
