/* What people declared of Régions, as the journal of a programme says it of a day. */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"

struct jalon_declared {
    const char *region, *status; /* codes */
    struct jalon_date on;        /* the day from which it counts */
    const char *entry;           /* "ti#12" */
};

struct jalon_declared_list {
    struct jalon_declared *items; /* by Région; a Région has one */
    size_t n;
    struct jalon_arena *arena; /* owns all of the above; NULL: nothing was read */
};
