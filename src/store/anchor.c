/* Reads the checkpoint that a client keeps. */
#include "store/anchor.h"

#include "sql/sql_statements.h"

int jalon_store_last_checkpoint(struct jalon_db *db, struct jalon_str *note, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_last_checkpoint, NULL, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) > 0) {
        jalon_str_add(note, jalon_result_text(result, 0, LAST_CHECKPOINT_NOTE));
    }
    return 0;
}
