/* Cohorts and weights into the database. */
#include "store/cohort.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

static int send_move(struct jalon_db *db, const struct jalon_statement *statement,
                     const struct jalon_write *write, const struct jalon_cohort_move *move,
                     struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      move->code,
                                      move->cohort,
                                      move->member,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, statement, parameters, ret_receipt, err);
}

int jalon_store_cohort_join(struct jalon_db *db, const struct jalon_write *write,
                            const struct jalon_cohort_move *move,
                            struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    return send_move(db, &jalon_sql_cohort_join, write, move, ret_receipt, err);
}

int jalon_store_cohort_leave(struct jalon_db *db, const struct jalon_write *write,
                             const struct jalon_cohort_move *move,
                             struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    return send_move(db, &jalon_sql_cohort_leave, write, move, ret_receipt, err);
}

json_t *jalon_store_figure_object(const struct jalon_weighing *weighing)
{
    json_t *object = json_object();
    jalon_json_set_int(object, "value", weighing->value);
    jalon_json_set_int(object, "as_of_year", weighing->as_of_year);
    jalon_json_set(object, "counted",
                   weighing->counted > 0 ? json_integer(weighing->counted) : json_null());
    return object;
}

int jalon_store_weigh(struct jalon_db *db, const struct jalon_write *write,
                      const struct jalon_weighing *weighing, struct jalon_receipt **ret_receipt,
                      struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_json_decref) json_t *object = jalon_store_figure_object(weighing);
    JALON_AUTO(jalon_freep) char *figure = jalon_json_dump(object);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      weighing->code,
                                      weighing->weight,
                                      figure,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_weigh, parameters, ret_receipt, err);
}
