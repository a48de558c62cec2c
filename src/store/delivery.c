/* Mails with issued reports: taken, settled, listed. */
#include "store/delivery.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

int jalon_store_report_deliver(struct jalon_db *db, const struct jalon_write *write,
                               const struct jalon_mail_claim *claim,
                               struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    const struct jalon_number_text issue = jalon_store_number(claim->issue);
    const struct jalon_number_text attempts = jalon_store_number(claim->attempts);
    JALON_AUTO(jalon_json_decref) json_t *object = json_object();
    jalon_json_set_text(object, "address", claim->address);
    jalon_json_set_text(object, "lang", claim->lang);
    JALON_AUTO(jalon_freep) char *mail = jalon_json_dump(object);
    const char *const parameters[] = {write->request.text, write->programme,
                                      issue.text,          mail,
                                      attempts.text,       claim->again ? "true" : "false"};
    return jalon_store_write(db, &jalon_sql_report_deliver, parameters, ret_receipt, err);
}

int jalon_store_report_delivered(struct jalon_db *db, const struct jalon_write *write,
                                 const struct jalon_mail_outcome *outcome,
                                 struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    const struct jalon_number_text begun = jalon_store_number(outcome->begun);
    const struct jalon_number_text status = jalon_store_number(outcome->status);
    const char *const parameters[] = {write->request.text, write->programme, begun.text,
                                      outcome->outcome, outcome->status < 0 ? NULL : status.text};
    return jalon_store_write(db, &jalon_sql_report_delivered, parameters, ret_receipt, err);
}

void jalon_mails_done(struct jalon_mails *mails)
{
    jalon_arena_free(mails->arena);
    *mails = (struct jalon_mails){0};
}

int jalon_store_deliveries(struct jalon_db *db, const char *programme, const char *entry,
                           struct jalon_mails *ret_mails, struct jalon_err *err)
{
    const char *const parameters[] = {programme, entry};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_deliveries, parameters, &result, err) < 0) {
        return -1;
    }
    struct jalon_arena *arena = jalon_arena_new();
    size_t n = jalon_result_n_rows(result);
    *ret_mails = (struct jalon_mails){
        jalon_arena_array(arena, n + 1, sizeof(struct jalon_mail_sent)), n, arena};
#define TEXT(column) jalon_arena_strdup(arena, jalon_result_text(result, i, column))
    for (size_t i = 0; i < n; i++) {
        ret_mails->items[i] =
            (struct jalon_mail_sent){TEXT(DELIVERIES_ADDRESS), TEXT(DELIVERIES_LANG),
                                     TEXT(DELIVERIES_OUTCOME), TEXT(DELIVERIES_ENTRY)};
    }
#undef TEXT
    return 0;
}
