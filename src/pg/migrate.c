/*
 * The migration runner. Truth is the history table, read again under the lock of every
 * transaction; nothing is remembered outside the database, so a killed runner leaves no repair.
 */
#include "pg/migrate.h"

#include <string.h>
#include <time.h>

#include <openssl/rand.h>

#include "base/str.h"
#include "pg/db.h"
#include "pg/migrate_priv.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"
#include "pg/script.h"
#include "pg/wait.h"

enum { TRIES = 12, PAUSE_MS = 50, PAUSE_MAX_MS = 2000, LOCK_WAIT_MS = 60000, LOSSES_MAX = 3 };

static const char audit_owner[] = "jalon_audit_owner";

enum step { DONE, MORE }; /* what a transaction leaves to do */

struct run {
    struct jalon_db *db;
    const struct jalon_migrate_options *options;
    const struct jalon_migrate_files *files;
    struct jalon_migrate_report report;
    struct jalon_migrate_report open; /* of the open transaction */
    const char *last_name;            /* the last file run in it */
    struct jalon_migrate_hex chain;   /* of the history in it */
    struct jalon_migrate_report lost; /* of a transaction whose COMMIT got no answer, */
    const char *lost_name;            /* done if the history has this file */
    int n_lost;
};

/* Doubles with every attempt, up to a limit; spread by a quarter so that runners do not march in
 * step.
 */
static void pause_before(int attempt)
{
    unsigned char noise = 0;
    RAND_bytes(&noise, 1);
    long long ms = PAUSE_MS << (attempt < 6 ? attempt : 6);
    ms = ms < PAUSE_MAX_MS ? ms : PAUSE_MAX_MS;
    ms = ms * 3 / 4 + ms * noise / 510;
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

static int run_sql(struct run *run, const struct jalon_statement *statement,
                   const char *const *parameters, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    return jalon_db_run(run->db, statement, parameters, &result, err);
}

static bool lock_was_refused(const struct jalon_err *err)
{
    return strcmp(err->sqlstate, "55P03") == 0;
}

static bool worth_another_try(const struct jalon_err *err)
{
    return lock_was_refused(err) || strcmp(err->sqlstate, "40P01") == 0;
}

static int enter(struct run *run, const char *role, const char *lock_timeout, struct jalon_err *err)
{
    return jalon_migrate_enter(run->db, role, lock_timeout, err);
}

static int begin_and_lock(struct run *run, struct jalon_err *err)
{
    if (run_sql(run, &jalon_sql_migrate_begin, NULL, err) == 0 &&
        enter(run, jalon_migrate_owner, "300ms", err) == 0 &&
        run_sql(run, &jalon_sql_migrate_lock, NULL, err) == 0) {
        return enter(run, jalon_migrate_owner, "2s", err);
    }
    return -1;
}

/* Who holds the lock, as text for people. */
static void add_holder(struct run *run, struct jalon_str *holder)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_err ignored;
    bool known = jalon_db_run(run->db, &jalon_sql_migrate_holder, NULL, &result, &ignored) == 0 &&
                 jalon_result_n_rows(result) == 1;
    jalon_str_clear(holder);
    jalon_str_add(holder, known ? jalon_result_text(result, 0, MIGRATE_HOLDER_HOLDER) : "?");
}

static void tell_waiting(struct run *run, const char *holder)
{
    struct jalon_err notice;
    jalon_fail(&notice, &jalon_msg_migration_waiting, holder);
    if (run->options->tell != NULL) {
        run->options->tell(run->options->tell_context, &notice);
    }
}

/* Opens the transaction of one step, alone among all runners. The lock is polled, not queued for:
 * nothing ever waits behind us for longer than a lock_timeout. */
static int begin(struct run *run, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str holder = {0};
    int wait_ms = run->options->lock_wait_ms > 0 ? run->options->lock_wait_ms : LOCK_WAIT_MS;
    long long end = jalon_pg_now_ms() + wait_ms;
    run->open = (struct jalon_migrate_report){0};
    run->last_name = NULL;
    for (int attempt = 0; begin_and_lock(run, err) != 0; attempt++) {
        jalon_script_roll_back(run->db);
        if (!lock_was_refused(err)) {
            return -1;
        }
        add_holder(run, &holder);
        if (jalon_pg_now_ms() >= end) {
            return jalon_fail(err, &jalon_msg_migration_locked, jalon_str_text(&holder));
        }
        if (attempt == 0) {
            tell_waiting(run, jalon_str_text(&holder));
        }
        pause_before(attempt);
    }
    return 0;
}

static int mark(struct run *run, struct jalon_result **ret_mark, struct jalon_err *err)
{
    return jalon_db_run(run->db, &jalon_sql_migrate_mark, NULL, ret_mark, err);
}

static bool same_mark(const struct jalon_result *a, const struct jalon_result *b, size_t column)
{
    return strcmp(jalon_result_text(a, 0, column), jalon_result_text(b, 0, column)) == 0;
}

