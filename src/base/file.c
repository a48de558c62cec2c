/* Reading a file whole, if it is one. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_messages.h"

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
}

static int fail_too_big(size_t size, size_t max, struct jalon_err *err)
{
    char bytes[24], most[24];
    (void)snprintf(bytes, sizeof bytes, "%zu", size);
    (void)snprintf(most, sizeof most, "%zu", max);
    return jalon_fail(err, &jalon_msg_file_too_big, bytes, most);
}

/* Not blocking, so that a FIFO in the place of a file does not hang the reader. */
static int open_regular(const char *path, size_t max, struct jalon_err *err)
{
    JALON_AUTO(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0) {
        return jalon_fail(err, &jalon_msg_file_absent, path, strerror(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return jalon_fail(err, &jalon_msg_file_not_regular, path);
    }
    if (status.st_size > 0 && (size_t)status.st_size > max) {
        return fail_too_big((size_t)status.st_size, max, err);
    }
    int given = fd;
    fd = -1;
    return given;
}

int jalon_file_read(const char *path, size_t max, struct jalon_str *content, struct jalon_err *err)
{
    JALON_AUTO(close_fd) int fd = open_regular(path, max, err);
    if (fd < 0) {
        return -1;
    }
    char chunk[8192];
    size_t total = 0;
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return jalon_fail(err, &jalon_msg_file_absent, path, strerror(errno));
        }
        if (n == 0) {
            return 0;
        }
        total += (size_t)n;
        if (total > max) { /* it grew meanwhile */
            return fail_too_big(total, max, err);
        }
        jalon_str_add_bytes(content, chunk, (size_t)n);
    }
}
