/* What a word of the command line may become, from a database that answers at once. */
#pragma once

#include "app/location.h"
#include "store/candidate.h"

/* As jalon_store_candidates(); starts no server: UNAVAILABLE when none is running. */
JALON_MUST_CHECK int jalon_app_candidates(const struct jalon_location *location, const char *kind,
                                          const char *programme,
                                          struct jalon_candidates *ret_candidates,
                                          struct jalon_err *err);
