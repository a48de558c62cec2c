/* Connecting and reading: settings, keywords, environment, shapes, errors. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/db.h"
#include "support/cluster.h"
#include "support/test.h"

static struct jalon_db *open_as(const char *conninfo)
{
    struct jalon_db *db = NULL;
    struct jalon_err err = {0};
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

static struct jalon_db *open_super(void)
{
    return open_as(test_cluster_conninfo(TEST_SUPERUSER, "postgres"));
}

static enum jalon_err_kind kind_of_open(const char *conninfo, struct jalon_err *err)
{
    struct jalon_db *db = NULL;
    const struct jalon_db_options options = {.conninfo = conninfo, .timeout_ms = 2000};
    assert_int_equal(jalon_db_open(&options, &db, err), -1);
    assert_null(db);
    return err->kind;
}

static struct jalon_statement statement(const char *text, enum jalon_shape shape, size_t n)
{
    return (struct jalon_statement){
        .name = "test_statement", .text = text, .shape = shape, .n_parameters = n};
}

/* The only value of a statement without parameters; the caller frees it. */
static char *value_of(struct jalon_db *db, const char *sql)
{
    const struct jalon_statement s = {.name = "value", .text = sql, .shape = JALON_SHAPE_ONE};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_db_run(db, &s, NULL, &result, &err), &err);
    return jalon_strdup(jalon_result_text(result, 0, 0));
}

static void assert_value(struct jalon_db *db, const char *sql, const char *wanted)
{
    JALON_AUTO(jalon_freep) char *value = value_of(db, sql);
    assert_string_equal(value, wanted);
}

static const char settings_sql[] =
    "SELECT concat_ws('|', current_setting('search_path'), current_setting('client_encoding'),"
    " current_setting('TimeZone'), current_setting('DateStyle'), current_setting('IntervalStyle'),"
    " current_setting('standard_conforming_strings'), current_setting('bytea_output'),"
    " current_setting('lock_timeout'), current_setting('statement_timeout'),"
    " current_setting('idle_in_transaction_session_timeout'),"
    " current_setting('client_connection_check_interval'),"
    " current_setting('application_name'))";

static const char settings[] =
    "|UTF8|UTC|ISO, YMD|postgres|on|hex|5s|27s|1min|2s|jalon/" JALON_VERSION " test";

