/*
 * The private cluster: a PostgreSQL of one's own, made on first use, started on demand, reached
 * only through a Unix socket by its owner's OS account. No daemon to install, no password, no
 * network. As root the server runs as a system account, since PostgreSQL refuses root.
 */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "pg/db.h"

struct jalon_cluster;

#define JALON_CLUSTER_SUPERUSER "jalon_superuser"

struct jalon_cluster_options {
    const char *jalon_home; /* JALON_HOME: everything private lies there; NULL: by default rules */
    const char *data_home;  /* XDG_DATA_HOME; NULL: ~/.local/share */
    const char *home;       /* HOME; NULL: of the account */
    const char *account;    /* runs the server when we are root; NULL: "jalon" */
    enum jalon_lang lang;   /* of what TALK says */
    /* Fills the new, empty database `jalon`, connected as superuser; failing undoes the cluster. */
    int (*prepare)(struct jalon_db *superuser_db, void *context, struct jalon_err *err);
    void *prepare_context;
    void (*talk)(void *context, const char *sentence); /* when it takes longer; NULL: silent */
    void *talk_context;
};

enum jalon_cluster_state {
    JALON_CLUSTER_ABSENT, /* not made yet */
    JALON_CLUSTER_STOPPED,
    JALON_CLUSTER_BUSY, /* being made, started or stopped */
    JALON_CLUSTER_RUNNING,
};

/*
 * Says where the cluster is or would be; touches nothing. OPTIONS are borrowed until the free.
 * REFUSED when it cannot work here: no PostgreSQL programs, no system account, an odd path.
 */
JALON_MUST_CHECK int jalon_cluster_new(const struct jalon_cluster_options *options,
                                       struct jalon_cluster **ret_cluster, struct jalon_err *err);
void jalon_cluster_free(struct jalon_cluster *cluster);
void jalon_cluster_freep(struct jalon_cluster **cluster);

/*
 * Connects, and only when no server answers makes the cluster (see `prepare`) and starts it. The
 * options' conninfo and require_peer are filled in here: the caller's own login, or the superuser.
 */
JALON_MUST_CHECK int jalon_cluster_open(struct jalon_cluster *cluster,
                                        const struct jalon_db_options *options, bool as_superuser,
                                        struct jalon_db **ret_db, struct jalon_err *err);

/* Makes and starts it; 0 also when it already runs. */
JALON_MUST_CHECK int jalon_cluster_start(struct jalon_cluster *cluster, struct jalon_err *err);

/* Makes a cluster in a temporary folder, lets `prepare` use it, and removes it. */
JALON_MUST_CHECK int jalon_cluster_try(const struct jalon_cluster_options *options,
                                       struct jalon_err *err);

/*
 * Dumps the running database into a folder of the home, whole or not at all, under a name that says
 * when and of which schema; the newest five are kept. *ret_path is freed by the caller.
 */
JALON_MUST_CHECK int jalon_cluster_backup(struct jalon_cluster *cluster,
                                          struct jalon_db *superuser_db, char **ret_path,
                                          struct jalon_err *err);

enum { JALON_CLUSTER_WAS_NOT_RUNNING = 1 };
/* Fast shutdown: open transactions are rolled back. Waits for the end. */
JALON_MUST_CHECK int jalon_cluster_stop(struct jalon_cluster *cluster, struct jalon_err *err);

JALON_MUST_CHECK int jalon_cluster_state(struct jalon_cluster *cluster,
                                         enum jalon_cluster_state *ret_state,
                                         struct jalon_err *err);

const char *jalon_cluster_user(const struct jalon_cluster *cluster);     /* the caller's login */
const char *jalon_cluster_conninfo(const struct jalon_cluster *cluster); /* for it */
const char *jalon_cluster_home(const struct jalon_cluster *cluster);     /* of all private files */
const char *jalon_cluster_data(const struct jalon_cluster *cluster);
const char *jalon_cluster_log(
    const struct jalon_cluster *cluster); /* folder of the server's logs */
