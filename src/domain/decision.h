/* Decisions that were asked for, as the journal of a programme tells them of a day. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"

struct jalon_decision {
    const char *entry; /* that asked: "ti#12" */
    struct jalon_date asked_on, due_on;
    const char *whom, *what;     /* who is to decide, and what; NULL: erased */
    const char *closed_as;       /* "taken", "refused", "dropped"; NULL: it is open */
    struct jalon_date closed_on; /* NONE: it is open */
    const char *closed_by;       /* the entry; NULL: it is open */
};

struct jalon_decisions {
    struct jalon_decision *items; /* the open ones first, each part by the day it is due */
    size_t n, n_open;
    struct jalon_arena *arena; /* owns all of the above; NULL: nothing was read */
};

/* The day itself is not late. */
static inline bool jalon_decision_is_late(const struct jalon_decision *decision,
                                          struct jalon_date as_of)
{
    return decision->closed_as == NULL && jalon_date_compare(decision->due_on, as_of) < 0;
}
