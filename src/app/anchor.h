/*
 * What a client keeps of the journals of servers: the last checkpoint that each showed. A server
 * that shows less later, or another history, is not written to.
 */
#pragma once

#include "app/app.h"
#include "base/str.h"

struct jalon_anchor_place {
    const char
        *path; /* the file, in a folder that is there; NULL: nothing is kept, LOG must hold */
    const char *database; /* where the server is; without passwords */
    const char *log;      /* the key that must have signed; NULL: what is seen first is trusted */
};

enum jalon_anchor_outcome {
    JALON_ANCHOR_HOLDS, /* the journal extends what was kept, or there is nothing to hold yet */
    JALON_ANCHOR_FIRST, /* kept now for the first time, and nothing vouches for it */
};

/*
 * Compares the server's last checkpoint with what was kept of its journal, by name or by place, and
 * keeps it. JOURNAL when the server has fewer leaves, does not lead from what was kept to what it
 * shows now, or when LOG has not signed; then what was kept stays. REFUSED when the file is
 * damaged. One process at a time: others wait. *ret_origin gets the name of the journal when FIRST.
 * Nothing for a database older than this program, which refuses the write itself.
 */
JALON_MUST_CHECK int jalon_app_anchor(struct jalon_app *app, const struct jalon_anchor_place *place,
                                      struct jalon_str *ret_origin, struct jalon_err *err);
