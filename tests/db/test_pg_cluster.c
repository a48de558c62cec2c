/* The private cluster: made once whoever comes first, started on demand, never half. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "base/mem.h"
#include "base/str.h"
#include "pg/cluster.h"
#include "support/test.h"

enum { MAKERS = 8 };

static char shared_home[] = "/tmp/jalon-home-XXXXXX"; /* of the tests that need no other */

/* The callbacks' context: a pipe that counts calls over processes; what to do in them. */
struct making {
    int counter;
    bool dies;
};

static int prepare(struct jalon_db *db, void *context, struct jalon_err *err)
{
    const struct making *making = context;
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    if (making != NULL && making->dies) {
        kill(getpid(), SIGKILL);
    }
    if (making != NULL && write(making->counter, "x", 1) != 1) {
        return -1;
    }
    jalon_str_addf(&sql,
                   "CREATE ROLE \"%s\" LOGIN; CREATE TABLE public.made AS SELECT 7 AS n;"
                   "GRANT SELECT ON public.made TO PUBLIC",
                   getpwuid(geteuid())->pw_name);
    return jalon_db_script(db, jalon_str_text(&sql), NULL, err);
}

static void die(void *context, const char *sentence)
{
    (void)context;
    (void)sentence;
    kill(getpid(), SIGKILL);
}

static struct jalon_cluster_options options_at(const char *home)
{
    return (struct jalon_cluster_options){
        .jalon_home = home, .account = "nobody", .lang = JALON_EN, .prepare = prepare};
}

static struct jalon_cluster *cluster_at(const struct jalon_cluster_options *options)
{
    struct jalon_cluster *c = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_cluster_new(options, &c, &err), &err);
    return c;
}

/* Opens as ourselves and reads what prepare() wrote. */
static int use(struct jalon_cluster *c, struct jalon_err *err)
{
    static const struct jalon_statement read_made = {
        .name = "made", .text = "SELECT n FROM public.made", .shape = JALON_SHAPE_ONE};
    const struct jalon_db_options options = {.command = "test"};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_cluster_open(c, &options, false, &db, err) != 0 ||
        jalon_db_run(db, &read_made, NULL, &result, err) != 0) {
        return -1;
    }
    return jalon_result_int(result, 0, 0) == 7 ? 0 : -1;
}

static void assert_state(struct jalon_cluster *c, enum jalon_cluster_state wanted)
{
    enum jalon_cluster_state state = JALON_CLUSTER_BUSY;
    struct jalon_err err = {0};
    assert_done(jalon_cluster_state(c, &state, &err), &err);
    assert_int_equal(state, wanted);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *position)
{
    (void)status;
    (void)type;
    (void)position;
    return remove(path);
}

/* Stops the cluster and removes its folder. */
static void remove_home(const char *home)
{
    const struct jalon_cluster_options options = options_at(home);
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_true(jalon_cluster_stop(c, &err) >= 0);
    assert_int_equal(nftw(home, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static char *make_home(char *template)
{
    assert_non_null(mkdtemp(template));
    assert_int_equal(chmod(template, 0755), 0); /* the account of the server passes through */
    return template;
}

static int begin(void **state)
{
    (void)state;
    if (access(JALON_POSTGRES_BINDIR "/postgres", X_OK) != 0) {
        test_skip_program("no PostgreSQL server in " JALON_POSTGRES_BINDIR);
    }
    make_home(shared_home);
    return 0;
}
SETUP_GROUP(begin);

static int end(void **state)
{
    (void)state;
    remove_home(shared_home);
    return 0;
}
TEARDOWN_GROUP(end);

/* In a child: uses the cluster; its status tells whether that worked. */
static pid_t use_in_child(const char *home, struct making *making, bool dies_talking)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct jalon_cluster_options options = options_at(home);
        struct jalon_err err = {0};
        struct jalon_cluster *c = NULL;
        options.prepare_context = making;
        options.talk = dies_talking ? die : NULL;
        int status = jalon_cluster_new(&options, &c, &err) == 0 ? use(c, &err) : -1;
        if (status != 0) {
            fprintf(stderr, "%s\n", err.message[JALON_EN]);
        }
        _exit(status == 0 ? 0 : 1);
    }
    return pid;
}

static int status_of(pid_t pid)
{
    int status = -1;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static size_t n_unfinished(const char *home)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/pg15", home);
    DIR *folder = opendir(jalon_str_text(&path));
    assert_non_null(folder);
    size_t n = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        n += strncmp(entry->d_name, ".new.", 5) == 0;
    }
    closedir(folder);
    return n;
}

