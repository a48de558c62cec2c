/* `config show`: every setting, its value, and where the value comes from. */
#include "app/location.h"
#include "base/json.h"
#include "base/mem.h"
#include "jalon/commands.h"
#include "jalon/words.h"

struct config {
    bool origin;
};

static const struct cli_opt options[] = {
    {"origin", 0, CLI_FLAG, NULL, "also say where each value comes from",
     offsetof(struct config, origin), 0, NULL, 0},
    {0},
};

static const char *name_of(enum jalon_setting setting)
{
    return jalon_setting_def(setting)->pointer + 1;
}

/* The value as it may be shown, NULL when there is none. The caller frees it. */
static char *shown(const struct jalon_settings *settings, enum jalon_setting setting)
{
    const char *text = settings->text[setting];
    if (text == NULL) {
        return NULL;
    }
    return setting == JALON_SETTING_DB ? jalon_location_shown(text) : jalon_strdup(text);
}

/* "--db", "JALON_DB", "/etc/jalon/jalon.yaml:3", "default" */
static void add_origin(struct jalon_str *out, const struct cli_run *run, enum jalon_setting setting)
{
    const struct jalon_settings *settings = run->settings;
    switch (settings->origin[setting]) {
    case JALON_ORIGIN_OPTION:
        jalon_str_addf(out, "--%s", name_of(setting));
        break;
    case JALON_ORIGIN_ENVIRONMENT:
        jalon_str_add(out, jalon_setting_def(setting)->variable);
        break;
    case JALON_ORIGIN_FILE:
        jalon_str_addf(out, "%s:%zu", settings->path, settings->line[setting]);
        break;
    case JALON_ORIGIN_DEFAULT:
    case JALON_ORIGIN_N:
        jalon_str_add(out, say(run->lang, "par défaut", "default"));
        break;
    }
}

static void show_text(const struct cli_run *run, bool with_origin)
{
    static const struct out_column columns[] = {
        {{{"réglage", "setting"}}, false, false},
        {{{"valeur", "value"}}, false, true},
        {{{"origine", "origin"}}, false, true},
    };
    const struct jalon_settings *settings = run->settings;
    struct out_table *table =
        out_table_new(run->out, columns, JALON_COUNT(columns) - (with_origin ? 0 : 1));
    for (int i = 0; i < JALON_SETTING_N; i++) {
        enum jalon_setting setting = (enum jalon_setting)i;
        JALON_AUTO(jalon_str_done) struct jalon_str origin = {0};
        JALON_AUTO(jalon_freep) char *value = shown(settings, setting);
        add_origin(&origin, run, setting);
        out_table_row(table, (const char *const[]){name_of(setting), value != NULL ? value : "~",
                                                   jalon_str_text(&origin)});
    }
    out_table_end(table);
    if (with_origin && settings->path != NULL) {
        out_textf(run->out, "\n%s%s%s\n", say(run->lang, "fichier : ", "file: "), settings->path,
                  settings->has_file ? "" : " (absent)");
    }
}

static void show_json(const struct cli_run *run)
{
    const struct jalon_settings *settings = run->settings;
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *list = json_array();
    for (int i = 0; i < JALON_SETTING_N; i++) {
        enum jalon_setting setting = (enum jalon_setting)i;
        JALON_AUTO(jalon_freep) char *value = shown(settings, setting);
        json_t *one = json_object();
        jalon_json_set_text(one, "name", name_of(setting));
        jalon_json_set_text(one, "value", value);
        jalon_json_set_text(one, "origin", jalon_origin_code(settings->origin[setting]));
        jalon_json_set_text(one, "variable", jalon_setting_def(setting)->variable);
        jalon_json_set(one, "line",
                       settings->line[setting] > 0
                           ? json_integer((json_int_t)settings->line[setting])
                           : json_null());
        (void)json_array_append_new(list, one);
    }
    jalon_json_set_text(document, "schema", "jalon.config/1");
    jalon_json_set_text(document, "file", settings->has_file ? settings->path : NULL);
    jalon_json_set(document, "settings", list);
    out_json(run->out, document);
}

static int run_show(struct cli_run *run, const void *given, struct jalon_err *err)
{
    const struct config *config = given;
    (void)err;
    if (run->json) {
        show_json(run);
    } else {
        show_text(run, config->origin);
    }
    return 0;
}

const struct cli_command cmd_config_show = {
    .name = "config show",
    .section = "Help and set-up",
    .summary = "the settings in force, and where each comes from",
    .flags = CLI_SETTINGS,
    .formats = "text|json",
    .options = options,
    .size = sizeof(struct config),
    .run = run_show,
};
