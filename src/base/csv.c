/*
 * CSV files, read through libcsv one physical line at a time, so that records and faults have their
 * line.
 */
#include "base/csv.h"

#include <stdint.h>

#include <csv.h>

#include "base/arena.h"
#include "base/base_messages.h"
#include "base/csv_priv.h"
#include "base/csv_write.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"

struct row {
    size_t line;
    const char **cells;
};

struct jalon_csv {
    struct jalon_arena *arena;
    const char *path;
    const char **columns;
    size_t n_columns, header_line;
    struct row *rows;
    size_t n_rows, capacity;
    bool is_cp1252;
    char separator;
};

/* What libcsv's callbacks share. */
struct reader {
    struct jalon_csv *csv;
    const struct jalon_csv_format *format;
    size_t line, record_line;
    const char *cells[JALON_LIMIT_CSV_COLUMNS];
    size_t n_cells;
    bool record_open; /* a quoted cell goes on in the next line */
    bool stopped;     /* after a fault behind which no record can be told */
};

/* Refuses bytes that no cell may hold, the first of each line by name; a ? takes their place, so
 * that what else is wrong with the record can be found. */
static void check_line(struct reader *r, char *line, size_t length)
{
    bool told = false;
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
        length--;
    }
    char after = line[length];
    line[length] = '\0';
    for (size_t at = 0, step; at < length; at += step) {
        size_t offset = 0;
        enum jalon_text_fault fault = jalon_text_check(line + at, SIZE_MAX, &offset);
        at += offset;
        step = at < length ? jalon_text_character(line + at) : 0;
        step = step > 0 ? step : 1;
        if (at >= length || (line[at] == '\t' && r->csv->separator == '\t')) {
            continue;
        }
        if (!told) {
            jalon_csv_report(r->format, r->line,
                             fault != JALON_TEXT_NOT_UTF8 ? &jalon_msg_csv_control
                             : r->csv->is_cp1252          ? &jalon_msg_csv_not_text
                                                          : &jalon_msg_csv_not_utf8,
                             jalon_csv_number(at + 1).text);
            told = true;
        }
        memset(line + at, '?', step);
    }
    line[length] = after;
}

static void take_header(struct reader *r)
{
    const struct jalon_csv_header header = {r->cells, r->n_cells, r->record_line};
    r->stopped = !jalon_csv_check_header(r->format, &header);
    r->csv->n_columns = r->n_cells;
    r->csv->header_line = r->record_line;
    r->csv->columns = jalon_arena_array(r->csv->arena, r->n_cells, sizeof *r->csv->columns);
    memcpy(r->csv->columns, r->cells, r->n_cells * sizeof *r->cells);
}

static void take_row(struct reader *r)
{
    struct jalon_csv *csv = r->csv;
    if (r->n_cells != csv->n_columns) {
        jalon_csv_report(r->format, r->record_line, &jalon_msg_csv_cells,
                         jalon_csv_number(r->n_cells).text, jalon_csv_number(csv->n_columns).text);
        return;
    }
    if (csv->n_rows == JALON_LIMIT_CSV_ROWS) {
        jalon_csv_report(r->format, 0, &jalon_msg_csv_too_many_rows, csv->path,
                         jalon_csv_number(JALON_LIMIT_CSV_ROWS).text);
        r->stopped = true;
        return;
    }
    if (csv->n_rows == csv->capacity) {
        csv->capacity = csv->capacity == 0 ? 64 : csv->capacity * 2;
        csv->rows = jalon_realloc_array(csv->rows, csv->capacity, sizeof *csv->rows);
    }
    struct row *row = &csv->rows[csv->n_rows++];
    row->line = r->record_line;
    row->cells = jalon_arena_array(csv->arena, r->n_cells, sizeof *row->cells);
    memcpy(row->cells, r->cells, r->n_cells * sizeof *r->cells);
}

static const char *keep_cell(const struct reader *r, const char *text, size_t length)
{
    const char *cell = length == 0 ? "" : jalon_arena_strndup(r->csv->arena, text, length);
    return r->format->unquote_formulas ? jalon_csv_disarmed(cell) : cell;
}

static void on_cell(void *text, size_t length, void *context)
{
    struct reader *r = context;
    if (r->stopped) {
        return;
    }
    if (r->n_cells == JALON_LIMIT_CSV_COLUMNS) {
        jalon_csv_report(r->format, r->record_line, &jalon_msg_csv_too_many_columns,
                         jalon_csv_number(JALON_LIMIT_CSV_COLUMNS).text);
        r->stopped = true;
        return;
    }
    r->cells[r->n_cells++] = keep_cell(r, text, length);
}

static void on_record(int terminator, void *context)
{
    (void)terminator;
    struct reader *r = context;
    r->record_open = false;
    if (!r->stopped) {
        (r->csv->columns == NULL ? take_header : take_row)(r);
    }
    r->n_cells = 0;
}

static int not_a_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void parse_line(struct reader *r, struct csv_parser *parser, char *line, size_t length)
{
    r->line++;
    check_line(r, line, length);
    bool is_blank = line[0] == '\n' || line[0] == '\r';
    if (!r->record_open) {
        r->record_line = r->line;
        r->record_open = !is_blank;
    }
    if (csv_parse(parser, line, length, on_cell, on_record, r) != length) {
        jalon_csv_report(r->format, r->line, &jalon_msg_csv_quotes);
        r->stopped = true;
    }
}

