/* CSV files: what is read, and every fault with its line. */
#include "support/test.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/str.h"

static const char *const required[] = {"code", "name", NULL};

static char path[] = "/tmp/jalon-csv-XXXXXX";
static int file = -1;

static int make_file(JALON_UNUSED void **state)
{
    file = mkstemp(path);
    return file >= 0 ? 0 : -1;
}

static int remove_file(JALON_UNUSED void **state)
{
    (void)close(file);
    return unlink(path);
}

SETUP_GROUP(make_file);
TEARDOWN_GROUP(remove_file);

static void write_file(const char *bytes, size_t length)
{
    assert_int_equal(ftruncate(file, 0), 0);
    assert_int_equal(pwrite(file, bytes, length, 0), length);
}

static struct jalon_csv *read_text(const char *text)
{
    struct jalon_csv *csv = NULL;
    struct jalon_err err = {0};
    write_file(text, strlen(text));
    assert_done(jalon_csv_read(path, required, &csv, &err), &err);
    return csv;
}

/* MESSAGE without the quoted path in front of it. */
static void assert_refused(const char *message)
{
    struct jalon_csv *csv = NULL;
    struct jalon_err err = {0};
    assert_int_equal(jalon_csv_read(path, required, &csv, &err), -1);
    assert_null(csv);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_string_equal(err.message[JALON_EN] + strlen(path) + 2, message);
}

static void assert_refuses(const char *text, const char *message)
{
    write_file(text, strlen(text));
    assert_refused(message);
}

TEST(cells_are_found_by_column_and_rows_know_their_line)
{
    JALON_AUTO(jalon_csv_freep)
    struct jalon_csv *csv = read_text("name,code,extra\nLacq,ti-1,x\n\n  Bray ,ti-2,\n");
    assert_string_equal(jalon_csv_path(csv), path);
    assert_int_equal(jalon_csv_n_rows(csv), 2);
    assert_string_equal(jalon_csv_cell(csv, 0, "code"), "ti-1");
    assert_string_equal(jalon_csv_cell(csv, 0, "extra"), "x");
    assert_string_equal(jalon_csv_cell(csv, 1, "name"), "  Bray ");
    assert_string_equal(jalon_csv_cell(csv, 1, "extra"), "");
    assert_string_equal(jalon_csv_cell(csv, 1, "no such column"), "");
    assert_int_equal(jalon_csv_line(csv, 0), 2);
    assert_int_equal(jalon_csv_line(csv, 1), 4);
}

TEST(a_byte_order_mark_crlf_and_a_missing_last_line_end_change_nothing)
{
    JALON_AUTO(jalon_csv_freep)
    struct jalon_csv *csv =
        read_text("\xEF\xBB\xBF\"code\",name\r\n\r\nti-1,\"Lacq, Pau\"\r\nti-2,\"dit \"\"x\"\"\"");
    assert_int_equal(jalon_csv_n_rows(csv), 2);
    assert_string_equal(jalon_csv_cell(csv, 0, "name"), "Lacq, Pau");
    assert_string_equal(jalon_csv_cell(csv, 1, "name"), "dit \"x\"");
    assert_int_equal(jalon_csv_line(csv, 1), 4);
}

TEST(a_quoted_cell_may_span_lines)
{
    JALON_AUTO(jalon_csv_freep)
    struct jalon_csv *csv = read_text("code,name\nti-1,\"a\n\nb\"\nti-2,c\n");
    assert_string_equal(jalon_csv_cell(csv, 0, "name"), "a\n\nb");
    assert_int_equal(jalon_csv_line(csv, 0), 2);
    assert_int_equal(jalon_csv_line(csv, 1), 5);
}

TEST(a_file_may_hold_a_header_alone)
{
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = read_text("code,name\n");
    assert_int_equal(jalon_csv_n_rows(csv), 0);
}

TEST(many_rows_are_all_kept)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, "code,name\n");
    for (int i = 0; i < 1000; i++) {
        jalon_str_addf(&text, "ti-%d,n\n", i);
    }
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = read_text(text.text);
    assert_int_equal(jalon_csv_n_rows(csv), 1000);
    assert_string_equal(jalon_csv_cell(csv, 999, "code"), "ti-999");
    assert_int_equal(jalon_csv_line(csv, 999), 1001);
}

TEST(an_empty_file_is_refused)
{
    assert_refuses("", " is empty");
    assert_refuses("\n\r\n\n", " is empty");
    assert_refuses("\xEF\xBB\xBF", " is empty");
}

