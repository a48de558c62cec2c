/* A throw-away PostgreSQL for one test program: see cluster.h. */
#include "support/cluster.h"

#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/supervisor.h"

enum { WAIT_MS = 10000, START_MS = 60000, SKIPPED = 77 };

static struct {
    bool durable, template_made;
    int (*prepare)(const char *conninfo);
    char folder[64];
    int fd;
    pid_t supervisor, owner;
    int n_databases;
    char **texts; /* everything handed out */
    size_t n_texts;
} cluster = {.fd = -1};

static _Noreturn void give_up(const char *what, const char *detail)
{
    fprintf(stderr, "test cluster: %s: %s\n", what, detail);
    abort();
}

static const char *keep(char *text)
{
    cluster.texts = realloc(cluster.texts, (cluster.n_texts + 1) * sizeof *cluster.texts);
    if (text == NULL || cluster.texts == NULL) {
        give_up("out of memory", "");
    }
    cluster.texts[cluster.n_texts++] = text;
    return text;
}

__attribute__((format(printf, 1, 2))) static const char *keepf(const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0) {
        text = NULL;
    }
    va_end(args);
    return keep(text);
}

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

/* At the end of the program; a child that a test forked leaves the cluster alone. */
static void stop(void)
{
    if (cluster.owner != getpid()) {
        return;
    }
    test_supervisor_ask(cluster.fd, TEST_STOP);
    close(cluster.fd);
    waitpid(cluster.supervisor, NULL, 0);
    for (size_t i = 0; i < cluster.n_texts; i++) {
        free(cluster.texts[i]);
    }
    free(cluster.texts);
}

static void show_log(void)
{
    FILE *log = fopen(test_cluster_log(), "r");
    char line[512];
    while (log != NULL && fgets(line, sizeof line, log) != NULL) {
        fputs(line, stderr);
    }
    if (log != NULL) {
        fclose(log);
    }
}

/* A server killed before may hold its shared memory for a moment: it is started again. */
static void start(void)
{
    const char *conninfo = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    for (long long end = now_ms() + START_MS; now_ms() < end; pause_ms(2)) {
        if (test_supervisor_ask(cluster.fd, TEST_ALIVE) == 0) {
            test_supervisor_ask(cluster.fd, TEST_START);
        }
        if (PQping(conninfo) == PQPING_OK) {
            return;
        }
    }
    show_log();
    give_up("the server does not start", cluster.folder);
}

/* In memory where there is room for it: a file system is slow to make the hundreds of files of each
 * database. What must survive a crash is on a disk. */
static void name_folder(void)
{
    static const char memory[] = "/dev/shm";
    const unsigned long room = 4UL << 30;
    struct statvfs space;
    bool in_memory = !cluster.durable && access(memory, W_OK) == 0 &&
                     statvfs(memory, &space) == 0 && space.f_bavail >= room / space.f_frsize;
    (void)snprintf(cluster.folder, sizeof cluster.folder, "%s/jalon-test-XXXXXX",
                   in_memory ? memory : "/tmp");
}

static void make(void)
{
    if (access(JALON_POSTGRES_BINDIR "/initdb", X_OK) != 0) {
        fprintf(stderr, "skipped: no PostgreSQL server in " JALON_POSTGRES_BINDIR "\n");
        exit(SKIPPED);
    }
    name_folder();
    if (mkdtemp(cluster.folder) == NULL) {
        give_up("cannot make", cluster.folder);
    }
    uid_t uid = geteuid();
    gid_t gid = getegid();
    if (uid == 0) {
        const struct passwd *nobody = getpwnam("nobody");
        if (nobody == NULL || chown(cluster.folder, nobody->pw_uid, nobody->pw_gid) != 0) {
            give_up("cannot give to 'nobody'", cluster.folder);
        }
        uid = nobody->pw_uid;
        gid = nobody->pw_gid;
    }
    cluster.owner = getpid();
    cluster.fd =
        test_supervisor_start(cluster.folder, cluster.durable, uid, gid, &cluster.supervisor);
    if (cluster.fd < 0) {
        give_up("cannot start the supervisor of", cluster.folder);
    }
    atexit(stop);
    if (test_supervisor_ask(cluster.fd, TEST_INITDB) != 0) {
        show_log();
        give_up("initdb failed", cluster.folder);
    }
    start();
}

void test_cluster_durable(void)
{
    cluster.durable = true;
}

