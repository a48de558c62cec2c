/* Planned dates of a contract: which of them stand, and which are fulfilled. */
#include <string.h>

#include "domain/contract.h"

static const char *const kinds[JALON_PLANNED_N] = {
    [JALON_PLANNED_INSTRUMENT] = "instrument",
    [JALON_PLANNED_MILESTONE] = "milestone",
    [JALON_PLANNED_STATE] = "state",
};

const char *jalon_planned_code(enum jalon_planned_kind kind)
{
    return kinds[kind];
}

enum jalon_planned_kind jalon_planned_of(const char *code)
{
    int kind = 0;
    while (kind < JALON_PLANNED_N && (!code || strcmp(kinds[kind], code) != 0)) {
        kind++;
    }
    return (enum jalon_planned_kind)kind;
}

struct jalon_date jalon_plan_due(const struct jalon_contract_plan *plan)
{
    return jalon_date_is_set(plan->when.latest) ? plan->when.latest : plan->when.earliest;
}

bool jalon_plan_is_overdue(const struct jalon_contract_plan *plan, struct jalon_date date)
{
    return jalon_date_is_set(plan->when.latest) && jalon_date_compare(plan->when.latest, date) < 0;
}

static struct jalon_date number_done_on(const struct jalon_contract *contract,
                                        const struct jalon_contract_plan *plan)
{
    for (size_t i = 0; i < contract->n_instruments; i++) {
        const struct jalon_contract_instrument *one = &contract->instruments[i];
        if (one->number == plan->number && strcmp(one->code, plan->what) == 0) {
            bool is_closed_first =
                !one->is_complete || (jalon_date_is_set(one->closed_on) &&
                                      jalon_date_compare(one->closed_on, one->completed_on) < 0);
            return is_closed_first ? one->closed_on : one->completed_on;
        }
    }
    return JALON_DATE_NONE;
}

static struct jalon_date milestone_done_on(const struct jalon_contract *contract,
                                           const struct jalon_contract_plan *plan)
{
    for (size_t i = 0; i < contract->n_milestones; i++) {
        if (strcmp(contract->milestones[i].code, plan->what) == 0) {
            return contract->milestones[i].counts_from;
        }
    }
    return JALON_DATE_NONE;
}

/* A state that was left can be planned again: what came before the plan does not fulfil it. */
static struct jalon_date state_done_on(const struct jalon_contract *contract,
                                       const struct jalon_contract_plan *plan)
{
    struct jalon_date first = JALON_DATE_NONE;
    for (size_t i = 0; i < contract->n_states; i++) {
        const struct jalon_contract_state *one = &contract->states[i];
        if (one->seq > plan->seq && strcmp(one->state, plan->what) == 0 &&
            (!jalon_date_is_set(first) || jalon_date_compare(one->span.from, first) < 0)) {
            first = one->span.from;
        }
    }
    return first;
}

struct jalon_date jalon_contract_plan_done_on(const struct jalon_contract *contract,
                                              const struct jalon_contract_plan *plan)
{
    switch (plan->kind) {
    case JALON_PLANNED_INSTRUMENT:
        return number_done_on(contract, plan);
    case JALON_PLANNED_MILESTONE:
        return milestone_done_on(contract, plan);
    case JALON_PLANNED_STATE:
        return state_done_on(contract, plan);
    case JALON_PLANNED_N:
        break;
    }
    return JALON_DATE_NONE;
}

bool jalon_contract_plan_stands(const struct jalon_contract *contract,
                                const struct jalon_contract_plan *plan, struct jalon_date date)
{
    struct jalon_date done = jalon_contract_plan_done_on(contract, plan);
    return jalon_span_holds(plan->span, date) &&
           !(jalon_date_is_set(done) && jalon_date_compare(done, date) <= 0);
}

const struct jalon_contract_plan *jalon_contract_next_plan(const struct jalon_contract *contract,
                                                           struct jalon_date date)
{
    const struct jalon_contract_plan *next = NULL;
    for (size_t i = 0; i < contract->n_plans; i++) {
        const struct jalon_contract_plan *one = &contract->plans[i];
        if (jalon_contract_plan_stands(contract, one, date) &&
            (!next || jalon_date_compare(jalon_plan_due(one), jalon_plan_due(next)) < 0)) {
            next = one;
        }
    }
    return next;
}
