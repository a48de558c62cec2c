/* The database itself: starting, stopping, building and describing it. */
#include "app/database.h"

#include "app/app_messages.h"
#include "base/mem.h"
#include "pg/bootstrap.h"

static int need_private(const struct jalon_location *location, struct jalon_private **ret_private,
                        struct jalon_err *err)
{
    if (location->conninfo != NULL) {
        return jalon_fail(err, &jalon_msg_server_not_ours);
    }
    return jalon_private_new(location, ret_private, err);
}

int jalon_database_start(const struct jalon_location *location, struct jalon_err *err)
{
    JALON_AUTO(jalon_private_freep) struct jalon_private *private_cluster = NULL;
    if (need_private(location, &private_cluster, err) < 0) {
        return -1;
    }
    return jalon_cluster_start(private_cluster->cluster, err);
}

int jalon_database_stop(const struct jalon_location *location, bool *ret_was_running,
                        struct jalon_err *err)
{
    JALON_AUTO(jalon_private_freep) struct jalon_private *private_cluster = NULL;
    if (need_private(location, &private_cluster, err) < 0) {
        return -1;
    }
    int outcome = jalon_cluster_stop(private_cluster->cluster, err);
    *ret_was_running = outcome != JALON_CLUSTER_WAS_NOT_RUNNING;
    return outcome < 0 ? -1 : 0;
}

const char *jalon_database_bootstrap_sql(void)
{
    return jalon_bootstrap_sql;
}

int jalon_database_bootstrap(const struct jalon_location *location, struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    if (jalon_location_connect(location, true, &db, err) < 0) {
        return -1;
    }
    return jalon_bootstrap(db, err);
}

static void tell(void *context, const struct jalon_err *notice)
{
    const struct jalon_location *location = context;
    if (location->talk != NULL) {
        location->talk(location->context, notice->message[location->lang]);
    }
}

int jalon_database_build(struct jalon_db *db, const struct jalon_location *location, bool dry_run,
                         struct jalon_migrate_report *ret_report, struct jalon_err *err)
{
    struct jalon_location borrowed = *location;
    const struct jalon_migrate_options options = {
        .dry_run = dry_run,
        .client_version = location->version,
        .tell = tell,
        .tell_context = &borrowed,
    };
    if (jalon_db_is_superuser(db) && !dry_run && jalon_bootstrap(db, err) < 0) {
        return -1;
    }
    return jalon_migrate_up(db, &jalon_migrations, &options, ret_report, err);
}

/* Times are written so that the order of texts is that of time. */
static void note_last(struct jalon_database_status *status,
                      const struct jalon_migration_status *row)
{
    if (row->applied_at != NULL &&
        (status->migrated_at == NULL || strcmp(row->applied_at, status->migrated_at) > 0)) {
        status->migrated_at = row->applied_at;
        status->migrated_by = row->applied_by;
    }
}

static void count(struct jalon_database_status *status,
                  const struct jalon_migrate_status *migrations)
{
    for (size_t i = 0; i < jalon_migrate_status_n(migrations); i++) {
        const struct jalon_migration_status *row = jalon_migrate_status_row(migrations, i);
        note_last(status, row);
        switch (row->state) {
        case JALON_MIGRATION_APPLIED:
            status->n_applied++;
            break;
        case JALON_MIGRATION_PENDING:
            status->n_pending++;
            break;
        case JALON_MIGRATION_CHANGED:
        case JALON_MIGRATION_MISSING:
        case JALON_MIGRATION_LATE:
            status->n_wrong++;
            break;
        }
    }
    status->is_current = jalon_migrate_status_current(migrations);
}

static void tell_copy(const struct jalon_location *location, const char *path)
{
    struct jalon_err notice;
    jalon_fail(&notice, &jalon_msg_bringing_up, path);
    if (location->talk != NULL) {
        location->talk(location->context, notice.message[location->lang]);
    }
}

static int copy_and_build(const struct jalon_location *location, struct jalon_db *db,
                          struct jalon_migrate_report *ret_report, struct jalon_err *err)
{
    JALON_AUTO(jalon_private_freep) struct jalon_private *private_cluster = NULL;
    JALON_AUTO(jalon_freep) char *path = NULL;
    if (jalon_private_new(location, &private_cluster, err) < 0 ||
        jalon_cluster_backup(private_cluster->cluster, db, &path, err) < 0) {
        return -1;
    }
    tell_copy(location, path);
    return jalon_database_build(db, location, false, ret_report, err) < 0
               ? -1
               : jalon_private_login(private_cluster, db, err);
}

