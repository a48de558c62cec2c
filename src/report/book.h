/*
 * A workbook (XLSX) made in memory: sheets of one table each, for people who filter and print them.
 * What is text stays text, also after somebody edits the cell; dates and numbers are real ones. The
 * same calls make the same bytes.
 */
#pragma once

#include <stdint.h>

#include "base/date.h"
#include "base/str.h"

struct jalon_column {
    const char *title;
    int width; /* in characters */
};

struct jalon_book;
struct jalon_sheet;

/* A book that says it was made on MADE_ON. INTERNAL when there can be no temporary file. */
JALON_MUST_CHECK int jalon_book_new(struct jalon_date made_on, enum jalon_lang lang,
                                    struct jalon_book **ret_book, struct jalon_err *err);
void jalon_book_freep(struct jalon_book **book); /* accepts NULL in it */
/* Adds the file to OUT; nothing may be added to the book after that. */
JALON_MUST_CHECK int jalon_book_write(struct jalon_book *book, struct jalon_str *out,
                                      struct jalon_err *err);

/* A sheet with a row of titles that stays in sight and is printed on every page; at least one
 * column. The book owns it. NAME: at most 31 characters, none of []:*?/\ */
struct jalon_sheet *jalon_book_add(struct jalon_book *book, const char *name,
                                   const struct jalon_column *columns, size_t n);
/* A sheet of one column of paragraphs WIDTH characters wide, the first of them its title. */
struct jalon_sheet *jalon_book_add_page(struct jalon_book *book, const char *name, int width);

/* The next cell of the row; NULL and NONE leave it empty. */
void jalon_sheet_text(struct jalon_sheet *sheet, const char *text);
void jalon_sheet_number(struct jalon_sheet *sheet, int64_t number);
void jalon_sheet_tenths(struct jalon_sheet *sheet, int64_t tenths); /* 15 is shown as 1.5 */
void jalon_sheet_date(struct jalon_sheet *sheet, struct jalon_date date);
void jalon_sheet_end_row(struct jalon_sheet *sheet);

/* After the last row: filters on the titles. */
void jalon_sheet_end(struct jalon_sheet *sheet);

/* Bars beside the table: a group for each text of column LABELS, a bar for each of the N columns
 * of numbers from FIRST. SAYS is read out to those who do not see it. */
struct jalon_sheet_chart {
    const char *title, *says;
    uint16_t labels, first, n;
};
void jalon_sheet_draw(struct jalon_sheet *sheet, const struct jalon_sheet_chart *chart);