/* The line of a character, counted from 1 as the server does. */
static int line_of(const char *text, size_t position)
{
    int line = 1;
    for (size_t seen = 0; *text != '\0' && seen < position; text++) {
        bool starts_character = ((unsigned char)*text & 0xc0) != 0x80;
        seen += starts_character;
        line += *text == '\n' && seen < position;
    }
    return line;
}

/* The server names a place only in some errors; else the commands that succeeded tell the line. */
static int explain_failure(struct run *run, const struct jalon_migrate_file *file, size_t command,
                           struct jalon_err *err)
{
    size_t position = jalon_db_script_position(run->db);
    int line = 0;
    if (position > 0) {
        line = line_of(file->source->text, position);
    } else if (command > 0 && command <= file->commands.n) {
        line = file->commands.lines[command - 1];
    }
    if (line == 0) {
        return jalon_script_explain(err, &jalon_msg_migration_failed, file->source->name, NULL);
    }
    struct jalon_migrate_number number = jalon_migrate_number(line);
    return jalon_script_explain(err, &jalon_msg_migration_failed_at, file->source->name,
                                number.text);
}

/* Runs FILE's text as its owner; *ret_before says when it started. */
static int run_text(struct run *run, const struct jalon_migrate_file *file,
                    struct jalon_result **ret_before, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *after = NULL;
    size_t command = 0;
    if (enter(run, file->audit ? audit_owner : jalon_migrate_owner, "2s", err) != 0 ||
        mark(run, ret_before, err) != 0) {
        return -1;
    }
    if (jalon_db_script(run->db, file->source->text, &command, err) != 0) {
        return explain_failure(run, file, command, err);
    }
    if (mark(run, &after, err) != 0) {
        return -1;
    }
    if (!same_mark(*ret_before, after, MIGRATE_MARK_XACT) ||
        !same_mark(*ret_before, after, MIGRATE_MARK_OWNER)) {
        return jalon_fail(err, &jalon_msg_migration_left_transaction, file->source->name);
    }
    return enter(run, jalon_migrate_owner, "2s", err);
}

static int run_file(struct run *run, const struct jalon_migrate_file *file, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *before = NULL;
    const struct jalon_migration *source = file->source;
    const char *client = run->options->client_version != NULL ? run->options->client_version : "";
    if (run_text(run, file, &before, err) != 0) {
        return -1;
    }
    const char *started = jalon_result_text(before, 0, MIGRATE_MARK_AT);
    run->last_name = source->name;
    if (file->repeatable) {
        run->open.n_repeated++;
        return run_sql(run, &jalon_sql_migrate_note_repeated,
                       (const char *const[]){source->name, source->sha256, started, client}, err);
    }
    struct jalon_migrate_number version = jalon_migrate_number(file->version);
    run->chain = jalon_migrate_chain(run->chain.text, file->version, source->sha256);
    run->open.n_applied++;
    return run_sql(run, &jalon_sql_migrate_note,
                   (const char *const[]){version.text, source->name, source->sha256,
                                         run->chain.text, started, client},
                   err);
}

/* Runs the rows of STATE that are pending: the versioned ones up to MOST, or the repeatable ones.
 */
static int run_pending(struct run *run, const struct jalon_migrate_state *state, bool repeatable,
                       size_t most, struct jalon_err *err)
{
    for (size_t i = 0, n = 0; i < state->n && n < most; i++) {
        bool ours = (state->rows[i].version == 0) == repeatable;
        if (ours && state->rows[i].state == JALON_MIGRATION_PENDING) {
            if (run_file(run, state->files[i], err) != 0) {
                return -1;
            }
            n++;
        }
    }
    return 0;
}

/* Forgets repeatable files that this program no longer has. */
static int forget_missing(struct run *run, const struct jalon_migrate_state *state,
                          struct jalon_err *err)
{
    for (size_t i = 0; i < state->n; i++) {
        if (state->rows[i].state == JALON_MIGRATION_MISSING &&
            run_sql(run, &jalon_sql_migrate_forget, (const char *const[]){state->rows[i].name},
                    err) != 0) {
            return -1;
        }
    }
    return 0;
}

static void add_report(struct jalon_migrate_report *sum, const struct jalon_migrate_report *part)
{
    sum->n_applied += part->n_applied;
    sum->n_repeated += part->n_repeated;
}

/* How a lost connection ended is in the history, which the next transaction reads. */
static int recover(struct run *run, struct jalon_err *err)
{
    bool lost = err->kind == JALON_ERR_UNAVAILABLE || err->kind == JALON_ERR_UNKNOWN_OUTCOME;
    if (!lost) {
        return -1;
    }
    if (++run->n_lost > LOSSES_MAX || jalon_db_reconnect(run->db, err) != 0) {
        return jalon_fail(err, &jalon_msg_migration_outcome_unknown, jalon_db_server(run->db));
    }
    run->lost = run->open;
    run->lost_name = run->last_name;
    return MORE;
}

static void settle_lost(struct run *run, const struct jalon_migrate_state *state)
{
    for (size_t i = 0; i < state->n && run->lost_name != NULL; i++) {
        if (strcmp(state->rows[i].name, run->lost_name) == 0 &&
            state->rows[i].state == JALON_MIGRATION_APPLIED) {
            add_report(&run->report, &run->lost);
        }
    }
    run->lost_name = NULL;
}

