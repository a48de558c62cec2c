/* Copies of the private database: each appears whole or not at all, and the newest are kept. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/uuid.h"
#include "pg/cluster_priv.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"

enum { KEPT = 5 };

static const char ending[] = ".dump";

/* Runs pg_dump into PATH until it ends; 0: it succeeded. */
static int dump(struct jalon_cluster *c, const char *path)
{
    JALON_AUTO(jalon_str_done) struct jalon_str output = {0};
    jalon_str_addf(&output, "%s/backup.log", c->folder);
    const char *const argv[] = {JALON_POSTGRES_BINDIR "/pg_dump",
                                "--format=custom",
                                "--no-password",
                                "--file",
                                path,
                                "--dbname",
                                c->superuser_conninfo,
                                NULL};
    const struct jalon_cluster_program program = {.argv = argv,
                                                  .folder = c->folder,
                                                  .output = jalon_str_text(&output),
                                                  .lock = -1,
                                                  .dies_with_us = true};
    pid_t pid = jalon_cluster_run(c, &program);
    int status = -1;
    for (int ms = 1; pid > 0 && waitpid(pid, &status, WNOHANG) == 0;) {
        jalon_cluster_pause(&ms);
    }
    return status;
}

static int is_copy(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > strlen(ending) &&
           strcmp(entry->d_name + length - strlen(ending), ending) == 0;
}

/* Their names begin with the time: in order of name the first are the oldest. */
static void remove_oldest(const struct jalon_cluster *c)
{
    JALON_AS_SERVER(c);
    struct dirent **entries = NULL;
    int n = scandir(c->backups, &entries, is_copy, alphasort);
    for (int i = 0; i < n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
        jalon_str_addf(&path, "%s/%s", c->backups, entries[i]->d_name);
        if (i < n - KEPT) {
            (void)unlink(jalon_str_text(&path));
        }
        free(entries[i]);
    }
    free(entries);
}

/* To the disk, then under its name. */
static int publish(const struct jalon_cluster *c, const char *path, const char *name,
                   struct jalon_err *err)
{
    JALON_AS_SERVER(c);
    if (jalon_cluster_sync(path, O_RDONLY, err) != 0) {
        return -1;
    }
    if (rename(path, name) != 0) {
        return jalon_cluster_fail_file(name, err);
    }
    return jalon_cluster_sync(c->backups, O_RDONLY | O_DIRECTORY, err);
}

/* BACKUPS/20190630T220000Z-schema-0008.dump: the server's time, and the schema that it holds. */
static int name_copy(const struct jalon_cluster *c, struct jalon_db *db, struct jalon_str *ret_name,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_migrate_copy_name, NULL, &result, err) != 0) {
        return -1;
    }
    jalon_str_addf(ret_name, "%s/%s%s", c->backups,
                   jalon_result_text(result, 0, MIGRATE_COPY_NAME_NAME), ending);
    return 0;
}

int jalon_cluster_backup(struct jalon_cluster *c, struct jalon_db *superuser_db, char **ret_path,
                         struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    struct jalon_uuid id = jalon_uuid_random();
    if (jalon_cluster_make_own_folder(c, c->backups, err) != 0 ||
        name_copy(c, superuser_db, &name, err) != 0) {
        return -1;
    }
    jalon_str_addf(&path, "%s/.new.%s", c->backups, id.text);
    int status = dump(c, jalon_str_text(&path)) == 0
                     ? publish(c, jalon_str_text(&path), jalon_str_text(&name), err)
                     : jalon_fail(err, &jalon_msg_cluster_backup, c->folder);
    if (status != 0) {
        JALON_AS_SERVER(c);
        (void)unlink(jalon_str_text(&path));
        return -1;
    }
    remove_oldest(c);
    *ret_path = jalon_str_take(&name);
    return 0;
}
