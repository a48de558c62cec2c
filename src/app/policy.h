/* The witnesses that are believed: keys out of a C2SP tlog-policy file. */
#pragma once

#include <stddef.h>

#include "base/err.h"
#include "journal/key.h"

struct jalon_witness_keys {
    struct jalon_key **items;
    size_t n;
};
void jalon_witness_keys_done(struct jalon_witness_keys *keys); /* for JALON_AUTO */

/*
 * The keys of the lines "witness NAME KEY"; those of logs, groups and the quorum are for who judges
 * a checkpoint. REFUSED, with path and line, for a line that is none of these or holds no key of a
 * witness.
 */
JALON_MUST_CHECK int jalon_witness_keys_read(const char *path, struct jalon_witness_keys *ret_keys,
                                             struct jalon_err *err);