TEST(a_cluster_that_was_never_used_is_absent_and_nothing_is_touched)
{
    JALON_AUTO(jalon_str_done) struct jalon_str home = {0};
    jalon_str_addf(&home, "%s/none", shared_home);
    const struct jalon_cluster_options options = options_at(jalon_str_text(&home));
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_state(c, JALON_CLUSTER_ABSENT);
    assert_int_equal(jalon_cluster_stop(c, &err), JALON_CLUSTER_WAS_NOT_RUNNING);
    assert_int_equal(access(jalon_str_text(&home), F_OK), -1);
}

TEST(a_maker_killed_half_way_leaves_nothing_that_is_adopted)
{
    struct making while_filling = {.dies = true};
    int status = status_of(use_in_child(shared_home, &while_filling, false));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_int_equal(n_unfinished(shared_home), 1);
    status = status_of(use_in_child(shared_home, &while_filling, true));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    const struct jalon_cluster_options options = options_at(shared_home);
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    assert_int_equal(access(jalon_cluster_data(c), F_OK), -1);
}

TEST(eight_first_users_make_one_cluster_and_all_get_in)
{
    int counter[2];
    assert_int_equal(pipe(counter), 0);
    struct making making = {.counter = counter[1]};
    pid_t makers[MAKERS];
    for (int i = 0; i < MAKERS; i++) {
        makers[i] = use_in_child(shared_home, &making, false);
    }
    for (int i = 0; i < MAKERS; i++) {
        assert_int_equal(status_of(makers[i]), 0);
    }
    close(counter[1]);
    char calls[MAKERS];
    assert_int_equal(read(counter[0], calls, sizeof calls), 1);
    close(counter[0]);
    assert_int_equal(n_unfinished(shared_home), 0);
}

TEST(it_is_stopped_and_started_again_on_demand)
{
    const struct jalon_cluster_options options = options_at(shared_home);
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_done(use(c, &err), &err);
    assert_state(c, JALON_CLUSTER_RUNNING);
    assert_done(jalon_cluster_stop(c, &err), &err);
    assert_int_equal(jalon_cluster_stop(c, &err), JALON_CLUSTER_WAS_NOT_RUNNING);
    assert_done(use(c, &err), &err);
    assert_done(jalon_cluster_start(c, &err), &err); /* running already */
}

static pid_t server_pid(struct jalon_cluster *c)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/postmaster.pid", jalon_cluster_data(c));
    FILE *file = fopen(jalon_str_text(&path), "r");
    assert_non_null(file);
    long pid = 0;
    assert_int_equal(fscanf(file, "%ld", &pid), 1);
    fclose(file);
    return (pid_t)pid;
}

TEST(after_a_crash_of_the_server_the_next_user_starts_it)
{
    const struct jalon_cluster_options options = options_at(shared_home);
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_done(use(c, &err), &err);
    assert_int_equal(kill(server_pid(c), SIGKILL), 0);
    assert_done(use(c, &err), &err);
}

/* Writes PID where a dead server left its own. */
static void leave_pid(struct jalon_cluster *c, pid_t pid)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/postmaster.pid", jalon_cluster_data(c));
    FILE *file = fopen(jalon_str_text(&path), "w");
    assert_non_null(file);
    fprintf(file, "%ld\n%s\n", (long)pid, jalon_cluster_data(c));
    fclose(file);
}

TEST(an_innocent_process_with_the_pid_of_a_dead_server_survives)
{
    const struct jalon_cluster_options options = options_at(shared_home);
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_true(jalon_cluster_stop(c, &err) >= 0);
    pid_t innocent = fork();
    if (innocent == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        pause();
        _exit(0);
    }
    leave_pid(c, innocent);
    assert_int_equal(jalon_cluster_stop(c, &err), JALON_CLUSTER_WAS_NOT_RUNNING);
    assert_state(c, JALON_CLUSTER_STOPPED);
    assert_done(use(c, &err), &err);
    assert_int_not_equal(server_pid(c), innocent);
    assert_int_equal(waitpid(innocent, NULL, WNOHANG), 0);
    kill(innocent, SIGKILL);
    (void)status_of(innocent);
}

