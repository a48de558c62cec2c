/* The record of a contract and what was true of it on a day. */
#include "domain/contract.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

struct jalon_contract *jalon_contract_new(void)
{
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_contract *contract = jalon_arena_alloc(arena, sizeof *contract);
    contract->arena = arena;
    return contract;
}

void jalon_contract_free(struct jalon_contract *contract)
{
    if (contract) {
        jalon_arena_free(contract->arena);
    }
}

void jalon_contract_freep(struct jalon_contract **contract)
{
    jalon_contract_free(*contract);
}

bool jalon_span_holds(struct jalon_span span, struct jalon_date date)
{
    return (!jalon_date_is_set(span.from) || jalon_date_compare(span.from, date) <= 0) &&
           (!jalon_date_is_set(span.to) || jalon_date_compare(date, span.to) < 0);
}

const struct jalon_contract_state *jalon_contract_state_at(const struct jalon_contract *contract,
                                                           struct jalon_date date)
{
    for (size_t i = contract->n_states; i > 0; i--) {
        if (jalon_span_holds(contract->states[i - 1].span, date)) {
            return &contract->states[i - 1];
        }
    }
    return NULL;
}

const char *jalon_contract_previous_state(const struct jalon_contract *contract,
                                          struct jalon_date date)
{
    const struct jalon_contract_state *now = jalon_contract_state_at(contract, date);
    return now && now > contract->states ? now[-1].state : NULL;
}

const char *jalon_contract_name_at(const struct jalon_contract *contract, struct jalon_date date)
{
    const char *first = NULL;
    for (size_t i = 0; i < contract->n_names; i++) {
        const struct jalon_contract_name *name = &contract->names[i];
        if (strcmp(name->kind, "name") != 0) {
            continue;
        }
        if (jalon_span_holds(name->span, date)) {
            return name->value;
        }
        if (!first) {
            first = name->value;
        }
    }
    return first;
}

const struct jalon_contract_scope *jalon_contract_stay_at(const struct jalon_contract *contract,
                                                          struct jalon_date date)
{
    for (size_t i = 0; i < contract->n_scope; i++) {
        if (jalon_span_holds(contract->scope[i].span, date)) {
            return &contract->scope[i];
        }
    }
    return NULL;
}

struct jalon_date jalon_contract_left_on(const struct jalon_contract *contract)
{
    return contract->n_scope > 0 ? contract->scope[contract->n_scope - 1].span.to : JALON_DATE_NONE;
}

bool jalon_contract_entered_at(const struct jalon_contract *contract, struct jalon_date date)
{
    return jalon_contract_stay_at(contract, date) != NULL;
}

bool jalon_contract_in_scope_at(const struct jalon_contract *contract,
                                const struct jalon_programme *programme, struct jalon_date date)
{
    const struct jalon_contract_state *state = jalon_contract_state_at(contract, date);
    if (!state || !jalon_contract_entered_at(contract, date)) {
        return false;
    }
    const struct jalon_state_def *def = jalon_programme_state(programme, state->state);
    return def && def->in_scope;
}

const struct jalon_contract_member *jalon_contract_member(const struct jalon_contract *contract,
                                                          const char *siren)
{
    const struct jalon_contract_member *last = NULL;
    for (size_t i = 0; i < contract->n_members; i++) {
        const struct jalon_contract_member *one = &contract->members[i];
        if (strcmp(one->siren, siren) == 0 &&
            (!last || jalon_date_compare(one->span.from, last->span.from) >= 0)) {
            last = one;
        }
    }
    return last;
}

const struct jalon_contract_member *jalon_contract_member_at(const struct jalon_contract *contract,
                                                             const char *siren,
                                                             struct jalon_date date)
{
    for (size_t i = 0; i < contract->n_members; i++) {
        const struct jalon_contract_member *one = &contract->members[i];
        if (strcmp(one->siren, siren) == 0 && jalon_span_holds(one->span, date)) {
            return one;
        }
    }
    return NULL;
}

static bool is_complete_by(const struct jalon_contract_instrument *number, struct jalon_date date)
{
    return number->is_complete && jalon_date_compare(number->completed_on, date) <= 0;
}

static bool is_closed_by(const struct jalon_contract_instrument *number, struct jalon_date date)
{
    return number->closed_seq != 0 && jalon_date_compare(number->closed_on, date) <= 0;
}

const struct jalon_contract_instrument *jalon_contract_instrument_at(
    const struct jalon_contract *contract, const char *instrument, struct jalon_date date)
{
    const struct jalon_contract_instrument *found = NULL;
    for (size_t i = 0; i < contract->n_instruments; i++) {
        const struct jalon_contract_instrument *one = &contract->instruments[i];
        if (strcmp(one->code, instrument) == 0 && !is_closed_by(one, date) &&
            jalon_date_compare(one->opened_on, date) <= 0 &&
            (!found || one->number > found->number)) {
            found = one;
        }
    }
    return found;
}

