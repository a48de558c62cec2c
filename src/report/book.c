/* Workbooks through libxlsxwriter. */
#include "report/book.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/mem.h"
#include "base/text.h"
#include "report/report_messages.h"

enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_TENTHS, CELL_DATE, CELL_KIND_N };
enum { SHEETS_MAX = 16, PAPER_A4 = 9 };

struct jalon_sheet {
    struct jalon_book *book;
    lxw_worksheet *sheet;
    const char *name;
    lxw_row_t row;
    lxw_col_t column, n_columns;
    bool is_page;
};

struct jalon_book {
    FILE *file; /* without a name: the library writes files only */
    lxw_workbook *workbook;
    lxw_format *kinds[CELL_KIND_N], *head, *title;
    struct jalon_sheet sheets[SHEETS_MAX];
    size_t n_sheets;
    lxw_error fault; /* the first one */
};

static void keep(struct jalon_book *book, lxw_error fault)
{
    book->fault = book->fault != LXW_NO_ERROR ? book->fault : fault;
}

/* "@" keeps a text a text when somebody edits its cell. */
static void add_formats(struct jalon_book *book, enum jalon_lang lang)
{
    static const char *const dates[] = {[JALON_FR] = "dd/mm/yyyy", [JALON_EN] = "yyyy-mm-dd"};
    const char *shown[] = {[CELL_TEXT] = "@",
                           [CELL_NUMBER] = "#,##0",
                           [CELL_TENTHS] = "#,##0.0",
                           [CELL_DATE] = dates[lang]};
    for (int kind = 0; kind < CELL_KIND_N; kind++) {
        book->kinds[kind] = workbook_add_format(book->workbook);
        format_set_num_format(book->kinds[kind], shown[kind]);
        format_set_align(book->kinds[kind], LXW_ALIGN_VERTICAL_TOP);
    }
    format_set_text_wrap(book->kinds[CELL_TEXT]);
    book->head = workbook_add_format(book->workbook);
    format_set_bold(book->head);
    format_set_text_wrap(book->head);
    format_set_num_format(book->head, "@");
    format_set_bottom(book->head, LXW_BORDER_THIN);
    book->title = workbook_add_format(book->workbook);
    format_set_bold(book->title);
    format_set_font_size(book->title, 14);
    format_set_text_wrap(book->title);
    format_set_num_format(book->title, "@");
}

/* The name of an open file that has none. */
static lxw_workbook *open_workbook(FILE *file)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "/dev/fd/%d", fileno(file));
    return workbook_new(jalon_str_text(&path));
}

int jalon_book_new(struct jalon_date made_on, enum jalon_lang lang, struct jalon_book **ret_book,
                   struct jalon_err *err)
{
    const time_t day = 24 * 60 * 60;
    JALON_AUTO(jalon_book_freep) struct jalon_book *book = jalon_alloc(sizeof *book);
    book->file = tmpfile();
    if (book->file == NULL) {
        return jalon_fail(err, &jalon_msg_report_no_workbook, strerror(errno));
    }
    book->workbook = open_workbook(book->file);
    if (book->workbook == NULL) {
        jalon_stop("out of memory");
    }
    lxw_doc_properties properties = {.created =
                                         jalon_date_diff(made_on, jalon_date_of(1970, 1, 1)) * day};
    keep(book, workbook_set_properties(book->workbook, &properties));
    add_formats(book, lang);
    *ret_book = JALON_TAKE(book);
    return 0;
}

void jalon_book_freep(struct jalon_book **book)
{
    if (*book != NULL) {
        lxw_workbook_free((*book)->workbook);
        if ((*book)->file != NULL) {
            (void)fclose((*book)->file);
        }
        free(*book);
        *book = NULL;
    }
}

static int read_all(FILE *file, struct jalon_str *out)
{
    char bytes[8192];
    size_t n = 0;
    rewind(file);
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0) {
        jalon_str_add_bytes(out, bytes, n);
    }
    return ferror(file) ? -1 : 0;
}

int jalon_book_write(struct jalon_book *book, struct jalon_str *out, struct jalon_err *err)
{
    if (book->fault == LXW_NO_ERROR) {
        book->fault = workbook_close(jalon_take(&book->workbook));
    }
    if (book->fault != LXW_NO_ERROR) {
        return jalon_fail(err, &jalon_msg_report_no_workbook, lxw_strerror(book->fault));
    }
    if (read_all(book->file, out) < 0) {
        return jalon_fail(err, &jalon_msg_report_no_workbook, strerror(errno));
    }
    return 0;
}

/* A page as wide as a sheet of paper, numbered, under the sheet's name. */
static struct jalon_sheet *add_sheet(struct jalon_book *book, const char *name)
{
    if (book->n_sheets == SHEETS_MAX) {
        jalon_stop("a workbook has too many sheets");
    }
    struct jalon_sheet *sheet = &book->sheets[book->n_sheets];
    sheet->book = book;
    sheet->name = name;
    sheet->sheet = workbook_add_worksheet(book->workbook, name);
    if (sheet->sheet == NULL) {
        jalon_stop("a sheet of a workbook has no name of its own");
    }
    book->n_sheets++;
    worksheet_set_paper(sheet->sheet, PAPER_A4);
    worksheet_fit_to_pages(sheet->sheet, 1, 0);
    keep(book, worksheet_set_footer(sheet->sheet, "&L&A&R&P / &N"));
    return sheet;
}

