/* What the bootstrap and the migrations share: what to do after a script failed. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct jalon_db;

/* ROLLBACK, whatever became of the connection. */
void jalon_script_roll_back(struct jalon_db *db);

/* Whether the failure is the server's state of the moment, such as a full disk or a held lock. */
bool jalon_script_passes(const struct jalon_err *err);

/*
 * Replaces *ERR by MSG about it, with the arguments WHAT, WHERE (unless NULL) and the sentence it
 * held; the SQLSTATE stays, and so does the kind when it passes or is PERMISSION. Returns -1.
 */
int jalon_script_explain(struct jalon_err *err, const struct jalon_msg *msg, const char *what,
                         const char *where);
