/* Waiting on a connection under a deadline of CLOCK_MONOTONIC milliseconds; nothing else blocks. */
#pragma once

#include <libpq-fe.h>
#include <stdbool.h>

#include "base/attr.h"

enum jalon_pg_end {
    JALON_PG_ANSWERED,
    JALON_PG_LOST,      /* the connection broke: whether the command took effect is unknown */
    JALON_PG_TIMED_OUT, /* the same, and the server may still be at work */
};

long long jalon_pg_now_ms(void);

/* Drives PQconnectPoll() to its end; on ANSWERED or LOST the status of PG says which. */
enum jalon_pg_end jalon_pg_wait_connected(PGconn *pg, long long deadline);

/* The next result of what was sent, NULL after the last one. */
enum jalon_pg_end jalon_pg_next_result(PGconn *pg, long long deadline, PGresult **ret_result);

/*
 * All results until the server is ready again: the last one, or the first failure. A result alone
 * proves nothing: the extended protocol commits after it. *ret_result may be set on LOST, to quote.
 */
enum jalon_pg_end jalon_pg_finish(PGconn *pg, long long deadline, PGresult **ret_result);

bool jalon_pg_is_failure(const PGresult *result);

/* Asks the server to cancel, not waiting for more than the deadline. The connection must not be
 * used for anything but reading what is left. */
void jalon_pg_cancel(PGconn *pg, long long deadline);

void jalon_pg_clear(PGresult **result); /* for JALON_AUTO */
