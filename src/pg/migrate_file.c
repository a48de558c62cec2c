/* Runs one file in the open transaction, as its owner, and notes it in the history. */
#include <string.h>

#include "pg/db.h"
#include "pg/migrate_priv.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"
#include "pg/script.h"

const char jalon_migrate_audit_owner[] = "jalon_audit_owner";

const char *jalon_migrate_file_owner(const struct jalon_migrate_file *file)
{
    return file->audit ? jalon_migrate_audit_owner : jalon_migrate_owner;
}

static int mark(struct jalon_migrate_run *run, struct jalon_result **ret_mark,
                struct jalon_err *err)
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
int jalon_migrate_explain(struct jalon_db *db, const struct jalon_migrate_file *file,
                          size_t command, struct jalon_err *err)
{
    size_t position = jalon_db_script_position(db);
    int line = 0;
    if (position > 0) {
        line = line_of(file->source->text, position);
    } else if (command > 0 && command <= file->commands.n) {
        line = file->commands.lines[command - 1];
    }
    bool passes = jalon_script_passes(err);
    if (line == 0) {
        return jalon_script_explain(
            err, passes ? &jalon_msg_migration_stopped : &jalon_msg_migration_failed,
            file->source->name, NULL);
    }
    struct jalon_migrate_number number = jalon_migrate_number(line);
    return jalon_script_explain(
        err, passes ? &jalon_msg_migration_stopped_at : &jalon_msg_migration_failed_at,
        file->source->name, number.text);
}

/* Runs FILE's text as its owner; *ret_before says when it started. */
static int run_text(struct jalon_migrate_run *run, const struct jalon_migrate_file *file,
                    struct jalon_result **ret_before, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *after = NULL;
    size_t command = 0;
    const char *lock_timeout = file->lock_timeout[0] != '\0' ? file->lock_timeout : "2s";
    if (jalon_migrate_enter(run->db, jalon_migrate_file_owner(file), lock_timeout, err) != 0 ||
        mark(run, ret_before, err) != 0) {
        return -1;
    }
    if (jalon_db_script(run->db, file->source->text, &command, err) != 0) {
        return jalon_migrate_explain(run->db, file, command, err);
    }
    if (mark(run, &after, err) != 0) {
        return -1;
    }
    if (!same_mark(*ret_before, after, MIGRATE_MARK_XACT) ||
        !same_mark(*ret_before, after, MIGRATE_MARK_OWNER)) {
        return jalon_fail(err, &jalon_msg_migration_left_transaction, file->source->name);
    }
    return jalon_migrate_enter(run->db, jalon_migrate_owner, "2s", err);
}

int jalon_migrate_run_file(struct jalon_migrate_run *run, const struct jalon_migrate_file *file,
                           struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *before = NULL;
    const struct jalon_migration *source = file->source;
    const char *client = run->options->client_version != NULL ? run->options->client_version : "";
    run->current = file;
    if (file->no_transaction ? mark(run, &before, err) : run_text(run, file, &before, err)) {
        return -1;
    }
    const char *started = jalon_result_text(before, 0, MIGRATE_MARK_AT);
    run->last_name = source->name;
    if (file->repeatable) {
        run->open.n_repeated++;
        return jalon_migrate_sql(
            run->db, &jalon_sql_migrate_note_repeated,
            (const char *const[]){source->name, source->sha256, started, client}, err);
    }
    struct jalon_migrate_number version = jalon_migrate_number(file->version);
    run->chain = jalon_migrate_chain(run->chain.text, file->version, source->sha256);
    run->open.n_applied++;
    return jalon_migrate_sql(run->db, &jalon_sql_migrate_note,
                             (const char *const[]){version.text, source->name, source->sha256,
                                                   run->chain.text, started, client},
                             err);
}
