/* Opening, reopening and closing a connection. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/db_priv.h"
#include "pg/pg_messages.h"
#include "pg/translate.h"

enum { OLDEST_SERVER = 150000, STATEMENT_MS = 30000, RETRY_MS = 60000 };

/* A warning under a write means that its commit is not what it should be (ADR 0003). */
static void note_warning(void *context, const PGresult *notice)
{
    struct jalon_db *db = context;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != NULL && strcmp(severity, "WARNING") == 0) {
        db->warned = true;
        free(db->warning);
        db->warning = jalon_pg_quote(PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY));
    }
}

/*
 * libpq keeps the SQLSTATE of a refused connection for itself, but in verbose texts it stands, in
 * every language, between the severity and the message: "FATAL:  28P01: password …". It holds a
 * digit, the word FATAL does not.
 */
static const char *find_sqlstate(const char *text, char ret_sqlstate[6])
{
    static const char characters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (const char *at = strstr(text, ": "); at != NULL; at = strstr(at + 1, ": ")) {
        const char *code = at + 1 + strspn(at + 1, " ");
        if (strspn(code, characters) == 5 && strcspn(code, "0123456789") < 5 &&
            strncmp(code + 5, ": ", 2) == 0) {
            memcpy(ret_sqlstate, code, 5);
            ret_sqlstate[5] = '\0';
            return code + 7;
        }
    }
    ret_sqlstate[0] = '\0';
    return text;
}

static const struct jalon_msg *connect_sentence(const char *sqlstate)
{
    if (strncmp(sqlstate, "28", 2) == 0 || strcmp(sqlstate, "42501") == 0) {
        return &jalon_msg_login_refused;
    }
    return strcmp(sqlstate, "3D000") == 0 ? &jalon_msg_no_database : &jalon_msg_no_server;
}

static int fail_to_connect(struct jalon_db *db, struct jalon_err *err)
{
    char sqlstate[6];
    const char *found = find_sqlstate(PQerrorMessage(db->pg), sqlstate);
    JALON_AUTO(jalon_freep) char *text = jalon_pg_quote(found);
    (void)jalon_fail(err, connect_sentence(sqlstate), db->server, text);
    memcpy(err->sqlstate, sqlstate, sizeof err->sqlstate);
    return -1;
}

static int check_version(const struct jalon_db *db, struct jalon_err *err)
{
    if (db->server_version >= OLDEST_SERVER) {
        return 0;
    }
    const char *text = PQparameterStatus(db->pg, "server_version");
    JALON_AUTO(jalon_freep) char *safe = jalon_pg_quote(text);
    return jalon_fail(err, &jalon_msg_server_too_old, safe);
}

static int fail_late(const struct jalon_db *db, struct jalon_err *err)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%d", db->options.timeout_ms);
    return jalon_fail(err, &jalon_msg_connect_timeout, db->server, text);
}

static int connect_and_set(struct jalon_db *db, long long deadline, struct jalon_err *err)
{
    db->pg = PQconnectStartParams(jalon_conninfo_keywords(db->conninfo),
                                  jalon_conninfo_values(db->conninfo), 0);
    if (db->pg == NULL) {
        abort(); /* memory is exhausted: base/mem.h */
    }
    PQsetErrorVerbosity(db->pg, PQERRORS_VERBOSE);
    PQsetNoticeReceiver(db->pg, note_warning, db);
    if (PQstatus(db->pg) == CONNECTION_BAD) {
        return fail_to_connect(db, err);
    }
    enum jalon_pg_end end = jalon_pg_wait_connected(db->pg, deadline);
    if (end != JALON_PG_ANSWERED) {
        return end == JALON_PG_TIMED_OUT ? fail_late(db, err) : fail_to_connect(db, err);
    }
    db->server_version = PQserverVersion(db->pg);
    if (check_version(db, err) != 0 || PQsetnonblocking(db->pg, 1) != 0) {
        return -1;
    }
    return jalon_db_set_session(db, deadline, err);
}

