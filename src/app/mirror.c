/* Folders kept equal to a set of files. */
#include "app/mirror.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app_messages.h"
#include "base/arena.h"
#include "base/base_messages.h"
#include "base/file.h"
#include "base/mem.h"
#include "journal/leaf.h"

enum { DIGITS = 64, MOST_LIST = 64 << 20, MOST_BYTES = 256 << 20 };

struct file {
    const char *path; /* within the folder */
    char sha256[DIGITS + 1];
    struct jalon_str bytes; /* empty in the list */
    bool is_there;          /* with these bytes */
};

struct files {
    struct file *items;
    size_t n;
};

struct jalon_mirror {
    const char *folder, *list;
    bool is_new; /* made here */
    int lock;
    struct jalon_hasher *hasher;
    struct jalon_str listed; /* the list as it is */
    struct files before, now;
    struct jalon_arena *arena;
};

static struct file *add(struct files *files, const char *path)
{
    files->items = jalon_realloc_array(files->items, files->n + 1, sizeof *files->items);
    files->items[files->n] = (struct file){.path = path};
    return &files->items[files->n++];
}

static const struct file *find(const struct files *files, const char *path)
{
    for (size_t i = 0; i < files->n; i++) {
        if (strcmp(files->items[i].path, path) == 0) {
            return &files->items[i];
        }
    }
    return NULL;
}

static const char *whole_path(const struct jalon_mirror *mirror, const char *path)
{
    return jalon_arena_printf(mirror->arena, "%s/%s", mirror->folder, path);
}

/* What a list may name: plain names that do not lead out of the folder. */
static bool is_inside(const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "._-/";
    return path[0] != '\0' && path[0] != '/' && path[strspn(path, plain)] == '\0' &&
           strstr(path, "..") == NULL && strstr(path, "//") == NULL &&
           strncmp(path, "./", 2) != 0 && strstr(path, "/./") == NULL;
}

/* "HASH  path". */
static bool read_line(struct jalon_mirror *mirror, const char *line, size_t length)
{
    struct jalon_hash hash;
    char digits[DIGITS + 1];
    if (length < DIGITS + 3) {
        return false;
    }
    memcpy(digits, line, DIGITS);
    digits[DIGITS] = '\0';
    const char *path = jalon_arena_strndup(mirror->arena, line + DIGITS + 2, length - DIGITS - 2);
    if (!jalon_hash_parse(digits, &hash) || memcmp(line + DIGITS, "  ", 2) != 0 ||
        !is_inside(path) || strcmp(path, mirror->list) == 0) {
        return false;
    }
    memcpy(add(&mirror->before, path)->sha256, digits, sizeof digits);
    return true;
}

static int read_list(struct jalon_mirror *mirror, struct jalon_err *err)
{
    const char *path = whole_path(mirror, mirror->list);
    struct stat found;
    int n = 0;
    if (lstat(path, &found) < 0 && errno == ENOENT) {
        return 0;
    }
    if (jalon_file_read(path, MOST_LIST, &mirror->listed, err) < 0) {
        return -1;
    }
    for (const char *line = jalon_str_text(&mirror->listed); *line != '\0';) {
        size_t length = strcspn(line, "\n");
        n++;
        if (!read_line(mirror, line, length)) {
            char number[16];
            (void)snprintf(number, sizeof number, "%d", n);
            return jalon_fail(err, &jalon_msg_mirror_list, path, number);
        }
        line += length + (line[length] == '\n' ? 1 : 0);
    }
    return 0;
}

int jalon_mirror_open(const char *folder, const char *list, struct jalon_mirror **ret_mirror,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_mirror_freep) struct jalon_mirror *mirror = jalon_alloc(sizeof *mirror);
    mirror->lock = -1;
    mirror->list = list;
    mirror->arena = jalon_arena_new();
    mirror->folder = jalon_arena_strdup(mirror->arena, folder);
    mirror->is_new = mkdir(folder, 0777) == 0;
    if (!mirror->is_new && errno != EEXIST) {
        return jalon_fail(err, &jalon_msg_folder_unwritable, folder, strerror(errno));
    }
    if (jalon_hasher_new(&mirror->hasher, err) < 0 ||
        jalon_file_lock_folder(folder, &mirror->lock, err) < 0 || read_list(mirror, err) < 0) {
        return -1;
    }
    *ret_mirror = JALON_TAKE(mirror);
    return 0;
}

const char *jalon_mirror_add(struct jalon_mirror *mirror, const char *path, struct jalon_str *bytes)
{
    struct file *file = add(&mirror->now, jalon_arena_strdup(mirror->arena, path));
    file->bytes = *bytes;
    *bytes = (struct jalon_str){0};
    const struct jalon_hash hash =
        jalon_hasher_sha256(mirror->hasher, jalon_str_text(&file->bytes), file->bytes.length);
    memcpy(file->sha256, jalon_hash_hex(&hash).text, sizeof file->sha256);
    return jalon_arena_strdup(mirror->arena, file->sha256);
}

/* Has the file on the disk this hash? */
static bool holds(const struct jalon_mirror *mirror, const char *path, const char *sha256)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    struct jalon_err ignored;
    if (jalon_file_read(whole_path(mirror, path), MOST_BYTES, &content, &ignored) < 0) {
        return false;
    }
    const struct jalon_hash hash =
        jalon_hasher_sha256(mirror->hasher, jalon_str_text(&content), content.length);
    return strcmp(jalon_hash_hex(&hash).text, sha256) == 0;
}

/* A folder that PATH lies in and that is something else, such as a link; NULL: there is none. */
static const char *wrong_folder(const struct jalon_mirror *mirror, const char *path)
{
    struct stat found;
    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        const char *folder =
            jalon_arena_printf(mirror->arena, "%s/%.*s", mirror->folder, (int)(slash - path), path);
        if (lstat(folder, &found) == 0 && !S_ISDIR(found.st_mode)) {
            return folder;
        }
    }
    return NULL;
}

