/*
 * A folder of files that appears whole or not at all: it is filled under another name beside its
 * own, and gets its name when everything in it is on the disk.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct jalon_folder;

/* REFUSED when PATH is there and not an empty folder, or cannot be made. */
JALON_MUST_CHECK int jalon_folder_new(const char *path, struct jalon_folder **ret_folder,
                                      struct jalon_err *err);
/* One file after the other; the folders in a NAME such as "sub/file" are made. What fails in
 * writing is told when the file is closed. */
JALON_MUST_CHECK int jalon_folder_open(struct jalon_folder *folder, const char *name,
                                       struct jalon_err *err);
bool jalon_folder_write(struct jalon_folder *folder, const char *bytes, size_t length);
JALON_MUST_CHECK int jalon_folder_close(struct jalon_folder *folder, struct jalon_err *err);
/* INTERNAL when a file was lost, REFUSED when something has got the name meanwhile. */
JALON_MUST_CHECK int jalon_folder_publish(struct jalon_folder *folder, struct jalon_err *err);
/* Removes everything that was not published. */
void jalon_folder_freep(struct jalon_folder **folder);
