/* The lifecycle as pure functions over a programme revision. */
#include "domain/lifecycle.h"

#include "base/attr.h"
#include "base/mem.h"
#include "base/text.h"

static bool is_too_early(const struct jalon_programme *p, const struct jalon_move_request *request)
{
    return jalon_date_compare(request->counts_from, request->not_before) < 0 ||
           jalon_date_compare(request->counts_from, p->starts_on) < 0;
}

enum jalon_move jalon_lifecycle_move(const struct jalon_programme *p,
                                     const struct jalon_move_request *request,
                                     const struct jalon_transition_def **ret_transition)
{
    const struct jalon_transition_def *transition =
        jalon_lifecycle_transition(p, request->from, request->previous, request->to);
    *ret_transition = transition;
    if (request->expect != NULL && !jalon_text_same(request->expect, request->from)) {
        return JALON_MOVE_STALE;
    }
    if (jalon_text_same(request->to, request->from)) {
        return JALON_MOVE_ALREADY_THERE;
    }
    if (jalon_programme_state(p, request->to) == NULL) {
        return JALON_MOVE_UNKNOWN_STATE;
    }
    if (transition == NULL) {
        return JALON_MOVE_UNDECLARED;
    }
    if (transition->derived) {
        return JALON_MOVE_DERIVED;
    }
    if (!jalon_transition_allows(transition, request->role)) {
        return JALON_MOVE_ROLE;
    }
    if (transition->reason_required && !request->has_reason) {
        return JALON_MOVE_REASON;
    }
    return is_too_early(p, request) ? JALON_MOVE_TOO_EARLY : JALON_MOVE_ALLOWED;
}

bool jalon_lifecycle_enters(const struct jalon_programme *p, const char *state, bool succeeds)
{
    if (jalon_text_same(state, p->initial)) {
        return true;
    }
    for (size_t i = 0; i < p->n_transitions; i++) {
        if (p->transitions[i].derived && jalon_text_same(p->transitions[i].to, state)) {
            return false;
        }
    }
    return succeeds && jalon_programme_state(p, state) != NULL;
}

const struct jalon_transition_def *jalon_lifecycle_transition(const struct jalon_programme *p,
                                                              const char *from,
                                                              const char *previous, const char *to)
{
    for (size_t i = 0; i < p->n_transitions; i++) {
        const struct jalon_transition_def *transition = &p->transitions[i];
        const char *end = transition->to != NULL ? transition->to : previous;
        if (jalon_transition_leaves(transition, from) && jalon_text_same(end, to)) {
            return transition;
        }
    }
    return NULL;
}

/* How a state was first reached: by which transition, from which state. */
struct step {
    const struct jalon_transition_def *transition;
    size_t from;
    bool reached;
};

static size_t index_of(const struct jalon_programme *p, const char *code)
{
    const struct jalon_state_def *state = code == NULL ? NULL : jalon_programme_state(p, code);
    return state == NULL ? p->n_states : (size_t)(state - p->states);
}

/* Breadth first from START; PREVIOUS is where `to: previous` leads from there. */
static void walk(const struct jalon_programme *p, size_t start, const char *previous,
                 struct step *steps)
{
    JALON_AUTO(jalon_freep) size_t *queue = jalon_alloc(p->n_states * sizeof *queue);
    size_t n = 0;
    queue[n++] = start;
    steps[start].reached = true;
    for (size_t done = 0; done < n; done++) {
        const char *code = p->states[queue[done]].code;
        for (size_t i = 0; i < p->n_transitions; i++) {
            const struct jalon_transition_def *transition = &p->transitions[i];
            /* Further on, going back to the state just left never shortens a path. */
            const char *back = queue[done] == start ? previous : NULL;
            size_t to = index_of(p, transition->to != NULL ? transition->to : back);
            if (to < p->n_states && !steps[to].reached &&
                jalon_transition_leaves(transition, code)) {
                steps[to] = (struct step){transition, queue[done], true};
                queue[n++] = to;
            }
        }
    }
}

size_t jalon_lifecycle_path(const struct jalon_programme *p, const char *from, const char *previous,
                            const char *to, const struct jalon_transition_def **path)
{
    size_t start = index_of(p, from), end = index_of(p, to);
    if (start == p->n_states || end == p->n_states) {
        return 0;
    }
    JALON_AUTO(jalon_freep) struct step *steps = jalon_alloc(p->n_states * sizeof *steps);
    walk(p, start, previous, steps);
    if (!steps[end].reached) {
        return 0;
    }
    size_t length = 0;
    for (size_t at = end; at != start; at = steps[at].from) {
        length++;
    }
    for (size_t at = end, i = length; at != start; at = steps[at].from) {
        path[--i] = steps[at].transition;
    }
    return length;
}
