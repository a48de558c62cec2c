/* `init`: from nothing to a programme that can be worked with. */
#include "app/database.h"
#include "app/init.h"
#include "app/open.h"
#include "base/json.h"
#include "jalon/anchors.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/faults.h"
#include "jalon/sealer.h"
#include "jalon/words.h"

struct init {
    const char *folder;
};

static const struct cli_opt arguments[] = {
    {"PROGRAMME_DIR", 0, CLI_PATH, NULL,
     "the folder of a programme; without it only the database is made ready",
     offsetof(struct init, folder), 0, NULL, 0},
    {0},
};

/* Makes the database or brings it up to date; a dry run only finds out. */
static int prepare(const struct cli_run *run, bool *ret_is_ready, struct jalon_err *err)
{
    JALON_AUTO(jalon_database_status_freep) struct jalon_database_status *status = NULL;
    struct jalon_migrate_report report = {0};
    if (jalon_database_status_read(&run->location, &status, err) < 0) {
        return -1;
    }
    bool is_stopped = status->state == JALON_SERVER_STOPPED;
    *ret_is_ready = status->state == JALON_SERVER_RUNNING && status->is_current;
    if (*ret_is_ready || (run->common->dry_run && !is_stopped)) {
        return 0;
    }
    if (jalon_database_migrate(&run->location, run->common->dry_run, &report, err) < 0) {
        return -1;
    }
    *ret_is_ready = !run->common->dry_run || report.n_applied + report.n_repeated == 0;
    return 0;
}

static json_t *duplicates_json(const struct jalon_init_report *report)
{
    json_t *list = json_array();
    for (int stage = 0; stage < JALON_INIT_STAGE_N; stage++) {
        for (size_t i = 0; i < report->n_duplicates[stage]; i++) {
            const struct jalon_init_duplicate *duplicate = &report->duplicates[stage][i];
            json_t *one = json_object();
            jalon_json_set_text(one, "file", jalon_init_stage_file((enum jalon_init_stage)stage));
            jalon_json_set_int(one, "line", (int64_t)duplicate->line);
            jalon_json_set_int(one, "same_as", (int64_t)duplicate->same_as);
            (void)json_array_append_new(list, one);
        }
    }
    return list;
}

static void print_json(struct cli_run *run, const char *code,
                       const struct jalon_init_report *report)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.init/1");
    jalon_json_set_text(document, "programme", code);
    jalon_json_set_int(document, "revision", report->revision);
    jalon_json_set(document, "programme_changed", json_boolean(report->programme_changed));
    jalon_json_set_int(document, "territories", (int64_t)report->n_rows[JALON_INIT_TERRITORIES]);
    jalon_json_set_int(document, "territories_added",
                       (int64_t)report->n_added[JALON_INIT_TERRITORIES]);
    jalon_json_set_int(document, "events", (int64_t)report->n_rows[JALON_INIT_EVENTS]);
    jalon_json_set_int(document, "events_added", (int64_t)report->n_added[JALON_INIT_EVENTS]);
    jalon_json_set_int(document, "cohorts", (int64_t)report->n_rows[JALON_INIT_COHORTS]);
    jalon_json_set_int(document, "cohorts_added", (int64_t)report->n_added[JALON_INIT_COHORTS]);
    jalon_json_set_int(document, "weights", (int64_t)report->n_rows[JALON_INIT_WEIGHTS]);
    jalon_json_set_int(document, "weights_added", (int64_t)report->n_added[JALON_INIT_WEIGHTS]);
    jalon_json_set(document, "duplicates", duplicates_json(report));
    jalon_json_set(document, "dry_run", json_boolean(run->common->dry_run));
    out_json(run->out, document);
}

