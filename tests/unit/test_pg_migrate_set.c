/* What a set of migrations must be before anything of it runs. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg/migrate_priv.h"
#include "support/test.h"

static const char *refusal_of(const struct jalon_migration_set *set)
{
    static struct jalon_err err;
    struct jalon_migrate_files files;
    err = (struct jalon_err){0};
    int ret = jalon_migrate_files_read(set, false, &files, &err);
    jalon_migrate_files_done(&files);
    assert_int_equal(ret == 0, err.kind == JALON_ERR_NONE);
    return err.message[JALON_EN];
}

/* The refusal of one file with these bytes and the right checksum; "" when it is accepted. */
static const char *refusal_of_bytes(const char *name, const char *text, size_t length)
{
    const struct jalon_migrate_hex sum = jalon_migrate_sha256(text, length);
    const struct jalon_migration file = {name, text, length, sum.text};
    return refusal_of(&(struct jalon_migration_set){&file, 1});
}

static const char *refusal_of_text(const char *name, const char *text)
{
    return refusal_of_bytes(name, text, strlen(text));
}

static const char *refusal_of_names(const char *first, const char *second)
{
    static const char text[] = "SELECT 1;\n";
    const struct jalon_migrate_hex sum = jalon_migrate_sha256(text, strlen(text));
    const struct jalon_migration files[] = {{first, text, strlen(text), sum.text},
                                            {second, text, strlen(text), sum.text}};
    return refusal_of(&(struct jalon_migration_set){files, 2});
}

TEST(a_sound_file_is_accepted)
{
    assert_string_equal(refusal_of_text("0001_x.sql", "SELECT 'é';\n"), "");
    assert_string_equal(refusal_of_text("R_x.sql", "-- jalon: owner audit\nSELECT 1;\n"), "");
}

TEST(the_embedded_set_is_accepted)
{
    assert_string_equal(refusal_of(&jalon_migrations), "");
}

TEST(a_strange_name_is_refused)
{
    static const char *const names[] = {"1_x.sql",      "0000_x.sql",  "00001_x.sql",  "0001-x.sql",
                                        "0001_X.sql",   "0001_.sql",   "0001_x.txt",   "r_x.sql",
                                        "R_.sql",       "0001_x.sqlx", "0001_x y.sql", "",
                                        "../0001_x.sql"};
    for (size_t i = 0; i < JALON_COUNT(names); i++) {
        assert_non_null(strstr(refusal_of_text(names[i], "SELECT 1;\n"), "name refused"));
    }
}

TEST(g11_odd_bytes_are_refused)
{
    const char *name = "0001_x.sql";
    assert_non_null(strstr(refusal_of_text(name, "SELECT 1;\r\n"), "CRLF"));
    assert_non_null(strstr(refusal_of_text(name, "\xef\xbb\xbfSELECT 1;\n"), "byte order mark"));
    assert_non_null(strstr(refusal_of_bytes(name, "SELECT\0 1;\n", 11), "NUL"));
    assert_non_null(strstr(refusal_of_text(name, "SELECT 1;"), "line feed"));
    assert_non_null(strstr(refusal_of_text(name, ""), "line feed"));
}

TEST(g11_more_than_one_mebibyte_is_refused)
{
    size_t limit = 1 << 20;
    JALON_AUTO(jalon_freep) char *text = jalon_alloc(limit + 2);
    memset(text, '\n', limit + 1);
    assert_string_equal(refusal_of_bytes("0001_x.sql", text, limit), "");
    assert_non_null(strstr(refusal_of_bytes("0001_x.sql", text, limit + 1), "larger than 1 MiB"));
}

TEST(a_text_that_differs_from_its_sum_is_refused)
{
    const struct jalon_migration file = {"0001_x.sql", "SELECT 1;\n", 10, "00"};
    assert_non_null(strstr(refusal_of(&(struct jalon_migration_set){&file, 1}), "SUMS"));
}

TEST(only_known_directives_in_the_first_line_are_accepted)
{
    assert_non_null(
        strstr(refusal_of_text("0001_x.sql", "-- jalon: no-transaction\nSELECT 1;\n"),
               "unknown directive in migration 0001_x.sql: '-- jalon: no-transaction'"));
    assert_non_null(strstr(refusal_of_text("0001_x.sql", "-- jalon: owner audit x\n"), "unknown"));
    assert_non_null(strstr(refusal_of_text("0001_x.sql", "SELECT 1;\n-- jalon: owner audit\n"),
                           "elsewhere than in its first line"));
}

TEST(numbers_are_used_once_and_ascend)
{
    assert_string_equal(refusal_of_names("0001_x.sql", "0002_a.sql"), "");
    assert_string_equal(refusal_of_names("0001_x.sql", "R_a.sql"), "");
    assert_non_null(strstr(refusal_of_names("0001_a.sql", "0001_b.sql"), "have the same number"));
    assert_non_null(strstr(refusal_of_names("0002_a.sql", "0001_b.sql"), "does not come after"));
    assert_non_null(strstr(refusal_of_names("R_a.sql", "0001_b.sql"), "does not come after"));
    assert_non_null(strstr(refusal_of_names("R_a.sql", "R_a.sql"), "does not come after"));
}

TEST(the_chain_depends_on_every_part)
{
    const struct jalon_migrate_hex a = jalon_migrate_sha256("a", 1);
    const struct jalon_migrate_hex first =
        jalon_migrate_chain(jalon_migrate_chain_start, 1, a.text);
    /* printf '%064d%08x%s' 0 1 "$(printf a | sha256sum | cut -c1-64)" | xxd -r -p | sha256sum */
    assert_string_equal(first.text,
                        "507c1c196ea3f6f1e862cf0f26997a1db031f900f89f048db2ffeeb932a97859");
    assert_string_not_equal(first.text, jalon_migrate_chain(first.text, 1, a.text).text);
    assert_string_not_equal(first.text,
                            jalon_migrate_chain(jalon_migrate_chain_start, 257, a.text).text);
    assert_string_not_equal(first.text,
                            jalon_migrate_chain(jalon_migrate_chain_start, 1, first.text).text);
}
