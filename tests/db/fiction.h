/* Made-up migrations on bootstrapped databases, and what a run of them left. */
#pragma once

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "pg/bootstrap.h"
#include "pg/db.h"
#include "pg/fact.h"
#include "pg/migrate.h"
#include "pg/migrate_priv.h"
#include "support/cluster.h"
#include "support/test.h"

enum { FILES_MAX = 8 };

/* A set made in a test. */
struct fiction {
    struct jalon_migration files[FILES_MAX];
    struct jalon_migrate_hex sums[FILES_MAX];
    size_t n;
};

static const struct jalon_migrate_options plain = {.client_version = "0.0.0-test"};

static inline void put(struct fiction *set, const char *name, const char *text)
{
    size_t i = 0;
    while (i < set->n && strcmp(set->files[i].name, name) != 0) {
        i++;
    }
    assert_true(i < FILES_MAX);
    set->n = i < set->n ? set->n : i + 1;
    set->sums[i] = jalon_migrate_sha256(text, strlen(text));
    set->files[i] = (struct jalon_migration){name, text, strlen(text), set->sums[i].text};
}

static inline struct jalon_migration_set set_of(const struct fiction *set)
{
    return (struct jalon_migration_set){set->files, set->n};
}

/* Three versioned files and two repeatable ones, one of each kind for the journal's owner. */
static inline struct fiction *ordinary(struct fiction *set)
{
    *set = (struct fiction){0};
    put(set, "0001_first.sql", "CREATE TABLE jalon.first (id integer);\n");
    put(set, "0002_second.sql", "-- jalon: owner audit\nCREATE TABLE audit.second (id integer);\n");
    put(set, "0003_third.sql", "CREATE TABLE jalon.third (id integer);\n");
    put(set, "R_1_functions.sql",
        "CREATE OR REPLACE FUNCTION jalon.answer() RETURNS integer\n"
        "BEGIN ATOMIC SELECT 1; SELECT 42; END;\n");
    put(set, "R_2_views.sql",
        "-- jalon: owner audit\n"
        "CREATE OR REPLACE VIEW audit.view AS SELECT id FROM audit.second;\n");
    return set;
}

static inline struct jalon_db *open_db(const char *conninfo)
{
    struct jalon_err err;
    struct jalon_db *db = NULL;
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

/* One `up` on a connection of its own. */
static inline int up_with(const char *conninfo, const struct fiction *set,
                          const struct jalon_migrate_options *options,
                          struct jalon_migrate_report *ret_report, struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    const struct jalon_migration_set files = set_of(set);
    return jalon_migrate_up(db, &files, options, ret_report, err);
}

static inline void assert_up(const char *conninfo, const struct fiction *set, size_t n_applied,
                             size_t n_repeated)
{
    struct jalon_err err;
    struct jalon_migrate_report report;
    assert_done(up_with(conninfo, set, &plain, &report, &err), &err);
    assert_int_equal(report.n_applied, n_applied);
    assert_int_equal(report.n_repeated, n_repeated);
}

/* Everything a migration could have changed, as one text. */
static inline const char *everything(const char *conninfo)
{
    return test_sql(conninfo, "SELECT string_agg(line, E'\n' ORDER BY line) FROM ("
                              " SELECT h::text AS line FROM jalon_migrate.history h"
                              " UNION ALL SELECT r::text FROM jalon_migrate.repeatable r"
                              " UNION ALL SELECT oid::text FROM pg_class WHERE relnamespace IN"
                              " ('jalon'::regnamespace, 'audit'::regnamespace)"
                              " UNION ALL SELECT oid || prosrc FROM pg_proc WHERE pronamespace IN"
                              " ('jalon'::regnamespace, 'audit'::regnamespace)) facts");
}

/* Of all that the catalogue says. */
static inline struct jalon_migrate_hex fingerprint(const char *conninfo)
{
    struct jalon_err err;
    struct jalon_facts facts = {0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_db(conninfo);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    assert_done(jalon_facts_read(db, &facts, &err), &err);
    for (size_t i = 0; i < facts.n; i++) {
        const char *value = facts.rows[i].value;
        jalon_str_addf(&text, "%s = %s\n", facts.rows[i].fact, value != NULL ? value : "");
    }
    jalon_facts_done(&facts);
    return jalon_migrate_sha256(jalon_str_text(&text), text.length);
}

static inline void assert_refused(const char *conninfo, const struct fiction *set,
                                  enum jalon_err_kind kind, const char *sentence)
{
    struct jalon_err err;
    struct jalon_migrate_report report;
    const char *before = everything(conninfo);
    assert_int_equal(up_with(conninfo, set, &plain, &report, &err), -1);
    assert_string_equal(err.message[JALON_EN], sentence);
    assert_int_equal(err.kind, kind);
    assert_int_equal(report.n_applied + report.n_repeated, 0);
    assert_string_equal(everything(conninfo), before);
}

/* `up` in a process of its own, which exits with 0 for success. */
static inline pid_t start_up(const char *conninfo, const struct fiction *set, bool with_bootstrap)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct jalon_err err;
        struct jalon_migrate_report report;
        struct jalon_db *db = open_db(conninfo);
        const struct jalon_migration_set files = set_of(set);
        bool ready = !with_bootstrap || jalon_bootstrap(db, &err) == 0;
        bool done = ready && jalon_migrate_up(db, &files, &plain, &report, &err) == 0;
        if (!done) {
            fprintf(stderr, "%s\n", err.message[JALON_EN]);
        }
        _exit(done ? 0 : 1);
    }
    return child;
}

static inline int end_of(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}
