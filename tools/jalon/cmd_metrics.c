/* `metrics`: figures for a monitor. */
#include "app/metrics.h"

#include "jalon/commands.h"

static int run_metrics(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (jalon_app_metrics(run->app, run->location.version, &text, err) < 0) {
        return -1;
    }
    (void)out_data(run->out, jalon_str_text(&text), text.length);
    return 0;
}

const struct cli_command cmd_metrics = {
    .name = "metrics",
    .section = "Database",
    .summary = "figures for a monitor, as Prometheus reads them",
    .flags = CLI_NEEDS_DB,
    .run = run_metrics,
};
