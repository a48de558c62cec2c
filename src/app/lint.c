/* Looking at migrations for what is unsafe on a database in use. */
#include "app/lint.h"

#include <sys/stat.h>

#include "app/app_messages.h"
#include "base/file.h"
#include "base/mem.h"
#include "pg/lint.h"
#include "pg/migrate.h"

enum { MAX_BYTES = 2 << 20 }; /* beyond what a migration may have, whose own sentence is better */

static void add_finding(void *context, const struct jalon_lint_finding *finding)
{
    const struct jalon_place_in_file place = {
        .path = finding->file, .line = finding->line, .field = finding->rule};
    jalon_faults_add(context, place, &finding->err);
}

/* A link could name another file tomorrow than the one that was looked at. */
static int read_file(const char *path, struct jalon_str *text, struct jalon_err *err)
{
    struct stat status;
    if (lstat(path, &status) == 0 && S_ISLNK(status.st_mode)) {
        return jalon_fail(err, &jalon_msg_migration_is_link, path);
    }
    return jalon_file_read(path, MAX_BYTES, text, err);
}

/* False: it cannot be looked at, and the fault is added. */
static bool read_migration(const char *path, struct jalon_arena *arena,
                           struct jalon_migration *ret_file, struct jalon_faults *faults)
{
    struct jalon_err err;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    int ret = read_file(path, &text, &err);
    if (ret == 0) {
        char *copy = jalon_arena_alloc(arena, text.length + 1);
        memcpy(copy, jalon_str_text(&text), text.length);
        *ret_file = (struct jalon_migration){.name = path, .text = copy, .length = text.length};
        ret = jalon_migration_check(ret_file, &err);
    }
    if (ret != 0) {
        jalon_faults_add(faults, (struct jalon_place_in_file){.path = path}, &err);
    }
    return ret == 0;
}

void jalon_app_lint(const char *const *paths, size_t n, struct jalon_faults *faults)
{
    const struct jalon_lint_reader reader = {add_finding, faults};
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    if (n == 0) {
        jalon_lint(&jalon_migrations, &reader);
        return;
    }
    struct jalon_migration *files = jalon_arena_array(arena, n, sizeof *files);
    size_t n_read = 0;
    for (size_t i = 0; i < n; i++) {
        n_read += read_migration(paths[i], arena, &files[n_read], faults);
    }
    jalon_lint(&(struct jalon_migration_set){files, n_read}, &reader);
}
