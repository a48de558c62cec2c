/* A man in the middle: see proxy.h. One process listens, one more serves each connection. */
#include "support/proxy.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/cluster.h"

static struct {
    pid_t pid;
    char folder[32];
} running;

struct link {
    struct test_proxy proxy;
    int *hits; /* shared by all connections */
    int client, server;
    bool marked;  /* the faulty request went by */
    int replied;  /* bytes of its reply */
    char tail[6]; /* the last bytes of the reply */
};

static struct sockaddr_un address(const char *folder)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    snprintf(a.sun_path, sizeof a.sun_path, "%s/.s.PGSQL.5432", folder);
    return a;
}

static bool pass(int fd, const char *bytes, size_t n, bool split)
{
    for (size_t at = 0; at < n;) {
        ssize_t written = send(fd, bytes + at, split ? 1 : n - at, MSG_NOSIGNAL);
        if (written <= 0) {
            return false;
        }
        at += (size_t)written;
    }
    return true;
}

static bool is_hit(struct link *l, const char *bytes, size_t n)
{
    if (l->proxy.marker == NULL ||
        memmem(bytes, n, l->proxy.marker, strlen(l->proxy.marker)) == NULL) {
        return false;
    }
    int hit = __atomic_fetch_add(l->hits, 1, __ATOMIC_SEQ_CST) - l->proxy.spared;
    return hit >= 0 && hit < l->proxy.times;
}

/* False ends the connection. */
static bool from_client(struct link *l, const char *bytes, size_t n)
{
    if (l->proxy.fault == TEST_FAULT_SILENT) {
        return true;
    }
    if (!l->marked && is_hit(l, bytes, n)) {
        l->marked = true;
        if (l->proxy.fault == TEST_FAULT_CUT_BEFORE) {
            size_t part = (size_t)l->proxy.bytes < n ? (size_t)l->proxy.bytes : n;
            (void)pass(l->server, bytes, part, false);
            return false;
        }
    }
    return pass(l->server, bytes, n, l->proxy.fault == TEST_FAULT_SPLIT);
}

/* Whether the server is ready for the next request, which it says after the commit. */
static bool is_complete(struct link *l, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        memmove(l->tail, l->tail + 1, sizeof l->tail - 1);
        l->tail[sizeof l->tail - 1] = bytes[i];
    }
    return memcmp(l->tail, "Z\0\0\0\5I", sizeof l->tail) == 0;
}

static bool from_server(struct link *l, const char *bytes, size_t n)
{
    if (l->marked && l->proxy.fault == TEST_FAULT_HANG) {
        return true;
    }
    if (l->marked && l->proxy.fault == TEST_FAULT_CUT_AFTER) {
        return !is_complete(l, bytes, n);
    }
    if (l->marked && l->proxy.fault == TEST_FAULT_CUT_REPLY) {
        int left = l->proxy.bytes - l->replied;
        l->replied += (int)n;
        bool is_over = left <= (int)n;
        return pass(l->client, bytes, is_over ? (size_t)left : n, false) && !is_over;
    }
    return pass(l->client, bytes, n, l->proxy.fault == TEST_FAULT_SPLIT);
}

static void serve(struct link *l)
{
    static char bytes[65536];
    struct pollfd ends[] = {{.fd = l->client, .events = POLLIN},
                            {.fd = l->server, .events = POLLIN}};
    for (;;) {
        if (poll(ends, 2, -1) < 0) {
            continue;
        }
        for (int i = 0; i < 2; i++) {
            ssize_t n = ends[i].revents != 0 ? read(ends[i].fd, bytes, sizeof bytes) : 0;
            if (ends[i].revents == 0) {
                continue;
            }
            bool goes_on = n > 0 && (i == 0 ? from_client(l, bytes, (size_t)n)
                                            : from_server(l, bytes, (size_t)n));
            if (!goes_on) {
                _exit(0);
            }
        }
    }
}

static void listen_for_ever(const struct test_proxy *proxy, int listener, int *hits)
{
    struct sockaddr_un target = address(test_cluster_socket());
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        struct link l = {.proxy = *proxy, .hits = hits, .client = accept(listener, NULL, NULL)};
        pid_t parent = getpid();
        if (l.client >= 0 && fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            l.server = socket(AF_UNIX, SOCK_STREAM, 0);
            if (getppid() == parent &&
                connect(l.server, (const struct sockaddr *)&target, sizeof target) == 0) {
                serve(&l);
            }
            _exit(0);
        }
        close(l.client);
    }
}

const char *test_proxy_start(const struct test_proxy *proxy)
{
    test_proxy_stop();
    (void)test_cluster_socket();
    snprintf(running.folder, sizeof running.folder, "/tmp/jalon-proxy-XXXXXX");
    int *hits = mmap(NULL, sizeof *hits, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (hits == MAP_FAILED || mkdtemp(running.folder) == NULL) {
        abort();
    }
    struct sockaddr_un here = address(running.folder);
    if (bind(listener, (const struct sockaddr *)&here, sizeof here) != 0 ||
        listen(listener, 16) != 0) {
        abort();
    }
    static bool is_registered;
    if (!is_registered) {
        is_registered = atexit(test_proxy_stop) == 0;
    }
    pid_t parent = getpid();
    running.pid = fork();
    if (running.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() == parent) {
            listen_for_ever(proxy, listener, hits);
        }
        _exit(0);
    }
    munmap(hits, sizeof *hits);
    close(listener);
    return running.folder;
}

void test_proxy_stop(void)
{
    if (running.pid <= 0) {
        return;
    }
    struct sockaddr_un here = address(running.folder);
    kill(running.pid, SIGKILL);
    waitpid(running.pid, NULL, 0);
    unlink(here.sun_path);
    rmdir(running.folder);
    running.pid = 0;
}
