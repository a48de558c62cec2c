/* `report score`: how the forecasts of issued reports fared. */
#include <string.h>

#include "app/score.h"
#include "jalon/commands.h"

struct score {
    struct jalon_week until;
};

static const struct cli_opt score_options[] = {
    {"until", 0, CLI_WEEK, "WEEK",
     "the last ISO week that counts (default: the last one that is over)",
     offsetof(struct score, until), 0, NULL, 0},
    {0},
};

static int run_score(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct score *given = options;
    const struct jalon_week *until = given->until.year != 0 ? &given->until : NULL;
    JALON_AUTO(jalon_score_freep) struct jalon_score *score = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (jalon_app_score(run->app, until, run->common->as_of, &score, err) < 0) {
        return -1;
    }
    if (run->json) {
        jalon_score_json(score, &text);
        out_document(run->out, jalon_str_text(&text));
    } else if (strcmp(run->common->format, "csv") == 0) {
        jalon_score_csv(score, &text);
        out_document(run->out, jalon_str_text(&text));
    } else {
        jalon_score_text(score, run->lang, &text);
        out_text(run->out, jalon_str_text(&text));
    }
    return 0;
}

const struct cli_command cmd_report_score = {
    .name = "report score",
    .section = "Follow",
    .summary = "how the forecasts of issued reports fared",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json|csv",
    .options = score_options,
    .size = sizeof(struct score),
    .run = run_score,
};
