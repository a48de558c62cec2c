/* `status`: where the programme stands on a day. */
#include "app/status.h"
#include "jalon/commands.h"

static int run_status(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    JALON_AUTO(jalon_status_freep) struct jalon_status *status = NULL;
    if (jalon_app_status(run->app, run->common->as_of, &status, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (run->json) {
        jalon_status_json(status, &text);
        out_document(run->out, jalon_str_text(&text));
    } else {
        jalon_status_text(status, run->lang, &text);
        out_text(run->out, jalon_str_text(&text));
    }
    return 0;
}

const struct cli_command cmd_status = {
    .name = "status",
    .section = "Follow",
    .summary = "where the programme stands, on one screen",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .run = run_status,
};
