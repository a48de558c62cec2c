/* What the parts of the CSV reader share. */
#pragma once

#include <stdbool.h>

#include "base/csv.h"
#include "base/str.h"

struct jalon_csv_number_text {
    char text[24];
};
struct jalon_csv_number_text jalon_csv_number(size_t value);

/* Reports a fault: jalon_csv_report(format, line, &msg, args…). */
#define jalon_csv_report(format, line, ...)                     \
    do {                                                        \
        struct jalon_err csv_fault;                             \
        (void)jalon_fail(&csv_fault, __VA_ARGS__);              \
        (format)->fault((format)->context, (line), &csv_fault); \
    } while (0)

enum jalon_csv_encoding {
    JALON_CSV_UTF8,    /* or what is meant to be */
    JALON_CSV_CP1252,  /* what Excel saves as plain CSV */
    JALON_CSV_UTF16,   /* not read */
    JALON_CSV_WORKBOOK /* no text: a zip archive, as XLSX and ODS are */
};

/*
 * Text with a byte order mark is UTF-8. Otherwise text that is not valid UTF-8 is CP1252, unless it
 * holds more characters of several bytes than stray ones: that is damaged UTF-8.
 */
enum jalon_csv_encoding jalon_csv_encoding_of(const struct jalon_str *content);

/* Turns CP1252 into UTF-8; bytes that stand for nothing are kept, and refused later. */
void jalon_csv_decode(struct jalon_str *content);

/* Is it valid UTF-8, with more than ASCII in it? */
bool jalon_csv_is_wide(const struct jalon_str *content);

/* The character among , ; TAB that separates the header which TEXT begins with; a comma when none
 * does. */
char jalon_csv_separator_of(const char *text);

struct jalon_csv_header {
    const char *const *cells;
    size_t n_cells, line;
};
/* Is each name there once and known? False after a fault that leaves cells without their column. */
bool jalon_csv_check_header(const struct jalon_csv_format *format,
                            const struct jalon_csv_header *header);
