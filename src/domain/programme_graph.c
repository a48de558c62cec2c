/*
 * What must hold of a lifecycle as a whole: every state is reached, every state in scope can end in
 * a done one, and between two states there is one transition.
 */
#include "domain/programme_priv.h"

static bool names(const struct jalon_programme *p, const char *from, const char *to)
{
    for (size_t i = 0; i < p->n_transitions; i++) {
        const struct jalon_transition_def *transition = &p->transitions[i];
        if (transition->to != NULL && strcmp(transition->to, to) == 0 &&
            jalon_transition_leaves(transition, from)) {
            return true;
        }
    }
    return false;
}

static bool goes_back(const struct jalon_programme *p, const char *from)
{
    for (size_t i = 0; i < p->n_transitions; i++) {
        if (p->transitions[i].to == NULL && jalon_transition_leaves(&p->transitions[i], from)) {
            return true;
        }
    }
    return false;
}

/* Does a transition lead FROM → TO in one step? `previous` leads back to where one came from. */
static bool leads(const struct jalon_programme *p, const char *from, const char *to)
{
    return names(p, from, to) || (goes_back(p, from) && names(p, to, from));
}

static void report_state(struct jalon_reader *r, const char *code, const struct jalon_msg *msg)
{
    size_t states = jalon_reader_enter(r, "states");
    size_t state = jalon_reader_enter(r, code);
    jalon_reader_fault(r, msg, code);
    jalon_reader_leave(r, state);
    jalon_reader_leave(r, states);
}

/* Spreads REACHED along the transitions, backwards when so asked, until nothing is added. */
static void spread(const struct jalon_programme *p, bool *reached, bool backwards)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < p->n_states; i++) {
            for (size_t j = 0; reached[i] && j < p->n_states; j++) {
                const char *from = p->states[backwards ? j : i].code;
                const char *to = p->states[backwards ? i : j].code;
                if (!reached[j] && leads(p, from, to)) {
                    reached[j] = true;
                    changed = true;
                }
            }
        }
    }
}

static void check_reach(struct jalon_reader *r)
{
    const struct jalon_programme *p = r->p;
    bool from_initial[JALON_LIMIT_STATES] = {false}, to_done[JALON_LIMIT_STATES] = {false};
    bool has_done = false;
    for (size_t i = 0; i < p->n_states; i++) {
        from_initial[i] = strcmp(p->states[i].code, p->initial) == 0;
        to_done[i] = p->states[i].done;
        has_done = has_done || p->states[i].done;
    }
    spread(p, from_initial, false);
    spread(p, to_done, true);
    for (size_t i = 0; i < p->n_states; i++) {
        if (!from_initial[i]) {
            report_state(r, p->states[i].code, &jalon_msg_programme_state_unreachable);
        } else if (has_done && p->states[i].in_scope && !to_done[i]) {
            report_state(r, p->states[i].code, &jalon_msg_programme_dead_end);
        }
    }
    if (!has_done) {
        size_t mark = jalon_reader_enter(r, "states");
        jalon_reader_fault(r, &jalon_msg_programme_no_done_state);
        jalon_reader_leave(r, mark);
    }
}

/* Can both transitions answer the wish to go from FROM to one and the same state? */
static bool collide(const struct jalon_programme *p, const char *from,
                    const struct jalon_transition_def *a, const struct jalon_transition_def *b)
{
    if (a->to != NULL && b->to != NULL) {
        return strcmp(a->to, b->to) == 0;
    }
    if (a->to == NULL && b->to == NULL) {
        return true;
    }
    return names(p, a->to != NULL ? a->to : b->to, from);
}

static const char *name_of(const struct jalon_transition_def *transition)
{
    return transition->name != NULL ? transition->name : "?";
}

static const char *end_of(const struct jalon_transition_def *a,
                          const struct jalon_transition_def *b)
{
    const char *to = a->to != NULL ? a->to : b->to;
    return to != NULL ? to : "previous";
}

static void check_transition(struct jalon_reader *r, const struct jalon_transition_def *transition)
{
    for (size_t i = 0; i < transition->n_from; i++) {
        const char *from = transition->from[i];
        if (transition->to != NULL && strcmp(transition->to, from) == 0) {
            jalon_reader_fault(r, &jalon_msg_programme_transition_to_itself, name_of(transition),
                               from);
        }
        for (const struct jalon_transition_def *other = r->p->transitions; other < transition;
             other++) {
            if (jalon_transition_leaves(other, from) && collide(r->p, from, other, transition)) {
                jalon_reader_fault(r, &jalon_msg_programme_transition_ambiguous, name_of(other),
                                   name_of(transition), from, end_of(other, transition));
            }
        }
    }
}

