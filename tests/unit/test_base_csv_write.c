/* CSV as written: for programs a cell is its value, for spreadsheets no text is a formula. */
#include "support/test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/csv_write.h"

static const char *const hostile[] = {
    "=HYPERLINK(\"http://x\";\"y\")",
    "=cmd|'/C calc'!A0",
    "+33612345678",
    "-2+3",
    "@SUM(A1)",
    "\uFF1D1+1",
    "'=1",
    "''=1",
    "'ordinaire'",
    "a;b,c\"d\"",
    "\"",
    " bords ",
    "0123",
    "1e5",
    "L'Haÿ-les-Roses",
    "🚂",
    "%s%n",
};

static void write_one(struct jalon_str *out, const struct jalon_csv_dialect *dialect,
                      const char *text)
{
    struct jalon_csv_writer w = {.dialect = dialect, .out = out};
    jalon_str_clear(out);
    jalon_csv_write_text(&w, text);
}

TEST(t51_a_text_that_begins_like_a_formula_is_written_as_a_text)
{
    static const char *const active[] = {"=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "\uFF1D1"};
    static const char *const harmless[] = {"a=1", " =1", "'a", "1-1", "", "é", "\uFF1E1"};
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    for (size_t i = 0; i < JALON_COUNT(active); i++) {
        write_one(&out, &jalon_csv_french, active[i]);
        assert_memory_equal(out.text, "\"'", 2);
        assert_memory_equal(out.text + 2, active[i], strlen(active[i]));
    }
    for (size_t i = 0; i < JALON_COUNT(harmless); i++) {
        write_one(&out, &jalon_csv_french, harmless[i]);
        assert_memory_equal(out.text + 1, harmless[i], strlen(harmless[i]));
    }
}

TEST(t51_numbers_and_dates_stay_what_they_are)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_csv_writer w = {.dialect = &jalon_csv_french, .out = &out};
    jalon_csv_write_number(&w, "-12");
    jalon_csv_write_number(&w, "-0.25");
    jalon_csv_write_code(&w, "2019-06-30");
    jalon_csv_write_number(&w, NULL);
    jalon_csv_write_text(&w, NULL);
    jalon_csv_write_code(&w, "true");
    jalon_csv_write_end(&w);
    assert_string_equal(jalon_str_text(&out), "-12;-0,25;2019-06-30;;;true\r\n");
}

TEST(for_programs_a_cell_is_its_value_quoted_only_where_it_must_be)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_csv_writer w = {.dialect = &jalon_csv_plain, .out = &out};
    static const char *const cells[] = {"=1", "a;b", "a,b", "a\"b", " a", "a ", NULL, "", "01"};
    for (size_t i = 0; i < JALON_COUNT(cells); i++) {
        jalon_csv_write_text(&w, cells[i]);
    }
    jalon_csv_write_number(&w, "-0.25");
    jalon_csv_write_end(&w);
    assert_string_equal(jalon_str_text(&out),
                        "=1,a;b,\"a,b\",\"a\"\"b\",\" a\",\"a \",,,01,-0.25\n");
}

TEST(what_was_made_harmless_is_read_back_as_it_was)
{
    for (size_t i = 0; i < JALON_COUNT(hostile); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str armed = {0};
        jalon_str_addf(&armed, "%s%s", jalon_csv_is_active(hostile[i]) ? "'" : "", hostile[i]);
        assert_string_equal(jalon_csv_disarmed(jalon_str_text(&armed)), hostile[i]);
    }
    assert_string_equal(jalon_csv_disarmed("'ordinaire'"), "'ordinaire'");
    assert_string_equal(jalon_csv_disarmed("=1"), "=1");
}

TEST(our_own_reader_reads_what_is_written_for_programs)
{
    static const char *const columns[] = {"name", NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_csv_writer w = {.dialect = &jalon_csv_plain, .out = &out};
    jalon_csv_write_code(&w, "name");
    jalon_csv_write_end(&w);
    for (size_t i = 0; i < JALON_COUNT(hostile); i++) {
        jalon_csv_write_text(&w, hostile[i]);
        jalon_csv_write_end(&w);
    }
    char path[] = "/tmp/jalon-csv-XXXXXX";
    int file = mkstemp(path);
    assert_true(write(file, out.text, out.length) == (ssize_t)out.length);
    (void)close(file);
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_csv_read(path, columns, &csv, &err), &err);
    assert_int_equal(jalon_csv_n_rows(csv), JALON_COUNT(hostile));
    for (size_t i = 0; i < JALON_COUNT(hostile); i++) {
        assert_string_equal(jalon_csv_cell(csv, i, "name"), hostile[i]);
    }
    assert_int_equal(unlink(path), 0);
}
