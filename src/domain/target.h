/*
 * Deadlines of one contract: which date of a target holds for it on a day, and whether it is met.
 * The most specific decision holds: the contract's own, else its Région's, else the programme's.
 */
#pragma once

#include "domain/contract.h"

enum jalon_target_level {
    JALON_TARGET_OF_CONTRACT,
    JALON_TARGET_OF_REGION,
    JALON_TARGET_OF_PROGRAMME,
    JALON_TARGET_LEVEL_N
};
const char *jalon_target_level_code(enum jalon_target_level level); /* "region" */

struct jalon_due {
    const struct jalon_target_def *target;
    struct jalon_date on, decided_on;
    enum jalon_target_level level;
};

/* TARGET's date for CONTRACT as decided by DATE; false while none was. */
bool jalon_due_at(const struct jalon_contract *contract, const struct jalon_target_def *target,
                  struct jalon_date date, struct jalon_due *ret_due);

/* A target for a part of the contracts binds none of them, unless one was given its own date. */
bool jalon_due_binds(const struct jalon_due *due);

/* The instrument that a target waits for: its own, else the first that completes a contract; NULL:
 * the programme has none. */
const struct jalon_instrument_def *jalon_target_instrument(const struct jalon_programme *programme,
                                                           const struct jalon_target_def *target);

/* Is that instrument of the contract complete by DATE? */
bool jalon_target_met(const struct jalon_contract *contract,
                      const struct jalon_programme *programme,
                      const struct jalon_target_def *target, struct jalon_date date);