TEST(a_missing_unnamed_or_repeated_column_is_refused)
{
    assert_refuses("code|name\n", ", line 1: column 'code' is missing");
    assert_refuses("\ncode,Name\n", ", line 2: column 'name' is missing");
    assert_refuses("code,name,,x\n", ", line 1: column 3 has no name");
    assert_refuses("code,name,code\n", ", line 1: two columns 'code'");
    assert_refuses("code", ", line 1: column 'name' is missing");
}

TEST(a_record_with_another_number_of_cells_is_refused)
{
    assert_refuses("code,name\na,b\nc\nd\n", ", line 3: 1 cells, the header has 2");
    assert_refuses("code,name\n\"a\n\",b,c\n", ", line 2: 3 cells, the header has 2");
    assert_refuses("code,name\na,b\nc,d,", ", line 3: 3 cells, the header has 2");
}

TEST(misplaced_and_unclosed_quotes_are_refused)
{
    assert_refuses("code,name\na,b\"c\n", ", line 2: misplaced or unclosed quote");
    assert_refuses("code,name\na,\"b\" \n", ", line 2: misplaced or unclosed quote");
    assert_refuses("code,name\na,\"b\nc,d\n", ", line 2: misplaced or unclosed quote");
}

TEST(bytes_that_no_cell_may_hold_are_refused)
{
    assert_refuses("\xEF\xBB\xBF"
                   "code,name\na,caf\xE9\n",
                   ", line 2: this text is not UTF-8 (byte 6)");
    assert_refuses("code,name\na,é\nb,è caf\xE9\n", ", line 3: this text is not UTF-8 (byte 9)");
    assert_refuses("code,name\na,\x81\n",
                   ", line 2: byte 3 is a character neither in UTF-8 nor in CP1252");
    assert_refuses("code,name\na\tb,c\n", ", line 2: invisible character (byte 2)");
    assert_refuses("code,name\na\rb,c\n", ", line 2: invisible character (byte 2)");
    assert_refuses("code,name\na,\"\n\u202E\"\n", ", line 3: invisible character (byte 1)");
    write_file("code,name\na,b\0c\n", 16);
    assert_refused(", line 2: invisible character (byte 4)");
}

TEST(a_line_without_end_is_checked_like_the_others)
{
    assert_refuses("code,name\na,\x01", ", line 2: invisible character (byte 3)");
}

TEST(too_many_columns_are_refused)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, "code,name");
    for (int i = 2; i < JALON_LIMIT_CSV_COLUMNS; i++) {
        jalon_str_addf(&text, ",c%d", i);
    }
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = read_text(text.text);
    assert_int_equal(jalon_csv_n_rows(csv), 0);
    jalon_str_add(&text, ",one,two\n");
    assert_refuses(text.text, ", line 1: more than 200 columns");
}

TEST(too_many_rows_are_refused)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, "code,name\n");
    for (int i = 0; i < JALON_LIMIT_CSV_ROWS; i++) {
        jalon_str_add(&text, ",\n");
    }
    {
        JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = read_text(text.text);
        assert_int_equal(jalon_csv_n_rows(csv), JALON_LIMIT_CSV_ROWS);
    }
    jalon_str_add(&text, ",\n");
    assert_refuses(text.text, " has more than 1000000 rows");
}

static void assert_fails(const char *at, enum jalon_err_kind kind, const char *message)
{
    struct jalon_csv *csv = NULL;
    struct jalon_err err = {0};
    assert_int_equal(jalon_csv_read(at, required, &csv, &err), -1);
    assert_int_equal(err.kind, kind);
    assert_string_equal(err.message[JALON_EN], message);
}

TEST(a_file_that_is_too_big_is_refused)
{
    assert_int_equal(ftruncate(file, (off_t)JALON_LIMIT_CSV_BYTES + 1), 0);
    assert_fails(path, JALON_ERR_REFUSED, "file too big: 16777217 bytes, at most 16777216");
}

TEST(what_is_no_file_is_not_read)
{
    assert_fails("/nonexistent/register.csv", JALON_ERR_NOT_FOUND,
                 "no such file, or not readable: '/nonexistent/register.csv'"
                 " (No such file or directory)");
    assert_fails("/tmp", JALON_ERR_REFUSED, "'/tmp' is not a regular file");
    assert_fails("/dev/zero", JALON_ERR_REFUSED, "'/dev/zero' is not a regular file");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    struct jalon_csv *csv = NULL;
    struct jalon_err err = {0};
    assert_int_equal(jalon_csv_read(path, required, &csv, &err), -1);
    assert_non_null(strstr(err.message[JALON_EN], "is not a regular file"));
    assert_int_equal(unlink(path), 0);
    (void)close(file);
    file = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    assert_true(file >= 0);
}

