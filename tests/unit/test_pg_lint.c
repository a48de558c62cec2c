/* What is unsafe on a database in use, rule by rule, and where it does not matter. */
#include "pg/lint.h"

#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/migrate.h"
#include "support/test.h"

static void add(void *context, const struct jalon_lint_finding *finding)
{
    struct jalon_str *text = context;
    assert_int_equal(finding->err.kind, JALON_ERR_CHECK);
    assert_int_not_equal(finding->err.hint[JALON_EN][0], '\0');
    jalon_str_addf(text, "%s%s:%zu %s", text->length > 0 ? "; " : "", finding->file, finding->line,
                   finding->rule);
}

/* "a.sql:2 rewrite" for each finding in FIRST, then in SECOND (NULL: none). */
static void assert_found(const char *first, const char *second, const char *wanted)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    const struct jalon_migration files[] = {
        {"a.sql", first, strlen(first), NULL},
        {"b.sql", second, second != NULL ? strlen(second) : 0, NULL}};
    const struct jalon_migration_set set = {files, second != NULL ? 2 : 1};
    jalon_lint(&set, &(struct jalon_lint_reader){add, &text});
    if (strcmp(jalon_str_text(&text), wanted) != 0) {
        fail_msg("in\n%s%s\nthe lint finds '%s' instead of '%s'", first,
                 second != NULL ? second : "", jalon_str_text(&text), wanted);
    }
}

/* RULE is broken by SQL on a table in use, and not when the file makes the table. */
static void assert_rule(const char *sql, const char *rule)
{
    JALON_AUTO(jalon_str_done) struct jalon_str made = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    jalon_str_addf(&made, "CREATE TABLE jalon.x (id integer);\n%s", sql);
    jalon_str_addf(&wanted, rule[0] != '\0' ? "a.sql:1 %s" : "%s", rule);
    assert_found(sql, NULL, jalon_str_text(&wanted));
    assert_found(jalon_str_text(&made), NULL, "");
}

TEST(the_migrations_of_this_program_pass)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_lint(&jalon_migrations, &(struct jalon_lint_reader){add, &text});
    assert_string_equal(jalon_str_text(&text), "");
}

TEST(an_index_on_a_table_in_use_is_made_concurrently)
{
    assert_rule("CREATE INDEX i ON jalon.x (id);\n", "index-concurrently");
    assert_rule("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON jalon.x (id);\n", "");
}

TEST(a_key_of_a_table_in_use_is_made_from_an_index)
{
    assert_rule("ALTER TABLE jalon.x ADD UNIQUE (id);\n", "unique-using-index");
    assert_rule("ALTER TABLE jalon.x ADD CONSTRAINT k PRIMARY KEY (id);\n", "unique-using-index");
    assert_rule("ALTER TABLE jalon.x ADD COLUMN y text UNIQUE;\n", "unique-using-index");
    assert_rule("ALTER TABLE jalon.x ADD CONSTRAINT k UNIQUE USING INDEX i;\n", "");
}

TEST(a_constraint_of_a_table_in_use_is_validated_afterwards)
{
    assert_rule("ALTER TABLE jalon.x ADD CHECK (id > 0);\n", "not-valid");
    assert_rule("ALTER TABLE jalon.x ADD FOREIGN KEY (id) REFERENCES jalon.y (id);\n", "not-valid");
    assert_rule("ALTER TABLE jalon.x ADD CONSTRAINT c CHECK (id > 0) NOT VALID;\n", "");
    assert_rule("ALTER TABLE jalon.x VALIDATE CONSTRAINT c;\n", "");
}

TEST(a_column_becomes_not_null_after_a_validated_check)
{
    static const char check[] =
        "ALTER TABLE jalon.x ADD CONSTRAINT c CHECK (id IS NOT NULL) NOT VALID;\n";
    static const char validation[] = "ALTER TABLE jalon.x VALIDATE CONSTRAINT c;\n"
                                     "ALTER TABLE jalon.x ALTER id SET NOT NULL;\n";
    assert_rule("ALTER TABLE jalon.x ALTER id SET NOT NULL;\n", "not-null");
    assert_found(check, validation, "");
    assert_found(check, "ALTER TABLE jalon.x ALTER id SET NOT NULL;\n", "b.sql:1 not-null");
    assert_found(check,
                 "ALTER TABLE jalon.x VALIDATE CONSTRAINT c;\n"
                 "ALTER TABLE jalon.x ALTER other SET NOT NULL;\n",
                 "b.sql:2 not-null");
}

