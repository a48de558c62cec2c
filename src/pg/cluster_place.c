/* Where the private cluster lies, and the checks that what lies there is ours. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/uuid.h"
#include "pg/cluster_priv.h"
#include "pg/pg_messages.h"
#include "pg/translate.h"

/* A socket's address has 107 bytes; 14 of them are "/.s.PGSQL.5432". */
enum { LONGEST_SOCKET_FOLDER = 93 };

static const unsigned long long least_free_bytes = 64ULL << 20;

int jalon_cluster_fail_file(const char *path, struct jalon_err *err)
{
    int reason = errno;
    JALON_AUTO(jalon_freep) char *safe = jalon_pg_quote(path);
    if (reason == EACCES || reason == EPERM) {
        return jalon_fail(err, &jalon_msg_cluster_unreachable, safe);
    }
    return jalon_fail(err, &jalon_msg_cluster_file, safe, strerror(reason));
}

static char *joined(const char *folder, const char *name)
{
    struct jalon_str s = {0};
    jalon_str_addf(&s, "%s/%s", folder, name);
    return jalon_str_take(&s);
}

/* Relative to where the command was started; without a slash at the end. */
static char *absolute(const char *path)
{
    struct jalon_str s = {0};
    if (path[0] != '/') {
        JALON_AUTO(jalon_freep) char *here = getcwd(NULL, 0);
        jalon_str_addf(&s, "%s/", here != NULL ? here : "");
    }
    jalon_str_add(&s, path);
    while (s.length > 1 && s.text[s.length - 1] == '/') {
        s.text[--s.length] = '\0';
    }
    return jalon_str_take(&s);
}

static char *choose_home(const struct jalon_cluster *c, const char *own_home)
{
    const struct jalon_cluster_options *o = c->options;
    if (o->jalon_home != NULL && o->jalon_home[0] != '\0') {
        return absolute(o->jalon_home);
    }
    if (c->switches) {
        return jalon_strdup("/var/lib/jalon");
    }
    if (o->data_home != NULL && o->data_home[0] == '/') {
        return joined(o->data_home, "jalon");
    }
    bool is_given = o->home != NULL && o->home[0] == '/';
    return joined(is_given ? o->home : own_home, ".local/share/jalon");
}

/* Who we are, and as whom the server runs. */
static int find_accounts(struct jalon_cluster *c, char **ret_home, struct jalon_err *err)
{
    const struct passwd *self = getpwuid(geteuid());
    if (self == NULL) {
        return jalon_fail(err, &jalon_msg_cluster_no_name);
    }
    c->user = jalon_strdup(self->pw_name);
    *ret_home = jalon_strdup(self->pw_dir);
    c->switches = geteuid() == 0;
    const char *name = c->options->account != NULL ? c->options->account : "jalon";
    const struct passwd *account = c->switches ? getpwnam(name) : self;
    if (account == NULL || account->pw_uid == 0) {
        return c->switches ? jalon_fail(err, &jalon_msg_cluster_no_account, name)
                           : jalon_fail(err, &jalon_msg_cluster_no_name);
    }
    c->account = jalon_strdup(account->pw_name);
    c->account_home = jalon_strdup(account->pw_dir);
    c->uid = account->pw_uid;
    c->gid = account->pw_gid;
    return 0;
}

/* The socket lies in the cluster's folder, where no logout removes it, unless the path does not
 * fit: too long, or with characters that lists of hosts give a meaning. */
static char *choose_run(const struct jalon_cluster *c)
{
    JALON_AUTO(jalon_freep) char *inside = joined(c->folder, "run");
    if (strlen(inside) <= LONGEST_SOCKET_FOLDER && strpbrk(inside, ",\"'\\") == NULL) {
        return JALON_TAKE(inside);
    }
    struct jalon_uuid id = jalon_uuid_of_name(c->data);
    struct jalon_str s = {0};
    jalon_str_addf(&s, "/tmp/jalon-%lu-%.8s", (unsigned long)c->uid, id.text);
    return jalon_str_take(&s);
}

static char *conninfo(const struct jalon_cluster *c, int port, const char *user, const char *dbname)
{
    struct jalon_str s = {0};
    jalon_str_addf(&s, "host='%s' port=%d dbname=%s user='", c->run, port, dbname);
    for (const char *at = user; *at != '\0'; at++) {
        if (*at == '\'' || *at == '\\') {
            jalon_str_add_char(&s, '\\');
        }
        jalon_str_add_char(&s, *at);
    }
    jalon_str_add_char(&s, '\'');
    return jalon_str_take(&s);
}

