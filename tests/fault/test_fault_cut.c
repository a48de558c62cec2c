/* The connection is cut at every byte of a write, in both directions: still exactly once. */
#include <string.h>

#include "base/str.h"
#include "support/proxy.h"
#include "support/test.h"
#include "support/write_db.h"

/* Longer than the request and the reply of public.test_put(). */
enum { LONGEST_REQUEST = 140, LONGEST_REPLY = 120 };

static const char *conninfo, *dbname;

static int new_database(void **state)
{
    (void)state;
    dbname = test_database_new();
    conninfo = test_cluster_conninfo(TEST_SUPERUSER, dbname);
    test_sql(conninfo, test_put_sql);
    return 0;
}
SETUP_EACH(new_database);

static void write_once(const struct test_proxy *proxy)
{
    JALON_AUTO(jalon_str_done) struct jalon_str address = {0};
    jalon_str_addf(&address, "host=%s user=%s dbname=%s", test_proxy_start(proxy), TEST_SUPERUSER,
                   dbname);
    const struct jalon_db_options options = {.conninfo = jalon_str_text(&address)};
    const struct jalon_uuid id = jalon_uuid_random();
    const char *const parameters[] = {id.text, "put"};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    assert_done(jalon_db_write(db, &test_put, parameters, &result, &err), &err);
    test_proxy_stop();
}

static void write_cut_everywhere(enum test_fault fault, int longest)
{
    for (int n = 0; n < longest; n++) {
        const struct test_proxy proxy = {fault, "test_put", n, 1};
        write_once(&proxy);
    }
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    jalon_str_addf(&wanted, "%d", longest);
    assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM public.request"), wanted.text);
}

TEST(t09_a_request_cut_at_any_byte_is_done_exactly_once)
{
    write_cut_everywhere(TEST_FAULT_CUT_BEFORE, LONGEST_REQUEST);
}

TEST(t09_a_reply_cut_at_any_byte_is_done_exactly_once)
{
    write_cut_everywhere(TEST_FAULT_CUT_REPLY, LONGEST_REPLY);
}
