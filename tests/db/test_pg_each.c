/* Reading row by row: all rows or a failure, and one state of the database for several readings. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/db.h"
#include "support/cluster.h"
#include "support/proxy.h"
#include "support/test.h"

static struct jalon_db *open_with(const char *conninfo, int timeout_ms)
{
    struct jalon_db *db = NULL;
    struct jalon_err err = {0};
    const struct jalon_db_options options = {
        .conninfo = conninfo, .command = "test", .timeout_ms = timeout_ms};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

static const char *super(void)
{
    return test_cluster_conninfo(TEST_SUPERUSER, "postgres");
}

static struct jalon_statement numbers(const char *text)
{
    static const char *const columns[] = {"n integer", "word text"};
    return (struct jalon_statement){.name = "numbers",
                                    .text = text,
                                    .shape = JALON_SHAPE_MANY,
                                    .columns = columns,
                                    .n_columns = 2,
                                    .n_parameters = strstr(text, "$1") != NULL ? 1 : 0};
}

/* Adds up what arrives; calls `at_first` with the first row, stops after `most` rows. */
struct seen {
    long long n, sum;
    long long most;   /* 0: all */
    const char *sql;  /* run as the superuser with the first row; NULL: nothing */
    const char *word; /* of the first row */
};

static bool see(void *context, const char *const *texts)
{
    struct seen *seen = context;
    seen->n++;
    seen->sum += strtoll(texts[0], NULL, 10);
    if (seen->n == 1) {
        seen->word = texts[1] != NULL ? test_sql(super(), "SELECT 'a word'") : NULL;
        if (seen->sql != NULL) {
            (void)test_sql(super(), seen->sql);
        }
    }
    return seen->n != seen->most;
}

static int each(struct jalon_db *db, const char *text, struct seen *seen, struct jalon_err *err)
{
    const struct jalon_statement statement = numbers(text);
    static const char *const parameters[] = {"100000"};
    const struct jalon_row_reader reader = {see, seen};
    return jalon_db_each(db, &statement, parameters, &reader, err);
}

#define MANY "SELECT g AS n, NULL::text AS word FROM generate_series(1, $1::integer) g"

TEST(every_row_arrives_and_the_connection_is_good_for_more)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_with(super(), 0);
    for (int round = 0; round < 2; round++) {
        struct seen seen = {0};
        struct jalon_err err = {0};
        assert_int_equal(each(db, MANY, &seen, &err), JALON_EACH_ROW_READ);
        assert_true(seen.n == 100000 && seen.sum == 5000050000LL);
        assert_null(seen.word);
    }
}

TEST(no_row_is_an_answer_too)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_with(super(), 0);
    struct seen seen = {0};
    struct jalon_err err = {0};
    assert_int_equal(each(db, "SELECT 1 AS n, 'x' AS word WHERE false", &seen, &err), 0);
    assert_true(seen.n == 0);
}

/* Rows wider than what a server keeps back: the second one waits for a lock that the first one's
 * reader gives free, so it comes only if the first was handed over before. */
TEST(a_row_is_handed_over_before_the_next_one_exists)
{
    PGconn *keeper = test_connect(super());
    assert_string_equal(test_query(keeper, "CREATE TABLE public.gate AS SELECT 1 AS pid"), "");
    assert_string_equal(test_query(keeper, "UPDATE public.gate SET pid = pg_backend_pid()"), "");
    (void)test_query(keeper, "SELECT pg_advisory_lock(7)");
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_with(super(), 20000);
    struct seen seen = {.sql = "SELECT pg_terminate_backend(pid) FROM public.gate"};
    struct jalon_err err = {0};
    assert_done(each(db,
                     "SELECT g AS n, repeat('x', 100000) || CASE WHEN g = 9 THEN"
                     " pg_advisory_lock_shared(7)::text ELSE '' END AS word"
                     " FROM generate_series(1, 9) g",
                     &seen, &err),
                &err);
    assert_true(seen.n == 9);
    assert_string_equal(seen.word, "a word");
    PQfinish(keeper);
    (void)test_sql(super(), "DROP TABLE public.gate");
}

TEST(a_reader_that_wants_no_more_ends_the_statement)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_with(super(), 0);
    struct seen seen = {.most = 3};
    struct jalon_err err = {0};
    assert_int_equal(each(db, MANY, &seen, &err), JALON_EACH_STOPPED);
    assert_true(seen.n == 3 && seen.sum == 6);
    assert_int_equal(each(db, MANY, &seen, &err), -1); /* nothing is left half read */
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
}

TEST(a_failure_after_some_rows_is_a_failure)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_with(super(), 0);
    struct seen seen = {0};
    struct jalon_err err = {0};
    assert_int_equal(each(db,
                          "SELECT 1 / (3 - g) AS n, '' AS word"
                          " FROM generate_series(1, 3) g",
                          &seen, &err),
                     -1);
    assert_true(seen.n == 2);
    assert_string_equal(err.sqlstate, "22012");
    assert_int_equal(each(db, MANY, &seen, &err), 0); /* the connection is still good */
}

TEST(a_server_that_ends_in_the_middle_is_a_failure)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_with(super(), 0);
    struct seen seen = {.sql = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                               " WHERE application_name LIKE 'jalon/%'"};
    struct jalon_err err = {0};
    assert_int_equal(
        each(db, "SELECT g AS n, repeat('x', 9999) FROM generate_series(1, 99999) g", &seen, &err),
        -1);
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
    assert_true(seen.n > 0 && seen.n < 99999);
}

