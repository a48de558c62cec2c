/*
 * Runs a file that no transaction may hold, such as CREATE INDEX CONCURRENTLY, on a connection
 * beside the runner's, whose open transaction keeps the lock meanwhile. That one stands idle
 * without a snapshot, so that nothing waits for it.
 */
#include "pg/db.h"
#include "pg/migrate_priv.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"

static int run_made(struct jalon_db *db, const struct jalon_result *made, struct jalon_err *err)
{
    for (size_t i = 0; i < jalon_result_n_rows(made); i++) {
        const char *command = jalon_result_text(made, i, MIGRATE_INVALID_DROP);
        if (jalon_db_script(db, command, NULL, err) != 0) {
            return -1;
        }
    }
    return 0;
}

/* What an attempt that was cut short left of the index; the server never uses nor repairs it. */
static int find_invalid(struct jalon_db *db, const struct jalon_migrate_file *file,
                        struct jalon_result **ret_invalid, struct jalon_err *err)
{
    return jalon_db_run(db, &jalon_sql_migrate_invalid,
                        (const char *const[]){file->schema, file->index}, ret_invalid, err);
}

static int drop_invalid(struct jalon_db *db, const struct jalon_migrate_file *file,
                        struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *invalid = NULL;
    return find_invalid(db, file, &invalid, err) == 0 ? run_made(db, invalid, err) : -1;
}

static int check_valid(struct jalon_db *db, const struct jalon_migrate_file *file,
                       struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *invalid = NULL;
    if (find_invalid(db, file, &invalid, err) != 0) {
        return -1;
    }
    if (jalon_result_n_rows(invalid) > 0) {
        return jalon_fail(err, &jalon_msg_migration_index_invalid, file->source->name, file->index);
    }
    return 0;
}

/* A statement with parameters keeps its portal, and this its snapshot, up to the next one; a plain
 * command leaves none. */
int jalon_migrate_let_go(struct jalon_db *db, struct jalon_err *err)
{
    return jalon_db_script(db, jalon_sql_migrate_lock.text, NULL, err);
}

int jalon_migrate_run_alone(struct jalon_db *db, const struct jalon_migrate_file *file,
                            struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *settings = NULL;
    const char *lock_timeout = file->lock_timeout[0] != '\0' ? file->lock_timeout : "0";
    const char *const parameters[] = {jalon_migrate_file_owner(file), lock_timeout};
    size_t command = 0;
    if (jalon_db_run(db, &jalon_sql_migrate_enter_session, parameters, &settings, err) != 0 ||
        drop_invalid(db, file, err) != 0) {
        return -1;
    }
    if (jalon_db_script(db, file->source->text, &command, err) != 0) {
        return jalon_migrate_explain(db, file, command, err);
    }
    return check_valid(db, file, err);
}
