/* Before a run, and opening its context. */
#include "app/open.h"

#include "app/database.h"
#include "pg/db.h"

void jalon_app_sweep_environment(void)
{
    jalon_pg_sweep_environment();
}

int jalon_app_open(const struct jalon_location *location, struct jalon_app *ret_app,
                   struct jalon_err *err)
{
    *ret_app = (struct jalon_app){.today = JALON_DATE_NONE};
    if (jalon_location_connect(location, false, &ret_app->db, err) < 0) {
        return -1;
    }
    if (location->conninfo != NULL || !jalon_db_is_older(ret_app->db)) {
        return 0;
    }
    if (jalon_database_bring_up(location, err) < 0) {
        return -1;
    }
    jalon_db_closep(&ret_app->db);
    return jalon_location_connect(location, false, &ret_app->db, err);
}
