/*
 * The lock: a file whose flock() every process of the server inherits. Free means that none of
 * them lives; unlike a pid it cannot mean a stranger or a zombie.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "pg/cluster_priv.h"

int jalon_cluster_lock(const struct jalon_cluster *c, int *ret_lock, struct jalon_err *err)
{
    JALON_AS_SERVER(c);
    int fd = open(c->lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return jalon_cluster_fail_file(c->lock, err);
    }
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        *ret_lock = fd;
        return 0;
    }
    int reason = errno;
    close(fd);
    errno = reason;
    return reason == EWOULDBLOCK ? JALON_CLUSTER_LOCK_BUSY : jalon_cluster_fail_file(c->lock, err);
}
