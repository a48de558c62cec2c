/* Reading a file whole, if it is one. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
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
static int open_regular(const char *path, int flags, struct stat *ret_status, struct jalon_err *err)
{
    JALON_AUTO(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
    if (fd < 0 && errno == ELOOP && (flags & O_NOFOLLOW) != 0) {
        return jalon_fail(err, &jalon_msg_file_is_link, path);
    }
    if (fd < 0 || fstat(fd, ret_status) < 0) {
        return jalon_fail(err, &jalon_msg_file_absent, path, strerror(errno));
    }
    if (!S_ISREG(ret_status->st_mode)) {
        return jalon_fail(err, &jalon_msg_file_not_regular, path);
    }
    int given = fd;
    fd = -1;
    return given;
}

static int read_whole(int fd, const char *path, size_t max, struct jalon_str *content,
                      struct jalon_err *err)
{
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

int jalon_file_read(const char *path, size_t max, struct jalon_str *content, struct jalon_err *err)
{
    struct stat status;
    JALON_AUTO(close_fd) int fd = open_regular(path, 0, &status, err);
    if (fd < 0) {
        return -1;
    }
    if (status.st_size > 0 && (size_t)status.st_size > max) {
        return fail_too_big((size_t)status.st_size, max, err);
    }
    return read_whole(fd, path, max, content, err);
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

int jalon_file_take(const char *path, size_t max, struct jalon_str *content, struct jalon_err *err)
{
    struct stat before, after;
    JALON_AUTO(close_fd) int fd = open_regular(path, O_NOFOLLOW, &before, err);
    if (fd < 0) {
        return -1;
    }
    if (before.st_size == 0) {
        return jalon_fail(err, &jalon_msg_file_empty, path);
    }
    if ((size_t)before.st_size > max) {
        return fail_too_big((size_t)before.st_size, max, err);
    }
    size_t start = content->length;
    if (read_whole(fd, path, max, content, err) < 0) {
        return -1;
    }
    bool is_same = fstat(fd, &after) == 0 && after.st_size == before.st_size &&
                   content->length - start == (size_t)before.st_size &&
                   same_time(before.st_mtim, after.st_mtim) &&
                   same_time(before.st_ctim, after.st_ctim);
    return is_same ? 0 : jalon_fail(err, &jalon_msg_file_changed, path);
}
