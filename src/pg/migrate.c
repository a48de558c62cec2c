/*
 * The migration runner. Truth is the history table, read again under the lock of every
 * transaction; nothing is remembered outside the database, so a killed runner leaves no repair.
 */
#include "pg/migrate.h"

#include <string.h>

#include "pg/db.h"
#include "pg/fact.h"
#include "pg/migrate_priv.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"
#include "pg/script.h"

enum { TRIES = 12, LOSSES_MAX = 3 };

enum step { DONE, MORE }; /* what a transaction leaves to do */

/* Data that was changed is never changed a second time by itself. */
static bool worth_another_try(const struct jalon_migrate_run *run, const struct jalon_err *err)
{
    if (run->current != NULL && run->current->data) {
        return false;
    }
    return jalon_migrate_lock_was_refused(err) || strcmp(err->sqlstate, "40P01") == 0;
}

static void tell_not_rehearsed(struct jalon_migrate_run *run, const struct jalon_migrate_file *file)
{
    struct jalon_err notice;
    jalon_fail(&notice, &jalon_msg_migration_not_rehearsed, file->source->name);
    if (run->options->tell != NULL) {
        run->options->tell(run->options->tell_context, &notice);
    }
}

static int run_one(struct jalon_migrate_run *run, const struct jalon_migrate_file *file,
                   struct jalon_err *err)
{
    if (run->options->dry_run && file->no_transaction) {
        tell_not_rehearsed(run, file);
        return 0;
    }
    return jalon_migrate_run_file(run, file, err);
}

/* Runs the rows of STATE that are pending: the versioned ones up to MOST, or the repeatable ones.
 */
static int run_pending(struct jalon_migrate_run *run, const struct jalon_migrate_state *state,
                       bool repeatable, size_t most, struct jalon_err *err)
{
    for (size_t i = 0, n = 0; i < state->n && n < most; i++) {
        bool ours = (state->rows[i].version == 0) == repeatable;
        if (ours && state->rows[i].state == JALON_MIGRATION_PENDING) {
            if (run_one(run, state->files[i], err) != 0) {
                return -1;
            }
            n++;
        }
    }
    return 0;
}

