/*
 * Writing statements: sent until the server says done or refused, always with the same request id,
 * so that a reply lost on the wire costs nothing but a repeat (ADR 0003).
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "pg/db_priv.h"
#include "pg/migrate.h"
#include "pg/pg_messages.h"
#include "pg/result.h"
#include "pg/skew.h"
#include "pg/translate.h"

enum { FIRST_PAUSE_MS = 100, LONGEST_PAUSE_MS = 5000 };

enum attempt {
    DONE,
    UNCONFIRMED, /* committed here, but the server warned: a copy may be missing */
    REFUSED,     /* a final no */
    NOT_DONE,    /* the same again may succeed */
    UNCERTAIN,   /* no answer: it may have been done */
};

struct write {
    const struct jalon_statement *statement;
    const char *const *parameters;
    PGresult *result; /* of the last attempt */
};

/* SQLSTATE or its beginning. A backend told to end may just have committed: it is uncertain. */
static const struct {
    const char *prefix;
    enum attempt attempt;
} by_sqlstate[] = {
    {"40", NOT_DONE},     {"55P03", NOT_DONE}, {"57014", NOT_DONE}, {"57P01", UNCERTAIN},
    {"57P02", UNCERTAIN}, {"57P03", NOT_DONE}, {"53300", NOT_DONE}, {"25006", NOT_DONE},
};

static enum attempt judge(const struct jalon_db *db, enum jalon_pg_end end, const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (end != JALON_PG_ANSWERED) {
        return UNCERTAIN;
    }
    if (!jalon_pg_is_failure(result)) {
        return db->warned ? UNCONFIRMED : DONE;
    }
    for (size_t i = 0; sqlstate != NULL && i < JALON_COUNT(by_sqlstate); i++) {
        if (strncmp(sqlstate, by_sqlstate[i].prefix, strlen(by_sqlstate[i].prefix)) == 0) {
            return by_sqlstate[i].attempt;
        }
    }
    return REFUSED;
}

/* BEGIN or ROLLBACK around a dry run. */
static enum jalon_pg_end bracket(struct jalon_db *db, const char *sql, long long deadline)
{
    JALON_AUTO(jalon_pg_clear) PGresult *result = NULL;
    enum jalon_pg_end end = jalon_db_ask_sql(db, sql, deadline, &result);
    return end == JALON_PG_ANSWERED && jalon_pg_is_failure(result) ? JALON_PG_LOST : end;
}

static enum attempt attempt(struct jalon_db *db, struct write *w)
{
    long long deadline = jalon_db_deadline(db);
    jalon_pg_clear(&w->result);
    if (!db->dry_run) {
        enum jalon_pg_end end = jalon_db_ask(db, w->statement, w->parameters, deadline, &w->result);
        return judge(db, end, w->result);
    }
    if (bracket(db, "BEGIN", deadline) != JALON_PG_ANSWERED) {
        return NOT_DONE;
    }
    enum jalon_pg_end end = jalon_db_ask(db, w->statement, w->parameters, deadline, &w->result);
    enum attempt outcome = judge(db, end, w->result);
    if (db->pg != NULL && bracket(db, "ROLLBACK", deadline) != JALON_PG_ANSWERED) {
        jalon_db_disconnect(db);
    }
    return outcome == UNCERTAIN ? NOT_DONE : outcome == UNCONFIRMED ? DONE : outcome;
}

/* Waits before the N-th repeat, within a half more or less so that competitors part. */
static void pause_before(int n, long long deadline)
{
    int ms = FIRST_PAUSE_MS;
    for (int i = 1; i < n && ms < LONGEST_PAUSE_MS; i++) {
        ms *= 2;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long wait = ms / 2 + (now.tv_nsec / 1000) % ms;
    long long left = deadline - jalon_pg_now_ms();
    poll(NULL, 0, (int)(wait < left ? wait : left > 0 ? left : 0));
}

static int fail_unknown(const struct jalon_db *db, const struct write *w, struct jalon_err *err)
{
    return jalon_fail(err, &jalon_msg_outcome_unknown, w->statement->name, w->parameters[0],
                      db->server);
}

/* The last word when the time is over. */
static int give_up(const struct jalon_db *db, const struct write *w, bool uncertain,
                   struct jalon_err *err)
{
    if (uncertain) {
        return fail_unknown(db, w, err);
    }
    if (w->result == NULL) {
        return jalon_fail(err, &jalon_msg_statement_timeout, w->statement->name);
    }
    return jalon_pg_translate(w->result, w->statement->name, err);
}

static int settle(struct jalon_db *db, struct write *w, enum attempt outcome,
                  struct jalon_result **ret_result, struct jalon_err *err)
{
    if (outcome == DONE) {
        return jalon_result_take(JALON_TAKE(w->result), w->statement, ret_result, err);
    }
    if (outcome == UNCONFIRMED) {
        return jalon_fail(err, &jalon_msg_outcome_unconfirmed, w->statement->name, w->parameters[0],
                          db->warning);
    }
    return jalon_pg_translate(w->result, w->statement->name, err);
}

static int write_until_settled(struct jalon_db *db, struct write *w,
                               struct jalon_result **ret_result, struct jalon_err *err)
{
    bool uncertain = false;
    long long deadline = jalon_pg_now_ms() + db->options.retry_ms;
    for (int n = 1;; n++) {
        bool connected = db->pg != NULL || jalon_db_connect(db, deadline, err) == 0;
        if (connected && jalon_skew_check(db->mark, &jalon_migrations, JALON_VERSION, err) != 0) {
            return uncertain ? fail_unknown(db, w, err) : -1;
        }
        if (connected) {
            enum attempt outcome = attempt(db, w);
            if (outcome == DONE || outcome == UNCONFIRMED || outcome == REFUSED) {
                return settle(db, w, outcome, ret_result, err);
            }
            uncertain = uncertain || outcome == UNCERTAIN;
            if (outcome == UNCERTAIN) {
                jalon_db_disconnect(db);
            }
        } else if (err->kind != JALON_ERR_UNAVAILABLE) {
            return uncertain ? fail_unknown(db, w, err) : -1;
        }
        if (jalon_pg_now_ms() >= deadline) {
            return connected || uncertain ? give_up(db, w, uncertain, err) : -1;
        }
        pause_before(n, deadline);
    }
}

int jalon_db_write(struct jalon_db *db, const struct jalon_statement *statement,
                   const char *const *parameters, struct jalon_result **ret_result,
                   struct jalon_err *err)
{
    struct write w = {.statement = statement, .parameters = parameters};
    int status = write_until_settled(db, &w, ret_result, err);
    PQclear(w.result);
    return status;
}
