/* What a set of migrations must be before anything of it runs. */
#include <stdio.h>
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
    assert_non_null(strstr(refusal_of_text(name, "SELECT '\xe9';\n"), "is not UTF-8"));
    assert_non_null(strstr(refusal_of_text(name, "SELECT '\xc0\xaf';\n"), "is not UTF-8"));
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
    JALON_AUTO(jalon_freep) char *twice = jalon_alloc(2 * limit + 2);
    memset(twice, '\n', 2 * limit + 1);
    assert_non_null(
        strstr(refusal_of_bytes("0001_x.sql", twice, 2 * limit + 1), "larger than 1 MiB"));
}

TEST(a_text_that_differs_from_its_sum_is_refused)
{
    const struct jalon_migration file = {"0001_x.sql", "SELECT 1;\n", 10, "00"};
    assert_non_null(strstr(refusal_of(&(struct jalon_migration_set){&file, 1}), "SUMS"));
}

TEST(an_unknown_directive_is_refused_with_its_line)
{
    assert_string_equal(
        refusal_of_text("0001_x.sql", "-- jalon: data\n-- jalon: transaction\nSELECT 1;\n"),
        "unknown directive in migration 0001_x.sql, line 2: '-- jalon: transaction'");
    static const char *const texts[] = {"-- jalon: owner audit x\n",
                                        "-- jalon: owner\n",
                                        "-- jalon:data\n",
                                        "-- jalon: data 1\n",
                                        "-- jalon: lock-timeout\n",
                                        "-- jalon: lock-timeout 5h\n",
                                        "-- jalon: lock-timeout 0s\n",
                                        "-- jalon: lock-timeout s\n",
                                        "-- jalon: requires-client 1\n",
                                        "-- jalon: requires-client 1.2.3\n",
                                        "-- jalon: requires-client .2\n",
                                        "-- jalon: no-transaction yes\n"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_non_null(strstr(refusal_of_text("0001_x.sql", texts[i]), "unknown directive"));
    }
}

TEST(a_directive_below_the_first_lines_is_refused)
{
    assert_non_null(strstr(refusal_of_text("0001_x.sql", "SELECT 1;\n-- jalon: owner audit\n"),
                           "elsewhere than in its first lines"));
    assert_string_equal(
        refusal_of_text("0001_x.sql",
                        "SELECT 1;\n-- jalon: lint-ignore rewrite small\nSELECT 2;\n"),
        "");
    assert_non_null(
        strstr(refusal_of_text("0001_x.sql", "SELECT 1;\n-- jalon: lint-ignore rewrite\n"),
               "unknown directive in migration 0001_x.sql, line 2"));
}

TEST(directives_say_how_a_file_is_run)
{
    static const char text[] = "-- jalon: owner audit\n-- jalon: lock-timeout 300ms\n"
                               "-- jalon: data\n-- jalon: requires-client 1.4\nSELECT 1;\n";
    const struct jalon_migrate_hex sum = jalon_migrate_sha256(text, strlen(text));
    const struct jalon_migration source = {"0001_x.sql", text, strlen(text), sum.text};
    struct jalon_err err;
    struct jalon_migrate_files files;
    assert_int_equal(
        jalon_migrate_files_read(&(struct jalon_migration_set){&source, 1}, false, &files, &err),
        0);
    assert_true(files.files[0].audit && files.files[0].data);
    assert_false(files.files[0].no_transaction);
    assert_string_equal(files.files[0].lock_timeout, "300ms");
    assert_string_equal(files.files[0].requires_client, "1.4");
    jalon_migrate_files_done(&files);
}

TEST(without_a_transaction_a_file_holds_one_command_that_can_run_again)
{
    const char *name = "0001_x.sql";
    assert_string_equal(refusal_of_text(name,
                                        "-- jalon: no-transaction\n-- why\nCREATE UNIQUE INDEX"
                                        " CONCURRENTLY IF NOT EXISTS i ON jalon.x (id);\n"),
                        "");
    assert_string_equal(refusal_of_text(name, "-- jalon: no-transaction\nVACUUM jalon.x;\n"), "");
    assert_non_null(
        strstr(refusal_of_text(name, "-- jalon: no-transaction\nSELECT 1;\nSELECT 2;\n"),
               "holds 2 commands instead of one"));
    assert_non_null(
        strstr(refusal_of_text(name, "-- jalon: no-transaction\n"), "holds 0 commands"));
    assert_non_null(strstr(refusal_of_text("R_x.sql", "-- jalon: no-transaction\nSELECT 1;\n"),
                           "is repeatable"));
    static const char *const once[] = {
        "CREATE INDEX CONCURRENTLY i ON jalon.x (id);\n",
        "CREATE INDEX IF NOT EXISTS i ON jalon.x (id);\n",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON x (id);\n",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS ON jalon.x (id);\n"};
    for (size_t i = 0; i < JALON_COUNT(once); i++) {
        char text[200];
        (void)snprintf(text, sizeof text, "-- jalon: no-transaction\n%s", once[i]);
        assert_non_null(strstr(refusal_of_text(name, text), "could not be run again"));
    }
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