/* Forgets repeatable files that this program no longer has. */
static int forget_missing(struct jalon_migrate_run *run, const struct jalon_migrate_state *state,
                          struct jalon_err *err)
{
    for (size_t i = 0; i < state->n; i++) {
        if (state->rows[i].state == JALON_MIGRATION_MISSING &&
            jalon_migrate_sql(run->db, &jalon_sql_migrate_forget,
                              (const char *const[]){state->rows[i].name}, err) != 0) {
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
static int recover(struct jalon_migrate_run *run, struct jalon_err *err)
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

static void settle_lost(struct jalon_migrate_run *run, const struct jalon_migrate_state *state)
{
    for (size_t i = 0; i < state->n && run->lost_name != NULL; i++) {
        if (strcmp(state->rows[i].name, run->lost_name) == 0 &&
            state->rows[i].state == JALON_MIGRATION_APPLIED) {
            add_report(&run->report, &run->lost);
        }
    }
    run->lost_name = NULL;
}

static int commit(struct jalon_migrate_run *run, struct jalon_err *err)
{
    if (jalon_migrate_sql(run->db, &jalon_sql_migrate_commit, NULL, err) != 0) {
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

/* The schema is that of this program, and its facts are noted for this server. */
static bool is_finished(const struct jalon_migrate_state *state)
{
    return count(state, false) + count(state, true) == 0 && state->has_facts && state->is_marked;
}

static int rehearse(struct jalon_migrate_run *run, const struct jalon_migrate_state *state,
                    struct jalon_err *err)
{
    if (run_pending(run, state, false, state->n, err) != 0 ||
        run_pending(run, state, true, state->n, err) != 0 || forget_missing(run, state, err) != 0) {
        return -1;
    }
    run->report = run->open;
    return jalon_migrate_sql(run->db, &jalon_sql_migrate_rollback, NULL, err) == 0 ? DONE : -1;
}

/* What the open transaction found: noted facts, and those of the catalogue when they matter. */
struct scene {
    struct jalon_facts noted, before;
};

static void leave(struct scene *scene)
{
    jalon_facts_done(&scene->noted);
    jalon_facts_done(&scene->before);
}

/* Before a file runs; a database without noted facts has none to be compared with. The catalogue
 * is read on DB. */
static int look_around(struct jalon_migrate_run *run, struct jalon_db *db, struct scene *scene,
                       struct jalon_err *err)
{
    if (jalon_facts_recall(run->db, &scene->noted, err) != 0) {
        return -1;
    }
    return scene->noted.n > 0 ? jalon_facts_read(db, &scene->before, err) : 0;
}

/* In the same transaction as the files, so that facts and history never disagree. */
static int note_facts(struct jalon_migrate_run *run, const struct scene *scene,
                      struct jalon_err *err)
{
    struct jalon_facts now = {0};
    int ret = jalon_facts_read(run->db, &now, err);
    if (ret == 0) {
        ret = jalon_facts_keep(run->db, &scene->noted, &scene->before, &now, err);
    }
    jalon_facts_done(&now);
    return ret;
}

/* The next versioned file, or else all repeatable ones. */
static int run_next(struct jalon_migrate_run *run, const struct jalon_migrate_state *state,
                    struct jalon_err *err)
{
    if (count(state, false) > 0) {
        return run_pending(run, state, false, 1, err);
    }
    return run_pending(run, state, true, state->n, err) == 0 ? forget_missing(run, state, err) : -1;
}

/* The next pending versioned file; NULL: there is none. */
static const struct jalon_migrate_file *next_file(const struct jalon_migrate_state *state)
{
    for (size_t i = 0; i < state->n; i++) {
        if (state->rows[i].version > 0 && state->rows[i].state == JALON_MIGRATION_PENDING) {
            return state->files[i];
        }
    }
    return NULL;
}

/* Here the runner's transaction must not touch what the file changes: the file would wait for it.
 */
static int look_and_run_alone(struct jalon_migrate_run *run, const struct jalon_migrate_file *file,
                              struct scene *scene, struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *beside = NULL;
    run->current = file;
    if (jalon_db_open_beside(run->db, &beside, err) != 0 ||
        look_around(run, beside, scene, err) != 0 || jalon_migrate_let_go(run->db, err) != 0) {
        return -1;
    }
    return jalon_migrate_run_alone(beside, file, err);
}

/* Programs learn from it whether they may write; without a digest until all files are applied. */
static int leave_mark(struct jalon_migrate_run *run, bool is_last, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *made = NULL;
    const char *oldest = "";
    for (size_t i = 0; i < run->files->n && !run->files->files[i].repeatable; i++) {
        oldest = run->files->files[i].requires_client;
    }
    const char *client = run->options->client_version != NULL ? run->options->client_version : "";
    const char *digest = is_last ? run->files->digest.text : "";
    if (jalon_db_run(run->db, &jalon_sql_migrate_mark_made,
                     (const char *const[]){client, is_last ? oldest : "", digest}, &made,
                     err) != 0 ||
        jalon_db_script(run->db, jalon_result_text(made, 0, MIGRATE_MARK_MADE_COMMAND), NULL,
                        err) != 0) {
        return -1;
    }
    jalon_db_note_mark(run->db, jalon_result_text(made, 0, MIGRATE_MARK_MADE_MARK));
    return 0;
}

/* Facts are first noted when the schema is whole, from then on with every step. */
static int run_and_note(struct jalon_migrate_run *run, const struct jalon_migrate_state *state,
                        struct jalon_err *err)
{
    JALON_AUTO(leave) struct scene scene = {0};
    size_t n_versioned = count(state, false);
    bool is_last = n_versioned == 0 || (n_versioned == 1 && count(state, true) == 0);
    const struct jalon_migrate_file *file = next_file(state);
    int ret = file != NULL && file->no_transaction ? look_and_run_alone(run, file, &scene, err)
                                                   : look_around(run, run->db, &scene, err);
    if (ret != 0 || run_next(run, state, err) != 0 || leave_mark(run, is_last, err) != 0) {
        return -1;
    }
    return scene.noted.n > 0 || is_last ? note_facts(run, &scene, err) : 0;
}

/* One transaction: DONE, MORE or -1. */
static int work(struct jalon_migrate_run *run, const struct jalon_migrate_state *state,
                struct jalon_err *err)
{
    if (jalon_migrate_state_check(state, err) != 0) {
        return -1;
    }
    if (run->options->dry_run) {
        return rehearse(run, state, err);
    }
    if (is_finished(state)) {
        return jalon_migrate_sql(run->db, &jalon_sql_migrate_rollback, NULL, err) == 0 ? DONE : -1;
    }
    return run_and_note(run, state, err) == 0 ? commit(run, err) : -1;
}

static int step(struct jalon_migrate_run *run, struct jalon_err *err)
{
    struct jalon_migrate_state state = {0};
    if (jalon_migrate_begin(run, err) != 0) {
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
static int step_with_retries(struct jalon_migrate_run *run, struct jalon_err *err)
{
    int tries = run->options->tries > 0 ? run->options->tries : TRIES;
    int ret = step(run, err);
    for (int attempt = 0; ret < 0 && worth_another_try(run, err) && attempt + 1 < tries;
         attempt++) {
        jalon_migrate_pause(attempt);
        ret = step(run, err);
    }
    return ret;
}

/* Whether this login may become each owner that the pending files need. */
static int check_owners(struct jalon_migrate_run *run, const struct jalon_migrate_state *state,
                        struct jalon_err *err)
{
    bool may_be_owner = false, may_be_audit = false;
    if (jalon_migrate_may_own(run->db, jalon_migrate_owner, &may_be_owner, err) != 0 ||
        jalon_migrate_may_own(run->db, jalon_migrate_audit_owner, &may_be_audit, err) != 0) {
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
static int look(struct jalon_migrate_run *run, struct jalon_err *err)
{
    struct jalon_migrate_state state = {0};
    int ret = jalon_migrate_look(run->db, run->files, &state, err);
    if (ret == 0) {
        ret = jalon_migrate_state_check(&state, err);
    }
    if (ret == 0 && !is_finished(&state)) {
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
    struct jalon_migrate_run run = {.db = db, .options = options, .files = &files};
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
