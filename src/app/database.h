/* The database itself: its server when it is private, and its schema. */
#pragma once

#include "app/location.h"
#include "base/arena.h"
#include "pg/migrate.h"

/* The private server. REFUSED when the location names another server. */
JALON_MUST_CHECK int jalon_database_start(const struct jalon_location *location,
                                          struct jalon_err *err);
/* *ret_was_running: there was something to stop. */
JALON_MUST_CHECK int jalon_database_stop(const struct jalon_location *location,
                                         bool *ret_was_running, struct jalon_err *err);

/* What a superuser runs once; for reading and running by hand. */
const char *jalon_database_bootstrap_sql(void);
JALON_MUST_CHECK int jalon_database_bootstrap(const struct jalon_location *location,
                                              struct jalon_err *err);

/* Roles and rights (as a superuser only), then the pending migrations, on an open connection. */
JALON_MUST_CHECK int jalon_database_build(struct jalon_db *db,
                                          const struct jalon_location *location, bool dry_run,
                                          struct jalon_migrate_report *ret_report,
                                          struct jalon_err *err);
/* The same for the location: the private cluster's as its superuser, made when there is none. */
JALON_MUST_CHECK int jalon_database_migrate(const struct jalon_location *location, bool dry_run,
                                            struct jalon_migrate_report *ret_report,
                                            struct jalon_err *err);

/*
 * Brings a private database that is older than this program up to it, after a copy of it as it was,
 * and says so. 0 with nothing done when its files are not those of this program: then it can be
 * read, and every write is refused with what to do.
 */
JALON_MUST_CHECK int jalon_database_bring_up(const struct jalon_location *location,
                                             struct jalon_err *err);

enum jalon_server_state {
    JALON_SERVER_ABSENT, /* of a private cluster: not made yet */
    JALON_SERVER_STOPPED,
    JALON_SERVER_BUSY,
    JALON_SERVER_RUNNING
};

struct jalon_database_status {
    bool is_private;
    enum jalon_server_state state;
    const char *server, *user;            /* NULL unless running */
    int server_version;                   /* 150020; 0 unless running */
    const char *home, *data, *log;        /* of a private cluster */
    const char *conninfo;                 /* of a private cluster, for other clients */
    size_t n_applied, n_pending, n_wrong; /* migrations; wrong: changed, missing or late */
    bool is_current;
    const char *migrated_at, *migrated_by; /* of the last file; NULL: none */
    struct jalon_arena *arena;
};

/* Starts nothing. */
JALON_MUST_CHECK int jalon_database_status_read(const struct jalon_location *location,
                                                struct jalon_database_status **ret_status,
                                                struct jalon_err *err);
void jalon_database_status_freep(struct jalon_database_status **status);
