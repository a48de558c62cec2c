/* Aligned tables through libsmartcols. Cells are made safe here; widths are those of UTF-8. */
#include <libsmartcols.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "jalon/out_priv.h"

enum { NARROWEST = 40, USUAL = 80 };

struct out_table {
    struct out *out;
    struct libscols_table *inner;
    size_t n_columns;
};

static void *need(void *made)
{
    if (made == NULL) {
        abort(); /* memory is short */
    }
    return made;
}

/* Columns of the terminal that OUT writes to, 0 when it is none: then nothing is folded. */
static size_t terminal_columns(const struct out *out)
{
    struct winsize size = {0};
    if (!isatty(out->fd)) {
        return 0;
    }
    if (ioctl(out->fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0) {
        return USUAL;
    }
    return size.ws_col < NARROWEST ? NARROWEST : size.ws_col;
}

struct out_table *out_table_new(struct out *out, const struct out_column *columns, size_t n)
{
    struct out_table *table = jalon_alloc(sizeof *table);
    table->out = out;
    table->n_columns = n;
    table->inner = need(scols_new_table());
    (void)scols_table_enable_noencoding(table->inner, 1);
    (void)scols_table_enable_colors(table->inner, 0);
    (void)scols_table_set_column_separator(table->inner, "  ");
    size_t width = terminal_columns(out);
    (void)scols_table_set_termforce(table->inner,
                                    width > 0 ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
    if (width > 0) {
        (void)scols_table_set_termwidth(table->inner, width);
    }
    for (size_t i = 0; i < n; i++) {
        int flags =
            (columns[i].right ? SCOLS_FL_RIGHT : 0) | (columns[i].may_wrap ? SCOLS_FL_WRAP : 0);
        (void)need(
            scols_table_new_column(table->inner, out_label(out, columns[i].title), 0, flags));
    }
    return table;
}

void out_table_row(struct out_table *table, const char *const *cells)
{
    struct libscols_line *line = need(scols_table_new_line(table->inner, NULL));
    for (size_t i = 0; i < table->n_columns; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
        jalon_text_add_safe(&safe, cells[i] != NULL ? cells[i] : "");
        if (scols_line_set_data(line, i, jalon_str_text(&safe)) < 0) {
            abort(); /* memory is short */
        }
    }
}

/* Drops the blanks that pad the last column. */
static void add_trimmed(struct jalon_str *to, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        size_t kept = length;
        while (kept > 0 && at[kept - 1] == ' ') {
            kept--;
        }
        jalon_str_add_bytes(to, at, kept);
        jalon_str_add_char(to, '\n');
        at += length + (at[length] == '\n');
    }
}

void out_table_end(struct out_table *table)
{
    JALON_AUTO(jalon_freep) char *text = NULL;
    if (scols_print_table_to_string(table->inner, &text) < 0) {
        abort(); /* memory is short */
    }
    if (text != NULL) {
        add_trimmed(&table->out->data, text);
    }
    scols_unref_table(table->inner);
    free(table);
}
