/* What was applied to a database, held against the files of a set. */
#include "pg/migrate_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg/db.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"
#include "pg/script.h"

const char jalon_migrate_owner[] = "jalon_owner";

struct jalon_migrate_status {
    struct jalon_migrate_files files;
    struct jalon_migrate_state state;
};

static void add_row(struct jalon_migrate_state *state, const struct jalon_migration_status *row,
                    const struct jalon_migrate_file *file)
{
    state->rows[state->n] = *row;
    state->files[state->n++] = file;
}

static const struct jalon_migrate_file *find_file(const struct jalon_migrate_files *files,
                                                  const char *name)
{
    for (size_t i = 0; i < files->n; i++) {
        if (strcmp(files->files[i].source->name, name) == 0) {
            return &files->files[i];
        }
    }
    return NULL;
}

static enum jalon_migration_state applied_state(const struct jalon_migrate_file *file,
                                                const char *sha256)
{
    if (file == NULL) {
        return JALON_MIGRATION_MISSING;
    }
    if (strcmp(file->source->sha256, sha256) == 0) {
        return JALON_MIGRATION_APPLIED;
    }
    return file->repeatable ? JALON_MIGRATION_PENDING : JALON_MIGRATION_CHANGED;
}

/* Adds the applied versioned files and verifies their chain. */
static int add_history(struct jalon_migrate_state *state, const struct jalon_migrate_files *files,
                       const struct jalon_result *history, struct jalon_err *err)
{
    for (size_t i = 0; i < jalon_result_n_rows(history); i++) {
        const char *name = jalon_result_text(history, i, MIGRATE_HISTORY_NAME);
        const char *sha256 = jalon_result_text(history, i, MIGRATE_HISTORY_SHA256);
        const char *chain = jalon_result_text(history, i, MIGRATE_HISTORY_CHAIN);
        int version = (int)jalon_result_int(history, i, MIGRATE_HISTORY_VERSION);
        const struct jalon_migrate_file *file = find_file(files, name);
        struct jalon_migrate_hex wanted = jalon_migrate_chain(state->chain, version, sha256);
        if (strcmp(wanted.text, chain) != 0) {
            return jalon_fail(err, &jalon_msg_migration_history_altered, name);
        }
        state->chain = jalon_arena_strdup(state->arena, chain);
        add_row(state,
                &(struct jalon_migration_status){
                    .name = jalon_arena_strdup(state->arena, name),
                    .version = version,
                    .state = applied_state(file, sha256),
                    .applied_at = jalon_arena_strdup(
                        state->arena, jalon_result_text(history, i, MIGRATE_HISTORY_APPLIED_AT)),
                    .applied_by = jalon_arena_strdup(
                        state->arena, jalon_result_text(history, i, MIGRATE_HISTORY_APPLIED_BY)),
                },
                file);
    }
    return 0;
}

static void add_repeated(struct jalon_migrate_state *state, const struct jalon_migrate_files *files,
                         const struct jalon_result *repeated)
{
    for (size_t i = 0; i < jalon_result_n_rows(repeated); i++) {
        const char *name = jalon_result_text(repeated, i, MIGRATE_REPEATED_NAME);
        const struct jalon_migrate_file *file = find_file(files, name);
        const char *sha256 = jalon_result_text(repeated, i, MIGRATE_REPEATED_SHA256);
        add_row(state,
                &(struct jalon_migration_status){
                    .name = jalon_arena_strdup(state->arena, name),
                    .state = applied_state(file, sha256),
                    .applied_at = jalon_arena_strdup(
                        state->arena, jalon_result_text(repeated, i, MIGRATE_REPEATED_APPLIED_AT)),
                    .applied_by = jalon_arena_strdup(
                        state->arena, jalon_result_text(repeated, i, MIGRATE_REPEATED_APPLIED_BY)),
                },
                file);
    }
}

