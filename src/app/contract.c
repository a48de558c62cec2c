/* What a user can do to one contract, and what can be read of it. */
#include "app/contract.h"

#include "base/str.h"
#include "pg/pg_messages.h"

int jalon_app_in_programme(struct jalon_app *app, const struct jalon_write *write,
                           struct jalon_write *ret_write, struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    *ret_write = *write;
    ret_write->programme = app->programme->code;
    return 0;
}

int jalon_app_advance(struct jalon_app *app, const struct jalon_write *write, const char *code,
                      const char *to, const char *expect, struct jalon_receipt **ret_receipt,
                      struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_advance(app->db, &full, code, to, expect, ret_receipt, err);
}

int jalon_app_sign(struct jalon_app *app, const struct jalon_write *write,
                   const struct jalon_signing *signing, struct jalon_receipt **ret_receipt,
                   struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_sign(app->db, &full, signing, ret_receipt, err);
}

int jalon_app_milestone(struct jalon_app *app, const struct jalon_write *write, const char *code,
                        const char *milestone, struct jalon_receipt **ret_receipt,
                        struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_milestone(app->db, &full, code, milestone, ret_receipt, err);
}

int jalon_app_territory_add(struct jalon_app *app, const struct jalon_write *write,
                            const struct jalon_territory *territory,
                            struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_territory_add(app->db, &full, territory, ret_receipt, err);
}

int jalon_app_territory_change(struct jalon_app *app, const struct jalon_write *write,
                               const struct jalon_territory_change *change,
                               struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_territory_change(app->db, &full, change, ret_receipt, err);
}

int jalon_app_territory_succeed(struct jalon_app *app, const struct jalon_write *write,
                                const struct jalon_succession *succession,
                                struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_territory_succeed(app->db, &full, succession, ret_receipt, err);
}

int jalon_app_cohort_join(struct jalon_app *app, const struct jalon_write *write,
                          const struct jalon_cohort_move *move, struct jalon_receipt **ret_receipt,
                          struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_cohort_join(app->db, &full, move, ret_receipt, err);
}

int jalon_app_cohort_leave(struct jalon_app *app, const struct jalon_write *write,
                           const struct jalon_cohort_move *move, struct jalon_receipt **ret_receipt,
                           struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_cohort_leave(app->db, &full, move, ret_receipt, err);
}

int jalon_app_weigh(struct jalon_app *app, const struct jalon_write *write,
                    const struct jalon_weighing *weighing, struct jalon_receipt **ret_receipt,
                    struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    if (!jalon_date_is_set(full.on) && full.precision == JALON_PRECISION_DAY) {
        full.on = jalon_programme_weight_day(app->programme, weighing->as_of_year);
    }
    return jalon_store_weigh(app->db, &full, weighing, ret_receipt, err);
}

int jalon_app_retarget(struct jalon_app *app, const struct jalon_write *write,
                       const struct jalon_retarget *retarget, struct jalon_receipt **ret_receipt,
                       struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_retarget(app->db, &full, retarget, ret_receipt, err);
}

int jalon_app_party_refuse(struct jalon_app *app, const struct jalon_write *write,
                           const struct jalon_party_act *act, struct jalon_receipt **ret_receipt,
                           struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_party_refuse(app->db, &full, act, ret_receipt, err);
}

int jalon_app_party_waive(struct jalon_app *app, const struct jalon_write *write,
                          const struct jalon_party_act *act, struct jalon_receipt **ret_receipt,
                          struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_party_waive(app->db, &full, act, ret_receipt, err);
}

int jalon_app_term(struct jalon_app *app, const struct jalon_write *write,
                   const struct jalon_term *term, struct jalon_receipt **ret_receipt,
                   struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_term(app->db, &full, term, ret_receipt, err);
}

int jalon_app_plan(struct jalon_app *app, const struct jalon_write *write,
                   const struct jalon_plan *plan, struct jalon_receipt **ret_receipt,
                   struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_plan(app->db, &full, plan, ret_receipt, err);
}

int jalon_app_note(struct jalon_app *app, const struct jalon_write *write, const char *code,
                   struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_note(app->db, &full, code, ret_receipt, err);
}

int jalon_app_contract(struct jalon_app *app, const char *code,
                       struct jalon_contract **ret_contract, struct jalon_err *err)
{
    struct jalon_contract *contract = NULL;
    if (jalon_app_programme(app, err) < 0 ||
        jalon_store_contract(app->db, jalon_app_books(app), code, &contract, err) < 0) {
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
    return jalon_store_contracts(app->db, jalon_app_books(app), ret_contracts, err);
}

int jalon_app_check_state(struct jalon_app *app, const char *state, struct jalon_err *err)
{
    if (jalon_programme_state(app->programme, state) != NULL) {
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    for (size_t i = 0; i < app->programme->n_states; i++) {
        jalon_str_addf(&known, "%s%s", i > 0 ? ", " : "", app->programme->states[i].code);
    }
    return jalon_fail(err, &jalon_msg_unknown_state, state, jalon_str_text(&known));
}

int jalon_app_check_cohort(struct jalon_app *app, const char *cohort, struct jalon_err *err)
{
    if (jalon_programme_cohort(app->programme, cohort) != NULL) {
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    for (size_t i = 0; i < app->programme->n_cohorts; i++) {
        jalon_str_addf(&known, "%s%s", i > 0 ? ", " : "", app->programme->cohorts[i].code);
    }
    return jalon_fail(err, &jalon_msg_unknown_cohort, cohort,
                      known.length > 0 ? jalon_str_text(&known) : "—");
}

int jalon_app_check_weight(struct jalon_app *app, const char *weight, struct jalon_err *err)
{
    if (jalon_programme_weight(app->programme, weight) != NULL) {
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    for (size_t i = 0; i < app->programme->n_weights; i++) {
        jalon_str_addf(&known, "%s%s", i > 0 ? ", " : "", app->programme->weights[i].code);
    }
    return jalon_fail(err, &jalon_msg_unknown_weight, weight,
                      known.length > 0 ? jalon_str_text(&known) : "—");
}

int jalon_app_explain(struct jalon_app *app, const struct jalon_contract *contract,
                      const char *state, struct jalon_date day, struct jalon_arena *arena,
                      struct jalon_explanation *ret_explanation, struct jalon_err *err)
{
    if (jalon_app_check_state(app, state, err) < 0) {
        return -1;
    }
    *ret_explanation = jalon_contract_explain(contract, app->programme, state, day, arena);
    return 0;
}