static void print_stage(struct cli_run *run, enum jalon_init_stage stage,
                        const struct jalon_init_report *report)
{
    static const struct {
        struct jalon_label things, added;
    } words[JALON_INIT_STAGE_N] = {
        [JALON_INIT_TERRITORIES] = {{{"territoires", "territories"}}, {{"ajoutés", "added"}}},
        [JALON_INIT_EVENTS] = {{{"événements", "events"}}, {{"ajoutés", "added"}}},
        [JALON_INIT_COHORTS] = {{{"cohortes", "cohorts"}}, {{"ajoutées", "added"}}},
        [JALON_INIT_WEIGHTS] = {{{"poids", "weights"}}, {{"ajoutés", "added"}}},
    };
    out_textf(run->out, "%s%s%zu, %s %zu\n", words[stage].things.text[run->lang],
              say_colon(run->lang), report->n_rows[stage], words[stage].added.text[run->lang],
              report->n_added[stage]);
    for (size_t i = 0; i < report->n_duplicates[stage]; i++) {
        out_textf(run->out, "  %s, %s %zu%s%s %zu\n", jalon_init_stage_file(stage),
                  say(run->lang, "ligne", "line"), report->duplicates[stage][i].line,
                  say_colon(run->lang),
                  say(run->lang, "en double, comme la ligne", "twice, like line"),
                  report->duplicates[stage][i].same_as);
    }
}

static void print_text(struct cli_run *run, const char *code,
                       const struct jalon_init_report *report)
{
    enum jalon_lang lang = run->lang;
    if (run->common->dry_run) {
        out_text(run->out,
                 say(lang, "à blanc, rien n'est écrit\n", "dry run, nothing is written\n"));
    }
    out_textf(run->out, "%s%s%s\n", say(lang, "programme ", "programme "), code,
              report->programme_changed ? say(lang, ", nouvelle révision", ", new revision")
                                        : say(lang, ", inchangé", ", unchanged"));
    for (int stage = 0; stage < JALON_INIT_STAGE_N; stage++) {
        /* Most programmes have no cohorts and weights. */
        if (stage <= JALON_INIT_EVENTS || report->n_rows[stage] > 0) {
            print_stage(run, (enum jalon_init_stage)stage, report);
        }
    }
}

static int load(struct cli_run *run, const struct jalon_init_plan *plan, struct jalon_err *err)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    if (jalon_app_open(&run->location, &app, err) < 0 || anchors_check(run, &app, err) < 0) {
        return -1;
    }
    const char *code = jalon_init_plan_code(plan);
    const struct jalon_init_options options = {.dry_run = run->common->dry_run};
    struct jalon_init_report report = {0};
    app.programme_code = code;
    if (jalon_app_init(&app, plan, &options, &report, err) < 0) {
        return -1;
    }
    if (run->json) {
        print_json(run, code, &report);
    } else {
        print_text(run, code, &report);
    }
    return sealer_after_write(run, &app, err);
}

static int run_init(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct init *init = options;
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_init_plan_freep) struct jalon_init_plan *plan = NULL;
    if (init->folder != NULL) {
        plan = jalon_init_plan_load(init->folder, &faults);
        if (plan == NULL) {
            return faults_say(run->lang, &faults);
        }
    }
    bool is_ready = false;
    if (prepare(run, &is_ready, err) < 0) {
        return -1;
    }
    if (!is_ready) {
        out_text(run->out, say(run->lang, "à blanc : la base serait d'abord créée ou mise à jour\n",
                               "dry run: the database would first be made or migrated\n"));
        return 0;
    }
    if (plan == NULL) {
        out_text(run->out, say(run->lang, "la base est prête\n", "the database is ready\n"));
        return 0;
    }
    return load(run, plan, err);
}

const struct cli_command cmd_init = {
    .name = "init",
    .section = "Start",
    .summary = "make the database, load a programme and its register",
    .flags = CLI_SERVER | CLI_DRY_RUN,
    .formats = "text|json",
    .arguments = arguments,
    .size = sizeof(struct init),
    .run = run_init,
};
