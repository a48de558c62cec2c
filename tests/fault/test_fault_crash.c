/* The server is killed again and again under a writer: what was answered as done is there, once. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "support/test.h"
#include "support/write_db.h"

enum { CRASHES = 10, WRITES_BETWEEN = 5 };

/* Writes for ever; each id that was answered as done goes into the pipe. */
static void write_for_ever(const char *conninfo, int out)
{
    const struct jalon_db_options options = {.conninfo = conninfo};
    struct jalon_db *db = NULL;
    struct jalon_err err = {0};
    if (jalon_db_open(&options, &db, &err) != 0) {
        _exit(1);
    }
    for (;;) {
        const struct jalon_uuid id = jalon_uuid_random();
        const char *const parameters[] = {id.text, "put"};
        struct jalon_result *result = NULL;
        if (jalon_db_write(db, &test_put, parameters, &result, &err) != 0 ||
            write(out, id.text, sizeof id.text) != (ssize_t)sizeof id.text) {
            _exit(1);
        }
        jalon_result_free(result);
    }
}

/* Adds the next N acknowledged ids to LIST, as an SQL list of rows. */
static void read_ids(int in, int n, struct jalon_str *list)
{
    for (int i = 0; i < n; i++) {
        struct jalon_uuid id;
        assert_int_equal(read(in, id.text, sizeof id.text), sizeof id.text);
        jalon_str_addf(list, "%s('%s'::uuid)", list->length > 0 ? "," : "", id.text);
    }
}

TEST(what_was_answered_as_done_survives_every_crash_of_the_server)
{
    test_cluster_durable();
    const char *conninfo = test_database_conninfo(NULL);
    test_sql(conninfo, test_put_sql);
    int ids[2];
    assert_int_equal(pipe(ids), 0);
    pid_t writer = fork();
    if (writer == 0) {
        close(ids[0]);
        write_for_ever(conninfo, ids[1]);
    }
    close(ids[1]);
    JALON_AUTO(jalon_str_done) struct jalon_str acknowledged = {0};
    for (int i = 0; i < CRASHES; i++) {
        read_ids(ids[0], WRITES_BETWEEN + i, &acknowledged);
        test_cluster_crash();
        test_cluster_restart();
    }
    read_ids(ids[0], WRITES_BETWEEN, &acknowledged);
    kill(writer, SIGKILL);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    close(ids[0]);
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "SELECT count(*) FROM (VALUES %s) v(id)"
                   " WHERE NOT EXISTS (SELECT FROM public.request r WHERE r.id = v.id)",
                   acknowledged.text);
    assert_string_equal(test_sql(conninfo, sql.text), "0");
}
