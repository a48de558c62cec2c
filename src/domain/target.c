/* Deadlines of one contract. */
#include "domain/target.h"

#include <string.h>

const char *jalon_target_level_code(enum jalon_target_level level)
{
    static const char *const codes[JALON_TARGET_LEVEL_N] = {"contract", "region", "programme"};
    return codes[level];
}

/* The contract's own decision on the target, the last by DATE; NULL: none. */
static const struct jalon_contract_target *own_at(const struct jalon_contract *contract,
                                                  const char *target, struct jalon_date date)
{
    const struct jalon_contract_target *last = NULL;
    for (size_t i = 0; i < contract->n_targets; i++) {
        const struct jalon_contract_target *one = &contract->targets[i];
        if (strcmp(one->target, target) == 0 && jalon_date_compare(one->decided_on, date) <= 0 &&
            (!last || jalon_date_compare(one->decided_on, last->decided_on) > 0)) {
            last = one;
        }
    }
    return last;
}

bool jalon_due_at(const struct jalon_contract *contract, const struct jalon_target_def *target,
                  struct jalon_date date, struct jalon_due *ret_due)
{
    const struct jalon_contract_target *own = own_at(contract, target->code, date);
    if (own) {
        *ret_due = (struct jalon_due){target, own->on, own->decided_on, JALON_TARGET_OF_CONTRACT};
        return true;
    }
    const struct jalon_target_move *of_region = jalon_target_at(target, contract->region, date);
    const struct jalon_target_move *move =
        of_region ? of_region : jalon_target_at(target, NULL, date);
    if (move) {
        *ret_due =
            (struct jalon_due){target, move->on, move->decided_on,
                               of_region ? JALON_TARGET_OF_REGION : JALON_TARGET_OF_PROGRAMME};
    }
    return move != NULL;
}

bool jalon_due_binds(const struct jalon_due *due)
{
    return due->target->percent == 100 || due->level == JALON_TARGET_OF_CONTRACT;
}

const struct jalon_instrument_def *jalon_target_instrument(const struct jalon_programme *programme,
                                                           const struct jalon_target_def *target)
{
    for (size_t i = 0; i < programme->n_instruments; i++) {
        const struct jalon_instrument_def *one = &programme->instruments[i];
        if (target->instrument ? strcmp(one->code, target->instrument) == 0
                               : one->completes != NULL) {
            return one;
        }
    }
    return NULL;
}

bool jalon_target_met(const struct jalon_contract *contract,
                      const struct jalon_programme *programme,
                      const struct jalon_target_def *target, struct jalon_date date)
{
    const struct jalon_instrument_def *def = jalon_target_instrument(programme, target);
    const struct jalon_contract_instrument *number =
        def ? jalon_contract_instrument_at(contract, def->code, date) : NULL;
    return number && jalon_instrument_complete_at(number, date);
}
