/* `report weekly`: the weekly deadline report in one of its formats. */
#include <string.h>
#include <unistd.h>

#include "app/report.h"
#include "conf/contacts.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/figure.h"
#include "jalon/typst.h"

struct weekly {
    struct jalon_week week;
    const char *explain;
};

static const struct cli_opt weekly_options[] = {
    {"week", 0, CLI_WEEK, "WEEK", "an ISO week, 2019-W18 (default: the last one that is over)",
     offsetof(struct weekly, week), 0, NULL, 0},
    {"explain", 0, CLI_TEXT, "FIGURE", "the territories that a figure counts, by its code in csv",
     offsetof(struct weekly, explain), 0, NULL, 0},
    {0},
};

/* Bytes that are no text are for a file or another program. */
static bool is_unshowable(const struct cli_run *run, const struct jalon_weekly_format *format)
{
    return (format->content == JALON_CONTENT_BINARY || format->content == JALON_CONTENT_PAGE) &&
           run->common->output == NULL && isatty(STDOUT_FILENO);
}

/* A mail names who sends it, unless no setting does. */
static int check_sender(const struct jalon_weekly_format *format, const char *sender,
                        struct jalon_err *err)
{
    if (strcmp(format->name, "eml") == 0 && sender != NULL && !jalon_address_is_plain(sender)) {
        return jalon_fail(err, &jalon_msg_remind_bad_sender, sender);
    }
    return 0;
}

static int run_explain(struct cli_run *run, const struct weekly *given, struct jalon_err *err)
{
    const struct jalon_week *week = given->week.year != 0 ? &given->week : NULL;
    const char *format = run->common->format;
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    if (strcmp(format, "text") != 0 && strcmp(format, "json") != 0) {
        return jalon_fail(err, &jalon_msg_cli_explain_format, format);
    }
    return jalon_app_weekly_with(run->app, week, run->common->as_of, given->explain, &weekly, err) <
                   0
               ? -1
               : figure_tell(run, weekly, given->explain, err);
}

/* Said to be made when the report was known, by no clock: again it is the same. */
static int print_page(const struct cli_run *run, const struct jalon_status *status,
                      const struct jalon_str *page, struct jalon_err *err)
{
    const struct jalon_date_text day = jalon_date_iso(status->as_of);
    const char *known_at = status->known_at.at;
    JALON_AUTO(jalon_str_done) struct jalon_str pdf = {0};
    if (typst_pdf(run->settings->text[JALON_SETTING_REPORT_TYPST],
                  known_at != NULL ? known_at : day.text, page, &pdf, err) < 0) {
        return -1;
    }
    (void)out_data(run->out, jalon_str_text(&pdf), pdf.length);
    return 0;
}

static int run_weekly(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct weekly *given = options;
    const struct jalon_week *week = given->week.year != 0 ? &given->week : NULL;
    const struct jalon_weekly_format *format = jalon_weekly_format(run->common->format);
    const char *sender = run->settings->text[JALON_SETTING_REMIND_FROM];
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (given->explain != NULL) {
        return run_explain(run, given, err);
    }
    if (is_unshowable(run, format)) {
        return jalon_fail(err, &jalon_msg_output_needed);
    }
    if (check_sender(format, sender, err) < 0 ||
        jalon_app_weekly(run->app, week, run->common->as_of, &weekly, err) < 0) {
        return -1;
    }
    weekly->sender = sender;
    if (format->render(weekly, run->lang, &text, err) < 0) {
        return -1;
    }
    if (format->content == JALON_CONTENT_PAGE) {
        return print_page(run, &weekly->status, &text, err);
    }
    if (format->content == JALON_CONTENT_LINES) {
        out_text(run->out, jalon_str_text(&text));
    } else {
        (void)out_data(run->out, jalon_str_text(&text), text.length);
    }
    return 0;
}

/* The formats are those of jalon_weekly_formats(): tests/unit/test_cli_commands.c compares. */
const struct cli_command cmd_report_weekly = {
    .name = "report weekly",
    .section = "Follow",
    .summary = "the weekly deadline report",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|md|html|pdf|json|csv|xlsx|ics|eml",
    .options = weekly_options,
    .size = sizeof(struct weekly),
    .run = run_weekly,
};