TEST(a_new_column_does_not_write_all_rows_anew)
{
    static const char *const rewriting[] = {
        "ALTER TABLE jalon.x ADD y uuid DEFAULT gen_random_uuid();\n",
        "ALTER TABLE jalon.x ADD y text DEFAULT 'a' || jalon.next_code();\n",
        "ALTER TABLE jalon.x ADD y timestamptz DEFAULT pg_catalog.clock_timestamp();\n",
        "ALTER TABLE jalon.x ADD y bigint GENERATED ALWAYS AS IDENTITY;\n",
        "ALTER TABLE jalon.x ADD y text GENERATED ALWAYS AS (lower(z)) STORED;\n",
        "ALTER TABLE jalon.x ADD y bigserial;\n"};
    for (size_t i = 0; i < JALON_COUNT(rewriting); i++) {
        assert_rule(rewriting[i], "rewrite");
    }
    assert_rule("ALTER TABLE jalon.x ADD y timestamptz NOT NULL DEFAULT now();\n", "");
    assert_rule("ALTER TABLE jalon.x ADD y text DEFAULT 'gen_random_uuid()';\n", "");
}

TEST(types_are_not_altered)
{
    assert_rule("ALTER TABLE jalon.x ALTER id TYPE bigint;\n", "alter-type");
    assert_found("ALTER TYPE jalon.t ADD VALUE 'more';\n", NULL, "a.sql:1 alter-type");
    assert_found("ALTER TYPE jalon.t ADD ATTRIBUTE more text;\n", NULL, "a.sql:1 alter-type");
}

TEST(a_function_with_its_owners_rights_pins_its_search_path)
{
    static const char open[] = "-- why\nCREATE FUNCTION jalon.f() RETURNS integer LANGUAGE sql"
                               " SECURITY DEFINER %s AS 'SELECT 1';\n";
    static const struct {
        const char *path, *wanted;
    } cases[] = {{"", "a.sql:2 search-path"},
                 {"SET search_path = jalon", "a.sql:2 search-path"},
                 {"SET search_path = pg_temp, pg_catalog", "a.sql:2 search-path"},
                 {"SET search_path = pg_catalog, pg_temp", ""}};
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
        jalon_str_addf(&sql, "%.*s%s%s", (int)(strstr(open, "%s") - open), open, cases[i].path,
                       strstr(open, "%s") + 2);
        assert_found(jalon_str_text(&sql), NULL, cases[i].wanted);
    }
    assert_found("ALTER FUNCTION jalon.f() SECURITY DEFINER;\n", NULL, "a.sql:1 search-path");
    assert_found("ALTER FUNCTION jalon.f() RESET search_path;\n", NULL, "a.sql:1 search-path");
    assert_found("CREATE FUNCTION jalon.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';\n", NULL,
                 "");
}

TEST(nothing_is_everybodys_and_no_login_owns_a_function)
{
    assert_found("GRANT SELECT ON jalon.x TO jalon_reader,\n  PUBLIC;\n", NULL,
                 "a.sql:2 grant-public");
    assert_found("REVOKE ALL ON jalon.x FROM PUBLIC;\n", NULL, "");
    assert_found("ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;\n", NULL,
                 "a.sql:1 grant-public");
    assert_found("ALTER FUNCTION jalon.f() OWNER TO \"Camille\";\n", NULL, "a.sql:1 definer-owner");
    assert_found("ALTER FUNCTION jalon.f() OWNER TO jalon_audit_owner;\n", NULL, "");
}

TEST(a_line_before_the_command_accepts_one_rule)
{
    assert_found("SELECT 1;\n-- jalon: lint-ignore alter-type nobody reads it\n"
                 "ALTER TABLE jalon.x ALTER id TYPE bigint, ADD UNIQUE (id);\n"
                 "ALTER TABLE jalon.x ALTER id TYPE text;\n",
                 NULL, "a.sql:3 unique-using-index; a.sql:4 alter-type");
    assert_true(jalon_lint_is_rule("rewrite", 7));
    assert_false(jalon_lint_is_rule("syntax", 6));
    assert_false(jalon_lint_is_rule("rewriter", 8));
}

TEST(text_that_is_no_sql_is_found_with_its_line)
{
    assert_found("SELECT 'é';\nSELECT 1\n  FRON x;\n", NULL, "a.sql:3 syntax");
    assert_found("CREATE TABLE jalon.x (\n", NULL, "a.sql:2 syntax");
    assert_found("-- nothing\n", NULL, "");
}
