/* `check`: do the journal and the tables agree? */
#include "app/check.h"
#include "jalon/commands.h"

static int run_check(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (jalon_app_check(run->app, &check, err) < 0) {
        return -1;
    }
    if (run->json) {
        json_t *document = jalon_check_json(check);
        out_json(run->out, document);
        json_decref(document);
    } else {
        jalon_check_text(&text, run->lang, check);
        out_text(run->out, jalon_str_text(&text));
    }
    return jalon_err_exit_status(jalon_check_result(check));
}

const struct cli_command cmd_check = {
    .name = "check",
    .section = "Trace",
    .summary = "compare the journal with the tables",
    .flags = CLI_NEEDS_DB,
    .formats = "text|json",
    .run = run_check,
};
