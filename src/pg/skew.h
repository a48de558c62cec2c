/* Whether the program and the schema of a database know each other well enough to write. */
#pragma once

#include "base/err.h"

struct jalon_migration_set;

/* Of SET's names and checksums, in hexadecimal. */
struct jalon_skew_digest {
    char text[65];
};
struct jalon_skew_digest jalon_skew_digest(const struct jalon_migration_set *set);

enum jalon_skew {
    JALON_SKEW_NONE,  /* made by this program, or there is nothing to compare */
    JALON_SKEW_OLDER, /* than the program */
    JALON_SKEW_NEWER,
    JALON_SKEW_NEWER_OPEN, /* newer, and the program may still write */
};
enum jalon_skew jalon_skew_of(const char *mark, const struct jalon_migration_set *set,
                              const char *client);

/*
 * MARK is what the runner left on the schema jalon_migrate: "" when none did, NULL without the
 * schema, which leaves nothing to compare. REFUSED for writing to a database that is older than
 * SET, and to a newer one unless its newest migration lets programs of version CLIENT write.
 */
JALON_MUST_CHECK int jalon_skew_check(const char *mark, const struct jalon_migration_set *set,
                                      const char *client, struct jalon_err *err);
