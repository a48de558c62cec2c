/* Reading row by row, and reading one state of the database with several statements. */
#include "base/arena.h"
#include "pg/db_priv.h"
#include "pg/pg_messages.h"
#include "pg/translate.h"

/* One statement on its way. */
struct stream {
    struct jalon_db *db;
    const struct jalon_row_reader *reader;
    const char **texts; /* of the row at hand */
    bool stopped;
};

static void hand_over(struct stream *stream, const PGresult *row)
{
    for (int i = 0; i < PQnfields(row); i++) {
        stream->texts[i] = PQgetisnull(row, 0, i) ? NULL : PQgetvalue(row, 0, i);
    }
    stream->stopped = !stream->reader->read(stream->reader->context, stream->texts);
}

/* Until the reader stops, or to the result that follows the last row: *ret_last, to be cleared. */
static enum jalon_pg_end read_rows(struct stream *stream, PGresult **ret_last)
{
    while (!stream->stopped) {
        JALON_AUTO(jalon_pg_clear) PGresult *result = NULL;
        enum jalon_pg_end end =
            jalon_pg_next_result(stream->db->pg, jalon_db_deadline(stream->db), &result);
        if (end != JALON_PG_ANSWERED) {
            return end;
        }
        if (result == NULL || PQresultStatus(result) != PGRES_SINGLE_TUPLE) {
            *ret_last = JALON_TAKE(result);
            return *ret_last != NULL ? JALON_PG_ANSWERED : JALON_PG_LOST;
        }
        hand_over(stream, result);
    }
    return JALON_PG_ANSWERED;
}

/* Nothing may follow the last result: then the server is ready again. */
static enum jalon_pg_end read_end(struct jalon_db *db)
{
    JALON_AUTO(jalon_pg_clear) PGresult *result = NULL;
    enum jalon_pg_end end = jalon_pg_next_result(db->pg, jalon_db_deadline(db), &result);
    bool is_ready = result == NULL && PQstatus(db->pg) == CONNECTION_OK;
    return end == JALON_PG_ANSWERED && !is_ready ? JALON_PG_LOST : end;
}

static int read_stream(struct stream *stream, const char *name, struct jalon_err *err)
{
    struct jalon_db *db = stream->db;
    JALON_AUTO(jalon_pg_clear) PGresult *last = NULL;
    JALON_AUTO(jalon_pg_clear) PGresult *left = NULL;
    enum jalon_pg_end end = read_rows(stream, &last);
    if (stream->stopped) {
        (void)jalon_db_abandon(db, &left);
        return JALON_EACH_STOPPED;
    }
    if (end == JALON_PG_ANSWERED) {
        end = read_end(db);
    }
    if (end == JALON_PG_TIMED_OUT) {
        (void)jalon_db_abandon(db, &left);
    } else if (end == JALON_PG_LOST) {
        jalon_db_disconnect(db);
    }
    if (end != JALON_PG_ANSWERED || jalon_pg_is_failure(last)) {
        return jalon_db_fail_end(end, last, name, err);
    }
    return JALON_EACH_ROW_READ;
}

int jalon_db_each(struct jalon_db *db, const struct jalon_statement *statement,
                  const char *const *parameters, const struct jalon_row_reader *reader,
                  struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct stream stream = {db, reader, NULL, false};
    stream.texts = jalon_arena_array(arena, statement->n_columns + 1, sizeof *stream.texts);
    if (db->pg == NULL) {
        return jalon_fail(err, &jalon_msg_connection_lost, statement->name, db->server);
    }
    jalon_db_echo(db, statement->text);
    if (!PQsendQueryParams(db->pg, statement->text, (int)statement->n_parameters, NULL, parameters,
                           NULL, NULL, 0) ||
        !PQsetSingleRowMode(db->pg)) {
        jalon_db_disconnect(db);
        return jalon_fail(err, &jalon_msg_connection_lost, statement->name, db->server);
    }
    return read_stream(&stream, statement->name, err);
}

static const char begin_snapshot[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                                     " SET LOCAL row_security = off;"
                                     " SET LOCAL statement_timeout = 0";

int jalon_db_snapshot_begin(struct jalon_db *db, struct jalon_err *err)
{
    if (db->pg == NULL) {
        return jalon_fail(err, &jalon_msg_connection_lost, "snapshot", db->server);
    }
    JALON_AUTO(jalon_pg_clear) PGresult *result = NULL;
    enum jalon_pg_end end = jalon_db_ask_sql(db, begin_snapshot, jalon_db_deadline(db), &result);
    if (end != JALON_PG_ANSWERED || jalon_pg_is_failure(result)) {
        return jalon_db_fail_end(end, result, "snapshot", err);
    }
    return 0;
}

void jalon_db_snapshot_end(struct jalon_db *db)
{
    if (db->pg == NULL) {
        return; /* it ended with the connection */
    }
    JALON_AUTO(jalon_pg_clear) PGresult *result = NULL;
    enum jalon_pg_end end = jalon_db_ask_sql(db, "ROLLBACK", jalon_db_deadline(db), &result);
    if (end == JALON_PG_ANSWERED && jalon_pg_is_failure(result)) {
        jalon_db_disconnect(db);
    }
}
