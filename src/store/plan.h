/* When something is to happen to a contract, into the database. */
#pragma once

#include <jansson.h>

#include "store/write.h"

struct jalon_plan {
    const char *code, *what; /* an instrument, a milestone or a state */
    struct jalon_date on;    /* NONE: it is planned no more */
    enum jalon_precision precision;
    const char *party, *place; /* who is to do it, and where; NULL: not said */
};

/* {"on", "precision", "party", "place"}, as the database takes it; the JSON null of none. */
json_t *jalon_store_plan_object(const struct jalon_plan *plan);

JALON_MUST_CHECK int jalon_store_plan(struct jalon_db *db, const struct jalon_write *write,
                                      const struct jalon_plan *plan,
                                      struct jalon_receipt **ret_receipt, struct jalon_err *err);
