/*
 * CSV files, read through libcsv one physical line at a time, so that records and faults have their
 * line. The first fault ends the reading.
 */
#include "base/csv.h"

#include <stdint.h>

#include <csv.h>

#include "base/arena.h"
#include "base/base_messages.h"
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
    size_t n_columns;
    struct row *rows;
    size_t n_rows, capacity;
};

/* What libcsv's callbacks share. */
struct reader {
    struct jalon_csv *csv;
    const char *const *required;
    struct jalon_err *err;
    size_t line, record_line;
    const char *cells[JALON_LIMIT_CSV_COLUMNS];
    size_t n_cells;
    bool record_open; /* a quoted cell goes on in the next line */
    bool failed;
};

struct number {
    char text[24];
};

static struct number number(size_t value)
{
    struct number n;
    (void)snprintf(n.text, sizeof n.text, "%zu", value);
    return n;
}

static void close_file(FILE **file)
{
    if (*file != NULL) {
        (void)fclose(*file);
    }
}

static int read_file(const char *path, struct jalon_str *content, struct jalon_err *err)
{
    JALON_AUTO(close_file) FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return jalon_fail(err, &jalon_msg_csv_unreadable, path);
    }
    char chunk[8192];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0) {
        jalon_str_add_bytes(content, chunk, n);
        if (content->length > JALON_LIMIT_CSV_BYTES) {
            return jalon_fail(err, &jalon_msg_csv_too_big, path,
                              number(JALON_LIMIT_CSV_BYTES).text);
        }
    }
    if (ferror(file)) {
        return jalon_fail(err, &jalon_msg_csv_unreadable, path);
    }
    return 0;
}

/* Refuses bytes that no cell may hold; LINE is cut for the time of the check. */
static int check_line(struct reader *r, char *line, size_t length)
{
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
        length--;
    }
    char after = line[length];
    line[length] = '\0';
    size_t offset = 0;
    enum jalon_text_fault fault = jalon_text_check(line, SIZE_MAX, &offset);
    line[length] = after;
    if (fault == JALON_TEXT_OK && offset == length) {
        return 0;
    }
    return jalon_fail(
        r->err, fault == JALON_TEXT_NOT_UTF8 ? &jalon_msg_csv_not_utf8 : &jalon_msg_csv_control,
        r->csv->path, number(r->line).text, number(offset + 1).text);
}

