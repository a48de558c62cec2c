/* Points 2, 3, 6 and 8, and with them all that is checked alongside the leaves: one pass. */
#pragma once

#include "jalon-verify/verify.h"

/* Reads leaves.jsonl from its first line to its last; *ret_last_seal is the time of the last seal
 * in microseconds, 0 when there is none. */
void leaves_check(struct verify *verify, int64_t *ret_last_seal);
