/*
 * Point 10, files that were erased: an entry of kind erase may name files, by the SHA-256 of their
 * content; each is one that an earlier entry about a document names, and is erased once.
 */
#pragma once

#include "jalon-verify/json.h"
#include "jalon-verify/leaf.h"
#include "jalon-verify/verify.h"

#define FILE_NAME_LENGTH 64 /* hexadecimal digits */

struct kept_file {
    char name[FILE_NAME_LENGTH + 1];
    uint64_t erased; /* the line of the entry that erases it; 0: none has so far */
};

struct kept_files {
    struct kept_file *items;
    size_t n;
};

/* Notes the file of a leaf, if the leaf is about a document. */
void kept_files_add(struct kept_files *files, const struct leaf *leaf);
/* Erases those that the array NAMES lists, and says which cannot be. False: it is no list of them.
 */
bool kept_files_erase(struct kept_files *files, struct verify *verify, struct json_slice names,
                      const struct place *place);
void kept_files_close(struct kept_files *files);
