/* The moment of the journal at which a run reads the books, as people write it. */
#pragma once

#include "app/app.h"

/*
 * Settles app->known by app->known_at: "2019-05-06", the end of that day; "1104", after so many
 * entries; "ti-2801#7", after that entry. Puts the revision in force then in the place of the one
 * in force now. REFUSED when unreadable, NOT_FOUND when the journal has no such place.
 */
JALON_MUST_CHECK int jalon_app_settle_moment(struct jalon_app *app, struct jalon_err *err);
