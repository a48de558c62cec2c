/* The inside of the output, for out.c and out_table.c. */
#pragma once

#include "jalon/out.h"

struct out {
    struct out_options options;
    int fd;
    char *path, *temporary; /* owned; NULL when written in place */
    struct jalon_str data;  /* not yet written */
    int fault;              /* errno of the first failed write */
};
