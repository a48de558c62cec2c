/*
 * The entrance: the only place that reads the environment. What libpq would read there is taken
 * away first, so that no PG* variable can redirect a connection or change how it answers.
 */
#define _GNU_SOURCE /* secure_getenv */

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "jalon/run.h"

static const char *variable(const char *name)
{
    const char *text = secure_getenv(name);
    return text != NULL && text[0] != '\0' ? text : NULL;
}

/* Where secrets are; everything else comes from --db. */
static bool is_kept(const char *name)
{
    return strncmp(name, "PGPASSFILE=", 11) == 0 || strncmp(name, "PGSSL", 5) == 0;
}

static void sweep(void)
{
    for (char **at = environ; at != NULL && *at != NULL;) {
        if (strncmp(*at, "PG", 2) != 0 || is_kept(*at)) {
            at++;
            continue;
        }
        JALON_AUTO(jalon_freep) char *name = jalon_strndup(*at, strcspn(*at, "="));
        if (unsetenv(name) < 0) {
            abort();
        }
        at = environ;
    }
}

int main(int argc, char **argv)
{
    out_prepare_process();
    sweep();
    const struct environment environment = {
        .db = variable("JALON_DB"),
        .home = variable("JALON_HOME"),
        .lang = variable("JALON_LANG"),
        .programme = variable("JALON_PROGRAMME"),
        .data_home = variable("XDG_DATA_HOME"),
        .user_home = variable("HOME"),
    };
    return run_tool(argc, argv, &environment);
}
