/* Looking at migrations for what is unsafe on a database in use; needs no database. */
#pragma once

#include <stddef.h>

#include "conf/fault.h"

/*
 * Adds what is found in the files of PATHS, N = 0: in those of this program. The kind of a finding
 * is CHECK and its field is the rule; a file that is none, or no migration, is a fault of its kind.
 */
void jalon_app_lint(const char *const *paths, size_t n, struct jalon_faults *faults);
