/*
 * CSV files (RFC 4180) through libcsv: a header row, then records. Every cell keeps its place, so
 * that a fault can name line and column.
 */
#pragma once

#include <stddef.h>

#include "base/err.h"

struct jalon_csv; /* owns all cells; one free */

/*
 * Reads PATH whole: UTF-8 (a BOM is accepted), comma-separated, LF or CRLF, blank lines skipped,
 * blanks around a cell kept. REQUIRED lists the columns that must exist (NULL-terminated); further
 * columns are kept. Fails (REFUSED, with line) on a missing, duplicate or unnamed column, a record
 * with another number of cells, a misplaced or unclosed quote, what jalon_text_check() refuses, a
 * file over base/limits.h; NOT_FOUND when the file cannot be read.
 */
JALON_MUST_CHECK int jalon_csv_read(const char *path, const char *const *required,
                                    struct jalon_csv **ret_csv, struct jalon_err *err);
void jalon_csv_free(struct jalon_csv *csv);
void jalon_csv_freep(struct jalon_csv **csv);

const char *jalon_csv_path(const struct jalon_csv *csv);
size_t jalon_csv_n_rows(const struct jalon_csv *csv);
size_t jalon_csv_line(const struct jalon_csv *csv, size_t row); /* 1-based line of a record */

/* The cell, never NULL; "" when the column does not exist. Valid as long as CSV. */
const char *jalon_csv_cell(const struct jalon_csv *csv, size_t row, const char *column);
