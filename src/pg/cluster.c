/* The private cluster as a whole: connect, else make it and start it, together with others. */
#include "pg/cluster.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "pg/cluster_priv.h"
#include "pg/pg_messages.h"
#include "pg/wait.h"

enum { START_MS = 60000 };

int jalon_cluster_new(const struct jalon_cluster_options *options,
                      struct jalon_cluster **ret_cluster, struct jalon_err *err)
{
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = jalon_alloc(sizeof *c);
    c->options = options;
    if (jalon_cluster_locate(c, err) != 0) {
        return -1;
    }
    *ret_cluster = JALON_TAKE(c);
    return 0;
}

void jalon_cluster_free(struct jalon_cluster *c)
{
    if (c == NULL) {
        return;
    }
    char *const owned[] = {c->home,           c->folder,   c->data,
                           c->lock,           c->run,      c->log,
                           c->backups,        c->user,     c->account,
                           c->account_home,   c->conninfo, c->superuser_conninfo,
                           c->making_conninfo};
    for (size_t i = 0; i < JALON_COUNT(owned); i++) {
        free(owned[i]);
    }
    free(c);
}

void jalon_cluster_freep(struct jalon_cluster **c)
{
    jalon_cluster_free(*c);
    *c = NULL;
}

/* Holding the lock: no process of this cluster lives. The server keeps the lock after us. */
static int make_and_launch(struct jalon_cluster *c, int lock, struct jalon_err *err)
{
    pid_t pid = -1;
    if (!jalon_cluster_is_made(c) && jalon_cluster_make(c, lock, err) != 0) {
        return -1;
    }
    if (jalon_cluster_check_data(c, err) != 0) {
        return -1;
    }
    return jalon_cluster_launch(c, c->data, JALON_CLUSTER_PORT, lock, &pid, err);
}

/* A busy lock: somebody makes, starts or runs it, or a last process of a killed server ends. */
int jalon_cluster_start(struct jalon_cluster *c, struct jalon_err *err)
{
    if (jalon_cluster_make_folders(c, err) != 0) {
        return -1;
    }
    long long end = jalon_pg_now_ms() + START_MS;
    for (int ms = 1; jalon_pg_now_ms() < end; jalon_cluster_pause(&ms)) {
        int lock = -1;
        int status = jalon_cluster_lock(c, &lock, err);
        if (status == 0) {
            status = make_and_launch(c, lock, err);
            close(lock);
            return status;
        }
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
        if (status < 0 || jalon_cluster_connect(c, c->superuser_conninfo, &db, err) == 0) {
            return status < 0 ? -1 : 0;
        }
        if (err->kind != JALON_ERR_UNAVAILABLE) {
            return -1;
        }
    }
    return jalon_fail(err, &jalon_msg_cluster_busy, c->lock);
}

int jalon_cluster_open(struct jalon_cluster *c, const struct jalon_db_options *options,
                       bool as_superuser, struct jalon_db **ret_db, struct jalon_err *err)
{
    struct jalon_db_options own = *options;
    own.conninfo = as_superuser ? c->superuser_conninfo : c->conninfo;
    own.require_peer = c->account;
    if (jalon_db_open(&own, ret_db, err) == 0) {
        return 0;
    }
    /* A server that answers, even by a refusal, is running; one that starts or stops says so. */
    if (err->kind != JALON_ERR_UNAVAILABLE ||
        (err->sqlstate[0] != '\0' && strcmp(err->sqlstate, "57P03") != 0)) {
        return -1;
    }
    if (jalon_cluster_start(c, err) != 0) {
        return -1;
    }
    return jalon_db_open(&own, ret_db, err);
}

int jalon_cluster_state(struct jalon_cluster *c, enum jalon_cluster_state *ret_state,
                        struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    int lock = -1;
    if (jalon_cluster_connect(c, c->superuser_conninfo, &db, err) == 0) {
        *ret_state = JALON_CLUSTER_RUNNING;
        return 0;
    }
    bool is_made = jalon_cluster_is_made(c);
    if (access(c->lock, F_OK) != 0) {
        *ret_state = JALON_CLUSTER_ABSENT;
        return 0;
    }
    int status = jalon_cluster_lock(c, &lock, err);
    if (status == 0) {
        close(lock);
        *ret_state = is_made ? JALON_CLUSTER_STOPPED : JALON_CLUSTER_ABSENT;
    } else if (status == JALON_CLUSTER_LOCK_BUSY) {
        *ret_state = JALON_CLUSTER_BUSY;
    }
    return status < 0 ? -1 : 0;
}

const char *jalon_cluster_user(const struct jalon_cluster *c)
{
    return c->user;
}

const char *jalon_cluster_conninfo(const struct jalon_cluster *c)
{
    return c->conninfo;
}

const char *jalon_cluster_home(const struct jalon_cluster *c)
{
    return c->home;
}

const char *jalon_cluster_data(const struct jalon_cluster *c)
{
    return c->data;
}

const char *jalon_cluster_log(const struct jalon_cluster *c)
{
    return c->log;
}
