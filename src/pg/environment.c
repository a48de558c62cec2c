/* Removes what libpq would read behind our back from the environment of the process. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "pg/db.h"

extern char **environ;

/* Files that hold secrets or certificates: their place is the user's to say. */
static const char *const kept[] = {"PGPASSFILE", "PGSSLCERT", "PGSSLKEY", "PGSSLROOTCERT",
                                   "PGSSLCRL"};

void jalon_pg_sweep_environment(void)
{
    for (size_t i = 0; environ != NULL && environ[i] != NULL;) {
        const char *entry = environ[i];
        JALON_AUTO(jalon_freep) char *name = jalon_strndup(entry, strcspn(entry, "="));
        /* Removing moves the entries behind it one place forward. */
        if (strncmp(name, "PG", 2) != 0 || jalon_text_is_listed(kept, JALON_COUNT(kept), name) ||
            unsetenv(name) != 0) {
            i++;
        }
    }
}
