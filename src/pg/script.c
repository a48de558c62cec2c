/* After a script failed: its transaction goes, and its error is told in the user's terms. */
#include "pg/script.h"

#include "pg/db.h"
#include "pg/pg_statements.h"

void jalon_script_roll_back(struct jalon_db *db)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_err ignored; /* on a lost connection the server has rolled back by itself */
    if (jalon_db_run(db, &jalon_sql_migrate_rollback, NULL, &result, &ignored) != 0) {
        return;
    }
}

/* What a script names and the schema lacks is the script's fault, not a passing state. */
bool jalon_script_passes(const struct jalon_err *err)
{
    bool missing = strncmp(err->sqlstate, "42", 2) == 0 || strncmp(err->sqlstate, "3F", 2) == 0;
    return err->kind == JALON_ERR_UNAVAILABLE && !missing;
}

int jalon_script_explain(struct jalon_err *err, const struct jalon_msg *msg, const char *what,
                         const char *where)
{
    struct jalon_err cause = *err;
    for (enum jalon_lang lang = 0; lang < JALON_LANG_N; lang++) {
        struct jalon_err told;
        if (where == NULL) {
            jalon_fail(&told, msg, what, cause.message[lang]);
        } else {
            jalon_fail(&told, msg, what, where, cause.message[lang]);
        }
        memcpy(err->message[lang], told.message[lang], sizeof err->message[lang]);
        memcpy(err->hint[lang], told.hint[lang], sizeof err->hint[lang]);
        err->kind = told.kind;
    }
    if (jalon_script_passes(&cause) || cause.kind == JALON_ERR_PERMISSION) {
        err->kind = cause.kind;
    }
    return -1;
}