const struct jalon_contract_signature *jalon_instrument_signature(
    const struct jalon_contract_instrument *instrument, const char *party, struct jalon_date date)
{
    for (size_t i = 0; instrument && i < instrument->n_signatures; i++) {
        const struct jalon_contract_signature *one = &instrument->signatures[i];
        if (strcmp(one->party, party) == 0 && jalon_date_compare(one->counts_from, date) <= 0) {
            return one;
        }
    }
    return NULL;
}

const char *jalon_contract_text(const struct jalon_contract *contract, const char *instrument,
                                int number)
{
    const char *text = NULL;
    for (size_t i = 0; i < contract->n_documents; i++) {
        const struct jalon_contract_document *one = &contract->documents[i];
        if (one->number == number && strcmp(one->role, "text") == 0 &&
            strcmp(one->instrument, instrument) == 0) {
            text = one->sha256;
        }
    }
    return text;
}

const struct jalon_contract_waiver *jalon_instrument_any_waiver(
    const struct jalon_contract_instrument *instrument, const char *party)
{
    for (size_t i = 0; instrument && i < instrument->n_waivers; i++) {
        if (strcmp(instrument->waivers[i].party, party) == 0) {
            return &instrument->waivers[i];
        }
    }
    return NULL;
}

const struct jalon_contract_waiver *jalon_instrument_waiver(
    const struct jalon_contract_instrument *instrument, const char *party, struct jalon_date date)
{
    const struct jalon_contract_waiver *one = jalon_instrument_any_waiver(instrument, party);
    return one && jalon_date_compare(one->on, date) <= 0 ? one : NULL;
}

bool jalon_instrument_complete_at(const struct jalon_contract_instrument *instrument,
                                  struct jalon_date date)
{
    for (size_t i = 0; i < instrument->n_required; i++) {
        const char *party = instrument->required[i];
        if (!jalon_instrument_waiver(instrument, party, date) &&
            !jalon_instrument_signature(instrument, party, date)) {
            return false;
        }
    }
    return true;
}

bool jalon_contract_refusal_stands(const struct jalon_contract *contract,
                                   const struct jalon_contract_refusal *refusal,
                                   struct jalon_date date)
{
    if (jalon_date_compare(refusal->counts_from, date) > 0) {
        return false;
    }
    for (size_t i = 0; i < contract->n_instruments; i++) {
        const struct jalon_contract_instrument *one = &contract->instruments[i];
        if (one->number == refusal->number && strcmp(one->code, refusal->instrument) == 0) {
            return !is_complete_by(one, date) && !is_closed_by(one, date) &&
                   !jalon_instrument_signature(one, refusal->party, date) &&
                   !jalon_instrument_waiver(one, refusal->party, date);
        }
    }
    return true;
}

/* Was it signed after the other one; of one day, was its term recorded later? */
static bool is_signed_later(const struct jalon_contract_instrument *number,
                            const struct jalon_contract_instrument *other)
{
    int order = jalon_date_compare(number->completed_on, other->completed_on);
    return order > 0 || (order == 0 && number->term.seq > other->term.seq);
}

const struct jalon_contract_instrument *jalon_contract_term_at(
    const struct jalon_contract *contract, struct jalon_date date)
{
    const struct jalon_contract_instrument *found = NULL;
    for (size_t i = 0; i < contract->n_instruments; i++) {
        const struct jalon_contract_instrument *one = &contract->instruments[i];
        if (one->term.seq != 0 && is_complete_by(one, date) && !is_closed_by(one, date) &&
            (!found || is_signed_later(one, found))) {
            found = one;
        }
    }
    return found;
}

static void add_party(struct jalon_parties *parties, const char *code)
{
    parties->codes[parties->n++] = code;
}

/* The required parties of an open number, without those waived by DATE. */
static struct jalon_parties frozen(const struct jalon_contract_instrument *instrument,
                                   struct jalon_date date, struct jalon_arena *arena)
{
    struct jalon_parties parties = {
        .codes = jalon_arena_array(arena, instrument->n_required + 1, sizeof *parties.codes)};
    for (size_t i = 0; i < instrument->n_required; i++) {
        if (!jalon_instrument_waiver(instrument, instrument->required[i], date)) {
            add_party(&parties, instrument->required[i]);
        }
    }
    return parties;
}

