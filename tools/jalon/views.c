/* The views that a person saved. Who changes the file holds its folder, so that none is lost. */
#define _GNU_SOURCE /* flock */
#include "jalon/views.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "jalon/cli_messages.h"
#include "jalon/faults.h"

void views_path(const struct environment *environment, struct jalon_str *ret_path)
{
    if (environment->home != NULL) {
        jalon_str_addf(ret_path, "%s/views.yaml", environment->home);
    } else if (environment->config_home != NULL) {
        jalon_str_addf(ret_path, "%s/jalon/views.yaml", environment->config_home);
    } else if (environment->user_home != NULL) {
        jalon_str_addf(ret_path, "%s/.config/jalon/views.yaml", environment->user_home);
    }
}

int views_read(const struct cli_run *run, struct jalon_views **ret_views, struct jalon_err *err)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    views_path(run->environment, &path);
    if (path.length == 0) {
        return jalon_fail(err, &jalon_msg_view_nowhere);
    }
    *ret_views = jalon_views_read(path.text, &faults);
    return *ret_views == NULL ? faults_say(run->lang, &faults) : 0;
}

int views_find(const struct jalon_views *views, const char *text, struct jalon_str *ret_name,
               json_t **ret_options, struct jalon_err *err)
{
    if (jalon_view_name(text, ret_name, err) < 0) {
        return -1;
    }
    const char *name = jalon_str_text(ret_name);
    *ret_options = jalon_views_options(views, name);
    if (*ret_options != NULL) {
        return 0;
    }
    const char *const *names;
    size_t n = jalon_views_names(views, &names);
    const char *near = jalon_nearest(name, names, n);
    if (n == 0) {
        return jalon_fail(err, &jalon_msg_view_none, name);
    }
    return near != NULL ? jalon_fail(err, &jalon_msg_view_unknown_near, name, near)
                        : jalon_fail(err, &jalon_msg_view_unknown, name);
}

int views_give(const struct cli_run *run, const char *text, const struct cli_opt *rows, void *base,
               struct jalon_arena *arena, struct jalon_err *err)
{
    JALON_AUTO(jalon_views_freep) struct jalon_views *views = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    json_t *options = NULL;
    const char *option;
    json_t *value;
    int status = views_read(run, &views, err);
    status = status == 0 ? views_find(views, text, &name, &options, err) : status;
    if (status != 0) {
        return status;
    }
    json_object_foreach(options, option, value)
    {
        const struct cli_kept kept = {
            option, jalon_views_place(views, jalon_str_text(&name), option, arena), value, arena};
        if (cli_kept_give(rows, &kept, base, err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The descriptor of the folder of PATH, held until it is closed. */
static int hold_folder(const char *path, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep)
    char *folder = jalon_strndup(path, (size_t)(strrchr(path, '/') - path));
    int fd =
        jalon_file_make_folder(folder) < 0 ? -1 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (fd >= 0 && flock(fd, LOCK_EX) < 0) {
        if (errno != EINTR) {
            (void)close(fd);
            fd = -1;
        }
    }
    return fd >= 0 ? fd : jalon_fail(err, &jalon_msg_view_unwritable, path, strerror(errno));
}

static int write_file(const struct cli_run *run, const char *path, const struct jalon_views *views,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    const struct out_options options = {.lang = run->lang, .path = path};
    struct out *file;
    jalon_views_write(views, &text);
    if (text.length > JALON_LIMIT_YAML_BYTES) {
        return jalon_fail(err, &jalon_msg_view_too_many, path);
    }
    if (out_open(&options, &file, err) < 0) {
        return jalon_fail(err, &jalon_msg_view_unwritable, path, strerror(errno));
    }
    (void)out_data(file, text.text, text.length);
    return out_close(file, err);
}

int views_change(const struct cli_run *run, const char *name, json_t *options, json_t **ret_old,
                 struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *mine = options;
    JALON_AUTO(jalon_views_freep) struct jalon_views *views = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    views_path(run->environment, &path);
    int held = path.length > 0 ? hold_folder(path.text, err) : 0;
    if (held < 0) {
        return -1;
    }
    int status = views_read(run, &views, err);
    if (status == 0) {
        *ret_old = json_deep_copy(jalon_views_options(views, name));
        jalon_views_set(views, name, JALON_TAKE(mine));
        status = write_file(run, path.text, views, err);
    }
    if (held > 0) {
        (void)close(held);
    }
    return status;
}

/* As a shell takes one word. */
static void add_word(struct jalon_str *out, const char *word)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:/";
    if (word[0] != '\0' && strspn(word, plain) == strlen(word)) {
        jalon_str_addf(out, " %s", word);
        return;
    }
    jalon_str_add(out, " '");
    for (const char *at = word; *at != '\0'; at++) {
        if (*at == '\'') {
            jalon_str_add(out, "'\\''");
        } else {
            jalon_str_add_char(out, *at);
        }
    }
    jalon_str_add_char(out, '\'');
}

static void add_option(struct jalon_str *out, const char *name, const json_t *value)
{
    if (json_is_false(value)) {
        return;
    }
    jalon_str_addf(out, " --%s", name);
    if (json_is_integer(value)) {
        jalon_str_addf(out, " %" PRId64, (int64_t)json_integer_value(value));
    } else if (json_is_string(value)) {
        add_word(out, json_string_value(value));
    }
}

void views_words(struct jalon_str *out, json_t *options)
{
    const char *option;
    json_t *value;
    json_object_foreach(options, option, value)
    {
        if (!json_is_array(value)) {
            add_option(out, option, value);
        }
        for (size_t i = 0; i < json_array_size(value); i++) {
            add_option(out, option, json_array_get(value, i));
        }
    }
}
