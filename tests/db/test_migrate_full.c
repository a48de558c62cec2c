/* A migration that meets a full disk: the database lies on one that is really small. */
#define _GNU_SOURCE
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/str.h"
#include "fiction.h"
#include "support/migrated.h"

static struct jalon_str disk; /* a folder of the cluster's, with a file system of its own */

/* Mounts are our own: the server, started later, sees them, and nobody else does. */
static int prepare(void **state)
{
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) {
        test_skip_program("a small disk takes the right to mount one (root)");
    }
    return test_bootstrapped(state);
}

static int clean_up(void **state)
{
    (void)state;
    if (disk.length > 0) {
        (void)umount2(jalon_str_text(&disk), MNT_DETACH);
    }
    jalon_str_done(&disk);
    return 0;
}

SETUP_GROUP(prepare);
TEARDOWN_GROUP(clean_up);

static void run(const char *conninfo, const char *format, const char *value)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    const char *mark = strchr(format, '@');
    jalon_str_addf(&sql, "%.*s%s%s", (int)(mark - format), format, value, mark + 1);
    assert_string_equal(test_sql(conninfo, jalon_str_text(&sql)), "");
}

/* A bootstrapped database on a disk of 24 MiB, of which it takes a third. */
static const char *database_on_small_disk(void)
{
    struct stat owner;
    JALON_AUTO(jalon_str_done) struct jalon_str options = {0};
    const char *name = test_database_new();
    const char *server = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    assert_int_equal(stat(test_cluster_socket(), &owner), 0);
    jalon_str_addf(&disk, "%s/small", test_cluster_socket());
    jalon_str_addf(&options, "size=24m,mode=0700,uid=%u,gid=%u", owner.st_uid, owner.st_gid);
    assert_int_equal(mkdir(jalon_str_text(&disk), 0700), 0);
    if (mount("none", jalon_str_text(&disk), "tmpfs", 0, jalon_str_text(&options)) != 0) {
        test_skip_program("a small disk takes the right to mount a tmpfs");
    }
    run(server, "CREATE TABLESPACE small LOCATION '@'", jalon_str_text(&disk));
    run(server, "ALTER DATABASE @ SET TABLESPACE small", name);
    return test_cluster_conninfo(TEST_SUPERUSER, name);
}

TEST(g10_a_full_disk_in_the_middle_of_a_migration_leaves_everything_as_it_was)
{
    struct fiction set = {0};
    struct jalon_err err;
    struct jalon_migrate_report report;
    const char *conninfo = database_on_small_disk();
    put(&set, "0001_x.sql", "CREATE TABLE jalon.x (text text);\n");
    assert_up(conninfo, &set, 1, 0);
    const char *before = everything(conninfo);
    struct jalon_migrate_hex catalogue = fingerprint(conninfo);
    put(&set, "0002_big.sql",
        "ALTER TABLE jalon.x ADD COLUMN id integer;\nCREATE TABLE jalon.y (text text, id integer);\n"
        "INSERT INTO jalon.y SELECT repeat('x', 2000), i FROM generate_series(1, 40000) i;\n");
    assert_int_equal(up_with(conninfo, &set, &plain, &report, &err), -1);
    assert_non_null(strstr(err.message[JALON_EN],
                           "migration 0002_big.sql was stopped in the command of line 3: the server"
                           " lacks resources during 'script': could not extend file"));
    assert_non_null(strstr(err.message[JALON_EN], "No space left on device"));
    assert_string_equal(err.sqlstate, "53100");
    assert_int_equal(jalon_err_exit_status(err.kind), 6);
    assert_int_equal(report.n_applied, 0);
    assert_string_equal(everything(conninfo), before);
    assert_string_equal(fingerprint(conninfo).text, catalogue.text);
    put(&set, "0002_big.sql", "CREATE TABLE jalon.y ();\n");
    assert_up(conninfo, &set, 1, 0);
}
