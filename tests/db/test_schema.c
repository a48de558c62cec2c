/*
 * The schema after all migrations is the one that reviewers saw: tests/db/schema.golden.sql.
 * Bodies of functions are left out; they stand in migrations/R_*.sql.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/test.h"

static const char golden[] = TEST_GOLDEN;

SETUP_GROUP(test_migrated);

static bool starts_with(const char *line, const char *start)
{
    return strncmp(line, start, strlen(start)) == 0;
}

/* Lines that say nothing about the schema, or differ between runs and releases of pg_dump. */
static bool is_noise(const char *line)
{
    static const char *const starts[] = {"-- Dumped",
                                         "-- Name:",
                                         "-- PostgreSQL database dump",
                                         "SET ",
                                         "COMMENT ON SCHEMA jalon_migrate ",
                                         "SELECT pg_catalog.set_config",
                                         "\\restrict",
                                         "\\unrestrict"};
    for (size_t i = 0; i < JALON_COUNT(starts); i++) {
        if (starts_with(line, starts[i])) {
            return true;
        }
    }
    return strcmp(line, "--") == 0;
}

/* The opening quote of a body at the end of `    AS $$…`, NULL: there is none. */
static const char *body_quote(const char *line)
{
    const char *quote = starts_with(line, "    AS $") ? strchr(line, '$') : NULL;
    return quote != NULL && strchr(quote + 1, '$') != NULL ? quote : NULL;
}

struct dump {
    struct jalon_str text;
    struct jalon_str closing; /* what ends the body that is left out; empty outside */
    bool blank;               /* the last line was blank */
};

static void add_line(struct dump *dump, const char *line)
{
    bool blank = line[0] == '\0';
    if (!blank || !dump->blank) {
        bool tab = line[0] == '\t';
        jalon_str_addf(&dump->text, "%s%s\n", tab ? "    " : "", line + tab);
    }
    dump->blank = blank;
}

static bool ends_with(const char *line, const char *end)
{
    size_t length = strlen(line);
    return length >= strlen(end) && strcmp(line + length - strlen(end), end) == 0;
}

static void take_line(struct dump *dump, char *line)
{
    size_t length = strlen(line);
    while (length > 0 && strchr(" \t\n", line[length - 1]) != NULL) {
        line[--length] = '\0';
    }
    if (dump->closing.length > 0) {
        if (ends_with(line, dump->closing.text)) {
            jalon_str_clear(&dump->closing);
        }
        return;
    }
    const char *quote = body_quote(line);
    if (quote != NULL) {
        size_t tag = (size_t)(strchr(quote + 1, '$') - quote) + 1;
        jalon_str_add_bytes(&dump->closing, quote, tag);
        jalon_str_add(&dump->closing, ";");
        if (ends_with(quote + tag, dump->closing.text)) {
            jalon_str_clear(&dump->closing);
        }
        add_line(dump, "    AS …;");
    } else if (!is_noise(line)) {
        add_line(dump, line);
    }
}

/* The schema of a fresh database; the caller frees it. */
static char *schema(void)
{
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    struct dump dump = {.blank = true};
    jalon_str_addf(&command, "LC_ALL=C '%s/pg_dump' --schema-only -d \"%s\"", JALON_POSTGRES_BINDIR,
                   test_database_conninfo(NULL));
    FILE *in = popen(jalon_str_text(&command), "r");
    assert_non_null(in);
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, in) >= 0) {
        take_line(&dump, line);
    }
    free(line);
    assert_int_equal(pclose(in), 0);
    assert_int_equal(dump.closing.length, 0);
    jalon_str_done(&dump.closing);
    return jalon_str_take(&dump.text);
}

static char *read_file(const char *path)
{
    struct jalon_str text = {0};
    FILE *in = fopen(path, "r");
    char bytes[4096];
    for (size_t n = 0; in != NULL && (n = fread(bytes, 1, sizeof bytes, in)) > 0;) {
        jalon_str_add_bytes(&text, bytes, n);
    }
    if (in != NULL) {
        fclose(in);
    }
    jalon_str_add(&text, "");
    return jalon_str_take(&text);
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    if (out == NULL || fputs(text, out) < 0 || fclose(out) != 0) {
        fail_msg("%s: %s", path, strerror(errno));
    }
}

/* The number of the first line that differs, 0 when none does; both texts start there. */
static int first_difference(const char **a, const char **b)
{
    for (int line = 1; **a != '\0' || **b != '\0'; line++) {
        size_t in_a = strcspn(*a, "\n");
        size_t in_b = strcspn(*b, "\n");
        if (in_a != in_b || strncmp(*a, *b, in_a) != 0) {
            return line;
        }
        *a += in_a + ((*a)[in_a] == '\n');
        *b += in_b + ((*b)[in_b] == '\n');
    }
    return 0;
}

TEST(the_schema_is_the_one_that_was_reviewed)
{
    JALON_AUTO(jalon_freep) char *actual = schema();
    if (getenv("JALON_UPDATE_GOLDEN") != NULL) {
        write_file(golden, actual);
    }
    JALON_AUTO(jalon_freep) char *wanted = read_file(golden);
    const char *a = actual;
    const char *w = wanted;
    int line = first_difference(&a, &w);
    if (line != 0) {
        fail_msg("tests/db/schema.golden.sql, line %d: the migrations make\n  %.*s\ninstead of\n"
                 "  %.*s\nIf that is meant, update it and review the difference:\n"
                 "  JALON_UPDATE_GOLDEN=1 meson test -C build test_schema",
                 line, (int)strcspn(a, "\n"), a, (int)strcspn(w, "\n"), w);
    }
}

TEST(making_the_schema_again_gives_the_same_text)
{
    JALON_AUTO(jalon_freep) char *first = schema();
    JALON_AUTO(jalon_freep) char *second = schema();
    assert_string_equal(first, second);
    assert_non_null(strstr(first, "CREATE TABLE audit.entry"));
}
