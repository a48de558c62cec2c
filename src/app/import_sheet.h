/*
 * Sheets: many acts of one kind from a file, such as the signatures of a ceremony. Each row gets
 * its verdict. One refused row takes back all or, for who keeps going, stays out alone; what is
 * recorded is so in one transaction, under one batch id. A row whose fact is recorded with the same
 * content changes nothing, as of an import.
 */
#pragma once

#include "app/app.h"
#include "conf/fault.h"
#include "conf/register.h"
#include "store/write.h"

enum jalon_sheet_verdict {
    JALON_SHEET_RECORDED,  /* in a trial: it would be */
    JALON_SHEET_UNCHANGED, /* it was before */
    JALON_SHEET_DUPLICATE, /* the file says it twice */
    JALON_SHEET_REFUSED,
    JALON_SHEET_HELD_BACK, /* nothing stands against it, but another row is refused */
    JALON_SHEET_VERDICT_N
};

struct jalon_sheet_row {
    size_t line;
    const char *code; /* of the territory, or what the file says instead */
    const char *what; /* what it is about, in the words of the file; "" when it cannot be told */
    enum jalon_sheet_verdict verdict;
    size_t same_as;             /* of a duplicate: line of the row that says it first */
    const char *const *entries; /* "ti-2801#7", that this request made of it, or would */
    size_t n_entries;
    const char *state;               /* of the contract then */
    const char *column;              /* of the cell that is refused; NULL: of none alone */
    const struct jalon_err *refusal; /* the first, when it is refused */
};

struct jalon_sheet {
    struct jalon_sheet_row *rows; /* by line */
    size_t n_rows, n_by_verdict[JALON_SHEET_VERDICT_N], n_entries;
    bool is_read;     /* false: the file as a whole has faults, so that there are no rows */
    bool is_cp1252;   /* what it was read as, else UTF-8 */
    bool is_replayed; /* the request was answered before */
    struct jalon_arena *arena;
};
void jalon_sheet_done(struct jalon_sheet *sheet); /* for JALON_AUTO */

struct jalon_sheet_order {
    const struct jalon_register_source *source; /* with its sheet */
    const struct jalon_write *write;            /* request: the batch id too; evidence for what a
                                                   row does not say; the day is the sheet's */
    const char *expect;                         /* the state that a contract moves from, or NULL */
    bool keep_going;
    bool is_trial; /* the app is in a dry run */
};

/*
 * 0 also when rows are refused: every fault is then added to FAULTS by its line and column, whoever
 * found it. Fails before the first row when what is given for all rows is no word of the programme.
 */
JALON_MUST_CHECK int jalon_app_sheet(struct jalon_app *app, const struct jalon_sheet_order *order,
                                     struct jalon_sheet *ret_sheet, struct jalon_faults *faults,
                                     struct jalon_err *err);
