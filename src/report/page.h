/*
 * What pages are made of: the sentence at hand, headings, tables that scroll by themselves. Every
 * table has a caption, and heads for its columns and rows.
 */
#pragma once

#include "report/html.h"
#include "report/words.h"

struct jalon_page {
    struct jalon_html *html;
    enum jalon_lang lang;
    struct jalon_str line; /* the sentence at hand */
};

/* A page with its head: language, title, and style sheets of this program's own, which NULL ends.
 * The body is open. */
void jalon_page_begin(struct jalon_page *page, enum jalon_lang lang, const char *title,
                      const char *const *styles);
/* Adds the page to OUT; PAGE is empty then. */
void jalon_page_end(struct jalon_page *page, struct jalon_str *out);

/* Ends the sentence as ELEMENT; CLASS may be NULL. */
void jalon_page_line(struct jalon_page *page, const char *element, const char *class);
/* Writes the sentence into the element that is open. */
void jalon_page_text(struct jalon_page *page);
void jalon_page_heading(struct jalon_page *page, enum jalon_word word);
/* A link as the whole of ELEMENT. */
void jalon_page_link(struct jalon_page *page, const char *element, const char *to,
                     const char *text);

/* begin, columns, body, rows, end. */
void jalon_page_table_begin(struct jalon_page *page, const char *caption);
void jalon_page_column(struct jalon_page *page, const char *raw);
void jalon_page_column_word(struct jalon_page *page, enum jalon_word word);
void jalon_page_column_left(struct jalon_page *page, enum jalon_word word);
void jalon_page_table_body(struct jalon_page *page);
void jalon_page_table_end(struct jalon_page *page);
/* The head of a row; its cells follow, then jalon_html_close(). */
void jalon_page_row(struct jalon_page *page, const char *head);
void jalon_page_cell(struct jalon_page *page, const char *raw);
void jalon_page_cell_left(struct jalon_page *page, const char *raw);
void jalon_page_cell_code(struct jalon_page *page, const char *raw); /* on one line */
void jalon_page_cell_int(struct jalon_page *page, int number);
