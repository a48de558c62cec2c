/*
 * A file on its way into the database: read under the rules for what is kept, its type told by its
 * content, and named by its SHA-256.
 */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct jalon_file_rules {
    size_t most_bytes;
    const char *types; /* that are taken, see domain/media.h */
};

struct jalon_file {
    struct jalon_str content;
    char sha256[65];
    char *media_type; /* "application/pdf" */
    const char *name; /* the last part of its path, in the path */
};
void jalon_file_done(struct jalon_file *file);

/* Failures as of jalon_file_take(); REFUSED too when RULES do not take its type. */
JALON_MUST_CHECK int jalon_app_file(const char *path, const struct jalon_file_rules *rules,
                                    struct jalon_file *ret_file, struct jalon_err *err);

/* 64 hexadecimal digits, as a file is named. */
bool jalon_is_sha256(const char *text);