void jalon_db_disconnect(struct jalon_db *db)
{
    PQfinish(db->pg);
    db->pg = NULL;
    db->n_used = 0;
}

int jalon_db_connect(struct jalon_db *db, long long deadline, struct jalon_err *err)
{
    jalon_db_disconnect(db);
    long long own = jalon_pg_now_ms();
    const char *seconds = jalon_conninfo_get(db->conninfo, "connect_timeout");
    long long limit = own + 1000 * strtoll(seconds, NULL, 10);
    if (connect_and_set(db, limit > own && limit < deadline ? limit : deadline, err) != 0) {
        jalon_db_disconnect(db);
        return -1;
    }
    const char *user = PQparameterStatus(db->pg, "session_authorization");
    const char *superuser = PQparameterStatus(db->pg, "is_superuser");
    free(db->user);
    db->user = jalon_strdup(user != NULL ? user : PQuser(db->pg));
    db->is_superuser = superuser != NULL && strcmp(superuser, "on") == 0;
    return 0;
}

int jalon_db_reconnect(struct jalon_db *db, struct jalon_err *err)
{
    return jalon_db_connect(db, jalon_db_deadline(db), err);
}

int jalon_db_open(const struct jalon_db_options *options, struct jalon_db **ret_db,
                  struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = jalon_alloc(sizeof *db);
    db->options = *options;
    db->options.timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : STATEMENT_MS;
    db->options.retry_ms = options->retry_ms > 0 ? options->retry_ms : RETRY_MS;
    if (jalon_conninfo_parse(options->conninfo, &db->conninfo, err) != 0) {
        return -1;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "jalon/%s %s", JALON_VERSION,
                   options->command != NULL ? options->command : "");
    jalon_conninfo_set(db->conninfo, "application_name", jalon_str_text(&name));
    jalon_conninfo_set(db->conninfo, "requirepeer", options->require_peer);
    db->server = jalon_conninfo_server(db->conninfo);
    if (jalon_db_connect(db, jalon_db_deadline(db), err) != 0) {
        return -1;
    }
    *ret_db = JALON_TAKE(db);
    return 0;
}

int jalon_db_open_beside(const struct jalon_db *db, struct jalon_db **ret_db, struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *beside = jalon_alloc(sizeof *beside);
    beside->options = db->options;
    beside->conninfo = jalon_conninfo_copy(db->conninfo);
    beside->server = jalon_strdup(db->server);
    if (jalon_db_connect(beside, jalon_db_deadline(beside), err) != 0) {
        return -1;
    }
    *ret_db = JALON_TAKE(beside);
    return 0;
}

void jalon_db_close(struct jalon_db *db)
{
    if (db == NULL) {
        return;
    }
    jalon_db_disconnect(db);
    jalon_conninfo_free(db->conninfo);
    free(db->server);
    free(db->user);
    free(db->warning);
    free(db->mark);
    free(db->used);
    free(db->prepared);
    free(db);
}

void jalon_db_closep(struct jalon_db **db)
{
    jalon_db_close(*db);
    *db = NULL;
}

void jalon_db_set_dry_run(struct jalon_db *db, bool dry_run)
{
    db->dry_run = dry_run;
}

bool jalon_db_is_superuser(const struct jalon_db *db)
{
    return db->is_superuser;
}

size_t jalon_db_script_position(const struct jalon_db *db)
{
    return db->script_position;
}

bool jalon_db_in_transaction(const struct jalon_db *db)
{
    return db->pg != NULL && PQtransactionStatus(db->pg) == PQTRANS_INTRANS;
}

const char *jalon_db_user(const struct jalon_db *db)
{
    return db->user;
}

const char *jalon_db_server(const struct jalon_db *db)
{
    return db->server;
}

int jalon_db_server_version(const struct jalon_db *db)
{
    return db->server_version;
}
