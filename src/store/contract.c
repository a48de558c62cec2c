/* Contracts: moves, signatures and milestones into the database. */
#include "store/contract.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/array.h"

int jalon_store_advance(struct jalon_db *db, const struct jalon_write *write, const char *code,
                        const char *to, const char *expect, struct jalon_receipt **ret_receipt,
                        struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      code,
                                      to,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      expect,
                                      evidence};
    return jalon_store_write(db, &jalon_sql_advance, parameters, ret_receipt, err);
}

json_t *jalon_store_signing_object(const struct jalon_signing *signing)
{
    json_t *object = json_object();
    jalon_json_set_text(object, "signer", signing->signer);
    jalon_json_set_text(object, "capacity", signing->capacity);
    jalon_json_set_text(object, "place", signing->place);
    jalon_json_set_text(object, "channel", signing->channel);
    return object;
}

int jalon_store_sign(struct jalon_db *db, const struct jalon_write *write,
                     const struct jalon_signing *signing, struct jalon_receipt **ret_receipt,
                     struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_json_decref) json_t *object = jalon_store_signing_object(signing);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(object);
    JALON_AUTO(jalon_freep) char *parties = jalon_store_array(signing->parties, signing->n_parties);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      signing->code,
                                      signing->instrument,
                                      parties,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      text,
                                      evidence};
    return jalon_store_write(db, &jalon_sql_sign, parameters, ret_receipt, err);
}

int jalon_store_milestone(struct jalon_db *db, const struct jalon_write *write, const char *code,
                          const char *milestone, struct jalon_receipt **ret_receipt,
                          struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      code,
                                      milestone,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_milestone, parameters, ret_receipt, err);
}
