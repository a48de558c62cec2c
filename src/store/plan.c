/* Planned dates of contracts into the database. */
#include "store/plan.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

json_t *jalon_store_plan_object(const struct jalon_plan *plan)
{
    if (!jalon_date_is_set(plan->on)) {
        return json_null();
    }
    json_t *object = json_object();
    jalon_json_set_date(object, "on", plan->on);
    jalon_json_set_text(object, "precision", jalon_precision_code(plan->precision));
    jalon_json_set_text(object, "party", plan->party);
    jalon_json_set_text(object, "place", plan->place);
    return object;
}

int jalon_store_plan(struct jalon_db *db, const struct jalon_write *write,
                     const struct jalon_plan *plan, struct jalon_receipt **ret_receipt,
                     struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_json_decref) json_t *object = jalon_store_plan_object(plan);
    JALON_AUTO(jalon_freep) char *planned = jalon_json_dump(object);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      plan->code,
                                      plan->what,
                                      planned,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_plan, parameters, ret_receipt, err);
}
