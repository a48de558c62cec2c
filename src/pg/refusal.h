/*
 * What the server says when it refuses something, apart from libpq: a batch reports its refused
 * rows as data.
 */
#pragma once

#include "base/err.h"

struct jalon_pg_failure {
    const char *sqlstate, *message;
    const char *detail, *constraint; /* NULL: none */
};

/* Fills *err as for a refused statement, which STATEMENT names for people. Returns -1. */
int jalon_pg_refuse(const struct jalon_pg_failure *failure, const char *statement,
                    struct jalon_err *err);
