/*
 * What can be exported, and in which formats. Each object is a table whose columns are declared
 * once (export_columns.c): the header of its CSV, the keys of its JSON and the Table Schema of a
 * data package are made from those rows, and a test holds them against the statements.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/csv_write.h"
#include "base/lang.h"
#include "base/str.h"
#include "report/words.h"

enum jalon_export_type {
    JALON_EXPORT_TEXT,
    JALON_EXPORT_LIST, /* codes set apart by a blank; in JSON an array */
    JALON_EXPORT_DATE,
    JALON_EXPORT_INSTANT, /* "2026-08-22T10:11:12.123456Z" */
    JALON_EXPORT_INTEGER,
    JALON_EXPORT_NUMBER, /* with a fraction */
    JALON_EXPORT_BOOLEAN,
    JALON_EXPORT_JSON, /* in CSV its text */
    JALON_EXPORT_TYPE_N
};
const char *jalon_export_type_code(enum jalon_export_type type); /* of Table Schema: "string" */

enum {                               /* flags of a column */
       JALON_EXPORT_KEY = 1 << 0,    /* part of what tells rows apart; never empty */
       JALON_EXPORT_FILLED = 1 << 1, /* never empty */
       JALON_EXPORT_PERSONAL =
           1 << 2, /* names of people, and what was written freely: only asked for */
       JALON_EXPORT_FREE = 1 << 3, /* written freely, as a rule about things: not for the web */
};

struct jalon_export_column {
    const char *name;
    enum jalon_export_type type;
    unsigned flags;
    struct jalon_label meaning;
    const char *refers_to; /* object whose only key it holds; NULL: none */
};

enum {                                   /* flags of an object */
       JALON_EXPORT_OF_A_DAY = 1 << 0,   /* of one day, today when none is said */
       JALON_EXPORT_DAY_MAY = 1 << 1,    /* of one day when one is said, else of all */
       JALON_EXPORT_PACKAGED = 1 << 2,   /* a file of a data package */
       JALON_EXPORT_OF_PROGRAM = 1 << 3, /* is about this program: no statement reads it */
};

struct jalon_export_object {
    const char *name; /* "contracts" */
    unsigned flags;
    struct jalon_label title;
    enum jalon_count_word count; /* "{1} contrats exportés" */
    const struct jalon_export_column *columns;
    size_t n_columns;
};

const struct jalon_export_object *jalon_export_objects(size_t *ret_n);
const struct jalon_export_object *jalon_export_object(const char *name); /* NULL: none */

struct jalon_export_format {
    const char *name;                        /* "csv-fr" */
    const struct jalon_csv_dialect *dialect; /* NULL: JSON */
    bool is_document;                        /* one JSON document, not one a line */
};

const struct jalon_export_format *jalon_export_formats(size_t *ret_n);
const struct jalon_export_format *jalon_export_format(const char *name); /* NULL: none */

/* One export on its way. Start, then the rows, then the end; OUT may be emptied in between. */
struct jalon_export {
    const struct jalon_export_object *object;
    const struct jalon_export_format *format;
    bool personal;  /* the columns that are only given when asked for, too */
    unsigned omits; /* flags of columns that are left out besides */
    const char *programme;
    const char *as_of;    /* ISO; NULL: of no day */
    const char *known_at; /* when the last entry was recorded; NULL: never */
    struct jalon_str *out;
    size_t n; /* rows written */
};

void jalon_export_start(struct jalon_export *e);
/* TEXTS has one text for each column of the object, personal or not; NULL: empty. */
void jalon_export_row(struct jalon_export *e, const char *const *texts);
void jalon_export_end(struct jalon_export *e);

/* The columns of all objects, as rows of the object `columns`. */
void jalon_export_describe(struct jalon_export *e);
