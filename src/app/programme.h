/* Programmes and their revisions: what the database tracks, and putting a new revision in force. */
#pragma once

#include "app/app.h"
#include "conf/programme.h"
#include "domain/programme_diff.h"
#include "store/programme.h"

/* One thing that stands in the way of a revision. */
struct jalon_obstacle {
    const char *kind;         /* name of its sentence: "state_in_use" */
    const json_t *facts;      /* `thing`, `n`, `contracts` (the first 20) */
    struct jalon_err refusal; /* what applying it would answer */
};

/* A programme file held against the revision in force. */
struct jalon_revision_plan {
    char *code, *document;                  /* of the programme; canonical text */
    struct jalon_programme *before, *after; /* BEFORE NULL: the file is the first revision */
    int expect;                             /* the revision it is to follow; 0: there is none */
    bool is_in_force;                       /* applying it would change nothing */
    struct jalon_programme_diff *diff;      /* NULL with BEFORE */
    struct jalon_obstacle *obstacles;
    size_t n_obstacles;
    json_t *facts; /* owns the obstacles' */
};

/*
 * Compares FILE with the programme of its code. A file without Régions, or without départements,
 * keeps those in force: they come from a register that a changed programme.yaml need not be
 * copied with. USAGE when the user chose another programme than the file's.
 */
JALON_MUST_CHECK int jalon_app_revision_plan(struct jalon_app *app,
                                             const struct jalon_programme_file *file,
                                             struct jalon_revision_plan **ret_plan,
                                             struct jalon_err *err);
void jalon_revision_plan_free(struct jalon_revision_plan *plan); /* accepts NULL */
void jalon_revision_plan_freep(struct jalon_revision_plan **plan);

/*
 * Puts the planned revision in force; without entries in the receipt when it was. CONFLICT when
 * another revision was applied since the plan was made, REFUSED by the first obstacle (with a
 * reason a target's past may be changed).
 */
JALON_MUST_CHECK int jalon_app_revision_apply(struct jalon_app *app,
                                              const struct jalon_revision_plan *plan,
                                              const struct jalon_write *write,
                                              struct jalon_receipt **ret_receipt,
                                              struct jalon_err *err);

/* Revision NUMBER of the programme in use; 0: the one in force. NOT_FOUND when there is none. */
JALON_MUST_CHECK int jalon_app_revision(struct jalon_app *app, int number,
                                        struct jalon_programme **ret_programme,
                                        struct jalon_err *err);

/* All programmes of the database. */
JALON_MUST_CHECK int jalon_app_programmes(struct jalon_app *app,
                                          struct jalon_programme_list **ret_list,
                                          struct jalon_err *err);
