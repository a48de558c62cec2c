/* New dates of targets into the database. */
#include "store/target.h"

#include "base/mem.h"
#include "sql/sql_statements.h"

int jalon_store_retarget(struct jalon_db *db, const struct jalon_write *write,
                         const struct jalon_retarget *retarget, struct jalon_receipt **ret_receipt,
                         struct jalon_err *err)
{
    struct jalon_date_text on, decided_on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    bool is_one = retarget->code != NULL;
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      is_one ? retarget->code : retarget->target,
                                      is_one ? retarget->target : retarget->region,
                                      jalon_store_date(retarget->on, &on),
                                      jalon_store_date(write->on, &decided_on),
                                      evidence};
    return jalon_store_write(db, is_one ? &jalon_sql_retarget : &jalon_sql_retarget_all, parameters,
                             ret_receipt, err);
}
