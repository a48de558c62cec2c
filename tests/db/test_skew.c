/* Writing to a schema of another age than the program's, through the door that every write takes.
 */
#include "pg/skew.h"

#include <string.h>

#include "base/str.h"
#include "support/migrated.h"
#include "support/test.h"
#include "support/write_db.h"

SETUP_GROUP(test_migrated);

/* Says of the schema what the runner of another program would. */
static void mark(const char *conninfo, int version, const char *client, const char *oldest)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "COMMENT ON SCHEMA jalon_migrate IS '{\"version\": %d, \"client\": \"%s\","
                   " \"oldest_client\": \"%s\", \"digest\": \"of another program\"}'",
                   version, client, oldest);
    assert_string_equal(test_sql(conninfo, jalon_str_text(&sql)), "");
}

static int put(const char *conninfo, bool *ret_is_older, struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    const char *const parameters[] = {test_request, "put"};
    assert_done(jalon_db_open(&options, &db, err), err);
    *ret_is_older = jalon_db_is_older(db);
    return jalon_db_write(db, &test_put, parameters, &result, err);
}

static void assert_refused(const char *conninfo, bool is_older, const char *key)
{
    struct jalon_err err;
    bool was_older = !is_older;
    assert_int_equal(put(conninfo, &was_older, &err), -1);
    assert_int_equal(was_older, is_older);
    assert_string_equal(err.key, key);
    assert_int_equal(jalon_err_exit_status(err.kind), 3);
    assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM public.request"), "0");
}

TEST(g15_a_write_to_an_older_or_a_newer_schema_is_refused_and_nothing_is_written)
{
    struct jalon_err err;
    bool is_older = true;
    const char *conninfo = test_database_conninfo(NULL);
    assert_string_equal(test_sql(conninfo, test_put_sql), "");
    mark(conninfo, 1, "0.0.1", "");
    assert_refused(conninfo, true, "database_older");
    mark(conninfo, 9999, "99.0.0", "");
    assert_refused(conninfo, false, "database_newer");
    mark(conninfo, 9999, "99.0.0", "98.0");
    assert_refused(conninfo, false, "database_newer");
    mark(conninfo, 9999, "99.0.0", "0.1");
    assert_done(put(conninfo, &is_older, &err), &err);
    assert_false(is_older);
    assert_string_equal(test_sql(conninfo, "SELECT count(*) FROM public.request"), "1");
}
