/* Running one command: output, database, command, and back in that order. */
#include "jalon/run.h"

#include <unistd.h>

#include "base/str.h"
#include "jalon/anchors.h"
#include "jalon/commands.h"
#include "jalon/faults.h"
#include "jalon/reference.h"
#include "jalon/sealer.h"
#include "jalon/words.h"

static enum jalon_lang language_of(const char *code)
{
    return code != NULL && strcmp(code, "en") == 0 ? JALON_EN : JALON_FR;
}

static int show_help(const struct cli_parsed *parsed, struct cli_run *run, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (help_about(parsed->words, false, run->lang, &text, err) < 0) {
        return -1;
    }
    out_text(run->out, jalon_str_text(&text));
    return 0;
}

static void echo(void *context, const char *sql)
{
    out_sayf(context, "%s\n", sql);
}

static void talk(void *context, const char *sentence)
{
    out_sayf(context, "%s\n", sentence);
}

/* The deadline of a setting; a bulk write is not given up before BULK_MS. */
static int deadline_of(const struct cli_run *run, enum jalon_setting setting)
{
    enum { BULK_MS = 10 * 60 * 1000 };
    int ms = jalon_settings_ms(run->settings, setting);
    return run->is_bulk && ms < BULK_MS ? BULK_MS : ms;
}

static struct jalon_location location_of(const struct cli_run *run,
                                         const struct environment *environment)
{
    const struct cli_common *common = run->common;
    return (struct jalon_location){
        .conninfo = run->settings->text[JALON_SETTING_DB],
        .jalon_home = environment->home,
        .data_home = environment->data_home,
        .home = environment->user_home,
        .version = JALON_VERSION,
        .command = run->command->name,
        .lang = run->lang,
        .timeout_ms = deadline_of(run, JALON_SETTING_STATEMENT_TIMEOUT),
        .retry_ms = deadline_of(run, JALON_SETTING_RETRY_TIMEOUT),
        .echo = common->echo_sql ? echo : NULL,
        .talk = talk,
        .context = run->out,
    };
}

/* With --known-at: when nothing was known yet, the empty answer to come is told. What is about all
 * programmes settles it for each. */
static int settle_moment(struct cli_run *run, struct jalon_err *err)
{
    if (run->common->known_at == NULL || (run->command->flags & CLI_NEEDS_ALL) != 0) {
        return 0;
    }
    if (jalon_app_programme(run->app, err) < 0) {
        return -1;
    }
    if (run->app->known.is_nothing) {
        out_say(run->out, say_nothing_known(run->lang));
    }
    return 0;
}

/* With the database open when the command needs it. */
static int run_command(const struct cli_parsed *parsed, const struct environment *environment,
                       struct cli_run *run, struct jalon_err *err)
{
    run->is_bulk = parsed->has_file || (run->command->flags & CLI_BULK) != 0;
    run->location = location_of(run, environment);
    if ((run->command->flags & (CLI_NEEDS_DB | CLI_NEEDS_ALL)) == 0) {
        return run->command->run(run, parsed->options, err);
    }
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    if (jalon_app_open(&run->location, &app, err) < 0) {
        return -1;
    }
    app.programme_code = run->settings->text[JALON_SETTING_PROGRAMME];
    app.known_at = run->common->known_at;
    run->app = &app;
    bool writes = (run->command->flags & (CLI_WRITES | CLI_DRY_RUN)) != 0;
    bool is_held = writes && (run->command->flags & CLI_RESTARTS) == 0;
    int status = is_held ? anchors_check(run, &app, err) : 0;
    status = status == 0 ? settle_moment(run, err) : status;
    status = status == 0 ? reference_resolve(run, parsed, err) : status;
    status = status == 0 ? run->command->run(run, parsed->options, err) : status;
    if (status >= 0 && writes && sealer_after_write(run, &app, err) < 0) {
        status = -1;
    }
    run->app = NULL;
    return status;
}

static int run_on(const struct cli_parsed *parsed, const struct environment *environment,
                  struct cli_run *run, struct jalon_err *err)
{
    if (parsed->common.help) {
        return show_help(parsed, run, err);
    }
    if (parsed->common.version) {
        return cmd_version.run(run, NULL, err);
    }
    if (parsed->command->check != NULL && parsed->command->check(parsed->options, err) < 0) {
        return -1;
    }
    return run_command(parsed, environment, run, err);
}

/* What LESS says must not change what is shown, and all that Jalon prints is UTF-8. */
#define USUAL_PAGER                            \
    "command -v less >/dev/null || exit 127; " \
    "LESS= LESSCHARSET=utf-8 exec less -FRX"

