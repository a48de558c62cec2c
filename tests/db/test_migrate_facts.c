/* Fingerprints: what a run of migrations leaves in the catalogue, and what it does not. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "fiction.h"
#include "support/migrated.h"

SETUP_GROUP(test_bootstrapped);

TEST(g16_a_dry_run_runs_everything_and_leaves_nothing)
{
    struct fiction set;
    struct jalon_err err;
    struct jalon_migrate_report report;
    const struct jalon_migrate_options dry = {.dry_run = true};
    const char *conninfo = test_database_conninfo(NULL);
    const char *before = everything(conninfo);
    assert_done(up_with(conninfo, ordinary(&set), &dry, &report, &err), &err);
    assert_int_equal(report.n_applied, 3);
    assert_int_equal(report.n_repeated, 2);
    assert_string_equal(everything(conninfo), before);
    put(&set, "0003_third.sql", "SELECT 1/0;\n");
    assert_int_equal(up_with(conninfo, &set, &dry, &report, &err), -1);
    assert_string_equal(everything(conninfo), before);
}

static const char *notes(const char *conninfo)
{
    return test_sql(conninfo, "SELECT md5(coalesce(string_agg(f::text, E'\\n' ORDER BY fact), '')),"
                              " obj_description('jalon_migrate'::regnamespace, 'pg_namespace')"
                              " FROM jalon_migrate.fact f");
}

static int up_embedded(const char *conninfo, bool dry_run)
{
    struct jalon_err err;
    struct jalon_migrate_report report;
    const struct jalon_migrate_options options = {.dry_run = dry_run};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    assert_done(jalon_migrate_up(db, &jalon_migrations, &options, &report, &err), &err);
    return (int)(report.n_applied + report.n_repeated);
}

TEST(g16_a_dry_run_leaves_fingerprint_history_and_notes_as_they_were)
{
    const char *conninfo = test_database_conninfo(NULL);
    const char *history = everything(conninfo);
    const char *noted = notes(conninfo);
    struct jalon_migrate_hex catalogue = fingerprint(conninfo);
    assert_int_equal(up_embedded(conninfo, true), (int)jalon_migrations.n);
    assert_string_equal(everything(conninfo), history);
    assert_string_equal(notes(conninfo), noted);
    assert_string_equal(fingerprint(conninfo).text, catalogue.text);
    assert_int_equal(up_embedded(conninfo, false), (int)jalon_migrations.n);
    assert_string_not_equal(fingerprint(conninfo).text, catalogue.text);
    catalogue = fingerprint(conninfo);
    assert_int_equal(up_embedded(conninfo, true), 0);
    assert_string_equal(fingerprint(conninfo).text, catalogue.text);
}

/* As a file for new databases would be made: of the schemas as they stand, not of their history. */
TEST(g14_a_schema_made_at_once_has_the_fingerprint_of_its_migrations)
{
    const char *replayed = test_database_conninfo(NULL);
    const char *at_once = test_database_conninfo(NULL);
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    up_embedded(replayed, false);
    assert_string_equal(test_sql(at_once, "DROP SCHEMA jalon; DROP SCHEMA audit"), "");
    assert_string_not_equal(fingerprint(at_once).text, fingerprint(replayed).text);
    jalon_str_addf(&command,
                   "'%s/pg_dump' -Fc --schema-only -n jalon -n audit -d \"%s\" |"
                   " '%s/pg_restore' --exit-on-error -d \"%s\"",
                   JALON_POSTGRES_BINDIR, replayed, JALON_POSTGRES_BINDIR, at_once);
    FILE *copy = popen(jalon_str_text(&command), "r");
    assert_non_null(copy);
    assert_int_equal(pclose(copy), 0);
    assert_string_equal(fingerprint(at_once).text, fingerprint(replayed).text);
}
