/* Keeping what witnesses cosigned beside the checkpoints. */
#pragma once

#include "app/app.h"

struct jalon_cosignature {
    char witness[256]; /* who cosigned */
    uint64_t at;       /* when, in seconds since 1970 */
    uint64_t size;     /* of the checkpoint */
};

/*
 * Takes the line that `audit witness` printed, verifies it by the witnesses of the file POLICY,
 * finds the checkpoint under which it stands, and keeps it there; a witness's first line for a
 * checkpoint stays. REFUSED when it is no such line, of nobody whom the policy names, or under no
 * checkpoint that is kept.
 */
JALON_MUST_CHECK int jalon_app_cosign(struct jalon_app *app, const char *policy, const char *line,
                                      struct jalon_cosignature *ret_cosignature,
                                      struct jalon_err *err);
