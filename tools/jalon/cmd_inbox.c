/* `inbox`: what waits for action, as a to-do list. */
#include "app/inbox.h"
#include "jalon/commands.h"
#include "report/inbox.h"

struct inbox {
    const char *region;
    bool mine, all;
};

#define MEMBER(name) offsetof(struct inbox, name)

static const struct cli_opt options[] = {
    {"region", 0, CLI_TEXT, "REGION",
     "only contracts that this Région signs, by name or INSEE code", MEMBER(region), 0, NULL, 0},
    {"mine", 0, CLI_FLAG, NULL, "only contracts on which I recorded something", MEMBER(mine), 0,
     NULL, 0},
    {"all", 0, CLI_FLAG, NULL, "every entry of every section", MEMBER(all), 0, NULL, 0},
    {0},
};

static int run_inbox(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct inbox *given = values;
    const struct jalon_inbox_filter filter = {given->region, given->mine};
    const struct jalon_inbox_rules rules = {
        .due_within_days = jalon_settings_number(run->settings, JALON_SETTING_INBOX_DUE_WITHIN),
        .stalled_days = jalon_settings_number(run->settings, JALON_SETTING_INBOX_STALLED),
        .next_days = jalon_settings_number(run->settings, JALON_SETTING_INBOX_NEXT),
    };
    int lines = jalon_settings_number(run->settings, JALON_SETTING_INBOX_LINES);
    JALON_AUTO(jalon_inbox_view_done) struct jalon_inbox_view view = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (jalon_app_inbox(run->app, &filter, &rules, run->common->as_of, &view, err) < 0) {
        return -1;
    }
    if (run->json) {
        jalon_inbox_json(view.inbox, &text);
        out_document(run->out, jalon_str_text(&text));
    } else if (strcmp(run->common->format, "csv") == 0) {
        jalon_inbox_csv(view.inbox, &text);
        out_document(run->out, jalon_str_text(&text));
    } else {
        jalon_inbox_text(view.inbox, run->lang, given->all ? 0 : (size_t)lines, &text);
        out_text(run->out, jalon_str_text(&text));
    }
    return 0;
}

const struct cli_command cmd_inbox = {
    .name = "inbox",
    .section = "Follow",
    .summary = "what waits for action: late, due soon, one signature missing …",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json|csv",
    .options = options,
    .size = sizeof(struct inbox),
    .run = run_inbox,
};
