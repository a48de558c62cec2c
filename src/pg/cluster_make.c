/*
 * Makes the private cluster beside its final place and moves it there when it is whole: a reader
 * sees nothing or a complete cluster, whenever the machine stops.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/uuid.h"
#include "pg/cluster_priv.h"
#include "pg/pg_messages.h"
#include "pg/translate.h"
#include "pg/wait.h"

enum { TALK_AFTER_MS = 300, OPEN_FILES = 16, PASSABLE = 0755 };

static const char new_prefix[] = ".new.";

/* A small installation on one machine: durable, quiet, with a week of logs. */
static const char settings[] = "listen_addresses = ''\n"
                               "unix_socket_permissions = 0700\n"
                               "max_connections = 100\n"
                               "shared_buffers = 16MB\n"
                               "fsync = on\n"
                               "full_page_writes = on\n"
                               "synchronous_commit = on\n"
                               "wal_level = replica\n"
                               "max_wal_size = 64MB\n"
                               "min_wal_size = 8MB\n"
                               "max_prepared_transactions = 0\n"
                               "jit = off\n"
                               "timezone = 'UTC'\n"
                               "log_timezone = 'UTC'\n"
                               "datestyle = 'ISO, YMD'\n"
                               "lc_messages = 'C'\n"
                               "default_text_search_config = 'pg_catalog.simple'\n"
                               "password_encryption = 'scram-sha-256'\n"
                               "logging_collector = on\n"
                               "log_directory = 'log'\n"
                               "log_filename = 'jalon-%a.log'\n"
                               "log_truncate_on_rotation = on\n"
                               "log_rotation_age = 1d\n"
                               "log_rotation_size = 0\n"
                               "log_connections = on\n"
                               "log_line_prefix = '%m [%p] %q%u@%d/%a '\n"
                               "restart_after_crash = on\n"
                               "data_sync_retry = off\n"
                               "idle_in_transaction_session_timeout = 60s\n"
                               "cluster_name = 'jalon'\n";

static const char access_rules[] = "local all all peer map=jalon\n";

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *position)
{
    (void)status;
    (void)type;
    (void)position;
    (void)remove(path);
    return 0;
}

