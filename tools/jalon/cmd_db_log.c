/* `db log`: the last lines of the private server's log. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/database.h"
#include "base/mem.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"

enum { LINES = 40, TAIL_BYTES = 256 * 1024 };

struct log {
    int64_t lines;
};

static const struct cli_opt options[] = {
    {"lines", 0, CLI_INT, "N", "how many lines (default: 40)", offsetof(struct log, lines), 0, NULL,
     0},
    {0},
};

/* The file of FOLDER that was written last; NULL: none. The caller frees it. */
static char *newest(const char *folder)
{
    DIR *list = opendir(folder);
    char *found = NULL;
    struct timespec latest = {0};
    for (const struct dirent *entry; list != NULL && (entry = readdir(list)) != NULL;) {
        struct stat status;
        struct jalon_str path = {0};
        jalon_str_addf(&path, "%s/%s", folder, entry->d_name);
        if (stat(path.text, &status) == 0 && S_ISREG(status.st_mode) &&
            (found == NULL || status.st_mtim.tv_sec > latest.tv_sec ||
             (status.st_mtim.tv_sec == latest.tv_sec && status.st_mtim.tv_nsec > latest.tv_nsec))) {
            free(found);
            found = jalon_str_take(&path);
            latest = status.st_mtim;
        }
        jalon_str_done(&path);
    }
    if (list != NULL) {
        (void)closedir(list);
    }
    return found;
}

/* The end of a file, from the start of a line on. */
static int read_tail(const char *path, struct jalon_str *ret_text)
{
    char buffer[4096];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return -1;
    }
    bool is_cut = fseek(file, -TAIL_BYTES, SEEK_END) == 0;
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;) {
        jalon_str_add_bytes(ret_text, buffer, n);
    }
    (void)fclose(file);
    const char *line = is_cut ? strchr(jalon_str_text(ret_text), '\n') : NULL;
    if (line != NULL) {
        JALON_AUTO(jalon_freep) char *kept = jalon_strdup(line + 1);
        jalon_str_clear(ret_text);
        jalon_str_add(ret_text, kept);
    }
    return 0;
}

/* Where the last N lines begin. */
static const char *last_lines(const char *text, int64_t n)
{
    const char *at = text + strlen(text);
    if (n == 0) {
        return at;
    }
    for (int64_t seen = 0; at > text; at--) {
        if (at[-1] == '\n' && *at != '\0' && ++seen == n) {
            return at;
        }
    }
    return text;
}

static int run_log(struct cli_run *run, const void *given, struct jalon_err *err)
{
    const struct log *log = given;
    JALON_AUTO(jalon_database_status_freep) struct jalon_database_status *status = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (run->location.conninfo != NULL) {
        return jalon_fail(err, &jalon_msg_log_elsewhere);
    }
    if (jalon_database_status_read(&run->location, &status, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_freep) char *path = newest(status->log);
    if (path == NULL) {
        return jalon_fail(err, &jalon_msg_log_absent, status->log);
    }
    if (read_tail(path, &text) < 0) {
        return jalon_fail(err, &jalon_msg_log_unreadable, path, strerror(errno));
    }
    out_text(run->out, last_lines(jalon_str_text(&text), log->lines >= 0 ? log->lines : LINES));
    return 0;
}

const struct cli_command cmd_db_log = {.name = "db log",
                                       .section = "Database",
                                       .summary = "the last lines of the private server's log",
                                       .flags = CLI_SERVER,
                                       .options = options,
                                       .size = sizeof(struct log),
                                       .run = run_log};