void jalon_reader_check_graph(struct jalon_reader *r)
{
    check_reach(r);
    size_t mark = jalon_reader_enter(r, "transitions");
    for (size_t i = 0; i < r->p->n_transitions; i++) {
        size_t item = jalon_reader_enter_item(r, i);
        check_transition(r, &r->p->transitions[i]);
        jalon_reader_leave(r, item);
    }
    jalon_reader_leave(r, mark);
}

/* Does an instrument signed in FROM bring about TO? */
static bool is_provided(const struct jalon_programme *p, const char *from, const char *to)
{
    for (size_t i = 0; i < p->n_instruments; i++) {
        const struct jalon_instrument_def *instrument = &p->instruments[i];
        if (instrument->completes == NULL || strcmp(instrument->completes, to) != 0) {
            continue;
        }
        for (size_t j = 0; j < instrument->n_from_states; j++) {
            if (strcmp(instrument->from_states[j], from) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool all_starts_provided(const struct jalon_programme *p,
                                const struct jalon_transition_def *transition)
{
    for (size_t i = 0; i < transition->n_from; i++) {
        if (!is_provided(p, transition->from[i], transition->to)) {
            return false;
        }
    }
    return true;
}

static void check_provided(struct jalon_reader *r)
{
    size_t lifecycle = jalon_reader_enter(r, "lifecycle");
    size_t list = jalon_reader_enter(r, "transitions");
    for (size_t i = 0; i < r->p->n_transitions; i++) {
        const struct jalon_transition_def *transition = &r->p->transitions[i];
        if (transition->derived && transition->to != NULL &&
            !all_starts_provided(r->p, transition)) {
            size_t item = jalon_reader_enter_item(r, i);
            jalon_reader_fault(r, &jalon_msg_programme_derived_unprovided, name_of(transition),
                               transition->to);
            jalon_reader_leave(r, item);
        }
    }
    jalon_reader_leave(r, list);
    jalon_reader_leave(r, lifecycle);
}

static bool derives(const struct jalon_programme *p, const char *from, const char *to)
{
    for (size_t i = 0; i < p->n_transitions; i++) {
        const struct jalon_transition_def *transition = &p->transitions[i];
        if (transition->derived && transition->to != NULL && strcmp(transition->to, to) == 0 &&
            jalon_transition_leaves(transition, from)) {
            return true;
        }
    }
    return false;
}

static void check_completes(struct jalon_reader *r, const struct jalon_instrument_def *instrument)
{
    size_t mark = jalon_reader_enter(r, instrument->code);
    for (size_t i = 0; i < instrument->n_from_states; i++) {
        const char *from = instrument->from_states[i];
        if (instrument->completes != NULL && !derives(r->p, from, instrument->completes)) {
            size_t key = jalon_reader_enter(r, "completes");
            jalon_reader_fault(r, &jalon_msg_programme_completes_underived, from,
                               instrument->completes);
            jalon_reader_leave(r, key);
        }
    }
    jalon_reader_leave(r, mark);
}

static bool is_completed(const struct jalon_programme *p, const char *state)
{
    for (size_t i = 0; i < p->n_instruments; i++) {
        if (p->instruments[i].completes != NULL &&
            strcmp(p->instruments[i].completes, state) == 0) {
            return true;
        }
    }
    return false;
}

static void check_amends(struct jalon_reader *r, const struct jalon_instrument_def *instrument)
{
    size_t mark = jalon_reader_enter(r, instrument->code);
    for (size_t i = 0; instrument->required_as_amended && i < instrument->n_from_states; i++) {
        if (!is_completed(r->p, instrument->from_states[i])) {
            size_t key = jalon_reader_enter(r, "required");
            jalon_reader_fault(r, &jalon_msg_programme_amends_nothing, instrument->from_states[i]);
            jalon_reader_leave(r, key);
        }
    }
    jalon_reader_leave(r, mark);
}

void jalon_reader_check_derived(struct jalon_reader *r)
{
    check_provided(r);
    size_t mark = jalon_reader_enter(r, "instruments");
    for (size_t i = 0; i < r->p->n_instruments; i++) {
        check_completes(r, &r->p->instruments[i]);
        check_amends(r, &r->p->instruments[i]);
    }
    jalon_reader_leave(r, mark);
}
