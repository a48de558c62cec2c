/* Before a run, and opening its context. */
#include "app/open.h"

#include "pg/db.h"

void jalon_app_sweep_environment(void)
{
    jalon_pg_sweep_environment();
}

int jalon_app_open(const struct jalon_location *location, struct jalon_app *ret_app,
                   struct jalon_err *err)
{
    *ret_app = (struct jalon_app){.today = JALON_DATE_NONE};
    return jalon_location_connect(location, false, &ret_app->db, err);
}
