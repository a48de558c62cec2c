/* The inside of a connection, shared by the files db_*.c. */
#pragma once

#include <libpq-fe.h>

#include "pg/conninfo.h"
#include "pg/db.h"
#include "pg/wait.h"

struct jalon_db {
    struct jalon_db_options options; /* timeouts resolved; conninfo and command are not kept */
    struct jalon_conninfo *conninfo;
    char *server, *user;
    char *mark; /* what the migration runner left; NULL: no such schema (pg/skew.h) */
    int server_version;
    bool is_superuser, dry_run;
    PGconn *pg;             /* NULL when it was lost; only a write opens a new one */
    bool warned;            /* the server warned since the last command was sent */
    char *warning;          /* what it said */
    size_t script_position; /* of the last failure */
    size_t n_used;          /* texts seen on this connection, to prepare them the second time */
    const char **used;
    bool *prepared;
};

/* Opens or reopens the connection and makes the session ready. */
JALON_MUST_CHECK int jalon_db_connect(struct jalon_db *db, long long deadline,
                                      struct jalon_err *err);
void jalon_db_disconnect(struct jalon_db *db);

/* The session's settings, set and checked in one round trip. */
JALON_MUST_CHECK int jalon_db_set_session(struct jalon_db *db, long long deadline,
                                          struct jalon_err *err);

/*
 * Sends one statement and waits for the server to be ready again. Not ANSWERED closes the
 * connection; *ret_result, to be cleared, may then still hold what libpq said.
 */
enum jalon_pg_end jalon_db_ask(struct jalon_db *db, const struct jalon_statement *statement,
                               const char *const *parameters, long long deadline,
                               PGresult **ret_result);

/* The same for plain SQL without parameters. */
enum jalon_pg_end jalon_db_ask_sql(struct jalon_db *db, const char *sql, long long deadline,
                                   PGresult **ret_result);

long long jalon_db_deadline(const struct jalon_db *db);

/*
 * Tells the server to stop and gives it a moment to answer "not done". The connection is closed: it
 * is never used again, since the cancellation could hit the next statement.
 */
enum jalon_pg_end jalon_db_abandon(struct jalon_db *db, PGresult **ret_result);

/* Returns -1 with what a reading statement that did not succeed tells. RESULT may be NULL. */
int jalon_db_fail_end(enum jalon_pg_end end, const PGresult *result, const char *name,
                      struct jalon_err *err);

void jalon_db_echo(const struct jalon_db *db, const char *sql); /* --echo-sql */
