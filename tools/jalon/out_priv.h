/* The inside of the output, for out*.c. */
#pragma once

#include "jalon/out.h"

struct out {
    struct out_options options;
    int fd;
    char *path, *temporary; /* owned; NULL when written in place */
    struct jalon_str data;  /* not yet written */
    int fault;              /* errno of the first failed write */
};

/* Whether OUT writes to a terminal and has a pager: then nothing is written before the end. */
bool out_has_pager(const struct out *out);
/* Shows what is not yet written through the pager; false when it fits the terminal, and when the
 * pager cannot be had: then nobody has seen it. */
bool out_page(const struct out *out);
