/* When something last happened to a contract, or was said of it. */
#include "domain/contract.h"

static void keep_later(struct jalon_date *latest, struct jalon_date day, struct jalon_date date)
{
    if (jalon_date_compare(day, *latest) > 0 && jalon_date_compare(day, date) <= 0) {
        *latest = day;
    }
}

struct jalon_date jalon_contract_last_step(const struct jalon_contract *c, struct jalon_date date)
{
    struct jalon_date latest = JALON_DATE_NONE;
    for (size_t i = 0; i < c->n_states; i++) {
        keep_later(&latest, c->states[i].span.from, date);
    }
    for (size_t i = 0; i < c->n_instruments; i++) {
        for (size_t k = 0; k < c->instruments[i].n_signatures; k++) {
            keep_later(&latest, c->instruments[i].signatures[k].counts_from, date);
        }
    }
    for (size_t i = 0; i < c->n_milestones; i++) {
        keep_later(&latest, c->milestones[i].counts_from, date);
    }
    return latest;
}

struct jalon_date jalon_contract_last_touched(const struct jalon_contract *c,
                                              struct jalon_date date)
{
    struct jalon_date latest = jalon_contract_last_step(c, date);
    for (size_t i = 0; i < c->n_refusals; i++) {
        keep_later(&latest, c->refusals[i].counts_from, date);
    }
    for (size_t i = 0; i < c->n_documents; i++) {
        keep_later(&latest, c->documents[i].counts_from, date);
    }
    for (size_t i = 0; i < c->n_targets; i++) {
        keep_later(&latest, c->targets[i].decided_on, date);
    }
    for (size_t i = 0; i < c->n_plans; i++) {
        keep_later(&latest, c->plans[i].span.from, date);
        keep_later(&latest, c->plans[i].span.to, date);
    }
    return latest;
}