TEST(a_session_has_its_settings_whatever_role_and_database_say)
{
    const char *super = test_database_conninfo(NULL);
    test_sql(super,
             "CREATE ROLE odd LOGIN;"
             "ALTER ROLE odd SET search_path = public; ALTER ROLE odd SET TimeZone = 'Asia/Tokyo';"
             "ALTER ROLE odd SET DateStyle = 'SQL, MDY'; ALTER ROLE odd SET bytea_output = escape;"
             "ALTER ROLE odd SET client_encoding = LATIN1; ALTER ROLE odd SET lock_timeout = 0;"
             "ALTER ROLE odd SET standard_conforming_strings = off;"
             "ALTER ROLE odd SET IntervalStyle = sql_standard;"
             "ALTER ROLE odd SET statement_timeout = '7h'");
    PQconninfoOption *parsed = PQconninfoParse(super, NULL);
    const char *dbname = NULL;
    for (const PQconninfoOption *o = parsed; o->keyword != NULL; o++) {
        dbname = strcmp(o->keyword, "dbname") == 0 ? o->val : dbname;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str conninfo = {0};
    jalon_str_addf(&conninfo, "host=%s user=odd dbname=%s", test_cluster_socket(), dbname);
    PQconninfoFree(parsed);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_as(jalon_str_text(&conninfo));
    assert_value(db, settings_sql, settings);
    assert_string_equal(jalon_db_user(db), "odd");
    assert_false(jalon_db_is_superuser(db));
    assert_true(jalon_db_server_version(db) >= 150000);
}

TEST(no_variable_of_the_environment_changes_where_or_how_we_connect)
{
    static const char *const hostile[][2] = {
        {"PGHOST", "/nowhere"},
        {"PGHOSTADDR", "192.0.2.1"},
        {"PGPORT", "1"},
        {"PGDATABASE", "nowhere"},
        {"PGUSER", "nobody_known"},
        {"PGPASSWORD", "wrong"},
        {"PGOPTIONS", "-c search_path=evil -c lock_timeout=1"},
        {"PGTZ", "Asia/Tokyo"},
        {"PGDATESTYLE", "SQL, MDY"},
        {"PGCLIENTENCODING", "LATIN1"},
        {"PGSERVICE", "evil"},
        {"PGSERVICEFILE", "/nowhere"},
        {"PGSYSCONFDIR", "/nowhere"},
        {"PGSSLMODE", "verify-full"},
        {"PGREQUIRESSL", "1"},
        {"PGREQUIREPEER", "nobody_known"},
        {"PGAPPNAME", "evil"},
        {"PGCONNECT_TIMEOUT", "1"},
        {"PGTARGETSESSIONATTRS", "standby"},
        {"PGCHANNELBINDING", "require"},
        {"PGGSSENCMODE", "require"},
        {"PGKRBSRVNAME", "evil"},
        {"PGGEQO", "off"},
        {"PGLOCALEDIR", "/nowhere"},
    };
    for (size_t i = 0; i <= JALON_COUNT(hostile); i++) {
        for (size_t k = 0; k < JALON_COUNT(hostile); k++) {
            if (k == i || i == JALON_COUNT(hostile)) { /* one by one, then all together */
                setenv(hostile[k][0], hostile[k][1], 1);
            }
        }
        jalon_pg_sweep_environment();
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_super();
        assert_value(db, settings_sql, settings);
        assert_string_equal(jalon_db_user(db), TEST_SUPERUSER);
    }
}

TEST(the_sweep_keeps_what_does_not_belong_to_postgresql_and_the_password_file)
{
    setenv("PGPASSFILE", "/nowhere/pgpass", 1);
    setenv("PGSSLROOTCERT", "/nowhere/root.crt", 1);
    setenv("PGA", "1", 1);
    setenv("PGB", "1", 1);
    setenv("XPGHOST", "kept", 1);
    jalon_pg_sweep_environment();
    assert_string_equal(getenv("PGPASSFILE"), "/nowhere/pgpass");
    assert_string_equal(getenv("PGSSLROOTCERT"), "/nowhere/root.crt");
    assert_string_equal(getenv("XPGHOST"), "kept");
    assert_null(getenv("PGA"));
    assert_null(getenv("PGB"));
    unsetenv("PGPASSFILE");
    unsetenv("PGSSLROOTCERT");
    unsetenv("XPGHOST");
}

TEST(keywords_that_change_what_a_session_means_are_refused)
{
    static const char *const refused[] = {
        "options='-c search_path=evil'",      "service=evil",   "client_encoding=LATIN1",
        "application_name=somebody",          "replication=on", "gssencmode=require",
        "fallback_application_name=somebody",
    };
    for (size_t i = 0; i < JALON_COUNT(refused); i++) {
        struct jalon_err err = {0};
        assert_int_equal(kind_of_open(refused[i], &err), JALON_ERR_REFUSED);
        JALON_AUTO(jalon_freep) char *name = jalon_strndup(refused[i], strcspn(refused[i], "="));
        assert_non_null(strstr(err.message[JALON_EN], name));
        assert_non_null(strstr(err.hint[JALON_FR], "target_session_attrs"));
    }
}

TEST(options_inside_an_address_are_refused)
{
    struct jalon_err err = {0};
    assert_int_equal(kind_of_open("postgresql://h/d?options=-csearch_path%3Devil", &err),
                     JALON_ERR_REFUSED);
}

TEST(a_database_name_is_never_read_as_keywords)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str conninfo = {0};
    jalon_str_addf(&conninfo, "host=%s user=%s dbname='options=-csearch_path=evil'",
                   test_cluster_socket(), TEST_SUPERUSER);
    assert_int_equal(kind_of_open(jalon_str_text(&conninfo), &err), JALON_ERR_UNAVAILABLE);
    assert_string_equal(err.sqlstate, "3D000");
}

TEST(an_unreadable_conninfo_does_not_show_its_password)
{
    struct jalon_err err = {0};
    assert_int_equal(kind_of_open("host=h password='geheim", &err), JALON_ERR_REFUSED);
    assert_null(strstr(err.message[JALON_FR], "geheim"));
    assert_int_equal(kind_of_open("postgresql://u:geheim@[h/d", &err), JALON_ERR_REFUSED);
    assert_null(strstr(err.message[JALON_EN], "geheim"));
}

TEST(no_server_a_refused_login_and_a_missing_database_are_told_apart)
{
    struct jalon_err err = {0};
    assert_int_equal(kind_of_open("host=/nowhere", &err), JALON_ERR_UNAVAILABLE);
    assert_non_null(strstr(err.message[JALON_FR], "/nowhere"));
    JALON_AUTO(jalon_str_done) struct jalon_str conninfo = {0};
    jalon_str_addf(&conninfo, "host=%s user=nobody_known dbname=postgres", test_cluster_socket());
    assert_int_equal(kind_of_open(jalon_str_text(&conninfo), &err), JALON_ERR_PERMISSION);
    assert_string_equal(err.sqlstate, "28000");
    jalon_str_clear(&conninfo);
    jalon_str_addf(&conninfo, "host=%s user=%s", test_cluster_socket(), TEST_SUPERUSER);
    assert_int_equal(kind_of_open(jalon_str_text(&conninfo), &err), JALON_ERR_UNAVAILABLE);
    assert_string_equal(err.sqlstate, "3D000"); /* the default name is jalon */
}