TEST(the_header_says_what_separates_the_cells)
{
    static const char *const texts[] = {"code,name\nti-1,\"a;b\"\n", "code;name\nti-1;\"a;b\"\n",
                                        "code\tname\nti-1\ta;b\n"};
    static const char separators[] = ",;\t";
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = read_text(texts[i]);
        assert_int_equal(jalon_csv_separator(csv), separators[i]);
        assert_string_equal(jalon_csv_cell(csv, 0, "name"), "a;b");
    }
}

TEST(what_excel_saves_as_plain_csv_is_read_as_cp1252)
{
    JALON_AUTO(jalon_csv_freep)
    struct jalon_csv *csv = read_text("code;name\r\nti-1;\xC9vreux \x96 l\x92\x8Cuvre \x80\r\n");
    assert_true(jalon_csv_is_cp1252(csv));
    assert_string_equal(jalon_csv_cell(csv, 0, "name"), "Évreux – l’Œuvre €");
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *plain = read_text("code,name\nti-1,Évreux\n");
    assert_false(jalon_csv_is_cp1252(plain));
}

/* The faults of a file, a line each, and how many rows could be read. */
struct seen {
    struct jalon_str text;
    size_t n_rows;
};

static void note(void *context, size_t line, const struct jalon_err *fault)
{
    struct seen *seen = context;
    jalon_str_addf(&seen->text, "%zu: %s\n", line, fault->message[JALON_EN]);
    if (strncmp(fault->hint[JALON_EN], "Did", 3) == 0) {
        jalon_str_addf(&seen->text, "   %.*s\n", (int)strcspn(fault->hint[JALON_EN], "?") + 1,
                       fault->hint[JALON_EN]);
    }
}

static void assert_faults(const char *text, size_t n_rows, const char *faults)
{
    static const char *const optional[] = {"source", "as_of_year", NULL};
    struct seen seen = {0};
    const struct jalon_csv_format format = {
        .required = required, .optional = optional, .fault = note, .context = &seen};
    write_file(text, strlen(text));
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = jalon_csv_load(path, &format);
    assert_string_equal(jalon_str_text(&seen.text), faults);
    assert_true((csv == NULL) == (n_rows == SIZE_MAX));
    assert_true(csv == NULL || jalon_csv_n_rows(csv) == n_rows);
    jalon_str_done(&seen.text);
}

TEST(every_fault_of_a_file_is_told_and_the_sound_rows_are_kept)
{
    assert_faults("code,name\na\nb,c\nd,e,f\ng,\x01\x02\n\x01,\n", 3,
                  "2: 1 cells, the header has 2\n"
                  "4: 3 cells, the header has 2\n"
                  "5: invisible character (byte 3)\n"
                  "6: invisible character (byte 1)\n");
}

TEST(a_misspelt_column_is_one_fault_with_the_name_that_was_meant)
{
    assert_faults("code,nmae,surce,colour\na,b,c,d\n", SIZE_MAX,
                  "1: unknown column 'nmae'\n   Did you mean 'name'?\n"
                  "1: unknown column 'surce'\n   Did you mean 'source'?\n"
                  "1: unknown column 'colour'\n");
    assert_faults("code,name,colour\na,b\n", 0,
                  "1: unknown column 'colour'\n2: 2 cells, the header has 3\n");
    assert_faults("colour\n", SIZE_MAX,
                  "1: unknown column 'colour'\n"
                  "1: column 'code' is missing\n1: column 'name' is missing\n");
}

TEST(a_workbook_or_utf_16_is_called_so)
{
    write_file("PK\x03\x04...", 7);
    assert_refused(" is a workbook (XLSX or ODS), not a CSV file");
    write_file("\xFF\xFE"
               "c\0o\0",
               6);
    assert_refused(" is in UTF-16");
}

TEST(the_apostrophe_of_a_formula_safe_export_is_taken_off)
{
    static const char *const optional[] = {NULL};
    const struct jalon_csv_format format = {
        .required = required, .optional = optional, .unquote_formulas = true, .fault = note};
    static const char text[] = "code,name\n'=1+1,'-2\n'a,''=x\n'＝x,'\n";
    write_file(text, strlen(text));
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = jalon_csv_load(path, &format);
    static const char *const wanted[][2] = {{"=1+1", "-2"}, {"'a", "'=x"}, {"＝x", "'"}};
    for (size_t i = 0; i < JALON_COUNT(wanted); i++) {
        assert_string_equal(jalon_csv_cell(csv, i, "code"), wanted[i][0]);
        assert_string_equal(jalon_csv_cell(csv, i, "name"), wanted[i][1]);
    }
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *plain = read_text(text);
    assert_string_equal(jalon_csv_cell(plain, 0, "code"), "'=1+1");
}

TEST(freeing_no_file_does_nothing)
{
    struct jalon_csv *csv = NULL;
    jalon_csv_freep(&csv);
    assert_null(csv);
}
