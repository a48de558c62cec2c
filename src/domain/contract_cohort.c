/* Questions about the cohorts and weights of a contract's record. */
#include <string.h>

#include "domain/contract.h"

const struct jalon_contract_cohort *jalon_contract_cohort_at(const struct jalon_contract *contract,
                                                             const char *cohort,
                                                             struct jalon_date date)
{
    for (size_t i = 0; i < contract->n_cohorts; i++) {
        const struct jalon_contract_cohort *one = &contract->cohorts[i];
        if (strcmp(one->cohort, cohort) == 0 && jalon_span_holds(one->span, date)) {
            return one;
        }
    }
    return NULL;
}

const struct jalon_contract_weight *jalon_contract_weight_at(const struct jalon_contract *contract,
                                                             const char *weight,
                                                             struct jalon_date date)
{
    for (size_t i = 0; i < contract->n_weights; i++) {
        const struct jalon_contract_weight *one = &contract->weights[i];
        if (strcmp(one->weight, weight) == 0 && jalon_span_holds(one->span, date)) {
            return one;
        }
    }
    return NULL;
}

size_t jalon_contract_n_members_at(const struct jalon_contract *contract, struct jalon_date date)
{
    size_t n = 0;
    for (size_t i = 0; i < contract->n_members; i++) {
        n += jalon_span_holds(contract->members[i].span, date) ? 1 : 0;
    }
    return n;
}