static struct jalon_db *open_behind(const struct test_proxy *proxy, int timeout_ms)
{
    JALON_AUTO(jalon_str_done) struct jalon_str conninfo = {0};
    jalon_str_addf(&conninfo, "host=%s user=%s dbname=postgres", test_proxy_start(proxy),
                   TEST_SUPERUSER);
    return open_with(jalon_str_text(&conninfo), timeout_ms);
}

TEST(a_reply_that_is_cut_is_a_failure_wherever_it_is_cut)
{
    static const int places[] = {1, 100, 5000, 1200000};
    for (size_t i = 0; i < JALON_COUNT(places); i++) {
        const struct test_proxy proxy = {.fault = TEST_FAULT_CUT_REPLY,
                                         .marker = "generate_series",
                                         .bytes = places[i],
                                         .times = 1};
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_behind(&proxy, 5000);
        struct seen seen = {0};
        struct jalon_err err = {0};
        assert_int_equal(each(db, MANY, &seen, &err), -1);
        assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
        assert_true(seen.n < 100000);
    }
    test_proxy_stop();
}

TEST(a_server_that_says_nothing_more_is_left_at_the_deadline)
{
    const struct test_proxy proxy = {
        .fault = TEST_FAULT_HANG, .marker = "generate_series", .times = 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_behind(&proxy, 300);
    struct seen seen = {0};
    struct jalon_err err = {0};
    assert_int_equal(each(db, MANY, &seen, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
    test_proxy_stop();
}

/* Keeps the first row until the statement has run for longer than one may. */
static bool keep_first(void *context, const char *const *texts)
{
    struct seen *seen = context;
    (void)texts;
    if (++seen->n == 1) {
        test_wait_for(super(),
                      "SELECT clock_timestamp() > query_start + interval '1 s' FROM"
                      " pg_stat_activity WHERE application_name LIKE 'jalon/%'",
                      "t");
    }
    return true;
}

TEST(a_slow_reader_does_not_exceed_the_time_of_a_statement)
{
    const struct jalon_statement many = numbers("SELECT g AS n, repeat('x', 9999) AS word"
                                                " FROM generate_series(1, 3000) g");
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_with(super(), 500);
    struct seen seen = {0};
    struct jalon_err err = {0};
    const struct jalon_row_reader reader = {keep_first, &seen};
    assert_done(jalon_db_snapshot_begin(db, &err), &err);
    assert_done(jalon_db_each(db, &many, NULL, &reader, &err), &err);
    assert_true(seen.n == 3000);
    jalon_db_snapshot_end(db);
}

TEST(all_readings_of_a_snapshot_see_one_state)
{
    (void)test_sql(super(), "CREATE TABLE public.growing AS SELECT 1 AS n");
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_with(super(), 0);
    struct seen first = {.sql = "INSERT INTO public.growing VALUES (2)"}, second = {0}, after = {0};
    struct jalon_err err = {0};
    assert_done(jalon_db_snapshot_begin(db, &err), &err);
    assert_done(each(db, "SELECT n, '' AS word FROM public.growing", &first, &err), &err);
    assert_done(each(db, "SELECT n, '' AS word FROM public.growing", &second, &err), &err);
    jalon_db_snapshot_end(db);
    assert_done(each(db, "SELECT n, '' AS word FROM public.growing", &after, &err), &err);
    assert_true(first.n == 1 && second.n == 1 && after.n == 2);
    (void)test_sql(super(), "DROP TABLE public.growing");
}

TEST(a_snapshot_never_shows_a_part_for_the_whole)
{
    (void)test_sql(super(), "CREATE ROLE narrow LOGIN; CREATE TABLE public.hidden AS SELECT 1 AS n;"
                            "GRANT SELECT ON public.hidden TO narrow;"
                            "ALTER TABLE public.hidden ENABLE ROW LEVEL SECURITY");
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *db = open_with(test_cluster_conninfo("narrow", "postgres"), 0);
    struct seen seen = {0};
    struct jalon_err err = {0};
    assert_done(each(db, "SELECT n, '' AS word FROM public.hidden", &seen, &err), &err);
    assert_done(jalon_db_snapshot_begin(db, &err), &err);
    assert_int_equal(each(db, "SELECT n, '' AS word FROM public.hidden", &seen, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_PERMISSION);
    assert_true(seen.n == 0);
    jalon_db_snapshot_end(db);
    assert_done(each(db, "SELECT 1 AS n, '' AS word", &seen, &err), &err);
    (void)test_sql(super(), "DROP TABLE public.hidden; DROP ROLE narrow");
}

TEST(a_snapshot_cannot_write)
{
    (void)test_sql(super(), "CREATE SEQUENCE public.counter");
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_with(super(), 0);
    struct seen seen = {0};
    struct jalon_err err = {0};
    assert_done(jalon_db_snapshot_begin(db, &err), &err);
    assert_int_equal(each(db, "SELECT nextval('public.counter') AS n, ''", &seen, &err), -1);
    assert_string_equal(err.sqlstate, "25006");
    jalon_db_snapshot_end(db);
    jalon_db_snapshot_end(db); /* once more changes nothing */
    assert_false(jalon_db_in_transaction(db));
    assert_done(each(db, "SELECT nextval('public.counter') AS n, ''", &seen, &err), &err);
    (void)test_sql(super(), "DROP SEQUENCE public.counter");
}
