/* Cells of CSV files: quotes, and the apostrophe that keeps a text a text. */
#include "base/csv_write.h"

#include <string.h>

const struct jalon_csv_dialect jalon_csv_plain = {
    .start = "", .separator = ',', .line_end = "\n", .is_for_spreadsheets = false};
const struct jalon_csv_dialect jalon_csv_french = {
    .start = "\xEF\xBB\xBF", .separator = ';', .line_end = "\r\n", .is_for_spreadsheets = true};

static const char full_width_equals[] = "\uFF1D";

bool jalon_csv_is_active(const char *text)
{
    const char *at = text + strspn(text, "'");
    return (*at != '\0' && strchr("=+-@\t\r\n", *at) != NULL) ||
           strncmp(at, full_width_equals, strlen(full_width_equals)) == 0;
}

const char *jalon_csv_disarmed(const char *text)
{
    return text[0] == '\'' && jalon_csv_is_active(text) ? text + 1 : text;
}

/* Blanks at an edge are quoted too: some readers drop them. */
static bool needs_quotes(const struct jalon_csv_dialect *dialect, const char *text)
{
    const char special[] = {'"', '\r', '\n', dialect->separator, '\0'};
    size_t length = strlen(text);
    return text[strcspn(text, special)] != '\0' ||
           (length > 0 && (text[0] == ' ' || text[length - 1] == ' '));
}

static void add_quoted(struct jalon_str *out, const char *before, const char *text)
{
    jalon_str_add_char(out, '"');
    jalon_str_add(out, before);
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\"");
        jalon_str_add_bytes(out, at, length);
        at += length;
        if (*at == '"') {
            jalon_str_add(out, "\"\"");
            at++;
        }
    }
    jalon_str_add_char(out, '"');
}

/* What stands before a cell. */
static void start_cell(struct jalon_csv_writer *w)
{
    if (w->in_record) {
        jalon_str_add_char(w->out, w->dialect->separator);
    }
    w->in_record = true;
}

void jalon_csv_write_text(struct jalon_csv_writer *w, const char *text)
{
    start_cell(w);
    if (text == NULL) {
        return;
    }
    if (w->dialect->is_for_spreadsheets) {
        add_quoted(w->out, jalon_csv_is_active(text) ? "'" : "", text);
    } else if (needs_quotes(w->dialect, text)) {
        add_quoted(w->out, "", text);
    } else {
        jalon_str_add(w->out, text);
    }
}

void jalon_csv_write_number(struct jalon_csv_writer *w, const char *number)
{
    start_cell(w);
    for (const char *at = number; at != NULL && *at != '\0'; at++) {
        bool is_comma = *at == '.' && w->dialect->is_for_spreadsheets;
        jalon_str_add_char(w->out, is_comma ? ',' : *at);
    }
}

void jalon_csv_write_code(struct jalon_csv_writer *w, const char *code)
{
    start_cell(w);
    jalon_str_add(w->out, code != NULL ? code : "");
}

void jalon_csv_write_end(struct jalon_csv_writer *w)
{
    jalon_str_add(w->out, w->dialect->line_end);
    w->in_record = false;
}
