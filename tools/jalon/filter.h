/* Another program as a filter: text in, text out. It need not be there. */
#pragma once

#include "base/str.h"

enum filter_outcome {
    FILTER_DONE,
    FILTER_MISSING, /* not on the PATH */
    FILTER_FAILED,  /* it failed, or took too long */
};

/*
 * Runs ARGV (ended by NULL) without a shell, with INPUT at its beginning as standard input, and
 * adds what it writes to *RET_OUTPUT; *RET_STATUS is its exit status. Its locale is C, what it
 * complains of goes nowhere.
 */
enum filter_outcome filter_run(char *const *argv, const struct jalon_str *input,
                               struct jalon_str *ret_output, int *ret_status);
