/*
 * Point 10, what was erased: an entry of kind erase names digests of earlier leaves, each once, and
 * none of them is disclosed any more; or files, see kept_files.h.
 */
#pragma once

#include "jalon-verify/kept_files.h"
#include "jalon-verify/leaf.h"
#include "jalon-verify/verify.h"

struct erased; /* a digest, and where it is erased and found */

struct erasures {
    struct erased *items;
    size_t n;
    struct kept_files files;
};

/* Notes what the leaf on LINE erases, if it does, and the file that it names. */
void erasures_add(struct erasures *erasures, struct verify *verify, const struct leaf *leaf,
                  uint64_t line);
/* After the last leaf: a second reading of leaves and disclosures when something was erased. */
void erasures_close(struct erasures *erasures, struct verify *verify);
