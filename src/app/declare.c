/* What people say of a Région. */
#include "app/declare.h"

#include <string.h>

#include "app/contract.h"
#include "app/find.h"

int jalon_app_declare(struct jalon_app *app, const struct jalon_write *write, const char *region,
                      const char *status, struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_write full;
    const char *code = NULL;
    if (jalon_app_in_programme(app, write, &full, err) < 0 ||
        jalon_app_find_region(app, region, &code, err) < 0) {
        return -1;
    }
    return jalon_store_declare(app->db, &full, code,
                               strcmp(status, JALON_NO_STATUS) == 0 ? NULL : status, ret_receipt,
                               err);
}