struct jalon_sheet *jalon_book_add(struct jalon_book *book, const char *name,
                                   const struct jalon_column *columns, size_t n)
{
    struct jalon_sheet *sheet = add_sheet(book, name);
    sheet->n_columns = (lxw_col_t)n;
    worksheet_set_landscape(sheet->sheet);
    worksheet_freeze_panes(sheet->sheet, 1, 0);
    keep(book, worksheet_repeat_rows(sheet->sheet, 0, 0));
    for (size_t i = 0; i < n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
        jalon_text_add_safe(&title, columns[i].title);
        keep(book, worksheet_set_column(sheet->sheet, (lxw_col_t)i, (lxw_col_t)i, columns[i].width,
                                        NULL));
        keep(book, worksheet_write_string(sheet->sheet, 0, (lxw_col_t)i, jalon_str_text(&title),
                                          book->head));
    }
    sheet->row = 1;
    return sheet;
}

struct jalon_sheet *jalon_book_add_page(struct jalon_book *book, const char *name, int width)
{
    struct jalon_sheet *sheet = add_sheet(book, name);
    sheet->n_columns = 1;
    sheet->is_page = true;
    keep(book, worksheet_set_column(sheet->sheet, 0, 0, width, NULL));
    return sheet;
}

void jalon_sheet_text(struct jalon_sheet *sheet, const char *text)
{
    struct jalon_book *book = sheet->book;
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    if (text != NULL) {
        lxw_format *format =
            sheet->is_page && sheet->row == 0 ? book->title : book->kinds[CELL_TEXT];
        jalon_text_add_safe(&safe, text);
        keep(book, worksheet_write_string(sheet->sheet, sheet->row, sheet->column,
                                          jalon_str_text(&safe), format));
    }
    sheet->column++;
}

static void write_number(struct jalon_sheet *sheet, double number, enum cell_kind kind)
{
    keep(sheet->book, worksheet_write_number(sheet->sheet, sheet->row, sheet->column, number,
                                             sheet->book->kinds[kind]));
    sheet->column++;
}

void jalon_sheet_number(struct jalon_sheet *sheet, int64_t number)
{
    write_number(sheet, (double)number, CELL_NUMBER);
}

void jalon_sheet_tenths(struct jalon_sheet *sheet, int64_t tenths)
{
    write_number(sheet, (double)tenths / 10, CELL_TENTHS);
}

/* A day is a number that counts from the last but one of 1899. */
void jalon_sheet_date(struct jalon_sheet *sheet, struct jalon_date date)
{
    if (jalon_date_is_set(date)) {
        write_number(sheet, jalon_date_diff(date, jalon_date_of(1899, 12, 30)), CELL_DATE);
    } else {
        sheet->column++;
    }
}

void jalon_sheet_end_row(struct jalon_sheet *sheet)
{
    sheet->row++;
    sheet->column = 0;
}

void jalon_sheet_end(struct jalon_sheet *sheet)
{
    lxw_row_t last = sheet->row > 1 ? sheet->row - 1 : 1;
    lxw_col_t right = (lxw_col_t)(sheet->n_columns - 1);
    keep(sheet->book, worksheet_autofilter(sheet->sheet, 0, 0, last, right));
}

void jalon_sheet_draw(struct jalon_sheet *sheet, const struct jalon_sheet_chart *chart)
{
    enum { ROWS_AROUND = 5, PIXELS_A_ROW = 20, USUAL_PIXELS = 288 };
    lxw_chart *bars = workbook_add_chart(sheet->book->workbook, LXW_CHART_BAR);
    lxw_row_t last = sheet->row - 1;
    JALON_AUTO(jalon_freep) char *says = jalon_strdup(chart->says);
    for (lxw_col_t column = chart->first; column < chart->first + chart->n; column++) {
        lxw_chart_series *series = chart_add_series(bars, NULL, NULL);
        chart_series_set_categories(series, sheet->name, 1, chart->labels, last, chart->labels);
        chart_series_set_values(series, sheet->name, 1, column, last, column);
        chart_series_set_name_range(series, sheet->name, 0, column);
    }
    chart_title_set_name(bars, chart->title);
    chart_axis_set_reverse(bars->y_axis); /* the first row above, as in the table */
    chart_legend_set_position(bars, LXW_CHART_LEGEND_BOTTOM);
    lxw_row_t pixels = (last * chart->n + ROWS_AROUND) * PIXELS_A_ROW;
    lxw_chart_options options = {.description = says,
                                 .y_scale =
                                     pixels > USUAL_PIXELS ? (double)pixels / USUAL_PIXELS : 1,
                                 .x_scale = 1.5};
    keep(sheet->book, worksheet_insert_chart_opt(sheet->sheet, 1, (lxw_col_t)(sheet->n_columns + 1),
                                                 bars, &options));
}
