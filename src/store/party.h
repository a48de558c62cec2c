/* What a party refuses and what it need not do, and remarks, into the database. */
#pragma once

#include "store/write.h"

struct jalon_party_act {
    const char *code, *instrument, *party;
};

JALON_MUST_CHECK int jalon_store_party_refuse(struct jalon_db *db, const struct jalon_write *write,
                                              const struct jalon_party_act *act,
                                              struct jalon_receipt **ret_receipt,
                                              struct jalon_err *err);
/* Of an exact day: the write's precision is not looked at. */
JALON_MUST_CHECK int jalon_store_party_waive(struct jalon_db *db, const struct jalon_write *write,
                                             const struct jalon_party_act *act,
                                             struct jalon_receipt **ret_receipt,
                                             struct jalon_err *err);
/* The remark is the write's own. */
JALON_MUST_CHECK int jalon_store_note(struct jalon_db *db, const struct jalon_write *write,
                                      const char *code, struct jalon_receipt **ret_receipt,
                                      struct jalon_err *err);
