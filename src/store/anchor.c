/* Reads single checkpoints. */
#include "store/anchor.h"

#include "sql/sql_statements.h"
#include "store/write.h"

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

int jalon_store_has_checkpoint(struct jalon_db *db, int64_t size, bool *ret_has,
                               struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_number_text leaves = jalon_store_number(size);
    const char *const parameters[] = {leaves.text};
    if (jalon_db_run(db, &jalon_sql_checkpoint_of_size, parameters, &result, err) < 0) {
        return -1;
    }
    *ret_has = jalon_result_bool(result, 0, CHECKPOINT_OF_SIZE_IS_KEPT);
    return 0;
}
