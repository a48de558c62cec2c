/* Prepares a database for Jalon: roles, schemas, rights, the tables of the migration history. */
#pragma once

#include "base/err.h"

struct jalon_db;

/* The script, for a superuser who would rather read and run it by hand (src/pg/bootstrap.sql). */
extern const char *const jalon_bootstrap_sql;

/*
 * Runs the script; safe to repeat, also by several at once. PERMISSION unless the login is a
 * superuser; REFUSED when the server holds roles or schemas of these names that are not Jalon's.
 */
JALON_MUST_CHECK int jalon_bootstrap(struct jalon_db *db, struct jalon_err *err);
