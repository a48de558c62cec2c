/* Reads files with read(2) into buffers of its own. */
#include "jalon-verify/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include "jalon-verify/memory.h"

enum { FIRST_SIZE = 262144 };

/* As read(2), but interruptions do not count. */
static ssize_t read_some(int fd, char *buffer, size_t size)
{
    ssize_t n = 0;
    do {
        n = read(fd, buffer, size);
    } while (n < 0 && errno == EINTR);
    return n;
}

char *file_read(const char *path, size_t *ret_length)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return NULL;
    }
    size_t size = 4096, length = 0;
    char *bytes = memory_new(size, 1);
    ssize_t n = 0;
    while ((n = read_some(fd, bytes + length, size - length - 1)) > 0) {
        length += (size_t)n;
        if (length == size - 1) {
            size *= 2;
            bytes = memory_grow(bytes, size, 1);
        }
    }
    int error = errno;
    (void)close(fd);
    if (n < 0) {
        free(bytes);
        errno = error;
        return NULL;
    }
    bytes[length] = '\0';
    *ret_length = length;
    return bytes;
}

bool file_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0;
}

bool folder_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool lines_open(struct lines *lines, const char *path)
{
    *lines = (struct lines){.fd = open(path, O_RDONLY | O_CLOEXEC)};
    if (lines->fd < 0) {
        return false;
    }
    lines->size = FIRST_SIZE;
    lines->buffer = memory_new(lines->size, 1);
    return true;
}

void lines_close(struct lines *lines)
{
    if (lines->buffer) {
        (void)close(lines->fd);
        free(lines->buffer);
    }
    *lines = (struct lines){.fd = -1};
}

/* Moves what is left to the front and reads on behind it. */
static void fill(struct lines *lines)
{
    if (lines->start > 0) {
        memmove(lines->buffer, lines->buffer + lines->start, lines->end - lines->start);
        lines->end -= lines->start;
        lines->start = 0;
    }
    if (lines->end == lines->size) {
        lines->size *= 2;
        lines->buffer = memory_grow(lines->buffer, lines->size, 1);
    }
    ssize_t n = read_some(lines->fd, lines->buffer + lines->end, lines->size - lines->end);
    lines->error = n < 0 ? errno : 0;
    lines->is_over = n <= 0;
    lines->end += n > 0 ? (size_t)n : 0;
}

bool lines_next(struct lines *lines, const char **ret_line, size_t *ret_length)
{
    size_t seen = 0;
    for (;;) {
        size_t left = lines->end - lines->start;
        char *line = lines->buffer + lines->start;
        char *found = left > seen ? memchr(line + seen, '\n', left - seen) : NULL;
        bool is_cut = !found && left >= LINE_MAX_BYTES;
        if (found || is_cut || (lines->is_over && left > 0)) {
            *ret_line = line;
            *ret_length = found ? (size_t)(found - line) : left;
            lines->start += *ret_length + (found != NULL);
            lines->is_whole = found != NULL;
            lines->number++;
            return true;
        }
        if (lines->is_over) {
            return false;
        }
        seen = left;
        fill(lines);
    }
}
