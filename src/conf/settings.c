/* Settings: reading them from their sources, checking each by its kind. */
#include "conf/settings.h"

#include <sys/stat.h>

#include "base/mem.h"
#include "conf/conf_messages.h"
#include "conf/yaml.h"
#include "domain/media.h"

enum { MAX_SECONDS = 3600, MAX_NUMBER = 9999, MAX_MEBIBYTES = 64 /* as audit.file */ };

static const struct jalon_setting_def defs[JALON_SETTING_N] = {
#define S(name, pointer, variable, kind, fallback, fr, en) \
    [JALON_SETTING_##name] = {pointer, variable, JALON_SETTING_KIND_##kind, fallback, {{fr, en}}},
#include "conf/settings.def"
#undef S
};

const struct jalon_setting_def *jalon_setting_def(enum jalon_setting setting)
{
    return &defs[setting];
}

const char *jalon_origin_code(enum jalon_origin origin)
{
    static const char *const codes[JALON_ORIGIN_N] = {"default", "file", "environment", "option"};
    return codes[origin];
}

/* A whole number from 1 to MOST. */
static bool number_of(const char *text, long most, long *ret_number)
{
    size_t n = strlen(text);
    if (n == 0 || n > 4 || strspn(text, "0123456789") != n) {
        return false;
    }
    *ret_number = (long)strtoll(text, NULL, 10);
    return *ret_number >= 1 && *ret_number <= most;
}

static int check_media(const char *name, const char *text, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str word = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str names = {0};
    if (!jalon_media_find_unknown(text, &word)) {
        return 0;
    }
    jalon_media_add_names(&names);
    return jalon_fail(err, &jalon_msg_setting_not_media, name, jalon_str_text(&word),
                      jalon_str_text(&names));
}

static int check(enum jalon_setting setting, const char *text, struct jalon_err *err)
{
    const char *name = defs[setting].pointer + 1;
    long number = 0;
    switch (defs[setting].kind) {
    case JALON_SETTING_KIND_TEXT:
        break;
    case JALON_SETTING_KIND_LANG:
        if (strcmp(text, "fr") != 0 && strcmp(text, "en") != 0) {
            return jalon_fail(err, &jalon_msg_setting_not_lang, name, text);
        }
        break;
    case JALON_SETTING_KIND_SECONDS:
        if (!number_of(text, MAX_SECONDS, &number)) {
            return jalon_fail(err, &jalon_msg_setting_not_seconds, name, text);
        }
        break;
    case JALON_SETTING_KIND_NUMBER:
        if (!number_of(text, MAX_NUMBER, &number)) {
            return jalon_fail(err, &jalon_msg_setting_not_number, name, text);
        }
        break;
    case JALON_SETTING_KIND_MEBIBYTES:
        if (!number_of(text, MAX_MEBIBYTES, &number)) {
            return jalon_fail(err, &jalon_msg_setting_not_mebibytes, name, text);
        }
        break;
    case JALON_SETTING_KIND_MEDIA:
        return check_media(name, text, err);
    }
    return 0;
}

static void set(struct jalon_settings *settings, enum jalon_setting setting, const char *text,
                enum jalon_origin origin)
{
    settings->text[setting] = jalon_arena_strdup(settings->arena, text);
    settings->origin[setting] = origin;
    settings->line[setting] = 0;
}

/* Sets what an option or the environment says; PLACE names it in faults. */
static void set_from(struct jalon_settings *settings, enum jalon_setting setting, const char *text,
                     enum jalon_origin origin, struct jalon_faults *faults)
{
    struct jalon_err err;
    if (text == NULL || text[0] == '\0') {
        return;
    }
    if (check(setting, text, &err) < 0) {
        const char *place =
            origin == JALON_ORIGIN_ENVIRONMENT ? defs[setting].variable : defs[setting].pointer + 1;
        jalon_faults_add(faults, (struct jalon_place_in_file){place, 0, 0, NULL}, &err);
        return;
    }
    set(settings, setting, text, origin);
}

/* What reading a file needs at each level of its tree. */
struct file {
    const struct jalon_yaml *yaml;
    struct jalon_settings *settings;
    struct jalon_faults *faults;
};

static void report_unknown(const struct file *file, const char *pointer)
{
    JALON_AUTO(jalon_str_done) struct jalon_str allowed = {0};
    for (int i = 0; i < JALON_SETTING_N; i++) {
        jalon_str_addf(&allowed, "%s%s", i == 0 ? "" : ", ", defs[i].pointer + 1);
    }
    struct jalon_err err;
    (void)jalon_fail(&err, &jalon_msg_setting_unknown, pointer + 1, jalon_str_text(&allowed));
    jalon_faults_add(file->faults, jalon_yaml_place(file->yaml, pointer), &err);
}

static bool is_numeric(enum jalon_setting_kind kind)
{
    return kind == JALON_SETTING_KIND_SECONDS || kind == JALON_SETTING_KIND_NUMBER ||
           kind == JALON_SETTING_KIND_MEBIBYTES;
}

static void read_setting(const struct file *file, enum jalon_setting setting, json_t *value)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    struct jalon_err err = {0};
    if (json_is_null(value)) {
        return;
    }
    if (json_is_integer(value) && is_numeric(defs[setting].kind)) {
        jalon_str_addf(&text, "%lld", (long long)json_integer_value(value));
    } else if (json_is_string(value)) {
        jalon_str_add(&text, json_string_value(value));
    } else {
        (void)jalon_fail(&err, &jalon_msg_setting_not_text, defs[setting].pointer + 1);
    }
    if (err.kind == JALON_ERR_NONE && check(setting, jalon_str_text(&text), &err) == 0) {
        set(file->settings, setting, jalon_str_text(&text), JALON_ORIGIN_FILE);
        file->settings->line[setting] = jalon_yaml_place(file->yaml, defs[setting].pointer).line;
        return;
    }
    jalon_faults_add(file->faults, jalon_yaml_place(file->yaml, defs[setting].pointer), &err);
}

