/* One contract as a whole record. */
#include "app/record.h"

#include "base/str.h"
#include "pg/pg_messages.h"

int jalon_app_contract(struct jalon_app *app, const char *code,
                       struct jalon_contract **ret_contract, struct jalon_err *err)
{
    struct jalon_contract *contract = NULL;
    if (jalon_app_programme(app, err) < 0 ||
        jalon_store_contract(app->db, app->programme->code, code, &contract, err) < 0) {
        return -1;
    }
    if (contract == NULL) {
        return jalon_fail(err, &jalon_msg_unknown_territory, code);
    }
    *ret_contract = contract;
    return 0;
}

int jalon_app_contracts(struct jalon_app *app, struct jalon_contracts *ret_contracts,
                        struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    return jalon_store_contracts(app->db, app->programme->code, ret_contracts, err);
}

struct jalon_date jalon_app_day(const struct jalon_app *app, struct jalon_date as_of)
{
    return jalon_date_is_set(as_of) ? as_of : app->today;
}

int jalon_app_explain(struct jalon_app *app, const struct jalon_contract *contract,
                      const char *state, struct jalon_date day, struct jalon_arena *arena,
                      struct jalon_explanation *ret_explanation, struct jalon_err *err)
{
    *ret_explanation = jalon_contract_explain(contract, app->programme, state, day, arena);
    if (ret_explanation->outcome != JALON_EXPLAIN_UNKNOWN_STATE) {
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    for (size_t i = 0; i < app->programme->n_states; i++) {
        jalon_str_addf(&known, "%s%s", i > 0 ? ", " : "", app->programme->states[i].code);
    }
    return jalon_fail(err, &jalon_msg_unknown_state, state, jalon_str_text(&known));
}
