/* A witness: cosigns the checkpoints of a log that it watches, one after the other. */
#pragma once

#include "app/seal.h"

struct jalon_witness {
    const char *key;   /* file of its own key */
    const char *log;   /* the key of the log, as text */
    const char *state; /* file of what it cosigned last; made on the first request */
};

/*
 * Judges REQUEST (journal/witness.h) and adds the line that cosigns it to OUT, at the time AT, in
 * seconds since 1970. What is cosigned is on the disk before, and two at once are one after the
 * other. The kinds of failure stand for the protocol's HTTP statuses: REFUSED 400, PERMISSION 403,
 * NOT_FOUND 404, CONFLICT 409, JOURNAL 422 and 409 of a fork.
 */
JALON_MUST_CHECK int jalon_app_witness(const struct jalon_witness *witness, const char *request,
                                       size_t length, uint64_t at, struct jalon_str *out,
                                       struct jalon_err *err);
