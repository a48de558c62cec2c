/* The throw-away cluster itself: what every database test rests on. */
#include <string.h>
#include <sys/stat.h>

#include "support/cluster.h"
#include "support/test.h"

static int with_a_table(const char *conninfo)
{
    const char *text = test_sql(conninfo, "CREATE TABLE public.t (n int); INSERT INTO t VALUES (7);"
                                          "REVOKE ALL ON DATABASE jalon_template FROM PUBLIC;"
                                          "ALTER DATABASE jalon_template SET search_path = ''");
    return strncmp(text, "ERROR", 5) == 0 ? -1 : 0;
}

TEST(a_new_database_is_a_clone_of_the_prepared_template)
{
    test_template_prepare(with_a_table);
    const char *first = test_database_conninfo(NULL);
    const char *second = test_database_conninfo(NULL);
    assert_string_not_equal(first, second);
    assert_string_equal(test_sql(first, "DELETE FROM public.t RETURNING n"), "7");
    assert_string_equal(test_sql(second, "SELECT n, NULL FROM public.t"), "7|NULL");
}

TEST(a_clone_keeps_grants_and_settings_of_the_template)
{
    const char *conninfo = test_database_conninfo(NULL);
    assert_string_equal(
        test_sql(conninfo, "SELECT current_setting('search_path'), coalesce(bool_or(grantee = 0),"
                           " false) FROM pg_database, aclexplode(datacl)"
                           " WHERE datname = current_database()"),
        "\"\"|f");
}

TEST(errors_are_told_with_their_sqlstate)
{
    const char *conninfo = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    assert_string_equal(test_sql(conninfo, "SELECT 1/0"), "ERROR 22012 division by zero");
}

TEST(a_test_can_log_in_as_any_role)
{
    const char *conninfo = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    test_sql(conninfo, "CREATE ROLE \"o brien\" LOGIN");
    assert_string_equal(
        test_sql(test_cluster_conninfo("o brien", "postgres"), "SELECT session_user"), "o brien");
}

TEST(nobody_else_can_reach_the_socket)
{
    struct stat status;
    assert_int_equal(stat(test_cluster_socket(), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
}

TEST(a_crashed_server_comes_back_with_its_data)
{
    const char *conninfo = test_database_conninfo(NULL);
    test_sql(conninfo, "CREATE TABLE public.kept AS SELECT 1 AS n");
    test_cluster_crash();
    assert_int_equal(strncmp(test_sql(conninfo, "SELECT 1"), "ERROR -----", 11), 0);
    test_cluster_restart();
    assert_string_equal(test_sql(conninfo, "SELECT n FROM public.kept"), "1");
}
