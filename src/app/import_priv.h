/* What the parts of an import share. */
#pragma once

#include <jansson.h>

#include "app/import.h"
#include "store/batch.h"
#include "store/journal.h"

struct jalon_import_state {
    enum jalon_register_file file;
    struct jalon_register *reg;
    json_t **sent; /* for each row, the rows of a batch that record it; NULL: nothing to record */
};

/* What is recorded of one territory. */
struct jalon_recorded {
    struct jalon_contract *contract;
    struct jalon_history_entry *entries; /* that hold, as corrected; the first is its entry */
    bool *taken;                         /* of each: a row of the file says it */
    size_t n_entries;
    bool moves_on; /* a row of the file is a new move to another state */
};

/* The same of all that a file names. */
struct jalon_recordings {
    struct jalon_history *history;
    struct jalon_recorded *items;
    size_t n;
    json_t *index; /* code → its place among the items */
};
void jalon_recordings_done(struct jalon_recordings *recordings); /* for JALON_AUTO */

/* CODES: N of them; with N 0 all territories of the programme. */
JALON_MUST_CHECK int jalon_recordings_read(struct jalon_app *app, const char *const *codes,
                                           size_t n, struct jalon_recordings *ret_recordings,
                                           struct jalon_err *err);
/* NULL: nothing is. */
struct jalon_recorded *jalon_recordings_of(const struct jalon_recordings *recordings,
                                           const char *code);

/* How a row and a recorded fact differ; cells that say nothing do not. */
struct jalon_comparison {
    struct jalon_arena *arena; /* for the texts */
    struct jalon_import_difference items[24];
    size_t n;
};
void jalon_compare_territory(struct jalon_comparison *c, const struct jalon_register_territory *row,
                             const struct jalon_recorded *recorded);
void jalon_compare_alias(struct jalon_comparison *c, const struct jalon_register_alias *row,
                         const struct jalon_contract_name *name);
void jalon_compare_member(struct jalon_comparison *c, const struct jalon_register_member *row,
                          const struct jalon_contract_member *member);
/* EVENT is the one that began or ended the stay on DAY, or gave the weight. */
void jalon_compare_cohort(struct jalon_comparison *c, const struct jalon_register_cohort *row,
                          struct jalon_date day, const struct jalon_event *event);
void jalon_compare_weight(struct jalon_comparison *c, const struct jalon_register_weight *row,
                          const struct jalon_contract_weight *weight,
                          const struct jalon_event *event);
void jalon_compare_event(struct jalon_comparison *c, const struct jalon_register_event *row,
                         const struct jalon_event *event);

/*
 * Takes the entries that say all that the row says; false when there are none. Then, with the entry
 * that must be meant, how the row differs from it; false when it is a new fact, *ret_rest being
 * what is new of it.
 */
bool jalon_recorded_take(struct jalon_recorded *recorded, const struct jalon_register_event *row,
                         struct jalon_arena *arena);
bool jalon_recorded_compare(struct jalon_recorded *recorded, const struct jalon_register_event *row,
                            bool is_repeatable, struct jalon_comparison *c,
                            struct jalon_register_event *ret_rest);
/* How many entries that are rows of events, or signatures alone, no row took. */
size_t jalon_recorded_count_absent(const struct jalon_recorded *recorded, bool only_signatures);

/* How many entries of that kind no row took. */
size_t jalon_recorded_count_kind(const struct jalon_recorded *recorded, const char *kind);

/* Fills the rows of the import from its register. */
void jalon_import_list_rows(struct jalon_import *import);
/* Decides about each row; *import is new. */
void jalon_import_decide(struct jalon_app *app, struct jalon_import *import,
                         const struct jalon_recordings *recordings);

/* A fault for each difference of its rows. */
void jalon_import_report_differences(const struct jalon_import *import,
                                     struct jalon_faults *faults);
/* The column of the cell that the database refuses under KEY; NULL: it is none of one cell. */
const char *jalon_import_column(enum jalon_register_file file, const char *key);

/* Rows of a batch; the caller owns them. ENTRY is that of the territory: from its day on it has
 * what is dated by nothing else. */
json_t *jalon_import_territory_row(const struct jalon_register_territory *row);
json_t *jalon_import_event_row(const struct jalon_register_event *row);
json_t *jalon_import_alias_row(const struct jalon_register_alias *row,
                               const struct jalon_event *entry);
json_t *jalon_import_join_row(const struct jalon_register_member *row,
                              const struct jalon_event *entry);
json_t *jalon_import_part_row(const struct jalon_register_member *row);
json_t *jalon_import_cohort_row(const struct jalon_register_cohort *row);
json_t *jalon_import_weight_row(const struct jalon_register_weight *row, struct jalon_date day);