/* Is the pointer that of a group of settings? */
static bool is_group(const char *pointer)
{
    size_t length = strlen(pointer);
    for (int i = 0; i < JALON_SETTING_N; i++) {
        if (strncmp(defs[i].pointer, pointer, length) == 0 && defs[i].pointer[length] == '/') {
            return true;
        }
    }
    return false;
}

static void read_group(const struct file *file, json_t *group, const char *prefix)
{
    if (!json_is_object(group)) {
        struct jalon_err err;
        (void)jalon_fail(&err, &jalon_msg_setting_not_mapping);
        jalon_faults_add(file->faults, jalon_yaml_place(file->yaml, prefix), &err);
        return;
    }
    const char *key;
    json_t *value;
    json_object_foreach(group, key, value)
    {
        JALON_AUTO(jalon_str_done) struct jalon_str pointer = {0};
        jalon_str_addf(&pointer, "%s/%s", prefix, key);
        int setting = 0;
        while (setting < JALON_SETTING_N && strcmp(defs[setting].pointer, pointer.text) != 0) {
            setting++;
        }
        if (setting < JALON_SETTING_N) {
            read_setting(file, (enum jalon_setting)setting, value);
        } else if (is_group(pointer.text)) {
            read_group(file, value, pointer.text);
        } else {
            report_unknown(file, pointer.text);
        }
    }
}

static void read_file(const struct jalon_setting_sources *sources, struct jalon_settings *settings,
                      struct jalon_faults *faults)
{
    struct stat status;
    if (sources->path == NULL) {
        return;
    }
    settings->path = jalon_arena_strdup(settings->arena, sources->path);
    settings->has_file = stat(sources->path, &status) == 0;
    if (sources->path_is_optional && !settings->has_file) {
        return;
    }
    size_t first = faults->n;
    JALON_AUTO(jalon_yaml_freep) struct jalon_yaml *yaml = jalon_yaml_read(sources->path, faults);
    if (yaml != NULL) {
        struct file file = {yaml, settings, faults};
        read_group(&file, jalon_yaml_tree(yaml), "");
        jalon_faults_sort(faults, first);
    }
}

