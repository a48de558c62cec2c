/* Locks between processes, by a file of its own beside what it guards, or by a folder. */
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

/* FD may be -1: errno says why. */
static int lock_or_fail(int fd, const char *path, struct jalon_err *err)
{
    return fd < 0 || lock(fd) < 0 ? jalon_fail(err, &jalon_msg_file_lock, path, strerror(errno))
                                  : 0;
}

int jalon_file_lock(const char *path, int *ret_fd, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "%s.lock", path);
    *ret_fd = open(name.text, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return lock_or_fail(*ret_fd, path, err);
}

int jalon_file_lock_folder(const char *path, int *ret_fd, struct jalon_err *err)
{
    *ret_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return lock_or_fail(*ret_fd, path, err);
}
