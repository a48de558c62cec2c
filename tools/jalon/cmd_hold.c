/* `hold`, `holds`: what nobody may erase, and why. */
#include "app/hold.h"
#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/words.h"

struct hold {
    const char *thing;
    bool lift;
};

static const struct cli_opt hold_options[] = {
    {"lift", 0, CLI_FLAG, NULL, "let it go", offsetof(struct hold, lift), 0, NULL, 0},
    {0},
};
static const struct cli_opt hold_arguments[] = {
    {"WHAT", 0, CLI_TEXT, NULL, "an entry, a territory or the programme, by its code",
     offsetof(struct hold, thing), CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_hold(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct hold *given = values;
    const struct jalon_write write = write_of(run, JALON_DATE_NONE, JALON_PRECISION_UNKNOWN);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_hold(run->app, &write, given->thing, !given->lift, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return 0;
}

const struct cli_command cmd_hold = {
    .name = "hold",
    .section = "Record",
    .summary = "keep from being erased what a dispute or an inquiry needs",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = hold_options,
    .arguments = hold_arguments,
    .size = sizeof(struct hold),
    .run = run_hold,
};

static void list_json(struct cli_run *run, const struct jalon_holds *holds)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *list = json_array();
    for (size_t i = 0; i < holds->n; i++) {
        json_t *one = json_object();
        jalon_json_set_text(one, "held", holds->items[i].thing);
        jalon_json_set_text(one, "entry", holds->items[i].entry);
        jalon_json_set_date(one, "since", holds->items[i].recorded_on);
        jalon_json_set_text(one, "reason", holds->items[i].reason);
        (void)json_array_append_new(list, one);
    }
    jalon_json_set_text(document, "schema", "jalon.holds/1");
    jalon_json_set_text(document, "programme", run->app->programme->code);
    jalon_json_set(document, "holds", list);
    out_json(run->out, document);
}

static int run_list(struct cli_run *run, const void *values, struct jalon_err *err)
{
    (void)values;
    JALON_AUTO(jalon_holds_done) struct jalon_holds holds = {0};
    if (jalon_app_holds(run->app, &holds, err) < 0) {
        return -1;
    }
    if (run->json) {
        list_json(run, &holds);
        return 0;
    }
    for (size_t i = 0; i < holds.n; i++) {
        const struct jalon_hold *one = &holds.items[i];
        out_textf(run->out, "%s · %s %s (%s) · %s%s%s\n", one->thing,
                  say(run->lang, "depuis le", "since"),
                  jalon_date_long(one->recorded_on, run->lang).text, one->entry,
                  say(run->lang, "motif", "reason"), say_colon(run->lang),
                  one->reason != NULL ? one->reason : "–");
    }
    if (holds.n == 0) {
        out_say(run->out, say(run->lang, "rien n'est sous conservation\n", "nothing is held\n"));
    }
    return 0;
}

const struct cli_command cmd_holds = {
    .name = "holds",
    .section = "Trace",
    .summary = "what is held, since when and why",
    .flags = CLI_NEEDS_DB,
    .formats = "text|json",
    .run = run_list,
};
