/*
 * Starting a programme: its document, its register and its first events into the database, through
 * the functions that everybody uses. Each row has a request id made of its place and its content,
 * so that a second run changes nothing and a run that was cut short goes on where it stopped.
 */
#pragma once

#include "app/app.h"
#include "conf/fault.h"

struct jalon_init_plan; /* a programme's folder, read and checked */

/*
 * Reads PATH, a programme's folder or its YAML file, without touching the database. Returns NULL
 * after adding at least one fault.
 */
struct jalon_init_plan *jalon_init_plan_load(const char *path, struct jalon_faults *faults);
void jalon_init_plan_free(struct jalon_init_plan *plan); /* accepts NULL */
void jalon_init_plan_freep(struct jalon_init_plan **plan);
const char *jalon_init_plan_code(const struct jalon_init_plan *plan); /* the programme's */

enum jalon_init_stage {
    JALON_INIT_TERRITORIES,
    JALON_INIT_EVENTS,
    JALON_INIT_COHORTS,
    JALON_INIT_WEIGHTS,
    JALON_INIT_STAGE_N
};

struct jalon_init_options {
    bool dry_run; /* find out what would be added, write nothing */
    /* Called before the first and after every added row of a stage; NULL: not. */
    void (*talk)(void *context, enum jalon_init_stage stage, size_t done, size_t total);
    void *context;
};

struct jalon_init_duplicate { /* a row that says again what cannot come again */
    size_t row;               /* from 0 on */
    size_t line, same_as;     /* its line, and that of the row before which says the same */
};

struct jalon_init_report {
    bool programme_changed; /* a new revision was applied (dry run: would be) */
    int revision;           /* in force afterwards; 0 in a dry run */
    size_t n_rows[JALON_INIT_STAGE_N], n_added[JALON_INIT_STAGE_N];
    /* Rows that were left out, as `import` leaves them out; they live as long as the plan. */
    struct jalon_init_duplicate *duplicates[JALON_INIT_STAGE_N];
    size_t n_duplicates[JALON_INIT_STAGE_N];
};
/* "events.csv" */
const char *jalon_init_stage_file(enum jalon_init_stage stage);

/*
 * Applies the document when it is not the one in force, then adds the rows that are not recorded
 * yet, in the order of the files. Stops at the first row that is refused, naming file and line:
 * CONFLICT when the same fact is recorded with other content. Rows before it stay; running again
 * goes on there.
 */
JALON_MUST_CHECK int jalon_app_init(struct jalon_app *app, const struct jalon_init_plan *plan,
                                    const struct jalon_init_options *options,
                                    struct jalon_init_report *ret_report, struct jalon_err *err);
