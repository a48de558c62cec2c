/* Owns a throw-away postmaster: see supervisor.h. */
#include "support/supervisor.h"

#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGV_SIZE = 24 };

struct supervisor {
    bool durable;
    pid_t postmaster;
};

/* A child that dies with the supervisor. ARGV has ARGV_SIZE entries, the last ones NULL. */
static pid_t run(const char *const *argv)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (getppid() == parent) {
        char path[] = "PATH=" JALON_POSTGRES_BINDIR ":/usr/bin:/bin";
        char locale[] = "LC_ALL=C.UTF-8";
        char zone[] = "TZ=UTC";
        char *const environment[] = {path, locale, zone, NULL};
        char *own_argv[ARGV_SIZE];
        memcpy(own_argv, argv, sizeof own_argv);
        execve(argv[0], own_argv, environment);
    }
    _exit(127);
}

static int initdb(struct supervisor *s)
{
    const char *argv[ARGV_SIZE] = {JALON_POSTGRES_BINDIR "/initdb",
                                   "-D",
                                   "data",
                                   "-U",
                                   "jalon_superuser",
                                   "--encoding=UTF8",
                                   "--locale=C",
                                   "--auth=trust",
                                   "--wal-segsize=1",
                                   "--no-instructions",
                                   s->durable ? NULL : "--no-sync"};
    pid_t pid = run(argv);
    int status = -1;
    waitpid(pid, &status, 0);
    return status;
}

static int start(struct supervisor *s)
{
    const char *const argv[ARGV_SIZE] = {JALON_POSTGRES_BINDIR "/postgres",
                                         "-Ddata",
                                         "-clisten_addresses=",
                                         "-cunix_socket_directories=..",
                                         "-cunix_socket_permissions=0700",
                                         "-cmax_connections=100",
                                         "-cshared_buffers=16MB",
                                         "-cwal_level=minimal",
                                         "-cmax_wal_senders=0",
                                         "-cjit=off",
                                         "-ctimezone=UTC",
                                         "-clc_messages=C",
                                         "-clog_line_prefix=%m [%p] %q%u@%d/%a ",
                                         s->durable ? "-cfsync=on" : "-cfsync=off",
                                         s->durable ? "-cfull_page_writes=on"
                                                    : "-cfull_page_writes=off"};
    s->postmaster = run(argv);
    return (int)s->postmaster;
}

static int alive(struct supervisor *s)
{
    if (s->postmaster > 0 && waitpid(s->postmaster, NULL, WNOHANG) == s->postmaster) {
        s->postmaster = 0;
    }
    return s->postmaster > 0;
}

static void end(struct supervisor *s, int signal)
{
    if (alive(s)) {
        kill(s->postmaster, signal);
        waitpid(s->postmaster, NULL, 0);
        s->postmaster = 0;
    }
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *position)
{
    (void)status;
    (void)type;
    (void)position;
    remove(path);
    return 0;
}

static int obey(struct supervisor *s, char command)
{
    switch (command) {
    case TEST_INITDB:
        return initdb(s);
    case TEST_START:
        return start(s);
    case TEST_ALIVE:
        return alive(s);
    case TEST_KILL:
        end(s, SIGKILL);
        return 0;
    default:
        return -1;
    }
}

static void supervise(struct supervisor *s, int fd, const char *folder)
{
    char command = 0;
    while (read(fd, &command, 1) == 1 && command != TEST_STOP) {
        int answer = obey(s, command);
        if (write(fd, &answer, sizeof answer) != (ssize_t)sizeof answer) {
            break;
        }
    }
    end(s, SIGQUIT);
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    int answer = 0;
    if (write(fd, &answer, sizeof answer) < 0) {
        _exit(1);
    }
}

/* Keeps nothing of the test program: neither its output, whose reader waits for its end, nor its
 * signals and rights. */
static void detach(int fd, const char *folder, uid_t uid, gid_t gid)
{
    if (dup2(fd, 3) < 0 || (fd != 3 && close(fd) != 0)) {
        _exit(1);
    }
    (void)close_range(4, ~0U, 0);
    (void)fcntl(3, F_SETFD, FD_CLOEXEC);
    setsid();
    signal(SIGPIPE, SIG_IGN);
    if (geteuid() == 0 &&
        (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid))) {
        _exit(1);
    }
    umask(077);
    if (chdir(folder) != 0) {
        _exit(1);
    }
    int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int out = open("log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) {
        _exit(1);
    }
}

int test_supervisor_start(const char *folder, bool durable, uid_t uid, gid_t gid, pid_t *ret_pid)
{
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
        return -1;
    }
    pid_t pid = fork();
    if (pid < 0) {
        return -1;
    }
    if (pid == 0) {
        struct supervisor s = {.durable = durable};
        detach(fds[1], folder, uid, gid);
        supervise(&s, 3, folder);
        _exit(0);
    }
    close(fds[1]);
    *ret_pid = pid;
    return fds[0];
}

int test_supervisor_ask(int fd, enum test_command command)
{
    char byte = (char)command;
    int answer = -1;
    if (send(fd, &byte, 1, MSG_NOSIGNAL) != 1 ||
        recv(fd, &answer, sizeof answer, MSG_WAITALL) != (ssize_t)sizeof answer) {
        return -1;
    }
    return answer;
}
