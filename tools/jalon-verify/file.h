/* Files of a bundle: whole, or line by line in bounded memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINE_MAX_BYTES 1048576 /* a longer line is cut and told as too long */

/* The bytes of a file, and a NUL after them; the caller frees them. NULL with errno. */
char *file_read(const char *path, size_t *ret_length);
bool file_exists(const char *path);
bool folder_exists(const char *path);

/* One file, read forward. */
struct lines {
    int fd;
    char *buffer;
    size_t size, start, end;
    uint64_t number; /* of the line returned last, from 1 */
    bool is_over, is_whole;
    int error; /* errno of what ended the reading, else 0 */
};

/* False with errno. */
bool lines_open(struct lines *lines, const char *path);
void lines_close(struct lines *lines);
/* The next line without its LF, valid until the next call; `is_whole` tells whether it had one and
 * was not cut. False at the end. */
bool lines_next(struct lines *lines, const char **ret_line, size_t *ret_length);
