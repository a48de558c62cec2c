/* Waiting under a deadline: libpq's own blocking calls may hang for ever on a silent server. */
#include "pg/wait.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

long long jalon_pg_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* False when the deadline passed first. An error of poll() counts as readiness: libpq sees it. */
static bool ready(int fd, short events, long long deadline)
{
    for (;;) {
        long long left = deadline - jalon_pg_now_ms();
        if (left <= 0) {
            return false;
        }
        struct pollfd entry = {.fd = fd, .events = events};
        int n = poll(&entry, 1, left > INT_MAX ? INT_MAX : (int)left);
        if (n > 0 || (n < 0 && errno != EINTR)) {
            return true;
        }
    }
}

enum jalon_pg_end jalon_pg_wait_connected(PGconn *pg, long long deadline)
{
    for (PostgresPollingStatusType next = PGRES_POLLING_WRITING;;) {
        short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (!ready(PQsocket(pg), events, deadline)) {
            return JALON_PG_TIMED_OUT;
        }
        next = PQconnectPoll(pg);
        if (next == PGRES_POLLING_OK) {
            return JALON_PG_ANSWERED;
        }
        if (next == PGRES_POLLING_FAILED) {
            return JALON_PG_LOST;
        }
    }
}

enum jalon_pg_end jalon_pg_next_result(PGconn *pg, long long deadline, PGresult **ret_result)
{
    for (;;) {
        int unsent = PQflush(pg);
        bool closed = PQsocket(pg) < 0; /* then PQgetResult() tells what was read before */
        if (closed || (unsent == 0 && !PQisBusy(pg))) {
            *ret_result = PQgetResult(pg);
            return JALON_PG_ANSWERED;
        }
        short events = (short)(unsent > 0 ? POLLIN | POLLOUT : POLLIN);
        if (!ready(PQsocket(pg), events, deadline)) {
            return JALON_PG_TIMED_OUT;
        }
        (void)PQconsumeInput(pg); /* a failure closes the socket */
    }
}

bool jalon_pg_is_failure(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK;
}

/* A failure with an SQLSTATE comes from the server; success holds once the server is ready again.
 */
static bool is_answer(const PGconn *pg, const PGresult *result)
{
    if (result == NULL) {
        return false;
    }
    return jalon_pg_is_failure(result) ? PQresultErrorField(result, PG_DIAG_SQLSTATE) != NULL
                                       : PQstatus(pg) == CONNECTION_OK;
}

enum jalon_pg_end jalon_pg_finish(PGconn *pg, long long deadline, PGresult **ret_result)
{
    PGresult *kept = NULL;
    enum jalon_pg_end end = JALON_PG_ANSWERED;
    for (PGresult *next = NULL;;) {
        end = jalon_pg_next_result(pg, deadline, &next);
        if (end != JALON_PG_ANSWERED || next == NULL) {
            break;
        }
        if (kept == NULL || !jalon_pg_is_failure(kept)) {
            PQclear(kept);
            kept = next;
        } else {
            PQclear(next);
        }
        ExecStatusType status = PQresultStatus(kept);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            end = JALON_PG_LOST; /* nothing here copies: the connection is of no use any more */
            break;
        }
    }
    if (end == JALON_PG_ANSWERED && !is_answer(pg, kept)) {
        end = JALON_PG_LOST;
    }
    *ret_result = kept;
    return end;
}

/* PQcancel() may hang like any blocking call, and is safe after fork(): a child takes the risk. */
void jalon_pg_cancel(PGconn *pg, long long deadline)
{
    PGcancel *cancel = PQgetCancel(pg);
    pid_t child = cancel != NULL ? fork() : -1;
    if (child == 0) {
        char text[256];
        _exit(PQcancel(cancel, text, (int)sizeof text) ? 0 : 1);
    }
    PQfreeCancel(cancel);
    if (child < 0) {
        return;
    }
    (void)ready(PQsocket(pg), POLLIN, deadline);
    kill(child, SIGKILL);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
}

void jalon_pg_clear(PGresult **result)
{
    PQclear(*result);
    *result = NULL;
}
