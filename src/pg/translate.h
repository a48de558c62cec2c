/*
 * From the server's errors to sentences and kinds, most specific first: a refusal of our own
 * functions by its key, a constraint by its name, an SQLSTATE, its class. What is not listed is an
 * internal error that names the statement.
 */
#pragma once

#include <libpq-fe.h>

#include "base/err.h"

/* Returns -1. STATEMENT names what was asked, for people. */
int jalon_pg_translate(const PGresult *result, const char *statement, struct jalon_err *err);

/* The first line of the server's or libpq's TEXT, safe to print; the caller frees it. */
char *jalon_pg_quote(const char *text);
