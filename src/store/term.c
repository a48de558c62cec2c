/* Terms of contracts into the database. */
#include "store/term.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

json_t *jalon_store_term_object(const struct jalon_term *term)
{
    json_t *object = json_object();
    jalon_json_set_date(object, "from", term->from);
    jalon_json_set_date(object, "to", term->to);
    jalon_json_set(object, "number", term->number > 0 ? json_integer(term->number) : json_null());
    return object;
}

int jalon_store_term(struct jalon_db *db, const struct jalon_write *write,
                     const struct jalon_term *term, struct jalon_receipt **ret_receipt,
                     struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_json_decref) json_t *object = jalon_store_term_object(term);
    JALON_AUTO(jalon_freep) char *days = jalon_json_dump(object);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      term->code,
                                      term->instrument,
                                      days,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_term, parameters, ret_receipt, err);
}
