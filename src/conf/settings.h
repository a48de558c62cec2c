/*
 * Settings: what a person can choose once for all commands. One row of settings.def each; an
 * option wins over the environment, that over the file, that over the default. The environment is
 * read by the tool.
 */
#pragma once

#include <stdbool.h>

#include "base/str.h"
#include "conf/fault.h"

enum jalon_setting {
#define S(name, pointer, variable, kind, fallback, fr, en) JALON_SETTING_##name,
#include "conf/settings.def"
#undef S
    JALON_SETTING_N
};

enum jalon_setting_kind {
    JALON_SETTING_KIND_TEXT,
    JALON_SETTING_KIND_LANG,
    JALON_SETTING_KIND_SECONDS,
    JALON_SETTING_KIND_NUMBER,
    JALON_SETTING_KIND_MEBIBYTES,
    JALON_SETTING_KIND_MEDIA /* types of file, see domain/media.h */
};

struct jalon_setting_def {
    const char *pointer;  /* in the file: "/timeouts/retry_s" */
    const char *variable; /* "JALON_DB" */
    enum jalon_setting_kind kind;
    const char *fallback; /* NULL: none */
    struct jalon_label help;
};
const struct jalon_setting_def *jalon_setting_def(enum jalon_setting setting);

enum jalon_origin {
    JALON_ORIGIN_DEFAULT,
    JALON_ORIGIN_FILE,
    JALON_ORIGIN_ENVIRONMENT,
    JALON_ORIGIN_OPTION,
    JALON_ORIGIN_N
};
const char *jalon_origin_code(enum jalon_origin origin); /* "file" */

/* Where values may come from. An empty variable counts as not set. */
struct jalon_setting_sources {
    const char *path;      /* NULL: no file */
    bool path_is_optional; /* an absent file is no fault */
    const char *environment[JALON_SETTING_N], *options[JALON_SETTING_N];
};

struct jalon_settings {
    const char *text[JALON_SETTING_N]; /* NULL: not set */
    enum jalon_origin origin[JALON_SETTING_N];
    size_t line[JALON_SETTING_N]; /* in the file; 0 unless the value comes from there */
    const char *path;             /* of the file that was looked for; NULL: none */
    bool has_file;                /* it is there */
    struct jalon_arena *arena;
};

/* Returns NULL after adding at least one fault. */
struct jalon_settings *jalon_settings_read(const struct jalon_setting_sources *sources,
                                           struct jalon_faults *faults);
void jalon_settings_free(struct jalon_settings *settings); /* accepts NULL */
void jalon_settings_freep(struct jalon_settings **settings);

/* For a setting of that kind. */
enum jalon_lang jalon_settings_lang(const struct jalon_settings *settings,
                                    enum jalon_setting setting);
int jalon_settings_ms(const struct jalon_settings *settings, enum jalon_setting setting);
int jalon_settings_number(const struct jalon_settings *settings, enum jalon_setting setting);
size_t jalon_settings_bytes(const struct jalon_settings *settings, enum jalon_setting setting);

/* The annotated file of all settings with their defaults: config/jalon.yaml. */
void jalon_settings_write_default(struct jalon_str *out);
