/* Refusals, waivers and remarks into the database. */
#include "store/party.h"

#include "base/mem.h"
#include "sql/sql_statements.h"

int jalon_store_party_refuse(struct jalon_db *db, const struct jalon_write *write,
                             const struct jalon_party_act *act, struct jalon_receipt **ret_receipt,
                             struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      act->code,
                                      act->instrument,
                                      act->party,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_party_refuse, parameters, ret_receipt, err);
}

int jalon_store_party_waive(struct jalon_db *db, const struct jalon_write *write,
                            const struct jalon_party_act *act, struct jalon_receipt **ret_receipt,
                            struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      act->code,
                                      act->instrument,
                                      act->party,
                                      jalon_store_date(write->on, &on),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_party_waive, parameters, ret_receipt, err);
}

int jalon_store_note(struct jalon_db *db, const struct jalon_write *write, const char *code,
                     struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      code,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_note, parameters, ret_receipt, err);
}
