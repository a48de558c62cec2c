/*
 * CSV files (RFC 4180) through libcsv: a header row, then records. Every cell keeps its place, so
 * that a fault can name line and column. What spreadsheets save is read as it is: separated by
 * comma, semicolon or tab as the header is; UTF-8 with or without a byte order mark, else CP1252;
 * LF or CRLF.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct jalon_csv; /* owns all cells; one free */

/* Receives one fault; LINE 0: of the file as a whole. */
typedef void jalon_csv_fault_fn(void *context, size_t line, const struct jalon_err *fault);

struct jalon_csv_format {
    const char *const *required; /* columns that must exist; NULL-terminated like `optional` */
    const char *const
        *optional; /* those that may; NULL: further columns are kept, unknown ones too */
    /* Was the file written for a spreadsheet, which needs a ' in front of text that it would take
     * for a formula? Then that ' is taken off. */
    bool unquote_formulas;
    /* Makes the text of the file, if it is valid and not all ASCII, NFC; NULL: it stays. */
    void (*compose)(void *context, struct jalon_str *text);
    jalon_csv_fault_fn *fault;
    void *context;
};

/*
 * Reads PATH whole; blank lines are skipped, blanks around a cell kept. Each fault is reported:
 * NOT_FOUND or REFUSED when the file cannot be read, REFUSED for a missing, unknown, duplicate or
 * unnamed column, a record with another number of cells (which is left out), a misplaced or
 * unclosed quote, what jalon_text_check() refuses, a file over base/limits.h. Returns NULL when its
 * records cannot be told; else the file, whose other faults the caller can still look for.
 */
struct jalon_csv *jalon_csv_load(const char *path, const struct jalon_csv_format *format);

/*
 * The same where one fault is enough: fails with the first, which names path and line. Columns
 * beyond REQUIRED are kept.
 */
JALON_MUST_CHECK int jalon_csv_read(const char *path, const char *const *required,
                                    struct jalon_csv **ret_csv, struct jalon_err *err);
void jalon_csv_free(struct jalon_csv *csv);
void jalon_csv_freep(struct jalon_csv **csv);

const char *jalon_csv_path(const struct jalon_csv *csv);
bool jalon_csv_is_cp1252(const struct jalon_csv *csv);
char jalon_csv_separator(const struct jalon_csv *csv);
size_t jalon_csv_n_rows(const struct jalon_csv *csv);
size_t jalon_csv_header_line(const struct jalon_csv *csv);      /* from 1 */
size_t jalon_csv_line(const struct jalon_csv *csv, size_t row); /* 1-based line of a record */

/* The cell, never NULL; "" when the column does not exist. Valid as long as CSV. */
const char *jalon_csv_cell(const struct jalon_csv *csv, size_t row, const char *column);
