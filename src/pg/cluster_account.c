/* Rights: what runs as the account of the server, and how root becomes it and comes back. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/cluster_priv.h"

/* A failure leaves us with rights that nobody meant: stopping is the only safe thing. */
static void must(int status)
{
    if (status != 0) {
        abort();
    }
}

const struct jalon_cluster *jalon_cluster_become_server(const struct jalon_cluster *c)
{
    if (c->switches) {
        must(initgroups(c->account, c->gid));
        must(setresgid((gid_t)-1, c->gid, (gid_t)-1));
        must(setresuid((uid_t)-1, c->uid, (uid_t)-1));
    }
    return c;
}

void jalon_cluster_become_self(const struct jalon_cluster **c)
{
    if ((*c)->switches) {
        must(setresuid((uid_t)-1, 0, (uid_t)-1));
        must(setresgid((gid_t)-1, 0, (gid_t)-1));
        must(initgroups("root", 0));
    }
}

enum { LOCK_FD = 3, FAILED = 127 };

static void redirect(const struct jalon_cluster_program *program)
{
    int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int out = open(program->output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) {
        _exit(FAILED);
    }
    if (program->lock < 0) {
        (void)close_range(LOCK_FD, ~0U, 0);
        return;
    }
    /* dup2() onto itself would keep close-on-exec. */
    int kept = program->lock == LOCK_FD ? fcntl(LOCK_FD, F_SETFD, 0) : dup2(program->lock, LOCK_FD);
    if (kept < 0) {
        _exit(FAILED);
    }
    (void)close_range(LOCK_FD + 1, ~0U, 0);
}

static void drop(const struct jalon_cluster *c)
{
    if (c->switches && (setresgid(c->gid, c->gid, c->gid) || setresuid(c->uid, c->uid, c->uid))) {
        _exit(FAILED);
    }
}

/* An environment of our own: the caller's locale, time zone and PG* variables stay outside. */
static void execute(const struct jalon_cluster_program *program, char *home)
{
    char path[] = "PATH=" JALON_POSTGRES_BINDIR ":/usr/bin:/bin";
    char locale[] = "LC_ALL=C.UTF-8";
    char zone[] = "TZ=UTC";
    char *const environment[] = {path, locale, zone, home, NULL};
    char *argv[32] = {0};
    for (size_t i = 0; program->argv[i] != NULL && i < JALON_COUNT(argv) - 1; i++) {
        memcpy(&argv[i], &program->argv[i], sizeof argv[i]);
    }
    execve(argv[0], argv, environment);
    _exit(FAILED);
}

pid_t jalon_cluster_run(const struct jalon_cluster *c, const struct jalon_cluster_program *program)
{
    JALON_AS_SERVER(c);
    JALON_AUTO(jalon_str_done) struct jalon_str home = {0};
    jalon_str_addf(&home, "HOME=%s", c->account_home);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    drop(c);
    umask(077);
    if (program->dies_with_us) {
        prctl(PR_SET_PDEATHSIG, SIGQUIT);
        if (getppid() != parent) {
            _exit(FAILED);
        }
    } else {
        setsid();
    }
    signal(SIGPIPE, SIG_DFL);
    if (chdir(program->folder) != 0) {
        _exit(FAILED);
    }
    redirect(program);
    execute(program, home.text);
    return -1;
}
