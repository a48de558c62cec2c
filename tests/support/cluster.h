/*
 * A throw-away PostgreSQL for one test program: started on first use, reached only through a Unix
 * socket in a private folder, trusting whoever can open it, gone when the program ends in
 * whatever way. Every returned text is valid until the program ends. A cluster that cannot be
 * made aborts the program; missing server programs make it exit with 77 (skipped).
 */
#pragma once

#include <libpq-fe.h>
#include <stdbool.h>

#define TEST_SUPERUSER "jalon_superuser"

/* fsync is off unless this is called before the first use: for tests of durability. */
void test_cluster_durable(void);

/* The folder of the socket; starts the cluster. */
const char *test_cluster_socket(void);

/* Keywords that log USER into DBNAME, whatever the environment says. */
const char *test_cluster_conninfo(const char *user, const char *dbname);

/*
 * A fresh database, cloned from the template: its name. The template is empty unless
 * test_template_prepare() gave a function that fills it (0: done); that one is called once, with
 * the conninfo of the template for the superuser, before the first test_database_new(). Owner,
 * grants and settings of the template database itself are cloned too.
 */
const char *test_database_new(void);
void test_template_prepare(int (*prepare)(const char *conninfo));

/* The same as a conninfo for USER; NULL: the superuser. */
const char *test_database_conninfo(const char *user);

/* SIGKILL to the postmaster; start it again and wait until it accepts connections. */
void test_cluster_crash(void);
void test_cluster_restart(void);
const char *test_cluster_log(void); /* path of the server's log */

/*
 * Raw access. The text of a result: rows by newline, columns by '|', null as "NULL"; of several
 * commands the last. An error is "ERROR 42501 permission denied for table x".
 */
const char *test_sql(const char *conninfo, const char *sql);
PGconn *test_connect(const char *conninfo); /* aborts when it fails; PQfinish() it */
const char *test_query(PGconn *connection, const char *sql);

/* Runs SQL until its text is WANTED; aborts with the last text after 10 s. Waiting, not sleeping.
 */
void test_wait_for(const char *conninfo, const char *sql, const char *wanted);