static bool has_file(const struct jalon_migrate_state *state, const struct jalon_migrate_file *file)
{
    for (size_t i = 0; i < state->n; i++) {
        if (state->files[i] == file) {
            return true;
        }
    }
    return false;
}

/* Adds the files that were not applied; one below an applied number comes too late. */
static void add_pending(struct jalon_migrate_state *state, const struct jalon_migrate_files *files)
{
    int top = 0;
    for (size_t i = 0; i < state->n; i++) {
        top = state->rows[i].version > top ? state->rows[i].version : top;
    }
    for (size_t i = 0; i < files->n; i++) {
        const struct jalon_migrate_file *file = &files->files[i];
        bool late = !file->repeatable && file->version < top;
        if (!has_file(state, file)) {
            add_row(state,
                    &(struct jalon_migration_status){
                        .name = file->source->name,
                        .version = file->version,
                        .state = late ? JALON_MIGRATION_LATE : JALON_MIGRATION_PENDING,
                    },
                    file);
        }
    }
}

/* A stable insertion sort by name: versioned before repeatable, as "0" sorts before "R". */
static void sort_rows(struct jalon_migrate_state *state)
{
    for (size_t i = 1; i < state->n; i++) {
        struct jalon_migration_status row = state->rows[i];
        const struct jalon_migrate_file *file = state->files[i];
        size_t to = i;
        for (; to > 0 && strcmp(state->rows[to - 1].name, row.name) > 0; to--) {
            state->rows[to] = state->rows[to - 1];
            state->files[to] = state->files[to - 1];
        }
        state->rows[to] = row;
        state->files[to] = file;
    }
}

int jalon_migrate_sql(struct jalon_db *db, const struct jalon_statement *statement,
                      const char *const *parameters, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    return jalon_db_run(db, statement, parameters, &result, err);
}

int jalon_migrate_check_ready(struct jalon_db *db, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *ready = NULL;
    if (jalon_db_run(db, &jalon_sql_migrate_ready, NULL, &ready, err) != 0) {
        return -1;
    }
    if (!jalon_result_bool(ready, 0, MIGRATE_READY_READY)) {
        return jalon_fail(err, &jalon_msg_migration_not_bootstrapped, jalon_db_server(db));
    }
    return 0;
}

int jalon_migrate_state_read(struct jalon_db *db, const struct jalon_migrate_files *files,
                             struct jalon_migrate_state *ret_state, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *history = NULL;
    JALON_AUTO(jalon_result_freep) struct jalon_result *repeated = NULL;
    JALON_AUTO(jalon_result_freep) struct jalon_result *noted = NULL;
    *ret_state = (struct jalon_migrate_state){.chain = jalon_migrate_chain_start};
    if (jalon_db_run(db, &jalon_sql_migrate_history, NULL, &history, err) != 0 ||
        jalon_db_run(db, &jalon_sql_migrate_repeated, NULL, &repeated, err) != 0 ||
        jalon_db_run(db, &jalon_sql_migrate_noted, NULL, &noted, err) != 0) {
        return -1;
    }
    ret_state->has_facts = jalon_result_bool(noted, 0, MIGRATE_NOTED_FACTS);
    ret_state->is_marked =
        strstr(jalon_result_text(noted, 0, MIGRATE_NOTED_MARK), files->digest.text) != NULL;
    size_t most = jalon_result_n_rows(history) + jalon_result_n_rows(repeated) + files->n;
    ret_state->arena = jalon_arena_new();
    ret_state->rows = jalon_arena_array(ret_state->arena, most, sizeof *ret_state->rows);
    ret_state->files = jalon_arena_array(ret_state->arena, most, sizeof *ret_state->files);
    if (add_history(ret_state, files, history, err) != 0) {
        return -1;
    }
    add_repeated(ret_state, files, repeated);
    add_pending(ret_state, files);
    sort_rows(ret_state);
    return 0;
}

