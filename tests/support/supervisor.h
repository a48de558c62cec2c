/*
 * The small process that owns a throw-away postmaster. It outlives the test program by the moment
 * it needs to stop the server and to remove the folder, also when the program was killed.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

enum test_command {
    TEST_INITDB = 'i', /* answer: exit status */
    TEST_START = 's',  /* answer: pid */
    TEST_ALIVE = 'a',  /* answer: 1 or 0 */
    TEST_KILL = 'k',   /* SIGKILL and wait; answer: 0 */
    TEST_STOP = 'q',   /* stop, remove the folder, end; answer: 0 */
};

/*
 * Starts the supervisor of FOLDER (data in FOLDER/data, socket and log in FOLDER), as UID and GID
 * when the caller is root. Returns the descriptor to send commands on; closing it is TEST_STOP.
 */
int test_supervisor_start(const char *folder, bool durable, uid_t uid, gid_t gid, pid_t *ret_pid);
int test_supervisor_ask(int fd, enum test_command command);