static void parse(struct reader *r, struct csv_parser *parser, struct jalon_str *content)
{
    static const char bom[] = "\xEF\xBB\xBF";
    const char *text = jalon_str_text(content);
    size_t at = strncmp(text, bom, strlen(bom)) == 0 ? strlen(bom) : 0;
    r->csv->separator = jalon_csv_separator_of(text + at);
    csv_set_delim(parser, (unsigned char)r->csv->separator);
    while (at < content->length && !r->stopped) {
        char *line = content->text + at;
        const char *end = memchr(line, '\n', content->length - at);
        size_t length = end == NULL ? content->length - at : (size_t)(end - line) + 1;
        parse_line(r, parser, line, length);
        at += length;
    }
    if (r->stopped) {
        return;
    }
    if (csv_fini(parser, on_cell, on_record, r) != 0) {
        jalon_csv_report(r->format, r->record_line, &jalon_msg_csv_quotes);
        r->stopped = true;
    } else if (!r->stopped && r->csv->columns == NULL) {
        jalon_csv_report(r->format, 0, &jalon_msg_csv_no_header, r->csv->path);
        r->stopped = true;
    }
}

/* False after a fault. */
static bool read_text(struct reader *r, struct jalon_str *content)
{
    struct jalon_err err;
    if (jalon_file_read(r->csv->path, JALON_LIMIT_CSV_BYTES, content, &err) < 0) {
        r->format->fault(r->format->context, 0, &err);
        return false;
    }
    switch (jalon_csv_encoding_of(content)) {
    case JALON_CSV_UTF8:
        if (r->format->compose != NULL && jalon_csv_is_wide(content)) {
            r->format->compose(r->format->context, content);
        }
        return true;
    case JALON_CSV_CP1252:
        r->csv->is_cp1252 = true;
        jalon_csv_decode(content);
        return true;
    case JALON_CSV_UTF16:
        jalon_csv_report(r->format, 0, &jalon_msg_csv_utf16, r->csv->path);
        return false;
    case JALON_CSV_WORKBOOK:
        jalon_csv_report(r->format, 0, &jalon_msg_csv_workbook, r->csv->path);
        return false;
    }
    abort();
}

struct jalon_csv *jalon_csv_load(const char *path, const struct jalon_csv_format *format)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = jalon_alloc(sizeof *csv);
    csv->arena = jalon_arena_new();
    csv->path = jalon_arena_strdup(csv->arena, path);
    struct reader reader = {.csv = csv, .format = format};
    if (!read_text(&reader, &content)) {
        return NULL;
    }
    JALON_AUTO(csv_free) struct csv_parser parser;
    (void)csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&parser, jalon_realloc);
    csv_set_space_func(&parser, not_a_space);
    parse(&reader, &parser, &content);
    return reader.stopped ? NULL : JALON_TAKE(csv);
}

/* The first fault of a file, with its place. */
struct first {
    const char *path;
    struct jalon_err *err;
    bool failed;
};

static void keep_first(void *context, size_t line, const struct jalon_err *fault)
{
    struct first *first = context;
    if (first->failed) {
        return;
    }
    first->failed = true;
    *first->err = *fault;
    for (int lang = 0; line > 0 && lang < JALON_LANG_N; lang++) {
        struct jalon_csv_number_text place = jalon_csv_number(line);
        const char *const args[] = {first->path, place.text, fault->message[lang]};
        jalon_msg_fill(first->err->message[lang], sizeof first->err->message[lang],
                       jalon_msg_csv_at.text.text[lang], args, JALON_COUNT(args));
    }
}

int jalon_csv_read(const char *path, const char *const *required, struct jalon_csv **ret_csv,
                   struct jalon_err *err)
{
    struct first first = {.path = path, .err = err};
    const struct jalon_csv_format format = {
        .required = required, .fault = keep_first, .context = &first};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = jalon_csv_load(path, &format);
    if (first.failed) {
        return -1;
    }
    *ret_csv = JALON_TAKE(csv);
    return 0;
}

void jalon_csv_free(struct jalon_csv *csv)
{
    if (csv == NULL) {
        return;
    }
    jalon_arena_free(csv->arena);
    free(csv->rows);
    free(csv);
}

void jalon_csv_freep(struct jalon_csv **csv)
{
    jalon_csv_free(*csv);
    *csv = NULL;
}

const char *jalon_csv_path(const struct jalon_csv *csv)
{
    return csv->path;
}

bool jalon_csv_is_cp1252(const struct jalon_csv *csv)
{
    return csv->is_cp1252;
}

char jalon_csv_separator(const struct jalon_csv *csv)
{
    return csv->separator;
}

size_t jalon_csv_n_rows(const struct jalon_csv *csv)
{
    return csv->n_rows;
}

size_t jalon_csv_header_line(const struct jalon_csv *csv)
{
    return csv->header_line;
}

size_t jalon_csv_line(const struct jalon_csv *csv, size_t row)
{
    return csv->rows[row].line;
}

const char *jalon_csv_cell(const struct jalon_csv *csv, size_t row, const char *column)
{
    for (size_t i = 0; i < csv->n_columns; i++) {
        if (strcmp(csv->columns[i], column) == 0) {
            return csv->rows[row].cells[i];
        }
    }
    return "";
}
