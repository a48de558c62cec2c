/* What the files of the migration runner share. */
#pragma once

#include "base/arena.h"
#include "pg/migrate.h"
#include "pg/skew.h"

struct jalon_result;
struct jalon_statement;

/* A number as an argument of a message. */
struct jalon_migrate_number {
    char text[16];
};
struct jalon_migrate_number jalon_migrate_number(int number);

/* The lines on which a script's commands start, in order. */
struct jalon_migrate_commands {
    int *lines;
    size_t n;
};

/*
 * Splits FILE into commands as the server will. REFUSED for an unterminated quote or comment and,
 * unless UNCHECKED, for a command that would leave the file's transaction or role, or that needs
 * psql. *ret_commands is owned by the caller, after a failure too.
 */
JALON_MUST_CHECK int jalon_migrate_lex(const struct jalon_migration *file, bool unchecked,
                                       struct jalon_migrate_commands *ret_commands,
                                       struct jalon_err *err);
void jalon_migrate_commands_done(struct jalon_migrate_commands *commands);

enum { JALON_MIGRATE_NAME_MAX = 64 };

/* A file that was found sound. */
struct jalon_migrate_file {
    const struct jalon_migration *source;
    int version; /* 0 in a repeatable file */
    bool repeatable, audit, data, no_transaction;
    char lock_timeout[8];     /* "5s"; "": as usual */
    char requires_client[12]; /* "1.4"; "": any */
    struct jalon_migrate_commands commands;
    char schema[JALON_MIGRATE_NAME_MAX], index[JALON_MIGRATE_NAME_MAX]; /* created without a
                                                                           transaction; "": none */
};

/* Reads the directives of FILE, REFUSED with their line when unknown. */
JALON_MUST_CHECK int jalon_migrate_directives(struct jalon_migrate_file *file,
                                              struct jalon_err *err);

/* REFUSED when FILE, its commands known, is no-transaction and not one command that may be run
 * again after it was cut short. */
JALON_MUST_CHECK int jalon_migrate_check_alone(struct jalon_migrate_file *file,
                                               struct jalon_err *err);

struct jalon_migrate_files {
    struct jalon_migrate_file *files;
    size_t n;
    struct jalon_skew_digest digest;
};

/* Checks every file of SET before anything runs. *ret_files is owned by the caller. */
JALON_MUST_CHECK int jalon_migrate_files_read(const struct jalon_migration_set *set, bool unchecked,
                                              struct jalon_migrate_files *ret_files,
                                              struct jalon_err *err);
void jalon_migrate_files_done(struct jalon_migrate_files *files);

struct jalon_migrate_hex {
    char text[65];
};

/* Of the text, and of a row of the history: sha256(chain before || version || sha256). */
struct jalon_migrate_hex jalon_migrate_sha256(const void *data, size_t length);
struct jalon_migrate_hex jalon_migrate_chain(const char *chain_before, int version,
                                             const char *sha256);
extern const char jalon_migrate_chain_start[]; /* the chain before the first row */

/* What the database holds beside the files: one row per file or applied name, versioned first. */
struct jalon_migrate_state {
    struct jalon_arena *arena;
    struct jalon_migration_status *rows;
    const struct jalon_migrate_file **files; /* of the same index; NULL: missing */
    size_t n;
    const char *chain; /* of the newest row */
    bool has_facts;    /* noted for the server's version */
    bool is_marked;    /* with the digest of these files */
};

extern const char jalon_migrate_owner[]; /* the role that owns the history */
extern const char jalon_migrate_audit_owner[];
const char *jalon_migrate_file_owner(const struct jalon_migrate_file *file);

/* Runs a statement of the runner that returns nothing of interest. */
JALON_MUST_CHECK int jalon_migrate_sql(struct jalon_db *db, const struct jalon_statement *statement,
                                       const char *const *parameters, struct jalon_err *err);

/* Whether the login may become ROLE. */
JALON_MUST_CHECK int jalon_migrate_may_own(struct jalon_db *db, const char *role, bool *ret_allowed,
                                           struct jalon_err *err);

/* Becomes ROLE for the rest of the transaction, with the settings of a migration. */
JALON_MUST_CHECK int jalon_migrate_enter(struct jalon_db *db, const char *role,
                                         const char *lock_timeout, struct jalon_err *err);

/* REFUSED when the history does not verify. *ret_state is owned by the caller. */
JALON_MUST_CHECK int jalon_migrate_state_read(struct jalon_db *db,
                                              const struct jalon_migrate_files *files,
                                              struct jalon_migrate_state *ret_state,
                                              struct jalon_err *err);
/* Begins a transaction that only reads, as the owner if the login may: a migrator reads nothing
 * itself. */
JALON_MUST_CHECK int jalon_migrate_inspect(struct jalon_db *db, struct jalon_err *err);
/* The state, in such a transaction of its own. */
JALON_MUST_CHECK int jalon_migrate_look(struct jalon_db *db,
                                        const struct jalon_migrate_files *files,
                                        struct jalon_migrate_state *ret_state,
                                        struct jalon_err *err);
void jalon_migrate_state_done(struct jalon_migrate_state *state);

/* REFUSED when this database cannot be migrated by these files. */
JALON_MUST_CHECK int jalon_migrate_state_check(const struct jalon_migrate_state *state,
                                               struct jalon_err *err);

/* REFUSED unless the database was bootstrapped. */
JALON_MUST_CHECK int jalon_migrate_check_ready(struct jalon_db *db, struct jalon_err *err);

/* One `up`. */
struct jalon_migrate_run {
    struct jalon_db *db;
    const struct jalon_migrate_options *options;
    const struct jalon_migrate_files *files;
    struct jalon_migrate_report report;
    struct jalon_migrate_report open;         /* of the open transaction */
    const char *last_name;                    /* the last file run in it */
    const struct jalon_migrate_file *current; /* the file being run; NULL: none yet */
    struct jalon_migrate_hex chain;           /* of the history in it */
    struct jalon_migrate_report lost;         /* of a transaction whose COMMIT got no answer, */
    const char *lost_name;                    /* done if the history has this file */
    int n_lost;
};

/* Opens the transaction of one step, alone among all runners; UNAVAILABLE when it waits too long.
 */
JALON_MUST_CHECK int jalon_migrate_begin(struct jalon_migrate_run *run, struct jalon_err *err);
bool jalon_migrate_lock_was_refused(const struct jalon_err *err);
void jalon_migrate_pause(int attempt); /* longer with each attempt, from 0 */

/* Replaces *ERR by a sentence with the line of FILE that failed on DB. COMMAND: 0 when unknown. */
int jalon_migrate_explain(struct jalon_db *db, const struct jalon_migrate_file *file,
                          size_t command, struct jalon_err *err);

/* Drops the snapshot that the last statement left to the open transaction, keeping its lock. */
JALON_MUST_CHECK int jalon_migrate_let_go(struct jalon_db *db, struct jalon_err *err);

/* Runs a no-transaction FILE on DB, a connection of its own; not noted yet. */
JALON_MUST_CHECK int jalon_migrate_run_alone(struct jalon_db *db,
                                             const struct jalon_migrate_file *file,
                                             struct jalon_err *err);

/* Runs FILE in the open transaction, unless it was run alone before, and notes it. */
JALON_MUST_CHECK int jalon_migrate_run_file(struct jalon_migrate_run *run,
                                            const struct jalon_migrate_file *file,
                                            struct jalon_err *err);
