/* Writes files whole: under another name first, which gives way to the real one. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_messages.h"
#include "base/mem.h"
#include "base/uuid.h"

/* Writes and syncs; errno says why not. */
static bool fill(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        bytes += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0;
}

static void sync_folder_of(const char *path)
{
    JALON_AUTO(jalon_freep) char *copy = jalon_strdup(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
}

/* A new file beside PATH that holds the bytes; its name is to be freed. NULL: errno says why. */
static char *write_beside(const char *path, mode_t mode, const char *bytes, size_t length)
{
    struct jalon_str name = {0};
    jalon_str_addf(&name, "%s.%s.tmp", path, jalon_uuid_random().text);
    JALON_AUTO(jalon_freep) char *temporary = jalon_str_take(&name);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0) {
        return NULL;
    }
    bool ok = fill(fd, bytes, length);
    int fault = errno;
    (void)close(fd);
    if (!ok) {
        (void)unlink(temporary);
        errno = fault;
        return NULL;
    }
    return JALON_TAKE(temporary);
}

static int refuse(const char *path, struct jalon_err *err)
{
    return jalon_fail(err, &jalon_msg_file_not_written, path, strerror(errno));
}

/* Gives TEMPORARY the name of PATH; NULL: it could not be written, and errno says why. */
static int take_name(const char *temporary, const char *path, struct jalon_err *err)
{
    if (temporary == NULL) {
        return refuse(path, err);
    }
    if (rename(temporary, path) < 0) {
        int failed = refuse(path, err);
        (void)unlink(temporary);
        return failed;
    }
    sync_folder_of(path);
    return 0;
}

int jalon_file_replace(const char *path, const char *bytes, size_t length, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *temporary = write_beside(path, 0600, bytes, length);
    return take_name(temporary, path, err);
}

int jalon_file_publish(const char *path, const char *bytes, size_t length, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *temporary = write_beside(path, 0666, bytes, length);
    return take_name(temporary, path, err);
}

int jalon_file_create(const char *path, const char *bytes, size_t length, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *temporary = write_beside(path, 0400, bytes, length);
    if (!temporary) {
        return refuse(path, err);
    }
    /* link() never takes a name that is there */
    int failed = link(temporary, path) < 0 ? refuse(path, err) : 0;
    (void)unlink(temporary);
    sync_folder_of(path);
    return failed;
}

/* STATUS is that of a call that gave FROM the name TO. */
static int named(int status, const char *from, const char *to, struct jalon_err *err)
{
    if (status == 0) {
        sync_folder_of(to);
        return 0;
    }
    return errno == ENOENT ? jalon_fail(err, &jalon_msg_file_absent, from, strerror(errno))
                           : refuse(to, err);
}

int jalon_file_rename(const char *from, const char *to, struct jalon_err *err)
{
    return named(rename(from, to), from, to, err);
}

int jalon_file_link(const char *from, const char *to, struct jalon_err *err)
{
    int status = link(from, to);
    return status != 0 && errno == EEXIST ? 0 : named(status, from, to, err);
}

int jalon_file_make_folder(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0) {
        return 0;
    }
    const char *slash = strrchr(path, '/');
    if (slash != NULL && slash != path) {
        JALON_AUTO(jalon_freep) char *above = jalon_strndup(path, (size_t)(slash - path));
        if (jalon_file_make_folder(above) < 0) {
            return -1;
        }
    }
    return mkdir(path, 0700) < 0 && errno != EEXIST ? -1 : 0;
}
