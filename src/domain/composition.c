/* What may change in a territory, and from which day. */
#include "domain/composition.h"

#include <string.h>

bool jalon_composition_has_left(const struct jalon_contract *contract, struct jalon_date day)
{
    struct jalon_date left_on = jalon_contract_left_on(contract);
    return jalon_date_is_set(left_on) && jalon_date_compare(left_on, day) <= 0;
}

bool jalon_composition_is_linked(const struct jalon_contract *contract, const char *kind,
                                 const char *code)
{
    for (size_t i = 0; i < contract->n_links; i++) {
        const struct jalon_contract_link *one = &contract->links[i];
        if (strcmp(one->kind, kind) == 0 && strcmp(one->code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* The first day that anything can be dated of. */
static struct jalon_date first_day(const struct jalon_contract *contract)
{
    return contract->n_states > 0 ? contract->states[0].span.from : JALON_DATE_NONE;
}

static enum jalon_composition not_before(struct jalon_date day, struct jalon_date first)
{
    return jalon_date_compare(day, first) < 0 ? JALON_COMPOSITION_TOO_EARLY
                                              : JALON_COMPOSITION_ALLOWED;
}

/* The row of a kind that is in force without end; NULL if none. */
static const struct jalon_contract_name *open_name(const struct jalon_contract *contract)
{
    for (size_t i = 0; i < contract->n_names; i++) {
        const struct jalon_contract_name *one = &contract->names[i];
        if (strcmp(one->kind, "name") == 0 && !jalon_date_is_set(one->span.to)) {
            return one;
        }
    }
    return NULL;
}

enum jalon_composition jalon_composition_rename(const struct jalon_contract *contract,
                                                const char *name, struct jalon_date day)
{
    const struct jalon_contract_name *borne = open_name(contract);
    if (jalon_composition_has_left(contract, day)) {
        return JALON_COMPOSITION_LEFT;
    }
    if (borne && strcmp(borne->value, name) == 0) {
        return JALON_COMPOSITION_NO_CHANGE;
    }
    return not_before(day, borne ? jalon_date_add(borne->span.from, 1) : first_day(contract));
}

enum jalon_composition jalon_composition_alias(const struct jalon_contract *contract,
                                               const char *kind, const char *value,
                                               struct jalon_date day)
{
    const char *stored = strcmp(kind, "name") == 0 ? "alias" : kind;
    if (jalon_composition_has_left(contract, day)) {
        return JALON_COMPOSITION_LEFT;
    }
    for (size_t i = 0; i < contract->n_names; i++) {
        const struct jalon_contract_name *one = &contract->names[i];
        if (strcmp(one->kind, stored) == 0 && strcmp(one->value, value) == 0) {
            return JALON_COMPOSITION_NO_CHANGE;
        }
    }
    return not_before(day, first_day(contract));
}

enum jalon_composition jalon_composition_member_add(const struct jalon_contract *contract,
                                                    const char *siren, struct jalon_date day)
{
    const struct jalon_contract_member *last = jalon_contract_member(contract, siren);
    if (jalon_composition_has_left(contract, day)) {
        return JALON_COMPOSITION_LEFT;
    }
    if (last && !jalon_date_is_set(last->span.to)) {
        return JALON_COMPOSITION_NO_CHANGE;
    }
    return not_before(day, last ? last->span.to : first_day(contract));
}

enum jalon_composition jalon_composition_member_remove(const struct jalon_contract *contract,
                                                       const char *siren, struct jalon_date day)
{
    const struct jalon_contract_member *last = jalon_contract_member(contract, siren);
    if (jalon_composition_has_left(contract, day)) {
        return JALON_COMPOSITION_LEFT;
    }
    if (!last) {
        return JALON_COMPOSITION_ABSENT;
    }
    if (jalon_date_is_set(last->span.to)) {
        return JALON_COMPOSITION_NO_CHANGE;
    }
    return not_before(day, jalon_date_add(last->span.from, 1));
}

enum jalon_composition jalon_composition_absorb(const struct jalon_contract *contract,
                                                struct jalon_date day)
{
    if (jalon_composition_has_left(contract, day)) {
        return JALON_COMPOSITION_LEFT;
    }
    return not_before(day, first_day(contract));
}

static void keep_latest(struct jalon_date *latest, struct jalon_date day)
{
    if (jalon_date_compare(day, *latest) > 0) {
        *latest = day;
    }
}

/* The last day that a recorded fact is of; facts whose day is not known have none. */
static struct jalon_date last_fact(const struct jalon_contract *contract)
{
    struct jalon_date latest = JALON_DATE_NONE;
    for (size_t i = 0; i < contract->n_scope; i++) {
        keep_latest(&latest, contract->scope[i].span.from);
    }
    for (size_t i = 0; i < contract->n_states; i++) {
        keep_latest(&latest, contract->states[i].span.from);
    }
    for (size_t i = 0; i < contract->n_instruments; i++) {
        const struct jalon_contract_instrument *number = &contract->instruments[i];
        for (size_t k = 0; k < number->n_signatures; k++) {
            keep_latest(&latest, number->signatures[k].when.latest);
        }
    }
    for (size_t i = 0; i < contract->n_milestones; i++) {
        keep_latest(&latest, contract->milestones[i].when.latest);
    }
    for (size_t i = 0; i < contract->n_names; i++) {
        if (strcmp(contract->names[i].kind, "name") == 0) {
            keep_latest(&latest, contract->names[i].span.from);
        }
    }
    for (size_t i = 0; i < contract->n_members; i++) {
        keep_latest(&latest, contract->members[i].span.from);
        keep_latest(&latest, contract->members[i].span.to);
    }
    return latest;
}

enum jalon_composition jalon_composition_leave(const struct jalon_contract *contract,
                                               struct jalon_date day)
{
    if (jalon_date_is_set(jalon_contract_left_on(contract))) {
        return JALON_COMPOSITION_LEFT;
    }
    return not_before(day, jalon_date_add(last_fact(contract), 1));
}