/* Whether this program's files continue those that were applied. */
static int continues(struct jalon_db *db, bool *ret_continues, struct jalon_err *err)
{
    JALON_AUTO(jalon_migrate_status_freep) struct jalon_migrate_status *files = NULL;
    struct jalon_database_status counted = {0};
    if (jalon_migrate_status_read(db, &jalon_migrations, &files, err) < 0) {
        /* An older bootstrap is made good before the files run. */
        *ret_continues = err->key != NULL && strcmp(err->key, "migration_not_bootstrapped") == 0;
        return err->kind == JALON_ERR_REFUSED ? 0 : -1;
    }
    count(&counted, files);
    *ret_continues = counted.n_wrong == 0;
    return 0;
}

int jalon_database_bring_up(const struct jalon_location *location, struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    struct jalon_migrate_report report;
    bool may_continue = false;
    if (jalon_location_connect(location, true, &db, err) < 0 ||
        continues(db, &may_continue, err) < 0) {
        return -1;
    }
    return may_continue && jalon_db_is_older(db) ? copy_and_build(location, db, &report, err) : 0;
}

int jalon_database_migrate(const struct jalon_location *location, bool dry_run,
                           struct jalon_migrate_report *ret_report, struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    if (jalon_location_connect(location, true, &db, err) < 0) {
        return -1;
    }
    bool is_old = location->conninfo == NULL && !dry_run && jalon_db_is_older(db);
    return is_old ? copy_and_build(location, db, ret_report, err)
                  : jalon_database_build(db, location, dry_run, ret_report, err);
}

/* A database that nobody has prepared yet has no migrations; that is an answer, not a failure. */
static int read_schema(struct jalon_database_status *status, struct jalon_db *db,
                       struct jalon_err *err)
{
    JALON_AUTO(jalon_migrate_status_freep) struct jalon_migrate_status *migrations = NULL;
    status->state = JALON_SERVER_RUNNING;
    status->server = jalon_arena_strdup(status->arena, jalon_db_server(db));
    status->user = jalon_arena_strdup(status->arena, jalon_db_user(db));
    status->server_version = jalon_db_server_version(db);
    if (jalon_migrate_status_read(db, &jalon_migrations, &migrations, err) < 0) {
        status->n_pending = jalon_migrations.n;
        return err->kind == JALON_ERR_REFUSED ? 0 : -1;
    }
    count(status, migrations);
    status->migrated_at = jalon_arena_strdup(status->arena, status->migrated_at);
    status->migrated_by = jalon_arena_strdup(status->arena, status->migrated_by);
    return 0;
}

static int read_server(struct jalon_database_status *status, const struct jalon_location *location,
                       struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    if (jalon_location_connect(location, false, &db, err) < 0) {
        return -1;
    }
    return read_schema(status, db, err);
}

static int read_private(struct jalon_database_status *status, const struct jalon_location *location,
                        struct jalon_err *err)
{
    static const enum jalon_server_state states[] = {
        [JALON_CLUSTER_ABSENT] = JALON_SERVER_ABSENT,
        [JALON_CLUSTER_STOPPED] = JALON_SERVER_STOPPED,
        [JALON_CLUSTER_BUSY] = JALON_SERVER_BUSY,
        [JALON_CLUSTER_RUNNING] = JALON_SERVER_RUNNING,
    };
    JALON_AUTO(jalon_private_freep) struct jalon_private *private_cluster = NULL;
    enum jalon_cluster_state state = JALON_CLUSTER_ABSENT;
    if (jalon_private_new(location, &private_cluster, err) < 0 ||
        jalon_cluster_state(private_cluster->cluster, &state, err) < 0) {
        return -1;
    }
    const struct jalon_cluster *cluster = private_cluster->cluster;
    status->is_private = true;
    status->state = states[state];
    status->home = jalon_arena_strdup(status->arena, jalon_cluster_home(cluster));
    status->data = jalon_arena_strdup(status->arena, jalon_cluster_data(cluster));
    status->log = jalon_arena_strdup(status->arena, jalon_cluster_log(cluster));
    status->conninfo = jalon_arena_strdup(status->arena, jalon_cluster_conninfo(cluster));
    return state == JALON_CLUSTER_RUNNING ? read_server(status, location, err) : 0;
}

int jalon_database_status_read(const struct jalon_location *location,
                               struct jalon_database_status **ret_status, struct jalon_err *err)
{
    struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_database_status_freep)
    struct jalon_database_status *status = jalon_arena_alloc(arena, sizeof *status);
    status->arena = arena;
    int failed = location->conninfo == NULL ? read_private(status, location, err)
                                            : read_server(status, location, err);
    if (failed < 0) {
        return -1;
    }
    *ret_status = JALON_TAKE(status);
    return 0;
}

void jalon_database_status_freep(struct jalon_database_status **status)
{
    if (*status != NULL) {
        jalon_arena_free((*status)->arena);
        *status = NULL;
    }
}
