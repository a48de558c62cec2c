/* Folders written under a temporary name. */
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_messages.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/uuid.h"

struct jalon_folder {
    char *path, *temporary;
    char *file;               /* path of the file at hand or of the last one; NULL: none yet */
    int fd;                   /* of the file at hand; -1: none */
    int fault;                /* errno of its first failed write */
    struct jalon_str waiting; /* written to it, and not on its way yet */
};

enum { MOST_WAITING = 65536 };

static int refuse(const struct jalon_folder *folder, struct jalon_err *err)
{
    int cause = errno;
    return jalon_fail(err, &jalon_msg_folder_unwritable, folder->path, strerror(cause));
}

/* Whether there is nothing at PATH, or an empty folder. */
static bool is_free(const char *path)
{
    DIR *list = opendir(path);
    if (list == NULL) {
        return errno == ENOENT;
    }
    int n = 0;
    while (n <= 2 && readdir(list) != NULL) { /* . and .. */
        n++;
    }
    (void)closedir(list);
    errno = n > 2 ? ENOTEMPTY : 0;
    return n <= 2;
}

int jalon_folder_new(const char *path, struct jalon_folder **ret_folder, struct jalon_err *err)
{
    JALON_AUTO(jalon_folder_freep) struct jalon_folder *folder = jalon_alloc(sizeof *folder);
    JALON_AUTO(jalon_str_done) struct jalon_str temporary = {0};
    struct jalon_uuid unique = jalon_uuid_random();
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    folder->fd = -1;
    folder->path = jalon_strndup(path, length);
    jalon_str_addf(&temporary, "%s.%s.tmp", folder->path, unique.text);
    if (!is_free(folder->path)) {
        return errno == ENOTEMPTY ? jalon_fail(err, &jalon_msg_folder_not_empty, folder->path)
                                  : refuse(folder, err);
    }
    if (mkdir(temporary.text, 0777) < 0) {
        return refuse(folder, err);
    }
    folder->temporary = jalon_str_take(&temporary);
    *ret_folder = JALON_TAKE(folder);
    return 0;
}

/* The folders in the name of a file, which starts at FROM of its path. */
static int make_parents(struct jalon_folder *folder, size_t from, struct jalon_err *err)
{
    for (char *slash = strchr(folder->file + from, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int failed = mkdir(folder->file, 0777);
        *slash = '/';
        if (failed < 0 && errno != EEXIST) {
            return refuse(folder, err);
        }
    }
    return 0;
}

int jalon_folder_open(struct jalon_folder *folder, const char *name, struct jalon_err *err)
{
    struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/%s", folder->temporary, name);
    free(folder->file);
    folder->file = jalon_str_take(&path);
    folder->fault = 0;
    jalon_str_clear(&folder->waiting);
    if (make_parents(folder, strlen(folder->temporary) + 1, err) < 0) {
        return -1;
    }
    folder->fd = open(folder->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return folder->fd < 0 ? refuse(folder, err) : 0;
}

/* Sends what waits on its way. */
static void flush(struct jalon_folder *folder)
{
    const struct jalon_str *waiting = &folder->waiting;
    for (size_t done = 0; done < waiting->length && folder->fault == 0;) {
        ssize_t n = write(folder->fd, waiting->text + done, waiting->length - done);
        if (n >= 0) {
            done += (size_t)n;
        } else if (errno != EINTR) {
            folder->fault = errno;
        }
    }
    jalon_str_clear(&folder->waiting);
}

bool jalon_folder_write(struct jalon_folder *folder, const char *bytes, size_t length)
{
    jalon_str_add_bytes(&folder->waiting, bytes, length);
    if (folder->waiting.length >= MOST_WAITING) {
        flush(folder);
    }
    return folder->fault == 0;
}

int jalon_folder_close(struct jalon_folder *folder, struct jalon_err *err)
{
    flush(folder);
    if (folder->fault == 0 && fsync(folder->fd) < 0) {
        folder->fault = errno;
    }
    int fd = folder->fd;
    folder->fd = -1;
    if (close(fd) < 0 && folder->fault == 0) {
        folder->fault = errno;
    }
    return folder->fault == 0
               ? 0
               : jalon_fail(err, &jalon_msg_folder_lost, folder->path, strerror(folder->fault));
}

enum { MOST_OPEN = 16 }; /* folders within folders that are open at once */

/* Makes the names in a folder durable; one that cannot be opened for it is left as it is. */
static void sync_names(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
}

static int sync_folder(const char *path, const struct stat *about, int type, struct FTW *place)
{
    (void)about;
    (void)place;
    if (type == FTW_D) {
        sync_names(path);
    }
    return 0;
}

int jalon_folder_publish(struct jalon_folder *folder, struct jalon_err *err)
{
    (void)nftw(folder->temporary, sync_folder, MOST_OPEN, FTW_PHYS);
    if (rename(folder->temporary, folder->path) < 0) { /* an empty folder gives way */
        return errno == ENOTEMPTY || errno == EEXIST
                   ? jalon_fail(err, &jalon_msg_folder_not_empty, folder->path)
                   : refuse(folder, err);
    }
    free(jalon_take(&folder->temporary));
    JALON_AUTO(jalon_freep) char *copy = jalon_strdup(folder->path);
    sync_names(dirname(copy));
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
    (void)about;
    (void)type;
    (void)place;
    return remove(path);
}

void jalon_folder_freep(struct jalon_folder **folder)
{
    struct jalon_folder *f = *folder;
    if (f == NULL) {
        return;
    }
    if (f->fd >= 0) {
        (void)close(f->fd);
    }
    if (f->temporary != NULL) {
        (void)nftw(f->temporary, remove_one, MOST_OPEN, FTW_PHYS | FTW_DEPTH);
    }
    jalon_str_done(&f->waiting);
    free(f->temporary);
    free(f->path);
    free(f->file);
    free(f);
    *folder = NULL;
}