static bool has_column(const char *const *columns, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(columns[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static int take_header(struct reader *r)
{
    const char *path = r->csv->path;
    struct number line = number(r->record_line);
    for (size_t i = 0; i < r->n_cells; i++) {
        if (r->cells[i][0] == '\0') {
            return jalon_fail(r->err, &jalon_msg_csv_column_unnamed, path, line.text,
                              number(i + 1).text);
        }
        if (has_column(r->cells, i, r->cells[i])) {
            return jalon_fail(r->err, &jalon_msg_csv_column_twice, path, line.text, r->cells[i]);
        }
    }
    for (const char *const *name = r->required; *name != NULL; name++) {
        if (!has_column(r->cells, r->n_cells, *name)) {
            return jalon_fail(r->err, &jalon_msg_csv_column_missing, path, line.text, *name);
        }
    }
    r->csv->n_columns = r->n_cells;
    r->csv->columns = jalon_arena_array(r->csv->arena, r->n_cells, sizeof *r->csv->columns);
    memcpy(r->csv->columns, r->cells, r->n_cells * sizeof *r->cells);
    return 0;
}

static int take_row(struct reader *r)
{
    struct jalon_csv *csv = r->csv;
    if (r->n_cells != csv->n_columns) {
        return jalon_fail(r->err, &jalon_msg_csv_cells, csv->path, number(r->record_line).text,
                          number(r->n_cells).text, number(csv->n_columns).text);
    }
    if (csv->n_rows == JALON_LIMIT_CSV_ROWS) {
        return jalon_fail(r->err, &jalon_msg_csv_too_many_rows, csv->path,
                          number(JALON_LIMIT_CSV_ROWS).text);
    }
    if (csv->n_rows == csv->capacity) {
        csv->capacity = csv->capacity == 0 ? 64 : csv->capacity * 2;
        csv->rows = jalon_realloc_array(csv->rows, csv->capacity, sizeof *csv->rows);
    }
    struct row *row = &csv->rows[csv->n_rows++];
    row->line = r->record_line;
    row->cells = jalon_arena_array(csv->arena, r->n_cells, sizeof *row->cells);
    memcpy(row->cells, r->cells, r->n_cells * sizeof *r->cells);
    return 0;
}

static void on_cell(void *text, size_t length, void *context)
{
    struct reader *r = context;
    if (r->failed) {
        return;
    }
    if (r->n_cells == JALON_LIMIT_CSV_COLUMNS) {
        r->failed = true;
        (void)jalon_fail(r->err, &jalon_msg_csv_too_many_columns, r->csv->path,
                         number(r->record_line).text, number(JALON_LIMIT_CSV_COLUMNS).text);
        return;
    }
    r->cells[r->n_cells++] = length == 0 ? "" : jalon_arena_strndup(r->csv->arena, text, length);
}

static void on_record(int terminator, void *context)
{
    (void)terminator;
    struct reader *r = context;
    r->record_open = false;
    if (!r->failed) {
        r->failed = (r->csv->columns == NULL ? take_header(r) : take_row(r)) != 0;
    }
    r->n_cells = 0;
}

static int not_a_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static int parse_line(struct reader *r, struct csv_parser *parser, char *line, size_t length)
{
    r->line++;
    if (check_line(r, line, length) != 0) {
        return -1;
    }
    bool is_blank = line[0] == '\n' || line[0] == '\r';
    if (!r->record_open) {
        r->record_line = r->line;
        r->record_open = !is_blank;
    }
    if (csv_parse(parser, line, length, on_cell, on_record, r) != length) {
        return jalon_fail(r->err, &jalon_msg_csv_quotes, r->csv->path, number(r->line).text);
    }
    return r->failed ? -1 : 0;
}

static int parse(struct reader *r, struct csv_parser *parser, struct jalon_str *content)
{
    static const char bom[] = "\xEF\xBB\xBF";
    const char *text = jalon_str_text(content);
    size_t at = strncmp(text, bom, strlen(bom)) == 0 ? strlen(bom) : 0;
    while (at < content->length) {
        char *line = content->text + at;
        const char *end = memchr(line, '\n', content->length - at);
        size_t length = end == NULL ? content->length - at : (size_t)(end - line) + 1;
        if (parse_line(r, parser, line, length) != 0) {
            return -1;
        }
        at += length;
    }
    if (csv_fini(parser, on_cell, on_record, r) != 0) {
        return jalon_fail(r->err, &jalon_msg_csv_quotes, r->csv->path, number(r->record_line).text);
    }
    if (!r->failed && r->csv->columns == NULL) {
        return jalon_fail(r->err, &jalon_msg_csv_no_header, r->csv->path);
    }
    return r->failed ? -1 : 0;
}

int jalon_csv_read(const char *path, const char *const *required, struct jalon_csv **ret_csv,
                   struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    if (read_file(path, &content, err) != 0) {
        return -1;
    }
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = jalon_alloc(sizeof *csv);
    csv->arena = jalon_arena_new();
    csv->path = jalon_arena_strdup(csv->arena, path);
    JALON_AUTO(csv_free) struct csv_parser parser;
    (void)csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&parser, jalon_realloc);
    csv_set_space_func(&parser, not_a_space);
    struct reader reader = {.csv = csv, .required = required, .err = err};
    if (parse(&reader, &parser, &content) != 0) {
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

size_t jalon_csv_n_rows(const struct jalon_csv *csv)
{
    return csv->n_rows;
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
