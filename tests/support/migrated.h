/*
 * For programs of database tests: every test_database_new() holds the schema of this program.
 * It is made once, in the template that the databases are cloned from.
 */
#pragma once

/* For SETUP_GROUP, or to be called from the program's own group setup. */
int test_migrated(void **state);

/* The same with the bootstrap alone: roles, empty schemas, no migration. */
int test_bootstrapped(void **state);

/* What test_migrated() does to the template; 0: done. */
int test_migrate(const char *conninfo);
