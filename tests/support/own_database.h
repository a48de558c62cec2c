/*
 * A database of its own for each test, with the fixture in it and a manager's connection to it. A
 * program includes this once and calls open_own_database() in its SETUP_EACH; what the test leaves
 * open is closed after it.
 */
#pragma once

#include <stdio.h>

#include "app/check.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/proxy.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static char database[64]; /* of the test that runs */
static struct jalon_db *manager;

static void open_own_database(void)
{
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    manager = fixture_open(database, FIXTURE_MANAGER);
}

static int close_own_database(void **state)
{
    (void)state;
    jalon_db_closep(&manager);
    test_proxy_stop();
    return 0;
}
TEARDOWN_EACH(close_own_database);

/* A connection of LOGIN through the proxy, which tries again when it is cut. */
static inline struct jalon_db *open_through(const struct test_proxy *proxy, const char *login)
{
    JALON_AUTO(jalon_str_done) struct jalon_str address = {0};
    struct jalon_err err = {0};
    struct jalon_db *db = NULL;
    jalon_str_addf(&address, "host=%s user=%s dbname=%s", test_proxy_start(proxy), login, database);
    const struct jalon_db_options options = {
        .conninfo = jalon_str_text(&address), .command = "test", .retry_ms = 20000};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

/* What a reader sees. */
static const char *ask(const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

/* A write that says no day, for REASON (NULL: none). */
static inline struct jalon_write undated(const char *reason)
{
    struct jalon_write write = fixture_write(NULL);
    write.evidence.reason = reason;
    return write;
}

/* `check` finds nothing, and every chain ends where its row says. */
static inline void assert_sound(void)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *found = NULL;
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_check(&app, &found, &err), &err);
    for (size_t i = 0; i < found->n_problems; i++) {
        const struct jalon_check_problem *one = &found->problems[i];
        fail_msg("%s %s %s", one->where, one->thing, one->field ? one->field : "-");
    }
    assert_string_equal(fixture_chain(database), "ok");
}
