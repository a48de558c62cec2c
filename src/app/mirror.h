/*
 * A folder that is brought to hold given files and knows which of its files it wrote: a list of
 * their SHA-256 in it, as sha256sum writes one. It replaces and removes no other.
 */
#pragma once

#include "base/err.h"
#include "base/str.h"

struct jalon_mirror;

/* Makes FOLDER (until jalon_mirror_freep(), unless something is written) where it is not there,
 * waits until nobody else mirrors into it, and reads its LIST, a name in it. REFUSED when it cannot
 * be made or the list cannot be read. */
JALON_MUST_CHECK int jalon_mirror_open(const char *folder, const char *list,
                                       struct jalon_mirror **ret_mirror, struct jalon_err *err);
/* A file of the folder, PATH within it ("sub/name"), in the order in which they are written. Takes
 * the bytes; the SHA-256 that is returned is the mirror's. */
const char *jalon_mirror_add(struct jalon_mirror *mirror, const char *path,
                             struct jalon_str *bytes);

struct jalon_mirror_counts {
    size_t n_written, n_unchanged;
    size_t n_removed; /* of those that it wrote before */
    size_t n_kept;    /* the same, but somebody changed them since */
};

/*
 * Writes what is not there yet, each file whole, then removes what it wrote before and has no more.
 * REFUSED, and nothing is changed, when a file is in the way that it did not write. After a failure
 * in between the next one goes on.
 */
JALON_MUST_CHECK int jalon_mirror_commit(struct jalon_mirror *mirror,
                                         struct jalon_mirror_counts *ret_counts,
                                         struct jalon_err *err);
void jalon_mirror_freep(struct jalon_mirror **mirror);