const char *test_cluster_socket(void)
{
    if (cluster.fd < 0) {
        make();
    }
    return cluster.folder;
}

const char *test_cluster_conninfo(const char *user, const char *dbname)
{
    return keepf("host=%s port=5432 user='%s' dbname='%s' sslmode=disable "
                 "connect_timeout=10",
                 test_cluster_socket(), user, dbname);
}

static void must(const char *conninfo, const char *sql)
{
    const char *text = test_sql(conninfo, sql);
    if (strncmp(text, "ERROR", 5) == 0) {
        give_up(sql, text);
    }
}

static void make_template(void)
{
    must(test_cluster_conninfo(TEST_SUPERUSER, "postgres"),
         "CREATE DATABASE jalon_template STRATEGY file_copy");
    const char *conninfo = test_cluster_conninfo(TEST_SUPERUSER, "jalon_template");
    cluster.template_made = true;
    if (cluster.prepare != NULL && cluster.prepare(conninfo) != 0) {
        give_up("the template could not be prepared", conninfo);
    }
}

const char *test_database_new(void)
{
    const char *server = test_cluster_conninfo(TEST_SUPERUSER, "postgres");
    if (!cluster.template_made) {
        make_template();
    }
    const char *name = keepf("test_%d", ++cluster.n_databases);
    must(server, keepf("CREATE DATABASE %s TEMPLATE jalon_template STRATEGY file_copy", name));
    must(server,
         keepf("UPDATE pg_database d SET datdba = t.datdba, datacl = t.datacl"
               " FROM pg_database t WHERE d.datname = '%s' AND t.datname = 'jalon_template';"
               "INSERT INTO pg_db_role_setting SELECT d.oid, s.setrole, s.setconfig"
               " FROM pg_db_role_setting s JOIN pg_database t ON t.oid = s.setdatabase,"
               " pg_database d WHERE d.datname = '%s' AND t.datname = 'jalon_template'",
               name, name));
    return name;
}

void test_template_prepare(int (*prepare)(const char *conninfo))
{
    cluster.prepare = prepare;
}

const char *test_database_conninfo(const char *user)
{
    const char *name = test_database_new();
    return test_cluster_conninfo(user != NULL ? user : TEST_SUPERUSER, name);
}

void test_cluster_crash(void)
{
    test_supervisor_ask(cluster.fd, TEST_KILL);
}

void test_cluster_restart(void)
{
    start();
}

const char *test_cluster_log(void)
{
    return keepf("%s/log", test_cluster_socket());
}

static const char *text_of(const PGresult *result)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        give_up("out of memory", "");
    }
    for (int row = 0; row < PQntuples(result); row++) {
        fputs(row > 0 ? "\n" : "", out);
        for (int column = 0; column < PQnfields(result); column++) {
            bool is_null = PQgetisnull(result, row, column);
            fprintf(out, "%s%s", column > 0 ? "|" : "",
                    is_null ? "NULL" : PQgetvalue(result, row, column));
        }
    }
    fclose(out);
    return keep(text);
}

const char *test_query(PGconn *connection, const char *sql)
{
    PGresult *result = PQexec(connection, sql);
    const char *text = NULL;
    if (PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK) {
        text = text_of(result);
    } else {
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        text = keepf("ERROR %s %s", state != NULL ? state : "-----",
                     message != NULL ? message : PQerrorMessage(connection));
    }
    PQclear(result);
    return text;
}

PGconn *test_connect(const char *conninfo)
{
    PGconn *connection = PQconnectdb(conninfo);
    if (PQstatus(connection) != CONNECTION_OK) {
        give_up(conninfo, PQerrorMessage(connection));
    }
    return connection;
}

const char *test_sql(const char *conninfo, const char *sql)
{
    PGconn *connection = PQconnectdb(conninfo);
    const char *text = PQstatus(connection) == CONNECTION_OK
                           ? test_query(connection, sql)
                           : keepf("ERROR ----- %s", PQerrorMessage(connection));
    PQfinish(connection);
    return text;
}

void test_wait_for(const char *conninfo, const char *sql, const char *wanted)
{
    PGconn *connection = test_connect(conninfo);
    const char *text = "";
    for (long long end = now_ms() + WAIT_MS; now_ms() < end; pause_ms(5)) {
        text = test_query(connection, sql);
        if (strcmp(text, wanted) == 0) {
            PQfinish(connection);
            return;
        }
    }
    give_up(sql, text);
}
