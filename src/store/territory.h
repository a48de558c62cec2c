/* Territories into the database. */
#pragma once

#include "domain/territory.h"
#include "store/write.h"

JALON_MUST_CHECK int jalon_store_territory_add(struct jalon_db *db, const struct jalon_write *write,
                                               const struct jalon_territory *territory,
                                               struct jalon_receipt **ret_receipt,
                                               struct jalon_err *err);
