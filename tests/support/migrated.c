/* Fills the template of the throw-away cluster. */
#include "support/migrated.h"

#include <stdio.h>

#include "pg/bootstrap.h"
#include "pg/db.h"
#include "pg/migrate.h"
#include "support/cluster.h"

static int complain(const struct jalon_err *err)
{
    fprintf(stderr, "template: %s\n", err->message[JALON_EN]);
    return -1;
}

static int bootstrap(const char *conninfo)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    if (jalon_db_open(&options, &db, &err) != 0 || jalon_bootstrap(db, &err) != 0) {
        return complain(&err);
    }
    return 0;
}

int test_migrate(const char *conninfo)
{
    struct jalon_err err = {0};
    struct jalon_migrate_report report;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    const struct jalon_migrate_options plain = {0};
    if (jalon_db_open(&options, &db, &err) != 0 || jalon_bootstrap(db, &err) != 0 ||
        jalon_migrate_up(db, &jalon_migrations, &plain, &report, &err) != 0) {
        return complain(&err);
    }
    return 0;
}

int test_migrated(void **state)
{
    (void)state;
    test_template_prepare(test_migrate);
    return 0;
}

int test_bootstrapped(void **state)
{
    (void)state;
    test_template_prepare(bootstrap);
    return 0;
}
