/*
 * Importing a file of the register into a programme that is under way: what is wrong with the file,
 * what it would change, and the change, all of it or nothing. A row whose fact is recorded with the
 * same content changes nothing, whoever recorded it and however it came. A recorded fact that the
 * file does not have stays.
 */
#pragma once

#include "app/app.h"
#include "conf/fault.h"
#include "conf/register.h"
#include "store/write.h"

enum jalon_import_status {
    JALON_IMPORT_ADDED,     /* not recorded yet */
    JALON_IMPORT_UNCHANGED, /* recorded, with all that the row says */
    JALON_IMPORT_DIFFERS,   /* recorded with other content: an import does not change that */
    JALON_IMPORT_DUPLICATE, /* the file says it twice */
    JALON_IMPORT_STATUS_N
};
const char *jalon_import_status_code(enum jalon_import_status status); /* "added" … */

struct jalon_import_difference {
    const char *column;
    const char *recorded, *given; /* texts of the cell; never NULL */
};

struct jalon_import_row {
    size_t line;
    const char *code;   /* of the territory */
    const char *action; /* "sign"; the name of the object where its rows have none */
    const char *what;   /* what it is about, in the words of the file */
    enum jalon_import_status status;
    size_t same_as; /* of a duplicate: line of the row that says it first */
    struct jalon_import_difference *differences; /* when it differs */
    size_t n_differences;
};

struct jalon_import {
    const char *path;
    struct jalon_import_row *rows; /* as in the file */
    size_t n_rows, n_by_status[JALON_IMPORT_STATUS_N];
    size_t n_absent;                  /* recorded of these territories, and not in the file */
    struct jalon_import_state *state; /* of the import itself */
    struct jalon_arena *arena;
};
void jalon_import_free(struct jalon_import *import); /* accepts NULL */
void jalon_import_freep(struct jalon_import **import);

/* What came of reading a file. */
struct jalon_import_file {
    struct jalon_import *import; /* NULL: it has faults */
    bool is_cp1252;              /* what it was read as, else UTF-8 */
};

/*
 * Reads a file of the register and looks for its faults. Reads the database too, for the programme
 * and the territories' codes; status and counts come with the diff.
 */
JALON_MUST_CHECK int jalon_app_import_read(struct jalon_app *app,
                                           const struct jalon_register_source *source,
                                           struct jalon_import_file *ret_file,
                                           struct jalon_faults *faults, struct jalon_err *err);

/* Compares every row with what is recorded. */
JALON_MUST_CHECK int jalon_app_import_diff(struct jalon_app *app, struct jalon_import *import,
                                           struct jalon_err *err);

struct jalon_import_order {
    struct jalon_uuid request;      /* the batch id too */
    struct jalon_evidence evidence; /* for what a row itself does not say */
    bool is_trial; /* the app is in a dry run: let the database judge, whatever differs */
};

/*
 * Records the rows to be added in one batch. Rows that differ are faults (CONFLICT), and so is what
 * the database refuses: with any fault nothing is recorded and *ret_receipt stays NULL. So it does
 * when there is nothing to add. Comes after the diff.
 */
JALON_MUST_CHECK int jalon_app_import_apply(struct jalon_app *app,
                                            const struct jalon_import *import,
                                            const struct jalon_import_order *order,
                                            struct jalon_receipt **ret_receipt,
                                            struct jalon_faults *faults, struct jalon_err *err);
