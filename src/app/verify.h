/* Whether the database is still what the migrations made of it. */
#pragma once

#include "app/location.h"
#include "pg/verify.h"

/*
 * Compares with the facts noted by the last migration; DEEP: with those of a database made for it
 * from this program's files, which somebody who rewrote the notes cannot have touched. REFUSED
 * when DEEP and the database is not up to date, or is of another version of PostgreSQL.
 */
JALON_MUST_CHECK int jalon_database_verify(const struct jalon_location *location, bool deep,
                                           struct jalon_verification **ret_found,
                                           struct jalon_err *err);

/* jalon_bless(): the private cluster's as its superuser. */
JALON_MUST_CHECK int jalon_database_bless(const struct jalon_location *location, const char *fact,
                                          const char *reason, size_t *ret_n, struct jalon_err *err);
