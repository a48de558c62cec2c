/* Reading statements and scripts: sent once, never retried, never on a new connection. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg/db_priv.h"
#include "pg/pg_messages.h"
#include "pg/result.h"
#include "pg/translate.h"

/* A migration may rewrite a table; its own statement_timeout is what limits it. */
enum { SCRIPT_MS = 20 * 60 * 1000, CANCEL_MS = 2000 };

long long jalon_db_deadline(const struct jalon_db *db)
{
    return jalon_pg_now_ms() + db->options.timeout_ms;
}

void jalon_db_echo(const struct jalon_db *db, const char *sql)
{
    if (db->options.echo != NULL) {
        db->options.echo(db->options.echo_context, sql);
    }
}

enum jalon_pg_end jalon_db_abandon(struct jalon_db *db, PGresult **ret_result)
{
    long long grace = jalon_pg_now_ms() + CANCEL_MS;
    jalon_pg_cancel(db->pg, grace);
    enum jalon_pg_end end = jalon_pg_finish(db->pg, grace, ret_result);
    jalon_db_disconnect(db);
    return end;
}

static enum jalon_pg_end finish(struct jalon_db *db, long long deadline, PGresult **ret_result)
{
    enum jalon_pg_end end = jalon_pg_finish(db->pg, deadline, ret_result);
    if (end == JALON_PG_TIMED_OUT) {
        PQclear(*ret_result);
        return jalon_db_abandon(db, ret_result);
    }
    if (end == JALON_PG_LOST || PQstatus(db->pg) == CONNECTION_BAD) {
        jalon_db_disconnect(db);
    }
    return end;
}

enum { NEW, USED, PREPARED };

/* How often the statement was seen on this connection; counts this time. */
static int use(struct jalon_db *db, const struct jalon_statement *statement, size_t *ret_index)
{
    for (size_t i = 0; i < db->n_used; i++) {
        if (db->used[i] == statement->text) {
            *ret_index = i;
            return db->prepared[i] ? PREPARED : USED;
        }
    }
    *ret_index = db->n_used++;
    db->used = jalon_realloc_array(db->used, db->n_used, sizeof *db->used);
    db->prepared = jalon_realloc_array(db->prepared, db->n_used, sizeof *db->prepared);
    db->used[*ret_index] = statement->text;
    db->prepared[*ret_index] = false;
    return NEW;
}

static enum jalon_pg_end sent(struct jalon_db *db, int ok, long long deadline,
                              PGresult **ret_result)
{
    if (!ok) {
        *ret_result = NULL;
        jalon_db_disconnect(db);
        return JALON_PG_LOST;
    }
    return finish(db, deadline, ret_result);
}

enum jalon_pg_end jalon_db_ask(struct jalon_db *db, const struct jalon_statement *statement,
                               const char *const *parameters, long long deadline,
                               PGresult **ret_result)
{
    size_t index = 0;
    int n = (int)statement->n_parameters;
    int seen = use(db, statement, &index);
    db->warned = false;
    jalon_db_echo(db, statement->text);
    if (seen == NEW) {
        int ok = PQsendQueryParams(db->pg, statement->text, n, NULL, parameters, NULL, NULL, 0);
        return sent(db, ok, deadline, ret_result);
    }
    if (seen == USED) {
        int ok = PQsendPrepare(db->pg, statement->name, statement->text, n, NULL);
        enum jalon_pg_end end = sent(db, ok, deadline, ret_result);
        if (end != JALON_PG_ANSWERED || jalon_pg_is_failure(*ret_result)) {
            return end;
        }
        PQclear(*ret_result);
        db->prepared[index] = true;
    }
    int ok = PQsendQueryPrepared(db->pg, statement->name, n, parameters, NULL, NULL, 0);
    return sent(db, ok, deadline, ret_result);
}

enum jalon_pg_end jalon_db_ask_sql(struct jalon_db *db, const char *sql, long long deadline,
                                   PGresult **ret_result)
{
    db->warned = false;
    jalon_db_echo(db, sql);
    return sent(db, PQsendQuery(db->pg, sql), deadline, ret_result);
}

int jalon_db_fail_end(enum jalon_pg_end end, const PGresult *result, const char *name,
                      struct jalon_err *err)
{
    if (end == JALON_PG_TIMED_OUT) {
        return jalon_fail(err, &jalon_msg_statement_timeout, name);
    }
    return result != NULL ? jalon_pg_translate(result, name, err)
                          : jalon_fail(err, &jalon_msg_connection_lost, name, "—");
}

int jalon_db_run(struct jalon_db *db, const struct jalon_statement *statement,
                 const char *const *parameters, struct jalon_result **ret_result,
                 struct jalon_err *err)
{
    if (db->pg == NULL) {
        return jalon_fail(err, &jalon_msg_connection_lost, statement->name, db->server);
    }
    JALON_AUTO(jalon_pg_clear) PGresult *result = NULL;
    enum jalon_pg_end end = jalon_db_ask(db, statement, parameters, jalon_db_deadline(db), &result);
    if (end != JALON_PG_ANSWERED || jalon_pg_is_failure(result)) {
        return jalon_db_fail_end(end, result, statement->name, err);
    }
    return jalon_result_take(JALON_TAKE(result), statement, ret_result, err);
}

/* Reads result after result, counting the commands that succeeded. */
static enum jalon_pg_end count(struct jalon_db *db, size_t *ret_done, PGresult **ret_failure)
{
    long long deadline = jalon_pg_now_ms() + SCRIPT_MS;
    for (PGresult *result = NULL;;) {
        enum jalon_pg_end end = jalon_pg_next_result(db->pg, deadline, &result);
        if (end != JALON_PG_ANSWERED) {
            return end;
        }
        if (result == NULL) {
            return PQstatus(db->pg) == CONNECTION_OK ? JALON_PG_ANSWERED : JALON_PG_LOST;
        }
        if (*ret_failure != NULL) {
            PQclear(result);
        } else if (jalon_pg_is_failure(result)) {
            *ret_failure = result;
        } else {
            PQclear(result);
            (*ret_done)++;
        }
        if (*ret_failure != NULL && PQresultErrorField(*ret_failure, PG_DIAG_SQLSTATE) == NULL) {
            return JALON_PG_LOST; /* or a COPY, which would wait for us */
        }
    }
}

int jalon_db_script(struct jalon_db *db, const char *sql, size_t *ret_command,
                    struct jalon_err *err)
{
    size_t done = 0;
    JALON_AUTO(jalon_pg_clear) PGresult *failure = NULL;
    if (ret_command != NULL) {
        *ret_command = 0;
    }
    if (db->pg == NULL) {
        return jalon_fail(err, &jalon_msg_connection_lost, "script", db->server);
    }
    jalon_db_echo(db, sql);
    enum jalon_pg_end end = PQsendQuery(db->pg, sql) ? count(db, &done, &failure) : JALON_PG_LOST;
    if (end != JALON_PG_ANSWERED) {
        JALON_AUTO(jalon_freep) char *text = jalon_pg_quote(PQerrorMessage(db->pg));
        jalon_db_disconnect(db);
        return jalon_fail(err, &jalon_msg_script_lost, text);
    }
    if (failure == NULL) {
        return 0;
    }
    if (ret_command != NULL) {
        *ret_command = done + 1;
    }
    const char *position = PQresultErrorField(failure, PG_DIAG_STATEMENT_POSITION);
    db->script_position = position != NULL ? strtoul(position, NULL, 10) : 0;
    return jalon_pg_translate(failure, "script", err);
}
