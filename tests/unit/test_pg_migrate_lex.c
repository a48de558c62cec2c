/* Splitting a migration into commands, and what one may not hold. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/migrate_priv.h"
#include "support/test.h"

static struct jalon_migration script(const char *text)
{
    return (struct jalon_migration){
        .name = "0001_fictional.sql", .text = text, .length = strlen(text)};
}

/* The lines of TEXT's commands, such as "1 4"; else the English refusal. */
static char *split(const char *text)
{
    struct jalon_str said = {0};
    struct jalon_err err;
    struct jalon_migrate_commands commands;
    const struct jalon_migration file = script(text);
    bool refused = jalon_migrate_lex(&file, false, &commands, &err) != 0;
    jalon_str_add(&said, refused ? err.message[JALON_EN] : "");
    for (size_t i = 0; !refused && i < commands.n; i++) {
        jalon_str_addf(&said, "%s%d", i > 0 ? " " : "", commands.lines[i]);
    }
    jalon_migrate_commands_done(&commands);
    return jalon_str_take(&said);
}

static void assert_split(const char *text, const char *wanted)
{
    JALON_AUTO(jalon_freep) char *said = split(text);
    assert_string_equal(said, wanted);
}

static void assert_forbidden(const char *text, const char *what, const char *line)
{
    char wanted[256];
    snprintf(wanted, sizeof wanted, "migration 0001_fictional.sql holds '%s', line %s", what, line);
    assert_split(text, wanted);
}

TEST(commands_are_counted_by_the_line_they_start_on)
{
    assert_split("", "");
    assert_split("-- nothing\n/* at all */\n", "");
    assert_split("SELECT 1;\n\n-- two\nSELECT\n2;;\n ;SELECT 3", "1 4 6");
    assert_split("SELECT 1; SELECT 2;\nSELECT 3;", "1 1 2");
}

TEST(a_semicolon_in_quotes_does_not_end_a_command)
{
    assert_split("SELECT ';''\n;', \";\"\";\";\nSELECT 2;", "1 3");
    assert_split("SELECT E'\\';\n', e'\\\\';\nSELECT 2;", "1 3");
    assert_split("SELECT 'a\\';\nSELECT 2;", "1 2");
    assert_split("SELECT $$ ; ' $x$ \n $$;\nSELECT 2;", "1 3");
    assert_split("SELECT $a_1$ $$ ; $a$ \n $a_1$;\nSELECT 2;", "1 3");
}

TEST(a_dollar_in_a_name_or_a_parameter_opens_no_quote)
{
    assert_split("SELECT a$b$ FROM t;\nSELECT 2;", "1 2");
    assert_split("PREPARE p AS SELECT $1, $2;\nSELECT 2;", "1 2");
}

TEST(comments_nest_and_hide_semicolons)
{
    assert_split("/* a /* ; */ ; */ SELECT 1; -- ; '\nSELECT 2;", "1 2");
}

TEST(a_body_of_sql_is_one_command)
{
    assert_split("CREATE OR REPLACE FUNCTION jalon.f() RETURNS int\nBEGIN ATOMIC\n"
                 "  SELECT CASE WHEN true THEN 1 END;\n  SELECT 2;\nEND;\nSELECT 3;",
                 "1 6");
    assert_split("CREATE PROCEDURE jalon.p()\nBEGIN ATOMIC\n SELECT 1;\nEND;\nDO $$ "
                 "BEGIN COMMIT; END $$;",
                 "1 5");
    assert_split("CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2);\nSELECT 3;", "1 2");
}

TEST(transaction_commands_are_refused_with_their_line)
{
    assert_forbidden("SELECT 1;\nCOMMIT;\n", "COMMIT", "2");
    assert_forbidden("begin", "BEGIN", "1");
    assert_forbidden("SELECT 1;\n/* x */ Start\nTRANSACTION;", "START", "2");
    assert_forbidden("END", "END", "1");
    assert_forbidden("ABORT;", "ABORT", "1");
    assert_forbidden("\nROLLBACK TO x;", "ROLLBACK", "2");
    assert_forbidden("SAVEPOINT x;", "SAVEPOINT", "1");
    assert_forbidden("RELEASE x;", "RELEASE", "1");
    assert_forbidden("PREPARE/**/TRANSACTION 'x';", "PREPARE TRANSACTION", "1");
}

TEST(a_change_of_role_is_refused)
{
    assert_forbidden("SET ROLE jalon_reader;", "SET ROLE", "1");
    assert_forbidden("set local role none;", "SET ROLE", "1");
    assert_forbidden("RESET ROLE;", "SET ROLE", "1");
    assert_forbidden("SET SESSION AUTHORIZATION x;", "SET SESSION AUTHORIZATION", "1");
    assert_forbidden("SET LOCAL SESSION AUTHORIZATION x;", "SET SESSION AUTHORIZATION", "1");
    assert_split("SET LOCAL lock_timeout = '1s';", "1");
    assert_split("ALTER DEFAULT PRIVILEGES FOR ROLE r GRANT SELECT ON TABLES TO x;", "1");
}

TEST(what_needs_psql_is_refused)
{
    assert_forbidden("COPY t FROM\nSTDIN;", "COPY FROM STDIN", "1");
    assert_forbidden("COPY (SELECT 1 FROM x) TO stdout;", "COPY TO STDOUT", "1");
    assert_forbidden("SELECT 1;\n\\i other.sql\n", "\\", "2");
    assert_split("COPY t FROM '/fictional/stdin';", "1");
    assert_split("SELECT E'\\\\i', '\\i';", "1");
}

TEST(forbidden_words_elsewhere_are_fine)
{
    assert_split("SELECT begin, \"commit\" FROM rollback;", "1");
    assert_split("DO $$ BEGIN ROLLBACK; END $$;", "1");
    assert_split("-- COMMIT;\nSELECT 'COMMIT;';", "2");
}

TEST(what_is_not_closed_is_refused_with_its_line)
{
    static const char *const open[] = {"SELECT 1;\nSELECT 'a;\n", "SELECT 1;\nSELECT \"a;\n",
                                       "SELECT 1;\nSELECT $x$ $$\n", "SELECT 1;\n/* /* */ ;\n",
                                       "SELECT 1;\nSELECT E'\\'"};
    for (size_t i = 0; i < JALON_COUNT(open); i++) {
        assert_split(open[i], "migration 0001_fictional.sql opens a text or comment "
                              "in line 2 and does not close it");
    }
}

TEST(a_nul_or_a_lone_backslash_at_the_end_is_no_overrun)
{
    const struct jalon_migration cut = {.name = "x", .text = "SELECT E'\\", .length = 10};
    struct jalon_err err;
    struct jalon_migrate_commands commands;
    assert_int_equal(jalon_migrate_lex(&cut, false, &commands, &err), -1);
    jalon_migrate_commands_done(&commands);
}

TEST(unchecked_files_are_only_split)
{
    struct jalon_err err;
    struct jalon_migrate_commands commands;
    const struct jalon_migration file = script("SELECT 1;\nCOMMIT;\nBEGIN;");
    assert_done(jalon_migrate_lex(&file, true, &commands, &err), &err);
    assert_int_equal(commands.n, 3);
    jalon_migrate_commands_done(&commands);
}
