/*
 * The lifecycle as pure functions over a programme revision: which moves exist, which are allowed,
 * and why not. jalon.advance() in the database decides by the same rows; tests/db/test_lifecycle
 * drives both over every combination and compares.
 */
#pragma once

#include "domain/programme.h"

enum jalon_move {
    JALON_MOVE_ALLOWED,
    JALON_MOVE_STALE,         /* --expect names another state than the contract's */
    JALON_MOVE_ALREADY_THERE, /* always a conflict, never a silent success */
    JALON_MOVE_UNKNOWN_STATE,
    JALON_MOVE_UNDECLARED, /* no transition leads there */
    JALON_MOVE_DERIVED,    /* follows from signatures, cannot be typed in */
    JALON_MOVE_ROLE,       /* the actor's role may not */
    JALON_MOVE_REASON,     /* a reason is required */
    JALON_MOVE_TOO_EARLY,  /* before the transition in force, or before the programme */
    JALON_MOVE_N
};

/* A request to move, with the facts that the guards look at. */
struct jalon_move_request {
    const char *from;     /* the contract's state */
    const char *previous; /* the state before it, for `to: previous`; NULL if none */
    const char *to;
    const char *expect; /* NULL: not asked */
    enum jalon_role role;
    bool has_reason;
    struct jalon_date counts_from; /* of the move */
    struct jalon_date not_before;  /* start of the state in force */
};

/*
 * Decides in the order of the enum: the first guard unmet is the answer. *ret_transition is the
 * declared transition when there is one, else NULL.
 */
enum jalon_move jalon_lifecycle_move(const struct jalon_programme *p,
                                     const struct jalon_move_request *request,
                                     const struct jalon_transition_def **ret_transition);

/* May a territory enter in STATE? In the initial one; one that succeeds others, in any declared one
 * that signatures do not bring about. */
bool jalon_lifecycle_enters(const struct jalon_programme *p, const char *state, bool succeeds);

/* The declared transition FROM → TO (PREVIOUS resolves `to: previous`), or NULL. */
const struct jalon_transition_def *jalon_lifecycle_transition(const struct jalon_programme *p,
                                                              const char *from,
                                                              const char *previous, const char *to);

/* The shortest path of declared transitions FROM → TO (derived ones included; the first of equals);
 * PREVIOUS as above. Returns its length, 0 when there is none or FROM is TO. PATH has room for
 * p->n_states entries. */
size_t jalon_lifecycle_path(const struct jalon_programme *p, const char *from, const char *previous,
                            const char *to, const struct jalon_transition_def **path);