/* A terminal that cannot do more than print gets no pager. */
static const char *pager_of(const struct cli_common *common, const struct jalon_settings *settings,
                            const struct environment *environment)
{
    const char *set = settings->text[JALON_SETTING_PAGER];
    if (common->no_pager || environment->term == NULL || strcmp(environment->term, "dumb") == 0) {
        return NULL;
    }
    return set != NULL ? set : environment->pager != NULL ? environment->pager : USUAL_PAGER;
}

/* The exit status, or -1 with *err filled. */
static int run_parsed(const struct cli_parsed *parsed, const struct environment *environment,
                      const struct jalon_settings *settings, enum jalon_lang lang,
                      struct jalon_err *err)
{
    const struct cli_common *common = &parsed->common;
    struct cli_run run = {.command = parsed->command,
                          .common = common,
                          .settings = settings,
                          .environment = environment,
                          .lang = lang,
                          .json = common->format != NULL && strcmp(common->format, "json") == 0};
    const struct out_options options = {.lang = lang,
                                        .path = common->output,
                                        .pager = pager_of(common, settings, environment),
                                        .quiet = common->quiet,
                                        .debug = common->debug,
                                        .keeps = parsed->command != NULL && !common->yes &&
                                                 (parsed->command->flags & CLI_KEEPS) != 0};
    if (out_open(&options, &run.out, err) < 0) {
        return -1;
    }
    int status = run_on(parsed, environment, &run, err);
    if (status < 0) {
        out_discard(&run.out);
        return -1;
    }
    return out_close(run.out, err) < 0 ? -1 : status;
}

/* JALON_CONFIG; else the file of JALON_HOME; else the user's; else the machine's. */
static void find_file(const struct environment *environment, struct jalon_str *ret_path)
{
    if (environment->config != NULL) {
        jalon_str_add(ret_path, environment->config);
        return;
    }
    if (environment->home != NULL) {
        jalon_str_addf(ret_path, "%s/jalon.yaml", environment->home);
        return;
    }
    if (environment->config_home != NULL) {
        jalon_str_addf(ret_path, "%s/jalon/jalon.yaml", environment->config_home);
    } else if (environment->user_home != NULL) {
        jalon_str_addf(ret_path, "%s/.config/jalon/jalon.yaml", environment->user_home);
    }
    if (ret_path->length == 0 || access(ret_path->text, F_OK) < 0) {
        jalon_str_clear(ret_path);
        jalon_str_add(ret_path, "/etc/jalon/jalon.yaml");
    }
}

/* Help must work even where the settings are broken. */
static bool is_plain(const struct cli_parsed *parsed)
{
    return parsed->common.help || parsed->common.version ||
           (parsed->command->flags & CLI_PLAIN) != 0;
}

struct jalon_settings *run_settings(const struct cli_common *common,
                                    const struct environment *environment,
                                    struct jalon_faults *faults)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    find_file(environment, &path);
    struct jalon_setting_sources sources = {
        .path = jalon_str_text(&path),
        .path_is_optional = environment->config == NULL,
        .options = {[JALON_SETTING_DB] = common->db,
                    [JALON_SETTING_PROGRAMME] = common->programme,
                    [JALON_SETTING_LANG] = common->lang},
    };
    memcpy(sources.environment, environment->settings, sizeof sources.environment);
    return jalon_settings_read(&sources, faults);
}

static struct jalon_settings *read_settings(const struct cli_parsed *parsed,
                                            const struct environment *environment,
                                            struct jalon_faults *faults)
{
    struct jalon_settings *settings = run_settings(&parsed->common, environment, faults);
    if (settings == NULL && is_plain(parsed)) {
        const struct jalon_setting_sources plain = {
            .options = {[JALON_SETTING_LANG] = parsed->common.lang}};
        jalon_faults_done(faults);
        settings = jalon_settings_read(&plain, faults);
    }
    return settings;
}

/* With a faulty line or faulty settings: as far as the language can be told. */
static enum jalon_lang early_language(int argc, char **argv, const struct environment *environment)
{
    const char *asked = cli_asked_language(argc, argv);
    return language_of(asked != NULL ? asked : environment->settings[JALON_SETTING_LANG]);
}

int run_tool(int argc, char **argv, const struct environment *environment)
{
    struct jalon_err err = {0};
    struct cli_parsed parsed;
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_settings_freep) struct jalon_settings *settings = NULL;
    enum jalon_lang lang = early_language(argc, argv, environment);
    int status = cli_parse(jalon_commands, argc, argv, &parsed, &err);
    if (status == 0) {
        settings = read_settings(&parsed, environment, &faults);
        if (settings == NULL) {
            status = faults_say(lang, &faults);
        } else {
            lang = jalon_settings_lang(settings, JALON_SETTING_LANG);
            status = run_parsed(&parsed, environment, settings, lang, &err);
        }
    }
    if (status < 0) {
        status = out_error(lang, parsed.common.debug, &err);
    }
    cli_parsed_done(&parsed);
    return status;
}
