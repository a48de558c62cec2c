/* Makes the result of a statement out of libpq's. */
#pragma once

#include <libpq-fe.h>

#include "pg/db.h"

/* Takes PG over. Fails (INTERNAL) when the number of rows is not the statement's shape. */
JALON_MUST_CHECK int jalon_result_take(PGresult *pg, const struct jalon_statement *statement,
                                       struct jalon_result **ret_result, struct jalon_err *err);
