/*
 * Several processes that act at the same instant, each with its own connection. They are forked, so
 * they see what the test prepared; a process that hangs is ended by its alarm.
 */
#pragma once

#include <stddef.h>

struct crowd;

/* What one process does; returns its exit status, at most 120. */
typedef int crowd_fn(struct crowd *crowd, int i, void *context);

/* Runs FUNCTION in N processes, waits for all; RET_STATUSES[i]: what it returned, -1: a signal. */
void crowd_run(int n, crowd_fn *function, void *context, int *ret_statuses);

/* Within a process: waits until all N are here. */
void crowd_meet(struct crowd *crowd);

/* Zeroed memory that the processes and the test share; crowd_unshare() it. */
void *crowd_share(size_t size);
void crowd_unshare(void *memory, size_t size);

/* How many of N statuses are STATUS. */
int crowd_count(const int *statuses, int n, int status);
