/* Processes that act at the same instant: see crowd.h. */
#include "support/crowd.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/test.h"

enum { ALARM_S = 100, MAX_CROWD = 64 };

struct crowd {
    pthread_barrier_t barrier;
};

void *crowd_share(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    return memory;
}

void crowd_unshare(void *memory, size_t size)
{
    munmap(memory, size);
}

void crowd_meet(struct crowd *crowd)
{
    pthread_barrier_wait(&crowd->barrier);
}

int crowd_count(const int *statuses, int n, int status)
{
    int count = 0;
    for (int i = 0; i < n; i++) {
        count += statuses[i] == status;
    }
    return count;
}

/* The child leaves without the test program's end: the cluster is its parent's. */
static pid_t start(struct crowd *crowd, int i, crowd_fn *function, void *context)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        alarm(ALARM_S);
        _exit(function(crowd, i, context));
    }
    return pid;
}

void crowd_run(int n, crowd_fn *function, void *context, int *ret_statuses)
{
    pid_t pids[MAX_CROWD];
    struct crowd *crowd = crowd_share(sizeof *crowd);
    pthread_barrierattr_t shared;
    assert_in_range(n, 1, MAX_CROWD);
    pthread_barrierattr_init(&shared);
    pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&crowd->barrier, &shared, (unsigned)n);
    pthread_barrierattr_destroy(&shared);
    for (int i = 0; i < n; i++) {
        pids[i] = start(crowd, i, function, context);
    }
    for (int i = 0; i < n; i++) {
        int status = 0;
        waitpid(pids[i], &status, 0);
        ret_statuses[i] = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    crowd_unshare(crowd, sizeof *crowd);
}
