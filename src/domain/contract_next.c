/* What may be done with a contract next, and what stands between it and a state. */
#include <string.h>

#include "domain/composition.h"
#include "domain/contract.h"
#include "domain/lifecycle.h"

/* The number a signature on DATE goes to: the open one, else the next. */
static int number_at(const struct jalon_contract *contract,
                     const struct jalon_instrument_def *instrument, struct jalon_date date,
                     bool *ret_is_complete)
{
    const struct jalon_contract_instrument *open =
        jalon_contract_instrument_at(contract, instrument->code, date);
    int last = 0;
    for (size_t i = 0; i < contract->n_instruments; i++) {
        const struct jalon_contract_instrument *one = &contract->instruments[i];
        if (strcmp(one->code, instrument->code) == 0 && one->number > last) {
            last = one->number;
        }
    }
    *ret_is_complete = open && jalon_instrument_complete_at(open, date);
    return open && !(*ret_is_complete && instrument->repeatable) ? open->number : last + 1;
}

static void add_signing(const struct jalon_contract *contract,
                        const struct jalon_programme *programme,
                        const struct jalon_instrument_def *instrument, struct jalon_date date,
                        struct jalon_next_list *list, struct jalon_arena *arena)
{
    bool is_complete = false;
    int number = number_at(contract, instrument, date, &is_complete);
    if (is_complete && !instrument->repeatable) {
        return;
    }
    list->items[list->n++] = (struct jalon_next){
        .kind = JALON_NEXT_SIGN,
        .instrument = instrument,
        .number = number,
        .missing = is_complete ? jalon_contract_parties_to_freeze(contract, programme,
                                                                  instrument->code, date, arena)
                               : jalon_contract_missing_parties(contract, programme,
                                                                instrument->code, date, arena)};
}

struct jalon_next_list jalon_contract_next(const struct jalon_contract *contract,
                                           const struct jalon_programme *programme,
                                           enum jalon_role role, struct jalon_date date,
                                           struct jalon_arena *arena)
{
    struct jalon_next_list list = {
        .items = jalon_arena_array(arena, programme->n_transitions + programme->n_instruments + 1,
                                   sizeof *list.items)};
    const struct jalon_contract_state *now = jalon_contract_state_at(contract, date);
    if (!now || role < JALON_ROLE_RECORDER || jalon_composition_has_left(contract, date)) {
        return list;
    }
    for (size_t i = 0; i < programme->n_transitions; i++) {
        const struct jalon_transition_def *one = &programme->transitions[i];
        const char *to = one->to ? one->to : jalon_contract_previous_state(contract, date);
        if (jalon_transition_leaves(one, now->state) && to && !one->derived &&
            jalon_transition_allows(one, role)) {
            list.items[list.n++] =
                (struct jalon_next){.kind = JALON_NEXT_ADVANCE, .to = to, .transition = one};
        }
    }
    for (size_t i = 0; i < programme->n_instruments; i++) {
        if (jalon_instrument_signable_in(&programme->instruments[i], now->state)) {
            add_signing(contract, programme, &programme->instruments[i], date, &list, arena);
        }
    }
    return list;
}

/* The instrument whose last signature brings about the derived step FROM → TO; NULL if none. */
static const struct jalon_instrument_def *completing(const struct jalon_programme *programme,
                                                     const char *from, const char *to)
{
    for (size_t i = 0; i < programme->n_instruments; i++) {
        const struct jalon_instrument_def *one = &programme->instruments[i];
        if (one->completes && strcmp(one->completes, to) == 0 &&
            jalon_instrument_signable_in(one, from)) {
            return one;
        }
    }
    return NULL;
}

/* Since when a missing signature could count: the number's first one, else the state in force. */
static struct jalon_date open_since(const struct jalon_contract *contract,
                                    const struct jalon_instrument_def *instrument,
                                    const struct jalon_contract_state *now, struct jalon_date date)
{
    const struct jalon_contract_instrument *open =
        jalon_contract_instrument_at(contract, instrument->code, date);
    if (open) {
        return open->opened_on;
    }
    return jalon_instrument_signable_in(instrument, now->state) ? now->span.from : JALON_DATE_NONE;
}

static void explain_signing(const struct jalon_contract *contract,
                            const struct jalon_programme *programme,
                            const struct jalon_contract_state *now, struct jalon_date date,
                            struct jalon_explain_step *step, struct jalon_arena *arena)
{
    const char *code = step->instrument->code;
    bool is_complete = false;
    step->number = number_at(contract, step->instrument, date, &is_complete);
    step->required = jalon_contract_required_parties(contract, programme, code, date, arena);
    struct jalon_parties missing =
        jalon_contract_missing_parties(contract, programme, code, date, arena);
    struct jalon_date since = open_since(contract, step->instrument, now, date);
    step->missing = jalon_arena_array(arena, missing.n + 1, sizeof *step->missing);
    for (size_t i = 0; i < missing.n; i++) {
        step->missing[step->n_missing++] = (struct jalon_missing_party){missing.codes[i], since};
    }
}

struct jalon_explanation jalon_contract_explain(const struct jalon_contract *contract,
                                                const struct jalon_programme *programme,
                                                const char *state, struct jalon_date date,
                                                struct jalon_arena *arena)
{
    struct jalon_explanation answer = {.outcome = JALON_EXPLAIN_UNKNOWN_STATE,
                                       .since = JALON_DATE_NONE,
                                       .to = jalon_arena_strdup(arena, state)};
    if (!jalon_programme_state(programme, state)) {
        return answer;
    }
    const struct jalon_contract_state *now = jalon_contract_state_at(contract, date);
    answer.outcome = JALON_EXPLAIN_NOT_ENTERED;
    if (!now || jalon_composition_has_left(contract, date)) {
        return answer;
    }
    answer.from = now->state;
    answer.since = now->span.from;
    answer.outcome = JALON_EXPLAIN_THERE;
    if (strcmp(now->state, state) == 0) {
        return answer;
    }
    const struct jalon_transition_def **path =
        jalon_arena_array(arena, programme->n_states + 1, sizeof *path);
    const char *previous = jalon_contract_previous_state(contract, date);
    size_t n = jalon_lifecycle_path(programme, now->state, previous, state, path);
    answer.outcome = n > 0 ? JALON_EXPLAIN_STEPS : JALON_EXPLAIN_UNREACHABLE;
    answer.steps = jalon_arena_array(arena, n + 1, sizeof *answer.steps);
    const char *from = now->state;
    for (size_t i = 0; i < n; i++) {
        struct jalon_explain_step *step = &answer.steps[answer.n_steps++];
        step->transition = path[i];
        step->from = from;
        step->to = path[i]->to ? path[i]->to : previous;
        if (path[i]->derived) {
            step->instrument = completing(programme, step->from, step->to);
        }
        if (step->instrument) {
            explain_signing(contract, programme, now, date, step, arena);
        }
        from = step->to;
    }
    return answer;
}
