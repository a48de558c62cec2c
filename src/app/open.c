/* Opening the context of a run. */
#include "app/open.h"

int jalon_app_open(const struct jalon_location *location, struct jalon_app *ret_app,
                   struct jalon_err *err)
{
    *ret_app = (struct jalon_app){.today = JALON_DATE_NONE};
    return jalon_location_connect(location, false, &ret_app->db, err);
}
