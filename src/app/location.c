/* Connecting to the server that was named, or to the private cluster. */
#include "app/location.h"

#include "app/database.h"
#include "base/mem.h"
#include "pg/bootstrap.h"
#include "pg/conninfo.h"
#include "pg/login.h"

int jalon_private_login(struct jalon_private *private_cluster, struct jalon_db *superuser_db,
                        struct jalon_err *err)
{
    static const char *const groups[] = {"jalon_manager", "jalon_sealer"};
    const char *user = jalon_cluster_user(private_cluster->cluster);
    for (size_t i = 0; i < JALON_COUNT(groups); i++) {
        if (jalon_login_make(superuser_db, user, groups[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The new database gets roles, schema, and a login for whoever runs this. */
static int prepare(struct jalon_db *superuser_db, void *context, struct jalon_err *err)
{
    struct jalon_private *private_cluster = context;
    struct jalon_migrate_report report;
    if (jalon_database_build(superuser_db, private_cluster->location, false, &report, err) < 0) {
        return -1;
    }
    return jalon_private_login(private_cluster, superuser_db, err);
}

int jalon_private_new(const struct jalon_location *location, struct jalon_private **ret_private,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_private_freep)
    struct jalon_private *made = jalon_alloc(sizeof *made);
    made->location = location;
    made->options = (struct jalon_cluster_options){
        .jalon_home = location->jalon_home,
        .data_home = location->data_home,
        .home = location->home,
        .lang = location->lang,
        .prepare = prepare,
        .prepare_context = made,
        .talk = location->talk,
        .talk_context = location->context,
    };
    if (jalon_cluster_new(&made->options, &made->cluster, err) < 0) {
        return -1;
    }
    *ret_private = JALON_TAKE(made);
    return 0;
}

void jalon_private_freep(struct jalon_private **private_cluster)
{
    if (*private_cluster != NULL) {
        jalon_cluster_free((*private_cluster)->cluster);
        free(*private_cluster);
        *private_cluster = NULL;
    }
}

int jalon_location_home(const struct jalon_location *location, struct jalon_str *out,
                        struct jalon_err *err)
{
    JALON_AUTO(jalon_private_freep) struct jalon_private *private_cluster = NULL;
    if (jalon_private_new(location, &private_cluster, err) < 0) {
        return -1;
    }
    jalon_str_add(out, jalon_cluster_home(private_cluster->cluster));
    return 0;
}

char *jalon_location_shown(const char *conninfo)
{
    return jalon_conninfo_without_secrets(conninfo);
}

int jalon_location_connect(const struct jalon_location *location, bool as_superuser,
                           struct jalon_db **ret_db, struct jalon_err *err)
{
    const struct jalon_db_options options = {
        .conninfo = location->conninfo,
        .command = location->command,
        .timeout_ms = location->timeout_ms,
        .retry_ms = location->retry_ms,
        .echo = location->echo,
        .echo_context = location->context,
    };
    if (location->conninfo != NULL) {
        return jalon_db_open(&options, ret_db, err);
    }
    JALON_AUTO(jalon_private_freep) struct jalon_private *private_cluster = NULL;
    if (jalon_private_new(location, &private_cluster, err) < 0) {
        return -1;
    }
    return jalon_cluster_open(private_cluster->cluster, &options, as_superuser, ret_db, err);
}
