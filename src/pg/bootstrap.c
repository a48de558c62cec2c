/* Runs the bootstrap script. */
#include "pg/bootstrap.h"

#include "pg/db.h"
#include "pg/fact.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"
#include "pg/script.h"

/* Of a database that was migrated before: as it was noted, and as it is. */
static int look(struct jalon_db *db, struct jalon_facts *ret_noted, struct jalon_facts *ret_before,
                struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *ready = NULL;
    if (jalon_db_run(db, &jalon_sql_migrate_ready, NULL, &ready, err) != 0) {
        return -1;
    }
    if (!jalon_result_bool(ready, 0, MIGRATE_READY_READY)) {
        return 0;
    }
    if (jalon_facts_recall(db, ret_noted, err) != 0) {
        return -1;
    }
    return ret_noted->n > 0 ? jalon_facts_read(db, ret_before, err) : 0;
}

static int run(struct jalon_db *db, struct jalon_err *err)
{
    if (jalon_db_script(db, jalon_bootstrap_sql, NULL, err) == 0) {
        return 0;
    }
    jalon_script_roll_back(db);
    return jalon_script_explain(err, &jalon_msg_bootstrap_failed, jalon_db_server(db), NULL);
}

/* What the script changed is meant to be so. */
static int run_and_note(struct jalon_db *db, const struct jalon_facts *noted,
                        const struct jalon_facts *before, struct jalon_err *err)
{
    struct jalon_facts now = {0};
    int ret = run(db, err);
    if (ret == 0 && noted->n > 0) {
        ret = jalon_facts_read(db, &now, err);
        if (ret == 0) {
            ret = jalon_facts_keep(db, noted, before, &now, err);
        }
    }
    jalon_facts_done(&now);
    return ret;
}

int jalon_bootstrap(struct jalon_db *db, struct jalon_err *err)
{
    struct jalon_facts noted = {0};
    struct jalon_facts before = {0};
    if (!jalon_db_is_superuser(db)) {
        return jalon_fail(err, &jalon_msg_bootstrap_needs_superuser, jalon_db_user(db));
    }
    int ret = look(db, &noted, &before, err);
    if (ret == 0) {
        ret = run_and_note(db, &noted, &before, err);
    }
    jalon_facts_done(&noted);
    jalon_facts_done(&before);
    return ret;
}
