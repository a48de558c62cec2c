/* `forecast`: what will be signed by when, and how likely it is that all is. */
#include "app/forecast.h"
#include "jalon/commands.h"

struct forecast {
    const char *target, *instrument;
    struct jalon_date until;
};

static const struct cli_opt forecast_options[] = {
    {"target", 0, CLI_TEXT, "TARGET", "the target to look at (default: the next one for all)",
     offsetof(struct forecast, target), 0, NULL, 0},
    {"instrument", 'i', CLI_TEXT, "INSTRUMENT", "forecast another instrument than the target's",
     offsetof(struct forecast, instrument), 0, NULL, 0},
    {"until", 0, CLI_DATE, "DATE", "the last day of the table (default: the due day)",
     offsetof(struct forecast, until), 0, NULL, 0},
    {0},
};

static int run_forecast(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct forecast *given = options;
    const struct jalon_forecast_asked asked = {given->target, given->instrument, given->until};
    JALON_AUTO(jalon_forecast_report_freep) struct jalon_forecast_report *report = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (jalon_app_forecast(run->app, &asked, run->common->as_of, &report, err) < 0) {
        return -1;
    }
    if (run->json) {
        jalon_forecast_json(report, &text);
        out_document(run->out, jalon_str_text(&text));
    } else {
        jalon_forecast_text(report, run->lang, &text);
        out_text(run->out, jalon_str_text(&text));
    }
    return 0;
}

const struct cli_command cmd_forecast = {
    .name = "forecast",
    .section = "Follow",
    .summary = "what will be signed by when",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .options = forecast_options,
    .size = sizeof(struct forecast),
    .run = run_forecast,
};
