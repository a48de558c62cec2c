/*
 * Brings a database's schema up to the migrations of this program: forward only, one transaction
 * a file, what was applied and by whom in jalon_migrate.history. The database must have been
 * bootstrapped (pg/bootstrap.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct jalon_db;

/*
 * One file. NNNN_slug.sql is versioned: it runs once, in order of its number. R_slug.sql is
 * repeatable: it runs after the versioned ones and again whenever it changed. Files run as
 * jalon_owner, unless their first lines say more, one directive a line:
 *
 *   -- jalon: owner audit          as jalon_audit_owner, which only a superuser may
 *   -- jalon: lock-timeout 5s      how long a lock is waited for, instead of 2 s
 *   -- jalon: data                 changes data: not tried again by itself
 *   -- jalon: requires-client 1.4  programs from that version on may still write afterwards
 *   -- jalon: no-transaction       one command that no transaction may hold
 *
 * Before any command: -- jalon: lint-ignore RULE reason (pg/lint.h).
 */
struct jalon_migration {
    const char *name, *text;
    size_t length;
    const char *sha256; /* of the text as migrations/SUMS has it, in hexadecimal */
};

struct jalon_migration_set {
    const struct jalon_migration *files; /* versioned by number, then repeatable by name */
    size_t n;
};

extern const struct jalon_migration_set jalon_migrations; /* those built into this program */

struct jalon_migrate_options {
    bool dry_run;               /* everything runs in one transaction, which is rolled back */
    const char *client_version; /* noted in the history; NULL: "" */
    int lock_wait_ms;           /* how long another runner is waited for; 0: 60 s */
    int tries;                  /* of a file whose locks others hold; 0: 12 */
    bool unchecked; /* tests only: files are not searched for commands they may not hold */
    void (*tell)(void *context, const struct jalon_err *notice); /* "waiting for …"; NULL: none */
    void *tell_context;
};

struct jalon_migrate_report {
    size_t n_applied, n_repeated; /* versioned files applied; repeatable files run */
};

/* REFUSED when the bytes of FILE, its directives or its commands are none of a migration; name and
 * checksum are not looked at. */
JALON_MUST_CHECK int jalon_migration_check(const struct jalon_migration *file,
                                           struct jalon_err *err);

/*
 * Applies what is pending; nothing to do is success. REFUSED, with nothing changed, when a file
 * is malformed, an applied file is missing or differs, or a pending file has a lower number than
 * an applied one; UNAVAILABLE when another runner or a long reader does not make way; PERMISSION
 * when the login may not become the owner a file needs. A file that fails leaves nothing behind;
 * those before it stay applied (not in a dry run). The error then names its line.
 */
JALON_MUST_CHECK int jalon_migrate_up(struct jalon_db *db, const struct jalon_migration_set *set,
                                      const struct jalon_migrate_options *options,
                                      struct jalon_migrate_report *ret_report,
                                      struct jalon_err *err);

enum jalon_migration_state {
    JALON_MIGRATION_APPLIED,
    JALON_MIGRATION_PENDING, /* a changed repeatable file too */
    JALON_MIGRATION_CHANGED, /* applied, and this program has another text */
    JALON_MIGRATION_MISSING, /* applied, and this program does not have it */
    JALON_MIGRATION_LATE,    /* not applied, and a higher number is */
};

struct jalon_migration_status {
    const char *name;
    int version; /* 0: repeatable */
    enum jalon_migration_state state;
    const char *applied_at, *applied_by; /* NULL: not applied */
};

struct jalon_migrate_status; /* owns its rows */

/* Compares SET with the database. REFUSED when the set is malformed or nothing was bootstrapped. */
JALON_MUST_CHECK int jalon_migrate_status_read(struct jalon_db *db,
                                               const struct jalon_migration_set *set,
                                               struct jalon_migrate_status **ret_status,
                                               struct jalon_err *err);
size_t jalon_migrate_status_n(const struct jalon_migrate_status *status);
const struct jalon_migration_status *jalon_migrate_status_row(
    const struct jalon_migrate_status *status, size_t row);
bool jalon_migrate_status_current(const struct jalon_migrate_status *status); /* all applied */
void jalon_migrate_status_free(struct jalon_migrate_status *status);
void jalon_migrate_status_freep(struct jalon_migrate_status **status);
