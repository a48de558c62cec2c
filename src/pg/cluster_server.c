/* The server process of the private cluster: launch, wait until it answers, end. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/cluster_priv.h"
#include "pg/pg_messages.h"
#include "pg/translate.h"
#include "pg/wait.h"

enum { START_MS = 60000, STOP_MS = 60000, REST_MS = 2000, LONGEST_PAUSE_MS = 20 };

void jalon_cluster_pause(int *ms)
{
    poll(NULL, 0, *ms);
    *ms = *ms * 3 / 2 + 1 < LONGEST_PAUSE_MS ? *ms * 3 / 2 + 1 : LONGEST_PAUSE_MS;
}

void jalon_cluster_talk(struct jalon_cluster *c)
{
    static const struct jalon_label preparing = {
        {"préparation d'une base de données privée…", "preparing a private database…"}};
    if (c->talk_at != 0 && jalon_pg_now_ms() >= c->talk_at && c->options->talk != NULL) {
        c->talk_at = 0;
        c->options->talk(c->options->talk_context, preparing.text[c->options->lang]);
    }
}

int jalon_cluster_connect(const struct jalon_cluster *c, const char *conninfo,
                          struct jalon_db **ret_db, struct jalon_err *err)
{
    const struct jalon_db_options options = {
        .conninfo = conninfo, .command = "db", .require_peer = c->account};
    return jalon_db_open(&options, ret_db, err);
}

/* What the server said last before it gave up; NULL when it said nothing. */
static char *last_words(const struct jalon_cluster *c, const char *output)
{
    JALON_AS_SERVER(c);
    char *found = NULL;
    char *line = NULL;
    size_t size = 0;
    FILE *file = fopen(output, "re");
    while (file != NULL && getline(&line, &size, file) > 0) {
        if (strstr(line, "FATAL:") != NULL || strstr(line, "error:") != NULL) {
            free(found);
            found = jalon_pg_quote(line);
        }
    }
    free(line);
    if (file != NULL) {
        fclose(file);
    }
    return found;
}

static char *output_path(const struct jalon_cluster *c)
{
    struct jalon_str s = {0};
    jalon_str_addf(&s, "%s/server.log", c->folder);
    return jalon_str_take(&s);
}

static int fail_start(const struct jalon_cluster *c, const char *output, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *words = last_words(c, output);
    JALON_AUTO(jalon_freep) char *log = jalon_pg_quote(c->log);
    return jalon_fail(err, &jalon_msg_cluster_not_started, words != NULL ? words : "—", log);
}

/* The server that was started answers, or has ended. */
static int wait_until_ready(struct jalon_cluster *c, int port, pid_t pid, const char *output,
                            struct jalon_err *err)
{
    const char *conninfo = port == JALON_CLUSTER_PORT ? c->superuser_conninfo : c->making_conninfo;
    int ms = 1;
    for (long long end = jalon_pg_now_ms() + START_MS; jalon_pg_now_ms() < end;) {
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
        if (jalon_cluster_connect(c, conninfo, &db, err) == 0) {
            return 0;
        }
        if (err->kind != JALON_ERR_UNAVAILABLE) {
            return -1;
        }
        if (waitpid(pid, NULL, WNOHANG) == pid) {
            return fail_start(c, output, err);
        }
        jalon_cluster_talk(c);
        jalon_cluster_pause(&ms);
    }
    return fail_start(c, output, err);
}

/* Holding the lock, these name a process that is gone, or by now a stranger. */
static void remove_stale(const struct jalon_cluster *c, const char *data, int port)
{
    JALON_AS_SERVER(c);
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/postmaster.pid", data);
    (void)unlink(jalon_str_text(&path));
    jalon_str_clear(&path);
    jalon_str_addf(&path, "%s/.s.PGSQL.%d", c->run, port);
    (void)unlink(jalon_str_text(&path));
    jalon_str_add(&path, ".lock");
    (void)unlink(jalon_str_text(&path));
}

