/* Sealers with files of their own, and a database that somebody tampers with: for tests of the
 * sealed journal. Included once in a program. */
#pragma once

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/seal.h"
#include "base/mem.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

/* Files of sealers, in a folder of this program. */
static char folder[] = "/tmp/jalon-seal-XXXXXX";
static int n_sealers;

static int prepare(void **state)
{
    return mkdtemp(folder) && fixture_setup(state) == 0 ? 0 : -1;
}
SETUP_GROUP(prepare);

/* The status of a command of the shell. */
static int shell(const char *command)
{
    FILE *process = popen(command, "r");
    return process ? pclose(process) : -1;
}

static int clean(void **state)
{
    (void)state;
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_str_addf(&command, "rm -rf %s", folder);
    return shell(jalon_str_text(&command));
}
TEARDOWN_GROUP(clean);

struct sealer {
    char key[64], state[64];
    struct jalon_sealer_files files;
};

static void new_sealer(struct sealer *sealer)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str public = {0};
    int n = ++n_sealers;
    (void)snprintf(sealer->key, sizeof sealer->key, "%s/key-%d", folder, n);
    (void)snprintf(sealer->state, sizeof sealer->state, "%s/state-%d", folder, n);
    sealer->files = (struct jalon_sealer_files){sealer->key, sealer->state};
    assert_done(
        jalon_app_keygen("essai.example/contrats/1", JALON_KEY_LOG, sealer->key, &public, &err),
        &err);
}

static struct jalon_app app_of(const char *database)
{
    return (struct jalon_app){.db = fixture_open(database, FIXTURE_SEALER),
                              .programme_code = FIXTURE_PROGRAMME};
}

/* How many leaves were sealed: "4", or the name of the failure. */
static const char *try_seal(const char *database, const struct sealer *sealer, bool idle)
{
    static char answer[64];
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    JALON_AUTO(jalon_seal_report_done) struct jalon_seal_report report = {0};
    if (jalon_app_seal(&app, &sealer->files, idle, &report, &err) < 0) {
        (void)snprintf(answer, sizeof answer, "%s", err.key);
    } else {
        (void)snprintf(answer, sizeof answer, "%llu",
                       (unsigned long long)(report.size - report.first));
    }
    return answer;
}

static const char *ask(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), sql);
}

/* Does what only a superuser can who takes the protections away. */
JALON_UNUSED static void tamper(const char *database, const char *table, const char *change)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "ALTER TABLE %s DISABLE TRIGGER ALL; %s; ALTER TABLE %s ENABLE ALWAYS"
                   " TRIGGER append_only; ALTER TABLE %s ENABLE ALWAYS TRIGGER"
                   " append_only_whole",
                   table, change, table, table);
    const char *answer = ask(database, jalon_str_text(&sql));
    assert_null(strstr(answer, "ERROR"));
}

/* "" when every entry has one leaf, the leaves are without holes, the order of each subject is that
 * of its chain, and the tree is that of the leaves. */
JALON_UNUSED static const char *wrong_order(const char *database)
{
    return ask(database,
               "SELECT concat_ws(' ',"
               " CASE WHEN EXISTS (SELECT FROM audit.entry e LEFT JOIN audit.leaf f ON f.entry_id ="
               "  e.id LEFT JOIN audit.pending p ON p.entry_id = e.id WHERE (f.idx IS NULL) ="
               "  (p.entry_id IS NULL)) THEN 'lost' END,"
               " CASE WHEN (SELECT count(*) FROM audit.leaf) <> (SELECT size FROM audit.log) OR"
               "  (SELECT max(idx) + 1 FROM audit.leaf) <> (SELECT size FROM audit.log)"
               "  THEN 'holes' END,"
               " CASE WHEN EXISTS (SELECT FROM (SELECT e.seq, row_number() OVER (PARTITION BY"
               "  e.subject ORDER BY f.idx) AS n FROM audit.leaf f JOIN audit.entry e ON e.id ="
               "  f.entry_id) o WHERE o.seq <> o.n) THEN 'disorder' END)");
}
