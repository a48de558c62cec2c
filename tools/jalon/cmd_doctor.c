/* `doctor`: whether all that Jalon rests on is as it should be, with a fix to type. */
#include <sys/stat.h>
#include <time.h>

#include "app/doctor.h"
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/pdfsig.h"
#include "jalon/words.h"

static const struct check {
    const char *code;
    struct jalon_label what, fix;
} checks[] = {
#define D(code, fr, en, fix_fr, fix_en) {code, {{fr, en}}, {{fix_fr, fix_en}}},
#include "jalon/doctor.def"
#undef D
};

static const struct check *check_of(const char *code)
{
    size_t i = 0;
    while (i + 1 < JALON_COUNT(checks) && strcmp(checks[i].code, code) != 0) {
        i++;
    }
    return &checks[i];
}

static bool is_ok(const struct jalon_finding *finding)
{
    return strcmp(finding->state, "ok") == 0;
}

/* Who may write the settings decides which database is asked. */
static void add_config(const struct jalon_settings *settings, struct jalon_findings *findings)
{
    struct stat status;
    if (settings->has_file && stat(settings->path, &status) == 0) {
        bool is_open = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
        jalon_findings_add(findings, "config", is_open ? "failure" : "ok", settings->path);
    }
}

/* Without it nothing is said of the signatures that a PDF holds. */
static void add_pdfsig(struct jalon_findings *findings)
{
    bool is_there = pdfsig_is_there();
    jalon_findings_add(findings, "pdfsig", is_there ? "ok" : "warning", is_there ? "pdfsig" : "");
}

static const char *state_word(enum jalon_lang lang, const struct jalon_finding *finding)
{
    if (is_ok(finding)) {
        return "ok";
    }
    return strcmp(finding->state, "failure") == 0 ? say(lang, "échec", "failure") : "attention";
}

static void show_text(const struct cli_run *run, const struct jalon_findings *findings)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    for (size_t i = 0; i < findings->n; i++) {
        enum { WIDTH = 11 };
        const struct jalon_finding *finding = &findings->items[i];
        const struct check *check = check_of(finding->code);
        say_padded(&text, state_word(run->lang, finding), WIDTH);
        const char *none = say(run->lang, "rien", "none");
        jalon_str_addf(&text, "%s%s%s\n", check->what.text[run->lang], say_colon(run->lang),
                       finding->detail[0] != '\0' ? finding->detail : none);
        if (!is_ok(finding) && check->fix.text[run->lang] != NULL) {
            say_padded(&text, "", WIDTH);
            jalon_str_addf(&text, "→ %s\n", check->fix.text[run->lang]);
        }
    }
    out_text(run->out, jalon_str_text(&text));
}

static void show_json(const struct cli_run *run, const struct jalon_findings *findings, bool failed)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *list = json_array();
    for (size_t i = 0; i < findings->n; i++) {
        const struct jalon_finding *finding = &findings->items[i];
        const struct check *check = check_of(finding->code);
        json_t *one = json_object();
        jalon_json_set_text(one, "check", finding->code);
        jalon_json_set_text(one, "state", finding->state);
        jalon_json_set_text(one, "detail", finding->detail);
        jalon_json_set_text(one, "fix", is_ok(finding) ? NULL : check->fix.text[JALON_EN]);
        (void)json_array_append_new(list, one);
    }
    jalon_json_set_text(document, "schema", "jalon.doctor/1");
    jalon_json_set(document, "ok", json_boolean(!failed));
    jalon_json_set(document, "checks", list);
    out_json(run->out, document);
}

static int run_doctor(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    (void)err;
    JALON_AUTO(jalon_findings_done) struct jalon_findings findings = {0};
    bool failed = false;
    add_config(run->settings, &findings);
    add_pdfsig(&findings);
    jalon_app_doctor(&run->location, (long long)time(NULL), &findings);
    for (size_t i = 0; i < findings.n; i++) {
        failed = failed || strcmp(findings.items[i].state, "failure") == 0;
    }
    if (run->json) {
        show_json(run, &findings, failed);
    } else {
        show_text(run, &findings);
    }
    return failed ? jalon_err_exit_status(JALON_ERR_CHECK) : 0;
}

const struct cli_command cmd_doctor = {
    .name = "doctor",
    .section = "Help and set-up",
    .summary = "whether all that Jalon rests on is in order",
    .flags = CLI_SERVER,
    .formats = "text|json",
    .run = run_doctor,
};
