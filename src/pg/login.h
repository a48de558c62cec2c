/* Logins: roles by which somebody connects, as members of a group role. */
#pragma once

#include "base/err.h"

struct jalon_db;

/* Makes the login NAME, without password, a member of GROUP; what exists already stays. Needs a
 * superuser. */
JALON_MUST_CHECK int jalon_login_make(struct jalon_db *superuser_db, const char *name,
                                      const char *group, struct jalon_err *err);
