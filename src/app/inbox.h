/* What waits for somebody in the programme in use. */
#pragma once

#include "app/app.h"
#include "domain/inbox.h"
#include "store/decision.h"
#include "store/projection.h"

struct jalon_inbox_filter {
    const char *region; /* contracts that this Région signs, by name or INSEE code; NULL: all */
    bool mine;          /* only contracts on which the caller recorded something */
};

struct jalon_inbox_view {
    struct jalon_inbox *inbox;
    struct jalon_contracts contracts; /* that it is about, and others */
    struct jalon_decisions decisions; /* the same */
};
void jalon_inbox_view_done(struct jalon_inbox_view *view); /* for JALON_AUTO */

/* The inbox on AS_OF, NONE: today in the programme's zone. REFUSED: an unknown Région. */
JALON_MUST_CHECK int jalon_app_inbox(struct jalon_app *app, const struct jalon_inbox_filter *filter,
                                     const struct jalon_inbox_rules *rules, struct jalon_date as_of,
                                     struct jalon_inbox_view *ret_view, struct jalon_err *err);