/* What a maker left that was killed: holding the lock, nobody is at work on it. */
static void remove_unfinished(const struct jalon_cluster *c)
{
    JALON_AS_SERVER(c);
    DIR *folder = opendir(c->folder);
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (strncmp(entry->d_name, new_prefix, sizeof new_prefix - 1) == 0) {
            JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
            jalon_str_addf(&path, "%s/%s", c->folder, entry->d_name);
            (void)nftw(jalon_str_text(&path), remove_entry, OPEN_FILES, FTW_DEPTH | FTW_PHYS);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
}

int jalon_cluster_sync(const char *path, int flags, struct jalon_err *err)
{
    int fd = open(path, flags | O_CLOEXEC);
    int status = fd >= 0 ? fsync(fd) : -1;
    if (status != 0) {
        (void)jalon_cluster_fail_file(path, err);
    }
    if (fd >= 0) {
        close(fd);
    }
    return status != 0 ? -1 : 0;
}

static int write_file(const char *folder, const char *name, const char *text, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/%s", folder, name);
    FILE *file = fopen(jalon_str_text(&path), "we");
    if (file == NULL) {
        return jalon_cluster_fail_file(jalon_str_text(&path), err);
    }
    bool written = fputs(text, file) >= 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (fclose(file) != 0 || !written) {
        return jalon_cluster_fail_file(jalon_str_text(&path), err);
    }
    return 0;
}

/* Which OS account may log in as whom: the superuser's is the one that owns the files anyway. */
static void add_map(struct jalon_str *out, const char *account, const char *role)
{
    jalon_str_addf(out, "jalon \"%s\" \"%s\"\n", account, role);
}

static int write_settings(const struct jalon_cluster *c, const char *data, struct jalon_err *err)
{
    JALON_AS_SERVER(c);
    JALON_AUTO(jalon_str_done) struct jalon_str map = {0};
    add_map(&map, c->account, JALON_CLUSTER_SUPERUSER);
    add_map(&map, c->account, c->account);
    if (c->switches) {
        add_map(&map, c->user, JALON_CLUSTER_SUPERUSER);
        add_map(&map, c->user, c->user);
    }
    if (write_file(data, "postgresql.conf", settings, err) != 0 ||
        write_file(data, "pg_hba.conf", access_rules, err) != 0) {
        return -1;
    }
    return write_file(data, "pg_ident.conf", jalon_str_text(&map), err);
}

/* Runs initdb with its arguments, until it ends. */
static int run_initdb(struct jalon_cluster *c, const char *const *argv, int lock,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str output = {0};
    jalon_str_addf(&output, "%s/initdb.log", c->folder);
    const struct jalon_cluster_program program = {.argv = argv,
                                                  .folder = c->folder,
                                                  .output = jalon_str_text(&output),
                                                  .lock = lock,
                                                  .dies_with_us = true};
    pid_t pid = jalon_cluster_run(c, &program);
    int status = -1;
    for (int ms = 1; pid > 0 && waitpid(pid, &status, WNOHANG) == 0; jalon_cluster_pause(&ms)) {
        jalon_cluster_talk(c);
    }
    return status == 0 ? 0 : jalon_fail(err, &jalon_msg_cluster_initdb, jalon_str_text(&output));
}

/* The C locale: no library update can change the order in an index; people's order is asked for
 * in the statements. */
static int create(struct jalon_cluster *c, const char *data, int lock, struct jalon_err *err)
{
    const char *const argv[] = {JALON_POSTGRES_BINDIR "/initdb",
                                "-D",
                                data,
                                "-U",
                                JALON_CLUSTER_SUPERUSER,
                                "--encoding=UTF8",
                                "--locale=C",
                                "--data-checksums",
                                "--wal-segsize=1",
                                "--auth-local=peer",
                                "--auth-host=reject",
                                "--no-instructions",
                                "--no-sync",
                                NULL};
    return run_initdb(c, argv, lock, err);
}

/* Everything to disk, once: until the rename nothing of it counts. */
static int sync_all(struct jalon_cluster *c, const char *data, int lock, struct jalon_err *err)
{
    const char *const argv[] = {JALON_POSTGRES_BINDIR "/initdb", "-D", data, "--sync-only", NULL};
    return run_initdb(c, argv, lock, err);
}

/* On a socket of its own: nobody meets a database that is not prepared. */
static int fill(struct jalon_cluster *c, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str conninfo = {0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *maintenance = NULL;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    if (jalon_cluster_connect(c, c->making_conninfo, &maintenance, err) != 0 ||
        jalon_db_script(maintenance, "CREATE DATABASE jalon", NULL, err) != 0) {
        return -1;
    }
    jalon_str_addf(&conninfo, "%s dbname=jalon", c->making_conninfo);
    if (jalon_cluster_connect(c, jalon_str_text(&conninfo), &db, err) != 0) {
        return -1;
    }
    jalon_cluster_talk(c);
    return c->options->prepare != NULL ? c->options->prepare(db, c->options->prepare_context, err)
                                       : 0;
}

static int start_and_fill(struct jalon_cluster *c, const char *data, int lock,
                          struct jalon_err *err)
{
    pid_t pid = -1;
    if (jalon_cluster_launch(c, data, JALON_CLUSTER_MAKING_PORT, lock, &pid, err) != 0) {
        return -1;
    }
    int status = fill(c, err);
    struct jalon_err end_err = {0};
    if (jalon_cluster_end(c, pid, status == 0 ? err : &end_err) != 0) {
        return -1;
    }
    return status;
}

/* From here on it counts as made. */
static int finish(const struct jalon_cluster *c, const char *data, struct jalon_err *err)
{
    JALON_AS_SERVER(c);
    JALON_AUTO(jalon_str_done) struct jalon_str marker = {0};
    struct jalon_uuid id = jalon_uuid_random();
    jalon_str_addf(&marker, "{\"cluster\":\"%s\",\"jalon\":\"%s\"}\n", id.text, JALON_VERSION);
    if (write_file(data, "jalon.complete", jalon_str_text(&marker), err) != 0 ||
        jalon_cluster_sync(data, O_RDONLY | O_DIRECTORY, err) != 0) {
        return -1;
    }
    if (rename(data, c->data) != 0) {
        return jalon_cluster_fail_file(c->data, err);
    }
    return jalon_cluster_sync(c->folder, O_RDONLY | O_DIRECTORY, err);
}

static char *new_folder(const struct jalon_cluster *c)
{
    JALON_AS_SERVER(c);
    struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/%sXXXXXX", c->folder, new_prefix);
    if (mkdtemp(path.text) == NULL) {
        jalon_str_done(&path);
        return NULL;
    }
    return jalon_str_take(&path);
}

/* A stopped cluster in DATA, filled. */
static int build(struct jalon_cluster *c, const char *data, int lock, struct jalon_err *err)
{
    if (create(c, data, lock, err) != 0 || write_settings(c, data, err) != 0) {
        return -1;
    }
    return start_and_fill(c, data, lock, err);
}

int jalon_cluster_make(struct jalon_cluster *c, int lock, struct jalon_err *err)
{
    c->talk_at = jalon_pg_now_ms() + TALK_AFTER_MS;
    remove_unfinished(c);
    JALON_AUTO(jalon_freep) char *data = new_folder(c);
    if (data == NULL) {
        return jalon_cluster_fail_file(c->folder, err);
    }
    int status = build(c, data, lock, err);
    if (status == 0) {
        status = sync_all(c, data, lock, err);
    }
    if (status == 0) {
        status = finish(c, data, err);
    }
    if (status != 0) {
        remove_unfinished(c);
    }
    c->talk_at = 0;
    return status;
}

static int try_out(struct jalon_cluster *c, struct jalon_err *err)
{
    int lock = -1;
    if (jalon_cluster_make_folders(c, err) != 0 || jalon_cluster_lock(c, &lock, err) != 0) {
        return -1;
    }
    JALON_AUTO(jalon_freep) char *data = new_folder(c);
    int status = data != NULL ? build(c, data, lock, err) : jalon_cluster_fail_file(c->folder, err);
    close(lock);
    return status;
}

int jalon_cluster_try(const struct jalon_cluster_options *options, struct jalon_err *err)
{
    char home[] = "/tmp/jalon-try-XXXXXX";
    struct jalon_cluster_options own = *options;
    own.jalon_home = home;
    if (mkdtemp(home) == NULL || chmod(home, PASSABLE) != 0) {
        return jalon_cluster_fail_file(home, err);
    }
    struct jalon_cluster *c = NULL;
    int status = jalon_cluster_new(&own, &c, err);
    if (status == 0) {
        status = try_out(c, err);
    }
    jalon_cluster_free(c);
    (void)nftw(home, remove_entry, OPEN_FILES, FTW_DEPTH | FTW_PHYS);
    return status;
}