/* Looks at what is there; what is equal already need not be written. */
static int look(struct jalon_mirror *mirror, struct jalon_err *err)
{
    for (size_t i = 0; i < mirror->now.n; i++) {
        struct file *file = &mirror->now.items[i];
        struct stat found;
        const char *wrong = wrong_folder(mirror, file->path);
        if (wrong != NULL) {
            return jalon_fail(err, &jalon_msg_mirror_foreign, wrong);
        }
        file->is_there = holds(mirror, file->path, file->sha256);
        if (!file->is_there && find(&mirror->before, file->path) == NULL &&
            lstat(whole_path(mirror, file->path), &found) == 0) {
            return jalon_fail(err, &jalon_msg_mirror_foreign, whole_path(mirror, file->path));
        }
    }
    return 0;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The lines of what is there now, and of what was there BEFORE and is not removed yet. */
static void make_list(const struct jalon_mirror *mirror, bool before, struct jalon_str *out)
{
    size_t n = 0;
    const char **lines =
        jalon_arena_array(mirror->arena, mirror->now.n + mirror->before.n + 1, sizeof *lines);
    for (size_t i = 0; i < mirror->now.n; i++) {
        const struct file *file = &mirror->now.items[i];
        lines[n++] = jalon_arena_printf(mirror->arena, "%s\n%s", file->path, file->sha256);
    }
    for (size_t i = 0; before && i < mirror->before.n; i++) {
        const struct file *file = &mirror->before.items[i];
        if (find(&mirror->now, file->path) == NULL) {
            lines[n++] = jalon_arena_printf(mirror->arena, "%s\n%s", file->path, file->sha256);
        }
    }
    qsort(lines, n, sizeof *lines, by_path);
    for (size_t i = 0; i < n; i++) {
        int length = (int)strcspn(lines[i], "\n");
        jalon_str_addf(out, "%s  %.*s\n", lines[i] + length + 1, length, lines[i]);
    }
}

static int write_list(struct jalon_mirror *mirror, bool before, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str list = {0};
    make_list(mirror, before, &list);
    if (strcmp(jalon_str_text(&list), jalon_str_text(&mirror->listed)) == 0) {
        return 0;
    }
    jalon_str_clear(&mirror->listed);
    jalon_str_add(&mirror->listed, jalon_str_text(&list));
    return jalon_file_publish(whole_path(mirror, mirror->list), jalon_str_text(&list), list.length,
                              err);
}

/* The folders that PATH lies in. */
static void make_folders(const struct jalon_mirror *mirror, const char *path)
{
    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        const char *folder =
            jalon_arena_printf(mirror->arena, "%s/%.*s", mirror->folder, (int)(slash - path), path);
        (void)mkdir(folder, 0777); /* writing into it tells whether it is there */
    }
}

static int write_files(struct jalon_mirror *mirror, struct jalon_mirror_counts *counts,
                       struct jalon_err *err)
{
    for (size_t i = 0; i < mirror->now.n; i++) {
        const struct file *file = &mirror->now.items[i];
        if (file->is_there) {
            counts->n_unchanged++;
            continue;
        }
        make_folders(mirror, file->path);
        if (jalon_file_publish(whole_path(mirror, file->path), jalon_str_text(&file->bytes),
                               file->bytes.length, err) < 0) {
            return -1;
        }
        counts->n_written++;
    }
    return 0;
}

/* With the folders that are empty then. */
static void remove_file(const struct jalon_mirror *mirror, const char *path)
{
    size_t length = strlen(path);
    (void)unlink(whole_path(mirror, path));
    for (; length > 0; length--) {
        if (path[length] == '/' &&
            rmdir(jalon_arena_printf(mirror->arena, "%s/%.*s", mirror->folder, (int)length, path)) <
                0) {
            return;
        }
    }
}

static void remove_stale(const struct jalon_mirror *mirror, struct jalon_mirror_counts *counts)
{
    for (size_t i = 0; i < mirror->before.n; i++) {
        const struct file *file = &mirror->before.items[i];
        struct stat found;
        if (find(&mirror->now, file->path) != NULL ||
            lstat(whole_path(mirror, file->path), &found) < 0) {
            continue;
        }
        if (holds(mirror, file->path, file->sha256)) {
            remove_file(mirror, file->path);
            counts->n_removed++;
        } else {
            counts->n_kept++;
        }
    }
}

/* The list names a file before it is written and until it is removed, so that one that was stopped
 * in between knows its own. */
int jalon_mirror_commit(struct jalon_mirror *mirror, struct jalon_mirror_counts *ret_counts,
                        struct jalon_err *err)
{
    *ret_counts = (struct jalon_mirror_counts){0};
    if (look(mirror, err) < 0 || write_list(mirror, true, err) < 0 ||
        write_files(mirror, ret_counts, err) < 0) {
        return -1;
    }
    remove_stale(mirror, ret_counts);
    return write_list(mirror, false, err);
}

static void files_done(struct files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        jalon_str_done(&files->items[i].bytes);
    }
    free(files->items);
}

void jalon_mirror_freep(struct jalon_mirror **mirror)
{
    struct jalon_mirror *m = *mirror;
    if (m == NULL) {
        return;
    }
    if (m->is_new) {
        (void)rmdir(m->folder); /* nothing was written into it */
    }
    jalon_file_unlock(&m->lock);
    files_done(&m->before);
    files_done(&m->now);
    jalon_str_done(&m->listed);
    jalon_hasher_free(m->hasher);
    jalon_arena_free(m->arena);
    free(m);
    *mirror = NULL;
}
