/* A lock between processes, by a file of its own beside what it guards. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/base_messages.h"
#include "base/file.h"

void jalon_file_unlock(const int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
}

static int lock(int fd)
{
    int failed = flock(fd, LOCK_EX);
    while (failed < 0 && errno == EINTR) {
        failed = flock(fd, LOCK_EX);
    }
    return failed;
}

int jalon_file_lock(const char *path, int *ret_fd, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "%s.lock", path);
    *ret_fd = open(name.text, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*ret_fd < 0 || lock(*ret_fd) < 0) {
        return jalon_fail(err, &jalon_msg_file_lock, path, strerror(errno));
    }
    return 0;
}
