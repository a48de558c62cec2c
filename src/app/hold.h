/* Legal holds: what nobody may erase while a dispute or an inquiry runs. */
#pragma once

#include "app/app.h"
#include "store/hold.h"

/*
 * Holds THING, or lets it go: "ti-2801#7", an entry; "ti-2801", a territory; the programme's code,
 * all of it. CONFLICT when it is so already, PERMISSION unless for a manager.
 */
JALON_MUST_CHECK int jalon_app_hold(struct jalon_app *app, const struct jalon_write *write,
                                    const char *thing, bool held,
                                    struct jalon_receipt **ret_receipt, struct jalon_err *err);

JALON_MUST_CHECK int jalon_app_holds(struct jalon_app *app, struct jalon_holds *ret_holds,
                                     struct jalon_err *err);
