/* The lifecycle section of a programme document: states and transitions. */
#include "domain/programme_priv.h"

#define PREVIOUS "previous"

static void read_state(struct jalon_reader *r, const char *code, json_t *value)
{
    static const struct jalon_key keys[] = {
        {"label", false}, {"done", false}, {"in_scope", false}, {"position", false}, {0}};
    if (strcmp(code, PREVIOUS) == 0) {
        jalon_reader_fault(r, &jalon_msg_programme_state_reserved, code);
        return;
    }
    if (!jalon_reader_code_here(r, code)) {
        return;
    }
    struct jalon_state_def *state = &r->p->states[r->p->n_states++];
    state->code = jalon_arena_strdup(r->p->arena, code);
    state->in_scope = true;
    if (jalon_reader_mapping(r, value, keys)) {
        state->label = jalon_reader_label(r, value, "label");
        state->done = jalon_reader_bool(r, value, "done", false);
        state->in_scope = jalon_reader_bool(r, value, "in_scope", true);
        state->position = jalon_reader_int(r, value, "position", JALON_LIMIT_STATES);
    }
}

static void read_states(struct jalon_reader *r, json_t *states)
{
    r->p->states = jalon_arena_array(r->p->arena, json_object_size(states), sizeof *r->p->states);
    jalon_reader_each(r, "states", states, JALON_LIMIT_STATES, read_state);
}

static bool role_is_declared(const struct jalon_programme *p, const char *code)
{
    (void)p;
    return strcmp(code, jalon_role_code(JALON_ROLE_RECORDER)) == 0 ||
           strcmp(code, jalon_role_code(JALON_ROLE_MANAGER)) == 0;
}

static unsigned read_roles(struct jalon_reader *r, json_t *value)
{
    static const struct jalon_reference role = {role_is_declared,
                                                &jalon_msg_programme_role_unknown};
    struct jalon_codes list = jalon_reader_codes(r, value, "roles", &role);
    unsigned roles = 0;
    for (size_t i = 0; i < list.n; i++) {
        bool is_manager = strcmp(list.codes[i], jalon_role_code(JALON_ROLE_MANAGER)) == 0;
        roles |= 1U << (is_manager ? JALON_ROLE_MANAGER : JALON_ROLE_RECORDER);
    }
    return roles;
}

/* Where a transition leads: a state, NULL for `previous`. False when that is not known. */
static bool read_to(struct jalon_reader *r, json_t *value, const char **ret_to)
{
    const char *to = json_string_value(json_object_get(value, "to"));
    if (to != NULL && strcmp(to, PREVIOUS) == 0) {
        *ret_to = NULL;
        return true;
    }
    *ret_to = jalon_reader_reference(r, value, "to", &jalon_reference_state);
    return *ret_to != NULL;
}

static void check_derived(struct jalon_reader *r, json_t *value)
{
    static const char *const extras[] = {"roles", "reason"};
    for (size_t i = 0; i < JALON_COUNT(extras); i++) {
        if (json_object_get(value, extras[i]) != NULL) {
            size_t mark = jalon_reader_enter(r, extras[i]);
            jalon_reader_fault(r, &jalon_msg_programme_derived_extras, extras[i]);
            jalon_reader_leave(r, mark);
        }
    }
    const char *to = json_string_value(json_object_get(value, "to"));
    if (to != NULL && strcmp(to, PREVIOUS) == 0) {
        size_t mark = jalon_reader_enter(r, "to");
        jalon_reader_fault(r, &jalon_msg_programme_derived_previous);
        jalon_reader_leave(r, mark);
    }
}

static void check_name(struct jalon_reader *r, const struct jalon_transition_def *transition)
{
    for (const struct jalon_transition_def *other = r->p->transitions; other < transition;
         other++) {
        if (transition->name != NULL && other->name != NULL &&
            strcmp(other->name, transition->name) == 0) {
            size_t mark = jalon_reader_enter(r, "name");
            jalon_reader_fault(r, &jalon_msg_programme_duplicate, transition->name);
            jalon_reader_leave(r, mark);
        }
    }
}