TEST(data_that_others_can_read_are_refused)
{
    const struct jalon_cluster_options options = options_at(shared_home);
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_true(jalon_cluster_stop(c, &err) >= 0);
    assert_int_equal(chmod(jalon_cluster_data(c), 0755), 0);
    assert_int_equal(use(c, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_non_null(strstr(err.hint[JALON_FR], "chmod 700"));
    assert_int_equal(chmod(jalon_cluster_data(c), 0700), 0);
    assert_done(use(c, &err), &err);
}

TEST(another_account_of_the_machine_does_not_get_in)
{
    const struct passwd *daemon = getpwnam("daemon");
    if (geteuid() != 0 || daemon == NULL) {
        skip(); /* only root can become somebody else */
    }
    const uid_t uid = daemon->pw_uid;
    const gid_t gid = daemon->pw_gid;
    const struct jalon_cluster_options options = options_at(shared_home);
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_done(use(c, &err), &err);
    pid_t pid = fork();
    if (pid == 0) {
        if (setgroups(0, NULL) != 0 || setgid(gid) != 0 || setuid(uid) != 0) {
            _exit(2);
        }
        _exit(PQping(jalon_cluster_conninfo(c)) == PQPING_NO_RESPONSE ? 0 : 1);
    }
    assert_int_equal(status_of(pid), 0);
}

TEST(the_account_of_the_server_cannot_log_in_as_somebody_else)
{
    if (geteuid() != 0) {
        skip(); /* the account is our own then */
    }
    const uid_t uid = getpwnam("nobody")->pw_uid;
    const struct jalon_cluster_options options = options_at(shared_home);
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_done(use(c, &err), &err);
    pid_t pid = fork();
    if (pid == 0) {
        PGconn *connection = setuid(uid) == 0 ? PQconnectdb(jalon_cluster_conninfo(c)) : NULL;
        bool is_refused = strstr(PQerrorMessage(connection), "Peer authentication") != NULL;
        _exit(is_refused ? 0 : 1);
    }
    assert_int_equal(status_of(pid), 0);
}

TEST(a_long_or_odd_path_gets_a_short_socket)
{
    char base[] = "/tmp/jalon-home-XXXXXX";
    make_home(base);
    JALON_AUTO(jalon_str_done) struct jalon_str home = {0};
    jalon_str_addf(&home, "%s/d'été, \"long\" %090d", base, 0);
    const struct jalon_cluster_options options = options_at(jalon_str_text(&home));
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_done(use(c, &err), &err);
    const char *host = strstr(jalon_cluster_conninfo(c), "/tmp/jalon-");
    assert_non_null(host);
    JALON_AUTO(jalon_freep) char *socket_folder = jalon_strndup(host, strcspn(host, "'"));
    struct stat status;
    assert_int_equal(lstat(socket_folder, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0700);
    assert_int_equal(jalon_cluster_stop(c, &err), 0);
    assert_int_equal(rmdir(socket_folder), 0);

    assert_int_equal(symlink(base, socket_folder), 0); /* somebody was there first */
    assert_int_equal(use(c, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_int_equal(unlink(socket_folder), 0);
    remove_home(base);
}

TEST(a_home_that_the_account_of_the_server_cannot_enter_is_refused)
{
    if (geteuid() != 0) {
        skip(); /* there is no other account then */
    }
    char base[] = "/tmp/jalon-home-XXXXXX";
    assert_non_null(mkdtemp(base));
    JALON_AUTO(jalon_str_done) struct jalon_str home = {0};
    jalon_str_addf(&home, "%s/closed", base);
    const struct jalon_cluster_options options = options_at(jalon_str_text(&home));
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_int_equal(use(c, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_non_null(strstr(err.message[JALON_FR], base));
    assert_int_equal(nftw(base, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

TEST(root_without_an_account_for_the_server_is_told_how_to_make_one)
{
    if (geteuid() != 0) {
        skip(); /* everybody else runs the server himself */
    }
    struct jalon_cluster_options options = options_at(shared_home);
    options.account = "no_such_account";
    struct jalon_cluster *c = NULL;
    struct jalon_err err = {0};
    assert_int_equal(jalon_cluster_new(&options, &c, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_non_null(strstr(err.hint[JALON_FR], "useradd --system"));
}

TEST(a_failed_preparation_undoes_the_cluster)
{
    char base[] = "/tmp/jalon-home-XXXXXX";
    make_home(base);
    struct making broken = {.counter = -1};
    struct jalon_cluster_options options = options_at(base);
    options.prepare_context = &broken;
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    struct jalon_err err = {0};
    assert_int_equal(use(c, &err), -1);
    assert_state(c, JALON_CLUSTER_ABSENT);
    assert_int_equal(n_unfinished(base), 0);
    remove_home(base);
}

TEST(the_default_place_follows_the_rules_of_the_user_and_of_root)
{
    const struct jalon_cluster_options options = {
        .home = "/srv/people/a", .data_home = "relative/is/ignored", .account = "nobody"};
    JALON_AUTO(jalon_cluster_freep) struct jalon_cluster *c = cluster_at(&options);
    assert_string_equal(jalon_cluster_home(c),
                        geteuid() == 0 ? "/var/lib/jalon" : "/srv/people/a/.local/share/jalon");
}
