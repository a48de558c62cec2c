/*
 * Where everything printed goes. Data to stdout or -o FILE, talk to stderr. Text is made safe on
 * the way: no byte from data can steer a terminal.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct out;

struct out_options {
    enum jalon_lang lang;
    const char *path;  /* -o FILE; NULL or "-": stdout */
    const char *pager; /* shell command for what a terminal cannot show at once; NULL: none */
    bool quiet, debug;
    bool keeps; /* a file that is there already stays as it is: REFUSED */
};

/* Once, before anything is opened: standard descriptors, UTF-8 widths, closed pipes. */
void out_prepare_process(void);

/* Opens the output; with a path that is a file, a temporary one beside it. REFUSED when it cannot
 * be written. */
JALON_MUST_CHECK int out_open(const struct out_options *options, struct out **ret_out,
                              struct jalon_err *err);
/*
 * Makes everything durable: flushes, and gives the temporary file its name. INTERNAL when a byte
 * was lost; a reader that closed the pipe is no failure. OUT is freed in all cases.
 */
JALON_MUST_CHECK int out_close(struct out *out, struct jalon_err *err);
void out_discard(struct out **out); /* frees it; nothing appears under -o's name */

const char *out_label(const struct out *out, struct jalon_label label); /* never NULL */

/* Data: lines of text, every control but the line feed shown as \xNN. */
void out_text(struct out *out, const char *text);
void out_textf(struct out *out, const char *format, ...) JALON_PRINTF(2, 3);
/* Data: one JSON document on one line. */
void out_json(struct out *out, const json_t *document);

/* Data: a document of a machine format as its writer made it; a line feed is added if none ends it.
 */
void out_document(struct out *out, const char *text);

/* Data: bytes of a machine format, however many. False: they arrive nowhere, no more are needed. */
bool out_data(struct out *out, const char *bytes, size_t length);

/* Talk on stderr; nothing with --quiet. */
void out_say(struct out *out, const char *text);
void out_sayf(struct out *out, const char *format, ...) JALON_PRINTF(2, 3);

void out_complain(const char *text); /* on stderr, also with --quiet */

/* `jalon: message` and `hint: …` on stderr; returns the exit status. */
int out_error(enum jalon_lang lang, bool debug, const struct jalon_err *err);

/* Tables with aligned columns, folded to the width of a terminal; nothing is ever cut. */
struct out_column {
    struct jalon_label title;
    bool right;    /* numbers */
    bool may_wrap; /* gives way on a narrow terminal: continues on the next line */
};
struct out_table;
struct out_table *out_table_new(struct out *out, const struct out_column *columns, size_t n);
/* CELLS holds one text a column; NULL is empty. */
void out_table_row(struct out_table *table, const char *const *cells);
void out_table_end(struct out_table *table); /* prints and frees it */
