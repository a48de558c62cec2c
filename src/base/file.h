/* Reading and writing a file whole, if it is one. */
#pragma once

#include "base/err.h"
#include "base/str.h"

/*
 * Adds the bytes of PATH to CONTENT; they may hold NUL. NOT_FOUND when it cannot be opened or read;
 * REFUSED when it is no regular file (nor a link to one) or has more than MAX bytes.
 */
JALON_MUST_CHECK int jalon_file_read(const char *path, size_t max, struct jalon_str *content,
                                     struct jalon_err *err);

/*
 * The same for a file that is to be kept: what PATH names itself, no link to it (REFUSED), neither
 * empty nor changed while it was read.
 */
JALON_MUST_CHECK int jalon_file_take(const char *path, size_t max, struct jalon_str *content,
                                     struct jalon_err *err);

/*
 * Makes PATH hold the bytes, on the disk when this returns: whole or as it was before. For nobody
 * else to read. REFUSED when it cannot be written.
 */
JALON_MUST_CHECK int jalon_file_replace(const char *path, const char *bytes, size_t length,
                                        struct jalon_err *err);
/* The same for a file that others may read, as far as the process's mask lets them. */
JALON_MUST_CHECK int jalon_file_publish(const char *path, const char *bytes, size_t length,
                                        struct jalon_err *err);
/* The same for a file that is not there yet, and that its owner may only read; REFUSED when it is.
 */
JALON_MUST_CHECK int jalon_file_create(const char *path, const char *bytes, size_t length,
                                       struct jalon_err *err);

/* Gives the file FROM the name TO, in place of what had it. NOT_FOUND when there is no FROM;
 * REFUSED when it cannot be done. */
JALON_MUST_CHECK int jalon_file_rename(const char *from, const char *to, struct jalon_err *err);
/* Gives it that name as well; nothing when something has it already. */
JALON_MUST_CHECK int jalon_file_link(const char *from, const char *to, struct jalon_err *err);
/* Makes the folder PATH and those above it, for nobody else to read. -1 with errno when it cannot
 * be. */
int jalon_file_make_folder(const char *path);

/*
 * Waits until nobody else holds the lock of PATH, which is a file PATH.lock. Closing *ret_fd gives
 * it to the next, as does the end of the process. INTERNAL when there can be no such file.
 */
JALON_MUST_CHECK int jalon_file_lock(const char *path, int *ret_fd, struct jalon_err *err);
/* The same for the folder PATH itself, in which nothing is made for it. */
JALON_MUST_CHECK int jalon_file_lock_folder(const char *path, int *ret_fd, struct jalon_err *err);
void jalon_file_unlock(const int *fd); /* for JALON_AUTO; accepts -1 */
