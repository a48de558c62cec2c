/* From which day until which a contract runs, into the database. */
#pragma once

#include <jansson.h>

#include "store/write.h"

struct jalon_term {
    const char *code, *instrument;
    int64_t number; /* of the instrument; 0: the one in force */
    struct jalon_date from, to;
};

/* {"from", "to", "number"}, as the database takes it. */
json_t *jalon_store_term_object(const struct jalon_term *term);

JALON_MUST_CHECK int jalon_store_term(struct jalon_db *db, const struct jalon_write *write,
                                      const struct jalon_term *term,
                                      struct jalon_receipt **ret_receipt, struct jalon_err *err);