static int commit(struct run *run, struct jalon_err *err)
{
    if (run_sql(run, &jalon_sql_migrate_commit, NULL, err) != 0) {
        return recover(run, err);
    }
    add_report(&run->report, &run->open);
    return MORE;
}

static size_t count(const struct jalon_migrate_state *state, bool repeatable)
{
    size_t n = 0;
    for (size_t i = 0; i < state->n; i++) {
        bool ours = (state->rows[i].version == 0) == repeatable;
        n += ours && state->rows[i].state != JALON_MIGRATION_APPLIED;
    }
    return n;
}

static int rehearse(struct run *run, const struct jalon_migrate_state *state, struct jalon_err *err)
{
    if (run_pending(run, state, false, state->n, err) != 0 ||
        run_pending(run, state, true, state->n, err) != 0 || forget_missing(run, state, err) != 0) {
        return -1;
    }
    run->report = run->open;
    return run_sql(run, &jalon_sql_migrate_rollback, NULL, err) == 0 ? DONE : -1;
}

/* One transaction: the next versioned file, or else all repeatable ones. DONE, MORE or -1. */
static int work(struct run *run, const struct jalon_migrate_state *state, struct jalon_err *err)
{
    if (jalon_migrate_state_check(state, err) != 0) {
        return -1;
    }
    if (run->options->dry_run) {
        return rehearse(run, state, err);
    }
    if (count(state, false) > 0) {
        return run_pending(run, state, false, 1, err) == 0 ? commit(run, err) : -1;
    }
    if (count(state, true) == 0) {
        return run_sql(run, &jalon_sql_migrate_rollback, NULL, err) == 0 ? DONE : -1;
    }
    bool done =
        run_pending(run, state, true, state->n, err) == 0 && forget_missing(run, state, err) == 0;
    return done ? commit(run, err) : -1;
}

static int step(struct run *run, struct jalon_err *err)
{
    struct jalon_migrate_state state = {0};
    if (begin(run, err) != 0) {
        return -1;
    }
    int ret = jalon_migrate_state_read(run->db, run->files, &state, err);
    if (ret == 0) {
        settle_lost(run, &state);
        memcpy(run->chain.text, state.chain, sizeof run->chain.text);
        ret = work(run, &state, err);
    }
    if (ret < 0) {
        jalon_script_roll_back(run->db);
    }
    jalon_migrate_state_done(&state);
    return ret;
}

/* A file whose locks others hold, or that met them in a deadlock, is tried again from its start. */
static int step_with_retries(struct run *run, struct jalon_err *err)
{
    int ret = step(run, err);
    for (int attempt = 0; ret < 0 && worth_another_try(err) && attempt + 1 < TRIES; attempt++) {
        pause_before(attempt);
        ret = step(run, err);
    }
    return ret;
}

/* Whether this login may become each owner that the pending files need. */
static int check_owners(struct run *run, const struct jalon_migrate_state *state,
                        struct jalon_err *err)
{
    bool may_be_owner = false, may_be_audit = false;
    if (jalon_migrate_may_own(run->db, jalon_migrate_owner, &may_be_owner, err) != 0 ||
        jalon_migrate_may_own(run->db, audit_owner, &may_be_audit, err) != 0) {
        return -1;
    }
    if (!may_be_owner) {
        return jalon_fail(err, &jalon_msg_migration_needs_owner, jalon_db_user(run->db));
    }
    for (size_t i = 0; i < state->n && !may_be_audit; i++) {
        if (state->rows[i].state == JALON_MIGRATION_PENDING && state->files[i]->audit) {
            return jalon_fail(err, &jalon_msg_migration_needs_superuser, state->rows[i].name);
        }
    }
    return 0;
}

/* What can be said without the lock: DONE when there is nothing to do, MORE or -1. */
static int look(struct run *run, struct jalon_err *err)
{
    struct jalon_migrate_state state = {0};
    int ret = jalon_migrate_look(run->db, run->files, &state, err);
    if (ret == 0) {
        ret = jalon_migrate_state_check(&state, err);
    }
    if (ret == 0 && count(&state, false) + count(&state, true) > 0) {
        ret = check_owners(run, &state, err) == 0 ? MORE : -1;
    }
    jalon_migrate_state_done(&state);
    return ret;
}

int jalon_migrate_up(struct jalon_db *db, const struct jalon_migration_set *set,
                     const struct jalon_migrate_options *options,
                     struct jalon_migrate_report *ret_report, struct jalon_err *err)
{
    struct jalon_migrate_files files = {0};
    struct run run = {.db = db, .options = options, .files = &files};
    int ret = jalon_migrate_files_read(set, options->unchecked, &files, err);
    if (ret == 0) {
        ret = jalon_migrate_check_ready(db, err);
    }
    if (ret == 0) {
        ret = look(&run, err);
    }
    while (ret == MORE) {
        ret = step_with_retries(&run, err);
    }
    jalon_migrate_files_done(&files);
    *ret_report = run.report;
    return ret;
}
