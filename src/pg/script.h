/* What the bootstrap and the migrations share: what to do after a script failed. */
#pragma once

#include "base/err.h"

struct jalon_db;

/* ROLLBACK, whatever became of the connection. */
void jalon_script_roll_back(struct jalon_db *db);

/*
 * Replaces *ERR by MSG about it, with the arguments WHAT, WHERE (unless NULL) and the sentence it
 * held; the SQLSTATE stays, and so does the kind when it is UNAVAILABLE or PERMISSION. Returns -1.
 */
int jalon_script_explain(struct jalon_err *err, const struct jalon_msg *msg, const char *what,
                         const char *where);