int jalon_cluster_locate(struct jalon_cluster *c, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *own_home = NULL;
    if (access(JALON_POSTGRES_BINDIR "/postgres", X_OK) != 0) {
        return jalon_fail(err, &jalon_msg_cluster_no_postgres, JALON_POSTGRES_BINDIR);
    }
    if (find_accounts(c, &own_home, err) != 0) {
        return -1;
    }
    c->home = choose_home(c, own_home);
    if (strpbrk(c->home, "\r\n") != NULL) {
        return jalon_fail(err, &jalon_msg_cluster_odd_path);
    }
    c->folder = joined(c->home, "pg15");
    c->backups = joined(c->home, "backups");
    c->data = joined(c->folder, "data");
    c->lock = joined(c->folder, "lock");
    c->log = joined(c->data, "log");
    c->run = choose_run(c);
    c->conninfo = conninfo(c, JALON_CLUSTER_PORT, c->user, "jalon");
    c->superuser_conninfo = conninfo(c, JALON_CLUSTER_PORT, JALON_CLUSTER_SUPERUSER, "jalon");
    c->making_conninfo =
        conninfo(c, JALON_CLUSTER_MAKING_PORT, JALON_CLUSTER_SUPERUSER, "postgres");
    return 0;
}

/* PATH and the folders above it; a folder made by root for the server is given to it. */
static int make_path(const struct jalon_cluster *c, const char *path, bool is_server,
                     struct jalon_err *err)
{
    struct stat status;
    if (stat(path, &status) == 0) {
        return 0;
    }
    const char *slash = strrchr(path, '/');
    if (errno == ENOENT && slash != NULL && slash != path) {
        JALON_AUTO(jalon_freep) char *above = jalon_strndup(path, (size_t)(slash - path));
        if (make_path(c, above, false, err) != 0) {
            return -1;
        }
    }
    mode_t mode = c->switches && !is_server ? 0755 : 0700;
    if (mkdir(path, mode) != 0 && errno != EEXIST) {
        return jalon_cluster_fail_file(path, err);
    }
    if (c->switches && is_server && lchown(path, c->uid, c->gid) != 0) {
        return jalon_cluster_fail_file(path, err);
    }
    return 0;
}

/* A real folder of the server's account that nobody else can enter. */
static int check_own(const struct jalon_cluster *c, const char *path, struct jalon_err *err)
{
    struct stat status;
    if (lstat(path, &status) != 0) {
        return jalon_cluster_fail_file(path, err);
    }
    JALON_AUTO(jalon_freep) char *safe = jalon_pg_quote(path);
    if (!S_ISDIR(status.st_mode) || status.st_uid != c->uid) {
        return jalon_fail(err, &jalon_msg_cluster_not_ours, safe, c->account);
    }
    if ((status.st_mode & 077) != 0) {
        return jalon_fail(err, &jalon_msg_cluster_open_to_others, safe);
    }
    return 0;
}

/* flock() and fsync() keep their promises on local disks only. */
static int check_disk(const struct jalon_cluster *c, struct jalon_err *err)
{
    static const unsigned long network[] = {0x6969, 0xFF534D42, 0xFE534D42, 0x517B, 0x01021997};
    struct statfs kind;
    struct statvfs room;
    if (statfs(c->folder, &kind) != 0 || statvfs(c->folder, &room) != 0) {
        return jalon_cluster_fail_file(c->folder, err);
    }
    JALON_AUTO(jalon_freep) char *safe = jalon_pg_quote(c->folder);
    for (size_t i = 0; i < JALON_COUNT(network); i++) {
        if (((unsigned long)kind.f_type & 0xFFFFFFFF) == network[i]) {
            return jalon_fail(err, &jalon_msg_cluster_on_network, safe);
        }
    }
    if ((unsigned long long)room.f_bavail * room.f_frsize < least_free_bytes) {
        return jalon_fail(err, &jalon_msg_cluster_disk_full, safe);
    }
    return 0;
}

int jalon_cluster_make_own_folder(const struct jalon_cluster *c, const char *path,
                                  struct jalon_err *err)
{
    if (make_path(c, path, true, err) != 0) {
        return -1;
    }
    JALON_AS_SERVER(c);
    return check_own(c, path, err);
}

int jalon_cluster_make_folders(const struct jalon_cluster *c, struct jalon_err *err)
{
    if (jalon_cluster_make_own_folder(c, c->folder, err) != 0) {
        return -1;
    }
    JALON_AS_SERVER(c);
    if (check_disk(c, err) != 0) {
        return -1;
    }
    if (mkdir(c->run, 0700) != 0 && errno != EEXIST) {
        return jalon_cluster_fail_file(c->run, err);
    }
    return check_own(c, c->run, err);
}

/* PG_VERSION proves nothing: initdb, killed half-way, has written it and its server starts. */
bool jalon_cluster_is_made(const struct jalon_cluster *c)
{
    JALON_AS_SERVER(c);
    JALON_AUTO(jalon_freep) char *marker = joined(c->data, "jalon.complete");
    return access(marker, F_OK) == 0;
}

int jalon_cluster_check_data(const struct jalon_cluster *c, struct jalon_err *err)
{
    JALON_AS_SERVER(c);
    return check_own(c, c->data, err);
}
