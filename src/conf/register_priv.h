/* What the readers of the register's files share: where they stand, and typed cells. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/csv.h"
#include "conf/conf_messages.h"
#include "conf/register.h"

struct jalon_register_reader {
    const struct jalon_programme *programme;
    struct jalon_register *result;
    struct jalon_faults *faults;
    json_t *index; /* territory code → its place in the result */
    json_t *known; /* codes of further territories; NULL: none */
    void (*compose)(void *context, struct jalon_str *text); /* as of struct jalon_register_known */
    const char *(*find)(void *context, const char *text, struct jalon_err *err);
    void *context;
    const char *path;   /* the one file that is read; NULL: those of a folder */
    bool is_signatures; /* the rows are those of a file of signatures */
    const struct jalon_register_sheet *sheet; /* the file is one; NULL: it is none */
    size_t first_fault;                       /* of the file, among `faults` */
    bool is_told;                             /* the rows of the sheet are */
    const struct jalon_csv *csv;
    size_t row;
};

/* Reports a fault in a cell of the row: jalon_register_fault(r, "siren", &msg, args…). */
#define jalon_register_fault(reader, field, ...)                   \
    do {                                                           \
        struct jalon_err register_fault;                           \
        (void)jalon_fail(&register_fault, __VA_ARGS__);            \
        jalon_register_report((reader), (field), &register_fault); \
    } while (0)
void jalon_register_report(struct jalon_register_reader *r, const char *field,
                           const struct jalon_err *fault);

struct jalon_register_table {
    const char *name;                              /* of the file in a folder */
    const char *const *required, *const *optional; /* columns */
};

/* Opens the file of the folder, or the one that is read: false when it is absent, or cannot be
 * read. */
JALON_MUST_CHECK bool jalon_register_open(struct jalon_register_reader *r, const char *folder,
                                          const struct jalon_register_table *table,
                                          struct jalon_csv **ret_csv);

/* The cell; the borrowed text of the file, or a copy that lives as long as the result. */
const char *jalon_register_cell(const struct jalon_register_reader *r, const char *field);
const char *jalon_register_copy(const struct jalon_register_reader *r, const char *field);

/* Typed cells, copied; a bad one is reported. Texts: one that may be empty (then NULL), with at
 * most MAX characters, and one that may not. */
const char *jalon_register_optional(struct jalon_register_reader *r, const char *field, size_t max);
const char *jalon_register_text(struct jalon_register_reader *r, const char *field);
struct jalon_date jalon_register_date(struct jalon_register_reader *r, const char *field,
                                      const char *precision_field,
                                      enum jalon_precision *ret_precision);
const char *jalon_register_certainty(struct jalon_register_reader *r, const char *field);
void jalon_register_choice(struct jalon_register_reader *r, const char *field,
                           const char *const *allowed);
/* A year of four digits; 0 when the cell is empty. */
int jalon_register_year(struct jalon_register_reader *r, const char *field);
/* The words of one cell, and of a second one (its column may be NULL). */
const char **jalon_register_words(const struct jalon_register_reader *r, const char *first,
                                  const char *more, size_t *ret_n);

/* A date that may be missing (then NONE). */
struct jalon_date jalon_register_optional_date(struct jalon_register_reader *r, const char *field);

/* Is there a territory of that code? */
bool jalon_register_has_territory(const struct jalon_register_reader *r, const char *code);
/* Does the row name one? False after a fault. */
bool jalon_register_find(struct jalon_register_reader *r);

struct jalon_register_places {
    const struct jalon_place *items;
    size_t n;
};
struct jalon_register_places jalon_register_regions(const struct jalon_register_reader *r);
struct jalon_register_places jalon_register_departements(const struct jalon_register_reader *r);
/* The code among PLACES that is written, or that a spreadsheet has taken for a number and saved
 * without the zeros before it. NULL: there is none, or more than one. Lives with the programme. */
const char *jalon_register_place(struct jalon_register_places places, const char *written);

/* The columns of a sheet, which is read by TABLE but for what is given. */
struct jalon_register_table jalon_register_sheet_table(const struct jalon_register_reader *r,
                                                       const struct jalon_register_table *table);
/* What stands for the empty cell; "" when nothing is given. */
const char *jalon_register_given(const struct jalon_register_reader *r, const char *field);
/* The code of the territory that the row names, by its code or otherwise; else what it says, after
 * a fault. */
const char *jalon_register_sheet_territory(struct jalon_register_reader *r);
/* Has the open file a fault as a whole, so that its rows are not worth reading? */
bool jalon_register_sheet_is_spoilt(const struct jalon_register_reader *r);
/* Lists the row as refused if it has a fault; else false. */
bool jalon_register_sheet_refuses(struct jalon_register_reader *r, const char *territory);

void jalon_register_read_aliases(struct jalon_register_reader *r, const char *folder);
void jalon_register_read_members(struct jalon_register_reader *r, const char *folder);
void jalon_register_read_events(struct jalon_register_reader *r, const char *folder);
void jalon_register_read_cohorts(struct jalon_register_reader *r, const char *folder);
void jalon_register_read_weights(struct jalon_register_reader *r, const char *folder);

/* The territories of the open file succeed only ones that it has; puts these before them. */
void jalon_register_order(struct jalon_register_reader *r);
/* Gives each territory what it has from its entry on; the dated rest must have its events. */
void jalon_register_gather(struct jalon_register_reader *r, const char *folder);