int jalon_cluster_launch(struct jalon_cluster *c, const char *data, int port, int lock,
                         pid_t *ret_pid, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sockets = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    JALON_AUTO(jalon_freep) char *output = output_path(c);
    remove_stale(c, data, port);
    jalon_str_addf(&sockets, "unix_socket_directories=\"%s\"", c->run);
    jalon_str_addf(&number, "port=%d", port);
    /* While it is made nothing in it counts: it is brought to disk as a whole at the end. */
    const char *durability = port == JALON_CLUSTER_MAKING_PORT ? "fsync=off" : "fsync=on";
    const char *const argv[] = {
        JALON_POSTGRES_BINDIR "/postgres", "-D", data,       "-c", jalon_str_text(&sockets), "-c",
        jalon_str_text(&number),           "-c", durability, NULL};
    const struct jalon_cluster_program program = {.argv = argv,
                                                  .folder = data,
                                                  .output = output,
                                                  .lock = lock,
                                                  .dies_with_us = port != JALON_CLUSTER_PORT};
    pid_t pid = jalon_cluster_run(c, &program);
    if (pid < 0) {
        return jalon_cluster_fail_file(argv[0], err);
    }
    if (wait_until_ready(c, port, pid, output, err) != 0) {
        return -1;
    }
    *ret_pid = pid;
    return 0;
}

/* Our postgres, in our data folder: nothing else is ever sent a signal. */
static bool is_our_server(const struct jalon_cluster *c, pid_t pid)
{
    char link[48];
    struct stat theirs;
    struct stat ours;
    (void)snprintf(link, sizeof link, "/proc/%ld/exe", (long)pid);
    if (stat(link, &theirs) != 0 || stat(JALON_POSTGRES_BINDIR "/postgres", &ours) != 0 ||
        theirs.st_dev != ours.st_dev || theirs.st_ino != ours.st_ino) {
        return false;
    }
    (void)snprintf(link, sizeof link, "/proc/%ld/cwd", (long)pid);
    return stat(link, &theirs) == 0 && stat(c->data, &ours) == 0 && theirs.st_dev == ours.st_dev &&
           theirs.st_ino == ours.st_ino;
}

static pid_t read_pid(const struct jalon_cluster *c)
{
    JALON_AS_SERVER(c);
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/postmaster.pid", c->data);
    FILE *file = fopen(jalon_str_text(&path), "re");
    char line[32] = "";
    if (file != NULL) {
        (void)!fgets(line, sizeof line, file);
        fclose(file);
    }
    return (pid_t)strtoll(line, NULL, 10);
}

/* By descriptor, so that the pid cannot pass to another process between check and signal. */
static int interrupt(int pidfd)
{
    if (syscall(SYS_pidfd_send_signal, pidfd, SIGINT, NULL, 0) != 0) {
        return -1;
    }
    struct pollfd ended = {.fd = pidfd, .events = POLLIN};
    return poll(&ended, 1, STOP_MS) == 1 ? 0 : -1;
}

int jalon_cluster_end(struct jalon_cluster *c, pid_t pid, struct jalon_err *err)
{
    if (kill(pid, SIGINT) == 0) {
        long long end = jalon_pg_now_ms() + STOP_MS;
        for (int ms = 1; jalon_pg_now_ms() < end; jalon_cluster_pause(&ms)) {
            if (waitpid(pid, NULL, WNOHANG) == pid) {
                return 0;
            }
            jalon_cluster_talk(c);
        }
    }
    return jalon_fail(err, &jalon_msg_cluster_not_stopped);
}

/* The last helpers of the server end a moment after it. Somebody may take the lock meanwhile. */
static void wait_for_rest(const struct jalon_cluster *c)
{
    struct jalon_err err = {0};
    int lock = -1;
    int ms = 1;
    long long end = jalon_pg_now_ms() + REST_MS;
    while (jalon_cluster_lock(c, &lock, &err) == JALON_CLUSTER_LOCK_BUSY &&
           jalon_pg_now_ms() < end) {
        jalon_cluster_pause(&ms);
    }
    if (lock >= 0) {
        close(lock);
    }
}

int jalon_cluster_stop(struct jalon_cluster *c, struct jalon_err *err)
{
    pid_t pid = read_pid(c);
    int pidfd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
    if (pidfd < 0) {
        return JALON_CLUSTER_WAS_NOT_RUNNING;
    }
    bool is_ours = is_our_server(c, pid);
    int status = is_ours ? interrupt(pidfd) : 0;
    close(pidfd);
    if (status != 0) {
        return jalon_fail(err, &jalon_msg_cluster_not_stopped);
    }
    (void)waitpid(pid, NULL, WNOHANG); /* it may be our own child */
    wait_for_rest(c);
    return is_ours ? 0 : JALON_CLUSTER_WAS_NOT_RUNNING;
}
