/* What a session needs before its first statement, whatever server, role and database defaults. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg/db_priv.h"
#include "pg/migrate.h"
#include "pg/pg_messages.h"
#include "pg/skew.h"
#include "pg/translate.h"

/* In the order of the SELECT below; NULL: any value, as the server rounds and renames units. */
static const struct {
    const char *name, *expected;
} settings[] = {
    {"search_path", ""},
    {"client_encoding", "UTF8"},
    {"TimeZone", "UTC"},
    {"DateStyle", "ISO, YMD"},
    {"IntervalStyle", "postgres"},
    {"standard_conforming_strings", "on"},
    {"bytea_output", "hex"},
    {"extra_float_digits", "1"},
    {"default_transaction_isolation", "read committed"},
    {"lock_timeout", NULL},
    {"statement_timeout", NULL},
    {"idle_in_transaction_session_timeout", NULL},
    {"client_connection_check_interval", NULL},
};

static const char set_session[] =
    "SELECT pg_catalog.set_config('search_path', '', false),"
    " pg_catalog.set_config('client_encoding', 'UTF8', false),"
    " pg_catalog.set_config('TimeZone', 'UTC', false),"
    " pg_catalog.set_config('DateStyle', 'ISO, YMD', false),"
    " pg_catalog.set_config('IntervalStyle', 'postgres', false),"
    " pg_catalog.set_config('standard_conforming_strings', 'on', false),"
    " pg_catalog.set_config('bytea_output', 'hex', false),"
    " pg_catalog.set_config('extra_float_digits', '1', false),"
    " pg_catalog.set_config('default_transaction_isolation', 'read committed', false),"
    " pg_catalog.set_config('lock_timeout', $1, false),"
    " pg_catalog.set_config('statement_timeout', $2, false),"
    " pg_catalog.set_config('idle_in_transaction_session_timeout', '60s', false),"
    " pg_catalog.set_config('client_connection_check_interval', '2s', false),"
    " (SELECT coalesce(pg_catalog.obj_description(n.oid, 'pg_namespace'), '')"
    "    FROM pg_catalog.pg_namespace n WHERE n.nspname = 'jalon_migrate')";

enum { LOCK_TIMEOUT_MS = 5000 };

static int check(const PGresult *result, struct jalon_err *err)
{
    for (size_t i = 0; i < JALON_COUNT(settings); i++) {
        const char *actual = PQgetvalue(result, 0, (int)i);
        if (settings[i].expected != NULL && strcmp(settings[i].expected, actual) != 0) {
            JALON_AUTO(jalon_freep) char *text = jalon_pg_quote(actual);
            return jalon_fail(err, &jalon_msg_session_setting, settings[i].name, text,
                              settings[i].expected);
        }
    }
    return 0;
}

void jalon_db_note_mark(struct jalon_db *db, const char *mark)
{
    free(db->mark);
    db->mark = mark != NULL ? jalon_strdup(mark) : NULL;
}

bool jalon_db_is_older(const struct jalon_db *db)
{
    return jalon_skew_of(db->mark, &jalon_migrations, JALON_VERSION) == JALON_SKEW_OLDER;
}

/*
 * The server gives up a little before we do: its answer "not done" is worth more than none.
 */
int jalon_db_set_session(struct jalon_db *db, long long deadline, struct jalon_err *err)
{
    char lock_ms[16];
    char statement_ms[16];
    int server_ms = db->options.timeout_ms - db->options.timeout_ms / 10;
    (void)snprintf(statement_ms, sizeof statement_ms, "%d", server_ms);
    (void)snprintf(lock_ms, sizeof lock_ms, "%d",
                   server_ms / 2 < LOCK_TIMEOUT_MS ? server_ms / 2 : LOCK_TIMEOUT_MS);
    const char *const values[] = {lock_ms, statement_ms};
    JALON_AUTO(jalon_pg_clear) PGresult *result = NULL;
    if (PQsendQueryParams(db->pg, set_session, 2, NULL, values, NULL, NULL, 0) == 0) {
        return jalon_fail(err, &jalon_msg_no_server, db->server, PQerrorMessage(db->pg));
    }
    enum jalon_pg_end end = jalon_pg_finish(db->pg, deadline, &result);
    if (end == JALON_PG_TIMED_OUT) {
        return jalon_fail(err, &jalon_msg_connect_timeout, db->server, "—");
    }
    if (end == JALON_PG_LOST || jalon_pg_is_failure(result)) {
        return jalon_pg_translate(result, "connect", err);
    }
    int mark = JALON_COUNT(settings);
    jalon_db_note_mark(db, PQgetisnull(result, 0, mark) ? NULL : PQgetvalue(result, 0, mark));
    return check(result, err);
}
