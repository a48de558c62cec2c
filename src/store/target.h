/* New dates of targets into the database. */
#pragma once

#include "store/write.h"

struct jalon_retarget {
    const char *code;   /* of the contract; NULL: of all contracts, or those of … */
    const char *region; /* … this Région, by its INSEE code */
    const char *target;
    struct jalon_date on; /* the new date; the day of the decision is the write's */
};

JALON_MUST_CHECK int jalon_store_retarget(struct jalon_db *db, const struct jalon_write *write,
                                          const struct jalon_retarget *retarget,
                                          struct jalon_receipt **ret_receipt,
                                          struct jalon_err *err);