TEST(a_server_run_by_somebody_else_is_refused)
{
    struct jalon_db *db = NULL;
    struct jalon_err err = {0};
    const struct jalon_db_options options = {
        .conninfo = test_cluster_conninfo(TEST_SUPERUSER, "postgres"), .require_peer = "daemon"};
    assert_int_equal(jalon_db_open(&options, &db, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
    assert_non_null(strstr(err.message[JALON_EN], "daemon"));
}

TEST(values_nulls_and_numbers_come_back_as_they_are)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_super();
    const struct jalon_statement s =
        statement("SELECT $1::text, $2::text, $3::bool, $4::bigint, false", JALON_SHAPE_ONE, 4);
    const char *const parameters[] = {"L'Haÿ; DROP \\ %s {1}", NULL, "true", "-9007199254740993"};
    for (int round = 0; round < 4; round++) { /* unprepared, then prepared */
        JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
        struct jalon_err err = {0};
        assert_done(jalon_db_run(db, &s, parameters, &result, &err), &err);
        assert_string_equal(jalon_result_text(result, 0, 0), parameters[0]);
        assert_null(jalon_result_text(result, 0, 1));
        assert_true(jalon_result_bool(result, 0, 2));
        assert_true(jalon_result_int(result, 0, 3) == -9007199254740993LL);
        assert_false(jalon_result_bool(result, 0, 4));
        assert_value(db,
                     "SELECT count(*) FROM pg_prepared_statements WHERE name = 'test_statement'",
                     round == 0 ? "0" : "1");
    }
}

TEST(a_statement_returns_as_many_rows_as_it_declares)
{
    static const struct {
        enum jalon_shape shape;
        int n;
        bool fits;
    } cases[] = {
        {JALON_SHAPE_NONE, 0, true},  {JALON_SHAPE_NONE, 1, false},  {JALON_SHAPE_ONE, 0, false},
        {JALON_SHAPE_ONE, 1, true},   {JALON_SHAPE_ONE, 2, false},   {JALON_SHAPE_MAYBE, 0, true},
        {JALON_SHAPE_MAYBE, 1, true}, {JALON_SHAPE_MAYBE, 2, false}, {JALON_SHAPE_MANY, 0, true},
        {JALON_SHAPE_MANY, 3, true},
    };
    static const char *const numbers[] = {"0", "1", "2", "3"};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_super();
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        const struct jalon_statement s =
            statement("SELECT generate_series(1, $1::int)", cases[i].shape, 1);
        JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
        struct jalon_err err = {0};
        int status = jalon_db_run(db, &s, &numbers[cases[i].n], &result, &err);
        assert_int_equal(status, cases[i].fits ? 0 : -1);
        assert_int_equal(err.kind, cases[i].fits ? JALON_ERR_NONE : JALON_ERR_INTERNAL);
    }
}

TEST(an_unlisted_error_is_internal_and_names_the_statement)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_super();
    const struct jalon_statement s = statement("SELECT no_such_column", JALON_SHAPE_ONE, 0);
    struct jalon_result *result = NULL;
    struct jalon_err err = {0};
    assert_int_equal(jalon_db_run(db, &s, NULL, &result, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_INTERNAL);
    assert_string_equal(err.sqlstate, "42703");
    assert_non_null(strstr(err.message[JALON_EN], "test_statement"));
    assert_value(db, "SELECT 1", "1"); /* the connection is still good */
}

TEST(a_script_says_which_of_its_commands_failed)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_super();
    size_t command = 9;
    struct jalon_err err = {0};
    assert_done(jalon_db_script(db, "SELECT 1; SELECT ';'; DO $$ BEGIN END $$", &command, &err),
                &err);
    assert_int_equal(command, 0);
    assert_int_equal(
        jalon_db_script(db, "SELECT 1; SELECT 2; SELECT 1/0; SELECT 4", &command, &err), -1);
    assert_int_equal(command, 3);
    assert_string_equal(err.sqlstate, "22012");
    assert_done(jalon_db_script(db, "BEGIN; SELECT 1", NULL, &err), &err);
    assert_true(jalon_db_in_transaction(db));
    assert_done(jalon_db_script(db, "ROLLBACK", NULL, &err), &err);
    assert_false(jalon_db_in_transaction(db));
}

TEST(a_script_that_wants_to_copy_is_stopped)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_super();
    struct jalon_err err = {0};
    assert_int_equal(
        jalon_db_script(db, "CREATE TEMP TABLE c (n int); COPY c FROM STDIN", NULL, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_UNKNOWN_OUTCOME);
}

TEST(a_lost_connection_is_not_replaced_behind_the_reader)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_super();
    JALON_AUTO(jalon_freep) char *pid = value_of(db, "SELECT pg_backend_pid()");
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql, "SELECT pg_terminate_backend(%s, 5000)", pid);
    assert_string_equal(
        test_sql(test_cluster_conninfo(TEST_SUPERUSER, "postgres"), jalon_str_text(&sql)), "t");
    const struct jalon_statement s = statement("SELECT 1", JALON_SHAPE_ONE, 0);
    for (int round = 0; round < 2; round++) {
        struct jalon_result *result = NULL;
        struct jalon_err err = {0};
        assert_int_equal(jalon_db_run(db, &s, NULL, &result, &err), -1);
        assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
    }
}
