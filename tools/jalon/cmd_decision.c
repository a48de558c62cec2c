/* `decision …`: what is asked of somebody by a day, until it is closed. */
#include "app/decision.h"
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/words.h"
#include "report/decision.h"

/* A day that is not given is that of recording. */
static struct jalon_write write_on(struct cli_run *run, struct jalon_date on)
{
    return write_of(run, on, jalon_date_is_set(on) ? JALON_PRECISION_DAY : JALON_PRECISION_UNKNOWN);
}

struct ask {
    struct jalon_ask ask;
    struct jalon_date on;
};

static const struct cli_opt ask_options[] = {
    {"of", 0, CLI_TEXT, "WHO", "who is to decide: an office rather than a person",
     offsetof(struct ask, ask.whom), CLI_REQUIRED, NULL, 0},
    {"by", 0, CLI_DATE, "DATE", "the day by which it is needed", offsetof(struct ask, ask.due_on),
     CLI_REQUIRED, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "when it was asked for; if not given, today",
     offsetof(struct ask, on), 0, NULL, 0},
    {0},
};
static const struct cli_opt ask_arguments[] = {
    {"TEXT", 0, CLI_TEXT, NULL, "what is to be decided", offsetof(struct ask, ask.what),
     CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_ask(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct ask *given = values;
    const struct jalon_write write = write_on(run, given->on);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_decision_ask(run->app, &write, &given->ask, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return 0;
}

const struct cli_command cmd_decision_ask = {
    .name = "decision ask",
    .section = "Record",
    .summary = "ask for a decision by a day",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = ask_options,
    .arguments = ask_arguments,
    .size = sizeof(struct ask),
    .run = run_ask,
};

struct closing {
    const char *entry, *as;
    struct jalon_date on;
};

static const struct cli_opt close_options[] = {
    {"as", 0, CLI_CHOICE, "taken|refused|dropped", "how it ended", offsetof(struct closing, as),
     CLI_REQUIRED, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "when; if not given, today", offsetof(struct closing, on), 0, NULL,
     0},
    {0},
};
static const struct cli_opt close_arguments[] = {
    {"ENTRY", 0, CLI_TEXT, NULL, "the entry that asked for it, such as ti#7",
     offsetof(struct closing, entry), CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_close(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct closing *given = values;
    const struct jalon_write write = write_on(run, given->on);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_decision_close(run->app, &write, given->entry, given->as, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return 0;
}

const struct cli_command cmd_decision_close = {
    .name = "decision close",
    .section = "Record",
    .summary = "say how a decision that was asked for ended",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = close_options,
    .arguments = close_arguments,
    .size = sizeof(struct closing),
    .run = run_close,
};

struct list {
    bool all;
};

static const struct cli_opt list_options[] = {
    {"all", 0, CLI_FLAG, NULL, "also those that are closed", offsetof(struct list, all), 0, NULL,
     0},
    {0},
};

static json_t *one_json(const struct jalon_decision *decision)
{
    json_t *one = json_object();
    jalon_json_set_text(one, "entry", decision->entry);
    jalon_json_set_text(one, "text", decision->what);
    jalon_json_set_text(one, "of", decision->whom);
    jalon_json_set_date(one, "asked_on", decision->asked_on);
    jalon_json_set_date(one, "due_on", decision->due_on);
    jalon_json_set_text(one, "closed_as", decision->closed_as);
    jalon_json_set_date(one, "closed_on", decision->closed_on);
    jalon_json_set_text(one, "closed_by", decision->closed_by);
    return one;
}

static void list_json(struct cli_run *run, const struct jalon_decisions *decisions, size_t n)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        (void)json_array_append_new(list, one_json(&decisions->items[i]));
    }
    jalon_json_set_text(document, "schema", "jalon.decisions/1");
    jalon_json_set_text(document, "programme", run->app->programme->code);
    jalon_json_set(document, "decisions", list);
    out_json(run->out, document);
}

static void list_one(struct cli_run *run, const struct jalon_decision *decision,
                     struct jalon_date day)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_decision(&line, run->lang, decision, day);
    if (decision->closed_as != NULL) {
        jalon_str_addf(&line, " · %s %s %s (%s)",
                       jalon_decision_word(run->lang, decision->closed_as),
                       say(run->lang, "le", "on"),
                       jalon_date_long(decision->closed_on, run->lang).text, decision->closed_by);
    }
    out_textf(run->out, "%s · %s\n", decision->entry, jalon_str_text(&line));
}

static int run_list(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct list *given = values;
    JALON_AUTO(jalon_decisions_done) struct jalon_decisions decisions = {0};
    if (jalon_app_decisions(run->app, run->common->as_of, &decisions, err) < 0) {
        return -1;
    }
    size_t n = given->all ? decisions.n : decisions.n_open;
    if (run->json) {
        list_json(run, &decisions, n);
        return 0;
    }
    struct jalon_date day = jalon_app_day(run->app, run->common->as_of);
    for (size_t i = 0; i < n; i++) {
        list_one(run, &decisions.items[i], day);
    }
    if (n == 0) {
        out_say(run->out,
                say(run->lang, "aucune décision n'est demandée\n", "no decision is asked for\n"));
    }
    return 0;
}

const struct cli_command cmd_decision_list = {
    .name = "decision list",
    .section = "Follow",
    .summary = "the decisions that are asked for, the one that is due first before the others",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .options = list_options,
    .size = sizeof(struct list),
    .run = run_list,
};