/* Returns whether it is known where the transition leads from and to. */
static bool read_transition(struct jalon_reader *r, json_t *value,
                            struct jalon_transition_def *transition)
{
    static const struct jalon_key keys[] = {
        {"name", true},   {"from", true},    {"to", true}, {"derived", false},
        {"roles", false}, {"reason", false}, {0}};
    static const char *const reasons[] = {"optional", "required", NULL};
    if (!jalon_reader_mapping(r, value, keys)) {
        return false;
    }
    transition->name = jalon_reader_code(r, value, "name");
    check_name(r, transition);
    struct jalon_codes from = jalon_reader_codes(r, value, "from", &jalon_reference_state);
    transition->from = from.codes;
    transition->n_from = from.n;
    bool to_known = read_to(r, value, &transition->to);
    transition->derived = jalon_reader_bool(r, value, "derived", false);
    if (transition->derived) {
        check_derived(r, value);
    } else {
        transition->roles = read_roles(r, value);
        transition->reason_required = jalon_reader_choice(r, value, "reason", reasons, 0) == 1;
        if (json_object_get(value, "roles") == NULL) {
            jalon_reader_fault(r, &jalon_msg_programme_key_missing, "roles");
        }
    }
    return from.complete && to_known;
}

/* Returns whether the graph is known, that is, every transition has its two ends. */
static bool read_transitions(struct jalon_reader *r, json_t *transitions)
{
    bool known = false;
    size_t mark = jalon_reader_enter(r, "transitions");
    if (jalon_reader_list(r, transitions, JALON_LIMIT_TRANSITIONS)) {
        size_t size = json_array_size(transitions);
        r->p->transitions = jalon_arena_array(r->p->arena, size, sizeof *r->p->transitions);
        r->p->n_transitions = size;
        known = true;
        for (size_t i = 0; i < size; i++) {
            size_t item_mark = jalon_reader_enter_item(r, i);
            if (!read_transition(r, json_array_get(transitions, i), &r->p->transitions[i])) {
                known = false;
            }
            jalon_reader_leave(r, item_mark);
        }
    }
    jalon_reader_leave(r, mark);
    return known;
}

/* Moves a state to place N when it stands after it; returns the next free place. */
static size_t place_state(struct jalon_programme *p, const char *code, size_t n)
{
    size_t at = code == NULL ? p->n_states : jalon_programme_state_index(p, code);
    if (at == p->n_states || at < n) {
        return n;
    }
    struct jalon_state_def state = p->states[at];
    memmove(&p->states[n + 1], &p->states[n], (at - n) * sizeof state);
    p->states[n] = state;
    return n + 1;
}

/*
 * Lifecycle order: the initial state, then the others as the list of transitions first leads to
 * them, unless the document gives positions. It does not depend on the order of the mapping, which
 * canonical JSON does not keep.
 */
static void order_states(struct jalon_programme *p)
{
    size_t n = place_state(p, p->initial, 0);
    for (size_t i = 0; i < p->n_transitions; i++) {
        n = place_state(p, p->transitions[i].to, n);
    }
    for (size_t i = 0; i < p->n_states; i++) {
        struct jalon_state_def moved = p->states[i];
        moved.position = moved.position > 0 ? moved.position : (int)i + 1;
        size_t at = i;
        for (; at > 0 && p->states[at - 1].position > moved.position; at--) {
            p->states[at] = p->states[at - 1];
        }
        p->states[at] = moved;
    }
    for (size_t i = 0; i < p->n_states; i++) {
        p->states[i].position = (int)i + 1;
    }
}

/* A territory enters in the initial state: it counts there, and what is to be reached is not. */
static void check_initial(struct jalon_reader *r)
{
    const struct jalon_programme *p = r->p;
    size_t at = p->initial != NULL ? jalon_programme_state_index(p, p->initial) : p->n_states;
    if (at == p->n_states) {
        return;
    }
    size_t mark = jalon_reader_enter(r, "initial");
    if (p->states[at].done) {
        jalon_reader_fault(r, &jalon_msg_programme_initial_done, p->initial);
    }
    if (!p->states[at].in_scope) {
        jalon_reader_fault(r, &jalon_msg_programme_initial_out, p->initial);
    }
    jalon_reader_leave(r, mark);
}

void jalon_reader_lifecycle(struct jalon_reader *r, json_t *lifecycle)
{
    static const struct jalon_key keys[] = {
        {"initial", true}, {"states", true}, {"transitions", true}, {0}};
    size_t mark = jalon_reader_enter(r, "lifecycle");
    if (jalon_reader_mapping(r, lifecycle, keys)) {
        json_t *states = json_object_get(lifecycle, "states");
        json_t *transitions = json_object_get(lifecycle, "transitions");
        if (states != NULL) {
            read_states(r, states);
        }
        r->p->initial = jalon_reader_reference(r, lifecycle, "initial", &jalon_reference_state);
        check_initial(r);
        r->transitions_known = transitions != NULL && read_transitions(r, transitions);
        if (r->transitions_known && r->p->initial != NULL) {
            order_states(r->p);
            jalon_reader_check_graph(r);
        }
    }
    jalon_reader_leave(r, mark);
}
