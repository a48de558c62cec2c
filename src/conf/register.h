/*
 * A programme's register: the territories, aliases, members and events that stand beside its
 * programme.yaml as CSV files (an absent file has no rows). What cannot be recorded is found here,
 * before the first row reaches the database.
 */
#pragma once

#include "base/date.h"
#include "conf/fault.h"
#include "domain/programme.h"
#include "domain/territory.h"

struct jalon_register_territory { /* territories.csv, with its rows of aliases.csv and members.csv
                                   */
    struct jalon_territory territory;
    struct jalon_date entered_on;
    enum jalon_precision precision;
    const char *certainty, *source; /* NULL: not said */
    size_t line;
};

enum jalon_register_action {
    JALON_REGISTER_ADVANCE,   /* `what` is a state */
    JALON_REGISTER_SIGN,      /* `what` is an instrument */
    JALON_REGISTER_MILESTONE, /* `what` is a milestone */
    JALON_REGISTER_ACTION_N
};
const char *jalon_register_action_code(enum jalon_register_action action); /* "sign" */

struct jalon_register_event { /* events.csv, in the order of the file */
    struct jalon_date on;
    enum jalon_precision precision;
    const char *territory; /* code */
    enum jalon_register_action action;
    const char *what;
    const char **parties; /* of a signature: "all", or parties */
    size_t n_parties;
    const char *certainty, *note, *source; /* NULL: not said */
    size_t line;
};

struct jalon_register {
    struct jalon_register_territory *territories;
    size_t n_territories;
    struct jalon_register_event *events;
    size_t n_events;
    struct jalon_arena *arena; /* owns all of the above */
};

/* Returns NULL after adding at least one fault, by file, line and column. */
struct jalon_register *jalon_register_load(const char *folder,
                                           const struct jalon_programme *programme,
                                           struct jalon_faults *faults);
void jalon_register_free(struct jalon_register *reg); /* accepts NULL */
void jalon_register_freep(struct jalon_register **reg);
