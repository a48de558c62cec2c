/* `db lint`: what migrations do that is unsafe on a database in use. */
#include "app/lint.h"
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/faults.h"
#include "jalon/words.h"

struct lint {
    struct cli_texts paths;
};

static const struct cli_opt lint_arguments[] = {
    {"FILE", 0, CLI_TEXT, NULL, "a migration; without it all those of this program",
     offsetof(struct lint, paths), CLI_REPEATABLE, NULL, 0},
    {0},
};

static void lint_json(struct cli_run *run, const struct jalon_faults *faults)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.db_lint/1");
    jalon_json_set(document, "ok", json_boolean(faults->n == 0));
    jalon_json_set(document, "problems", faults_json(faults));
    out_json(run->out, document);
}

static void lint_text(struct cli_run *run, const struct jalon_faults *faults)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    faults_text(faults, run->lang, "", &text);
    if (faults->n == 0) {
        jalon_str_add(&text, say(run->lang, "rien à redire\n", "nothing to object to\n"));
    }
    out_text(run->out, jalon_str_text(&text));
}

static int run_lint(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct lint *lint = options;
    (void)err;
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    jalon_app_lint(lint->paths.items, lint->paths.n, &faults);
    if (run->json) {
        lint_json(run, &faults);
    } else {
        lint_text(run, &faults);
    }
    return faults_exit_status(&faults);
}

const struct cli_command cmd_db_lint = {.name = "db lint",
                                        .section = "Database",
                                        .summary = "what migrations do that is unsafe on a "
                                                   "database in use",
                                        .formats = "text|json",
                                        .arguments = lint_arguments,
                                        .size = sizeof(struct lint),
                                        .run = run_lint};
