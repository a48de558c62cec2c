/* Verifying a database's schema, also against one that is made for the purpose. */
#include "app/verify.h"

#include "app/app_messages.h"
#include "app/database.h"

/* What the freshly made database is asked. */
struct fresh {
    const struct jalon_location *location;
    int server_major; /* of the database to verify */
    struct jalon_facts facts;
};

static int major_of(const struct jalon_db *db)
{
    return jalon_db_server_version(db) / 10000;
}

static int read_fresh(struct jalon_db *superuser_db, void *context, struct jalon_err *err)
{
    struct fresh *fresh = context;
    struct jalon_migrate_report report;
    if (major_of(superuser_db) != fresh->server_major) {
        return jalon_fail(err, &jalon_msg_verify_other_server);
    }
    if (jalon_database_build(superuser_db, fresh->location, false, &report, err) < 0) {
        return -1;
    }
    return jalon_facts_read(superuser_db, &fresh->facts, err);
}

static int check_current(struct jalon_db *db, struct jalon_err *err)
{
    JALON_AUTO(jalon_migrate_status_freep) struct jalon_migrate_status *status = NULL;
    if (jalon_migrate_status_read(db, &jalon_migrations, &status, err) < 0) {
        return -1;
    }
    return jalon_migrate_status_current(status) ? 0 : jalon_fail(err, &jalon_msg_verify_behind);
}

static int verify_deep(struct jalon_db *db, const struct jalon_location *location,
                       struct jalon_verification **ret_found, struct jalon_err *err)
{
    struct fresh fresh = {.location = location, .server_major = major_of(db)};
    const struct jalon_cluster_options options = {
        .lang = location->lang, .prepare = read_fresh, .prepare_context = &fresh};
    int ret = check_current(db, err);
    if (ret == 0) {
        ret = jalon_cluster_try(&options, err);
    }
    if (ret == 0) {
        ret = jalon_facts_name_database(db, &fresh.facts, err);
    }
    if (ret == 0) {
        ret = jalon_verify(db, &jalon_migrations, &fresh.facts, ret_found, err);
    }
    jalon_facts_done(&fresh.facts);
    return ret;
}

int jalon_database_verify(const struct jalon_location *location, bool deep,
                          struct jalon_verification **ret_found, struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    if (jalon_location_connect(location, false, &db, err) < 0) {
        return -1;
    }
    return deep ? verify_deep(db, location, ret_found, err)
                : jalon_verify(db, &jalon_migrations, NULL, ret_found, err);
}

int jalon_database_bless(const struct jalon_location *location, const char *fact,
                         const char *reason, size_t *ret_n, struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    if (jalon_location_connect(location, true, &db, err) < 0) {
        return -1;
    }
    return jalon_bless(db, fact, reason, ret_n, err);
}
