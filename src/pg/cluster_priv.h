/* The inside of the private cluster, shared by the files cluster*.c. */
#pragma once

#include <sys/types.h>

#include "pg/cluster.h"

enum { JALON_CLUSTER_PORT = 5432, JALON_CLUSTER_MAKING_PORT = 5433 };

struct jalon_cluster {
    const struct jalon_cluster_options *options;
    char *home, *folder, *data, *lock, *run, *log; /* folder: home/pg15; run: of the socket */
    char *backups;                                 /* home/backups */
    char *user, *account, *account_home;           /* we; who runs the server */
    uid_t uid;                                     /* of the account */
    gid_t gid;
    bool switches; /* we are root and the server is not */
    char *conninfo, *superuser_conninfo, *making_conninfo;
    long long talk_at; /* 0: not preparing, or said */
};

/* cluster_place.c: where things are, and that they are ours. */
JALON_MUST_CHECK int jalon_cluster_locate(struct jalon_cluster *c, struct jalon_err *err);
JALON_MUST_CHECK int jalon_cluster_make_folders(const struct jalon_cluster *c,
                                                struct jalon_err *err);
/* PATH, for the server's account alone. */
JALON_MUST_CHECK int jalon_cluster_make_own_folder(const struct jalon_cluster *c, const char *path,
                                                   struct jalon_err *err);
JALON_MUST_CHECK int jalon_cluster_check_data(const struct jalon_cluster *c, struct jalon_err *err);
bool jalon_cluster_is_made(const struct jalon_cluster *c);
int jalon_cluster_fail_file(const char *path, struct jalon_err *err); /* quotes errno */

/*
 * cluster_account.c: as root, file work and programs run with the rights of the server's account,
 * so that nothing in its folders can lead root astray.
 */
const struct jalon_cluster *jalon_cluster_become_server(const struct jalon_cluster *c);
void jalon_cluster_become_self(const struct jalon_cluster **c); /* for JALON_AUTO */
#define JALON_AS_SERVER(c)                \
    JALON_AUTO(jalon_cluster_become_self) \
    JALON_UNUSED const struct jalon_cluster *as_server = jalon_cluster_become_server(c)

/* A program of PostgreSQL, started by jalon_cluster_run() as the server's account. */
struct jalon_cluster_program {
    const char *const *argv; /* [0] is the full path */
    const char *folder;      /* to run in */
    const char *output;      /* file that gets stdout and stderr, appended */
    int lock;                /* descriptor that it and its children keep open; -1: none */
    bool dies_with_us;
};
pid_t jalon_cluster_run(const struct jalon_cluster *c, const struct jalon_cluster_program *program);

/* cluster_lock.c: the lock is free only when no process of the cluster lives. */
enum { JALON_CLUSTER_LOCK_BUSY = 1 };
JALON_MUST_CHECK int jalon_cluster_lock(const struct jalon_cluster *c, int *ret_lock,
                                        struct jalon_err *err);

/* cluster_make.c: from nothing to a complete, stopped cluster. Holding LOCK. */
JALON_MUST_CHECK int jalon_cluster_make(struct jalon_cluster *c, int lock, struct jalon_err *err);
JALON_MUST_CHECK int jalon_cluster_sync(const char *path, int flags, struct jalon_err *err);

/* cluster_server.c: the server process. Holding LOCK. */
JALON_MUST_CHECK int jalon_cluster_launch(struct jalon_cluster *c, const char *data, int port,
                                          int lock, pid_t *ret_pid, struct jalon_err *err);
JALON_MUST_CHECK int jalon_cluster_end(struct jalon_cluster *c, pid_t pid, struct jalon_err *err);
JALON_MUST_CHECK int jalon_cluster_connect(const struct jalon_cluster *c, const char *conninfo,
                                           struct jalon_db **ret_db, struct jalon_err *err);

/* Says that it takes longer, once, when it does. */
void jalon_cluster_talk(struct jalon_cluster *c);
void jalon_cluster_pause(int *ms); /* 1 ms, then half more each time, 20 ms at most */