int jalon_migrate_may_own(struct jalon_db *db, const char *role, bool *ret_allowed,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_migrate_may_own, (const char *const[]){role}, &result, err) !=
        0) {
        return -1;
    }
    *ret_allowed = jalon_result_bool(result, 0, MIGRATE_MAY_OWN_ALLOWED);
    return 0;
}

int jalon_migrate_enter(struct jalon_db *db, const char *role, const char *lock_timeout,
                        struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    return jalon_db_run(db, &jalon_sql_migrate_enter, (const char *const[]){role, lock_timeout},
                        &result, err);
}

int jalon_migrate_inspect(struct jalon_db *db, struct jalon_err *err)
{
    bool may_own = false;
    if (jalon_migrate_may_own(db, jalon_migrate_owner, &may_own, err) != 0 ||
        jalon_migrate_sql(db, &jalon_sql_migrate_inspect, NULL, err) != 0) {
        return -1;
    }
    return may_own ? jalon_migrate_enter(db, jalon_migrate_owner, "2s", err) : 0;
}

int jalon_migrate_look(struct jalon_db *db, const struct jalon_migrate_files *files,
                       struct jalon_migrate_state *ret_state, struct jalon_err *err)
{
    int ret = jalon_migrate_inspect(db, err);
    if (ret == 0) {
        ret = jalon_migrate_state_read(db, files, ret_state, err);
    }
    jalon_script_roll_back(db);
    return ret;
}

void jalon_migrate_state_done(struct jalon_migrate_state *state)
{
    jalon_arena_free(state->arena);
    *state = (struct jalon_migrate_state){0};
}

int jalon_migrate_state_check(const struct jalon_migrate_state *state, struct jalon_err *err)
{
    for (size_t i = 0; i < state->n; i++) {
        const struct jalon_migration_status *row = &state->rows[i];
        switch (row->state) {
        case JALON_MIGRATION_APPLIED:
        case JALON_MIGRATION_PENDING:
            break;
        case JALON_MIGRATION_CHANGED:
            return jalon_fail(err, &jalon_msg_migration_changed, row->name);
        case JALON_MIGRATION_MISSING:
            if (row->version > 0) {
                return jalon_fail(err, &jalon_msg_migration_missing, row->name);
            }
            break;
        case JALON_MIGRATION_LATE:
            return jalon_fail(err, &jalon_msg_migration_late, row->name);
        }
    }
    return 0;
}

int jalon_migrate_status_read(struct jalon_db *db, const struct jalon_migration_set *set,
                              struct jalon_migrate_status **ret_status, struct jalon_err *err)
{
    JALON_AUTO(jalon_migrate_status_freep)
    struct jalon_migrate_status *status = jalon_alloc(sizeof *status);
    if (jalon_migrate_files_read(set, false, &status->files, err) != 0 ||
        jalon_migrate_check_ready(db, err) != 0 ||
        jalon_migrate_look(db, &status->files, &status->state, err) != 0) {
        return -1;
    }
    *ret_status = JALON_TAKE(status);
    return 0;
}

size_t jalon_migrate_status_n(const struct jalon_migrate_status *status)
{
    return status->state.n;
}

const struct jalon_migration_status *jalon_migrate_status_row(
    const struct jalon_migrate_status *status, size_t row)
{
    return &status->state.rows[row];
}

bool jalon_migrate_status_current(const struct jalon_migrate_status *status)
{
    for (size_t i = 0; i < status->state.n; i++) {
        if (status->state.rows[i].state != JALON_MIGRATION_APPLIED) {
            return false;
        }
    }
    return true;
}

void jalon_migrate_status_free(struct jalon_migrate_status *status)
{
    if (status != NULL) {
        jalon_migrate_state_done(&status->state);
        jalon_migrate_files_done(&status->files);
        free(status);
    }
}

void jalon_migrate_status_freep(struct jalon_migrate_status **status)
{
    jalon_migrate_status_free(*status);
    *status = NULL;
}