struct jalon_settings *jalon_settings_read(const struct jalon_setting_sources *sources,
                                           struct jalon_faults *faults)
{
    JALON_AUTO(jalon_settings_freep)
    struct jalon_settings *settings = jalon_alloc(sizeof *settings);
    settings->arena = jalon_arena_new();
    size_t first = faults->n;
    for (int i = 0; i < JALON_SETTING_N; i++) {
        set(settings, (enum jalon_setting)i, defs[i].fallback, JALON_ORIGIN_DEFAULT);
    }
    read_file(sources, settings, faults);
    for (int i = 0; i < JALON_SETTING_N; i++) {
        enum jalon_setting setting = (enum jalon_setting)i;
        set_from(settings, setting, sources->environment[i], JALON_ORIGIN_ENVIRONMENT, faults);
        set_from(settings, setting, sources->options[i], JALON_ORIGIN_OPTION, faults);
    }
    return faults->n > first ? NULL : JALON_TAKE(settings);
}

void jalon_settings_free(struct jalon_settings *settings)
{
    if (settings != NULL) {
        jalon_arena_free(settings->arena);
        free(settings);
    }
}

void jalon_settings_freep(struct jalon_settings **settings)
{
    jalon_settings_free(*settings);
    *settings = NULL;
}

enum jalon_lang jalon_settings_lang(const struct jalon_settings *settings,
                                    enum jalon_setting setting)
{
    return strcmp(settings->text[setting], "en") == 0 ? JALON_EN : JALON_FR;
}

int jalon_settings_ms(const struct jalon_settings *settings, enum jalon_setting setting)
{
    long seconds = 0;
    (void)number_of(settings->text[setting], MAX_SECONDS, &seconds);
    return (int)seconds * 1000;
}

int jalon_settings_number(const struct jalon_settings *settings, enum jalon_setting setting)
{
    long number = 0;
    (void)number_of(settings->text[setting], MAX_NUMBER, &number);
    return (int)number;
}

size_t jalon_settings_bytes(const struct jalon_settings *settings, enum jalon_setting setting)
{
    long mebibytes = 0;
    (void)number_of(settings->text[setting], MAX_MEBIBYTES, &mebibytes);
    return (size_t)mebibytes * 1024 * 1024;
}

/* Comment lines of at most WIDTH characters. */
static void add_comment(struct jalon_str *out, const char *text, const char *indent)
{
    enum { WIDTH = 96 };
    size_t used = strlen(indent) + 1;
    jalon_str_addf(out, "%s#", indent);
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (used + length + 1 > WIDTH) {
            jalon_str_addf(out, "\n%s#", indent);
            used = strlen(indent) + 1;
        }
        jalon_str_addf(out, " %.*s", (int)length, text);
        used += length + 1;
        text += length + (text[length] == ' ');
    }
    jalon_str_add(out, "\n");
}

void jalon_settings_write_default(struct jalon_str *out)
{
    const char *group = "";
    size_t group_length = 0;
    add_comment(out,
                "Settings of Jalon, with their defaults; ~ is no value. An option of the command "
                "line wins over the environment variable, that over this file.",
                "");
    for (int i = 0; i < JALON_SETTING_N; i++) {
        const char *name = strrchr(defs[i].pointer, '/') + 1;
        size_t length = (size_t)(name - 1 - defs[i].pointer);
        jalon_str_add(out, "\n");
        if (length != group_length || strncmp(group, defs[i].pointer, length) != 0) {
            jalon_str_addf(out, "%.*s:\n", (int)length - 1, defs[i].pointer + 1);
            group = defs[i].pointer;
            group_length = length;
        }
        const char *indent = length > 0 ? "  " : "";
        add_comment(out, defs[i].help.text[JALON_EN], indent);
        jalon_str_addf(out, "%s# Environment: %s\n%s%s: %s\n", indent, defs[i].variable, indent,
                       name, defs[i].fallback != NULL ? defs[i].fallback : "~");
    }
}
