/*
 * The one door to PostgreSQL. A connection speaks the client protocol of ADR 0003: asynchronous,
 * under a deadline of our own, one server function call a write, with a request id that makes
 * every repeat safe.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/uuid.h"

struct jalon_db;
struct jalon_result;

/* How many rows a statement returns; another number is an internal error. */
enum jalon_shape { JALON_SHAPE_NONE, JALON_SHAPE_ONE, JALON_SHAPE_MAYBE, JALON_SHAPE_MANY };

/* One embedded statement, generated from src/sql/<noun>.sql. */
struct jalon_statement {
    const char *name, *text;
    enum jalon_shape shape;
    const char *const *parameters; /* declared types, in order: "uuid", "text", "date" … */
    size_t n_parameters;
    const char *const *columns; /* "name type", in order */
    size_t n_columns;
};

struct jalon_db_options {
    const char *conninfo;     /* keywords of an allow-list, or a postgresql:// address */
    const char *command;      /* for application_name: "jalon/0.1.0 advance" */
    const char *require_peer; /* OS user that must own a Unix socket's server; NULL: not checked */
    int timeout_ms;           /* for one statement; 0: 30 s */
    int retry_ms;             /* how long a write is retried in total; 0: 60 s */
    void (*echo)(void *context, const char *sql); /* --echo-sql; NULL: none */
    void *echo_context;
};

/*
 * Removes all PG* variables from the environment of the process, but for PGPASSFILE and the files
 * of PGSSLCERT, PGSSLKEY, PGSSLROOTCERT, PGSSLCRL: PGHOSTADDR and PGOPTIONS would otherwise win
 * over what is said explicitly. A program calls it first thing in main(), before it has threads.
 */
void jalon_pg_sweep_environment(void);

/*
 * Connects, sets what a session needs (search_path, time zone, encoding, timeouts) and checks that
 * it took. Over TCP sslmode is verify-full unless the conninfo says otherwise. UNAVAILABLE when no
 * server answers, PERMISSION when it refuses the login, REFUSED for a bad conninfo or an
 * unsupported version.
 */
JALON_MUST_CHECK int jalon_db_open(const struct jalon_db_options *options, struct jalon_db **ret_db,
                                   struct jalon_err *err);
void jalon_db_close(struct jalon_db *db); /* accepts NULL */
void jalon_db_closep(struct jalon_db **db);

/*
 * Runs a reading statement. PARAMETERS holds text values, NULL for SQL null. The first use on a
 * connection is sent unprepared in one round trip; further uses are prepared under the statement's
 * name. Not retried. For JALON_SHAPE_MAYBE the result may hold no row.
 */
JALON_MUST_CHECK int jalon_db_run(struct jalon_db *db, const struct jalon_statement *statement,
                                  const char *const *parameters, struct jalon_result **ret_result,
                                  struct jalon_err *err);

/* What jalon_db_each() calls for each row. TEXTS holds one text a column, NULL for SQL null, for
 * the time of the call. False: no more rows are wanted. */
struct jalon_row_reader {
    bool (*read)(void *context, const char *const *texts);
    void *context;
};

enum jalon_each_outcome { JALON_EACH_ROW_READ, JALON_EACH_STOPPED };

/*
 * Runs a reading statement and hands over its rows one by one, in memory that does not grow with
 * their number. The deadline is for the next row: neither many rows nor a slow reader exceed it.
 * JALON_EACH_STOPPED when the reader wanted no more; the connection is then closed. Rows handed
 * over before a failure are not all there are.
 */
JALON_MUST_CHECK int jalon_db_each(struct jalon_db *db, const struct jalon_statement *statement,
                                   const char *const *parameters,
                                   const struct jalon_row_reader *reader, struct jalon_err *err);

/*
 * From here to the end all reading statements see one state of the database, and all of it: where a
 * policy would hide rows from the user, a statement fails (PERMISSION). The server sets no limit of
 * time; the deadlines here hold. After a failure in between the end is still to be called.
 */
JALON_MUST_CHECK int jalon_db_snapshot_begin(struct jalon_db *db, struct jalon_err *err);
void jalon_db_snapshot_end(struct jalon_db *db);

/*
 * Runs a writing statement whose first parameter is the request id. A failure that means "not
 * done" is retried, a lost connection is resolved by sending the same request again on a new one.
 * 0 means durable. UNKNOWN_OUTCOME when the deadline passed without an answer: repeating with the
 * same id is safe. With jalon_db_set_dry_run() the statement runs and is rolled back.
 */
JALON_MUST_CHECK int jalon_db_write(struct jalon_db *db, const struct jalon_statement *statement,
                                    const char *const *parameters, struct jalon_result **ret_result,
                                    struct jalon_err *err);
void jalon_db_set_dry_run(struct jalon_db *db, bool dry_run);
/* After a failed reading statement or script the connection may be lost; only jalon_db_write()
 * opens a new one, since what follows could belong to a transaction that is gone. */

/* SQL text that is not a declared statement: migrations and bootstrap only (one or many commands).
 * *ret_command is the 1-based number of the command that failed, 0 when unknown. May be NULL. */
JALON_MUST_CHECK int jalon_db_script(struct jalon_db *db, const char *sql, size_t *ret_command,
                                     struct jalon_err *err);

/* The mark that the migration runner just left (pg/skew.h), as the next session will read it. */
void jalon_db_note_mark(struct jalon_db *db, const char *mark);

/* Whether the schema is older than this program; a newer program's is not. */
bool jalon_db_is_older(const struct jalon_db *db);

/* Opens a new connection in place of the old one, whose open transaction is gone. */
JALON_MUST_CHECK int jalon_db_reconnect(struct jalon_db *db, struct jalon_err *err);

/* A second connection, to the same server and as the same user. */
JALON_MUST_CHECK int jalon_db_open_beside(const struct jalon_db *db, struct jalon_db **ret_db,
                                          struct jalon_err *err);

/* Where the last script failed: a character of its text from 1 on; 0: the server did not say. */
size_t jalon_db_script_position(const struct jalon_db *db);

bool jalon_db_in_transaction(const struct jalon_db *db); /* open and not failed */
bool jalon_db_is_superuser(const struct jalon_db *db);
const char *jalon_db_user(const struct jalon_db *db);   /* session user */
const char *jalon_db_server(const struct jalon_db *db); /* for people: host or socket, database */
int jalon_db_server_version(const struct jalon_db *db); /* 150020 */

/* Results own their text; a result outlives its connection. */
size_t jalon_result_n_rows(const struct jalon_result *result);
const char *jalon_result_text(const struct jalon_result *result, size_t row, size_t column);
bool jalon_result_bool(const struct jalon_result *result, size_t row, size_t column);
long long jalon_result_int(const struct jalon_result *result, size_t row, size_t column);
void jalon_result_free(struct jalon_result *result);
void jalon_result_freep(struct jalon_result **result);
