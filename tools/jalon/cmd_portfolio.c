/* `report portfolio`: all programmes of the database on one page. */
#include "app/portfolio.h"

#include "jalon/commands.h"
#include "jalon/words.h"

struct portfolio {
    struct jalon_week week;
};

static const struct cli_opt options[] = {
    {"week", 0, CLI_WEEK, "WEEK", "an ISO week, 2019-W18 (default: the last one that is over)",
     offsetof(struct portfolio, week), 0, NULL, 0},
    {0},
};

static int run_portfolio(struct cli_run *run, const void *given, struct jalon_err *err)
{
    const struct portfolio *wanted = given;
    const struct jalon_week *week = wanted->week.year != 0 ? &wanted->week : NULL;
    const struct jalon_portfolio_format *format = jalon_portfolio_format(run->common->format);
    JALON_AUTO(jalon_portfolio_freep) struct jalon_portfolio *portfolio = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (jalon_app_portfolio(run->app, week, run->common->as_of, &portfolio, err) < 0 ||
        format->render(portfolio, run->lang, &text, err) < 0) {
        return -1;
    }
    if (portfolio->n_parts == 0) {
        out_say(run->out, say_nothing_known(run->lang));
    }
    if (format->content == JALON_CONTENT_LINES) {
        out_text(run->out, jalon_str_text(&text));
    } else {
        (void)out_data(run->out, jalon_str_text(&text), text.length);
    }
    return 0;
}

/* The formats are those of jalon_portfolio_formats(): tests/unit/test_cli_commands.c compares. */
const struct cli_command cmd_report_portfolio = {
    .name = "report portfolio",
    .section = "Follow",
    .summary = "all programmes of the database on one page",
    .flags = CLI_NEEDS_ALL | CLI_AS_OF,
    .formats = "text|md|html|json|csv",
    .options = options,
    .size = sizeof(struct portfolio),
    .run = run_portfolio,
};