/* The completed instrument that an amendment on DATE amends; NULL if none. */
static const struct jalon_contract_instrument *amended(const struct jalon_contract *contract,
                                                       const struct jalon_programme *programme,
                                                       struct jalon_date date)
{
    for (size_t i = 0; i < programme->n_instruments; i++) {
        const struct jalon_instrument_def *def = &programme->instruments[i];
        const struct jalon_contract_instrument *one =
            def->completes ? jalon_contract_instrument_at(contract, def->code, date) : NULL;
        if (one && jalon_instrument_complete_at(one, date)) {
            return one;
        }
    }
    return NULL;
}

static void expand(const struct jalon_contract *contract, const struct jalon_party_def *type,
                   struct jalon_date date, struct jalon_parties *parties, struct jalon_arena *arena)
{
    switch (type->one_per) {
    case JALON_ONE_PER_CONTRACT:
        add_party(parties, type->code);
        break;
    case JALON_ONE_PER_REGION:
        for (size_t i = 0; i < contract->n_regions; i++) {
            add_party(parties,
                      jalon_arena_printf(arena, "%s:%s", type->code, contract->regions[i]));
        }
        break;
    case JALON_ONE_PER_MEMBER:
        for (size_t i = 0; i < contract->n_members; i++) {
            const struct jalon_contract_member *member = &contract->members[i];
            if (jalon_span_holds(member->span, date)) {
                add_party(parties, jalon_arena_printf(arena, "%s:%s", type->code, member->siren));
            }
        }
        break;
    case JALON_NAMED: /* any number of them: nothing to require */
        break;
    }
}

struct jalon_parties jalon_contract_parties_to_freeze(const struct jalon_contract *contract,
                                                      const struct jalon_programme *programme,
                                                      const char *instrument,
                                                      struct jalon_date date,
                                                      struct jalon_arena *arena)
{
    struct jalon_parties parties = {0};
    const struct jalon_instrument_def *def = jalon_programme_instrument(programme, instrument);
    if (!def) {
        return parties;
    }
    if (def->required_as_amended) {
        const struct jalon_contract_instrument *base = amended(contract, programme, date);
        return base ? frozen(base, date, arena) : parties;
    }
    size_t most = def->n_required * (1 + contract->n_regions + contract->n_members) + 1;
    parties.codes = jalon_arena_array(arena, most, sizeof *parties.codes);
    for (size_t i = 0; i < def->n_required; i++) {
        const struct jalon_party_def *type = jalon_programme_party(programme, def->required[i]);
        if (type) {
            expand(contract, type, date, &parties, arena);
        }
    }
    return parties;
}

/* Where a party's type stands in the instrument's declaration. */
static size_t rank(const struct jalon_instrument_def *def, const char *party)
{
    size_t length = strcspn(party, ":");
    for (size_t i = 0; i < def->n_required; i++) {
        if (strncmp(def->required[i], party, length) == 0 && def->required[i][length] == '\0') {
            return i;
        }
    }
    return def->n_required;
}

/* Puts frozen parties in the order of declaration, as they stood before they froze. */
static void sort_parties(const struct jalon_instrument_def *def, struct jalon_parties *parties)
{
    for (size_t i = 1; i < parties->n; i++) {
        const char *party = parties->codes[i];
        size_t at = i;
        for (; at > 0 && rank(def, parties->codes[at - 1]) > rank(def, party); at--) {
            parties->codes[at] = parties->codes[at - 1];
        }
        parties->codes[at] = party;
    }
}

struct jalon_parties jalon_contract_required_parties(const struct jalon_contract *contract,
                                                     const struct jalon_programme *programme,
                                                     const char *instrument, struct jalon_date date,
                                                     struct jalon_arena *arena)
{
    const struct jalon_contract_instrument *open =
        jalon_contract_instrument_at(contract, instrument, date);
    const struct jalon_instrument_def *def = jalon_programme_instrument(programme, instrument);
    if (open && def) {
        struct jalon_parties parties = frozen(open, date, arena);
        sort_parties(def, &parties);
        return parties;
    }
    return jalon_contract_parties_to_freeze(contract, programme, instrument, date, arena);
}

struct jalon_parties jalon_contract_missing_parties(const struct jalon_contract *contract,
                                                    const struct jalon_programme *programme,
                                                    const char *instrument, struct jalon_date date,
                                                    struct jalon_arena *arena)
{
    const struct jalon_contract_instrument *open =
        jalon_contract_instrument_at(contract, instrument, date);
    struct jalon_parties required =
        jalon_contract_required_parties(contract, programme, instrument, date, arena);
    struct jalon_parties missing = {
        .codes = jalon_arena_array(arena, required.n + 1, sizeof *missing.codes)};
    for (size_t i = 0; i < required.n; i++) {
        if (!jalon_instrument_signature(open, required.codes[i], date)) {
            add_party(&missing, required.codes[i]);
        }
    }
    return missing;
}
