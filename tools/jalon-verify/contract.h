/*
 * The bundle of one contract: its entries and a seal after them, each with its inclusion proof, and
 * its place among the chain heads that the seal names. So none of its entries is missing up to that
 * seal; what came later cannot be seen from it.
 */
#pragma once

#include "jalon-verify/verify.h"

/* Is the bundle one of that kind? */
bool contract_is_given(const struct verify *verify);
/* Checks it; *ret_seal is the time of its seal in microseconds. */
void contract_check(struct verify *verify, int64_t *ret_seal);
