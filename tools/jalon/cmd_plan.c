/* `plan`: when something is to happen to a contract. */
#include "app/contract.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/sheet.h"

struct plan {
    struct jalon_plan plan;
    struct jalon_date decided_on;
    bool drop;
    struct sheet_options sheet;
};

#define MEMBER(name) offsetof(struct plan, name)

static const struct cli_opt options[] = {
    {"on", 0, CLI_DATE, "DATE", "when it is to happen", MEMBER(plan.on), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, "day|month|before|after", "how exactly that is settled",
     MEMBER(plan.precision), 0, NULL, 0},
    {"by", 0, CLI_TEXT, "PARTY", "who is to do it: etat, region:28, membre:200070068 …",
     MEMBER(plan.party), 0, NULL, 0},
    {"place", 0, CLI_TEXT, "TEXT", "where", MEMBER(plan.place), 0, NULL, 0},
    {"decided-on", 0, CLI_DATE, "DATE", "the day of the decision; by today if not given",
     MEMBER(decided_on), 0, NULL, 0},
    {"drop", 0, CLI_FLAG, NULL, "take the date off, with the reason", MEMBER(drop), 0, "on", 0},
    SHEET_FROM(struct plan, sheet, "drop"),
    SHEET_KEEP_GOING(struct plan, sheet),
    SHEET_RESULTS(struct plan, sheet),
    {0},
};
static const struct cli_opt arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(plan.code),
     CLI_REQUIRED | CLI_OR_FILE | CLI_TERRITORY, NULL, 0},
    {"WHAT", 0, CLI_TEXT, NULL, "what is planned: an instrument, a milestone or a state",
     MEMBER(plan.what), CLI_REQUIRED | CLI_OR_FILE, NULL, 0},
    {0},
};

static int check_plan(const void *values, struct jalon_err *err)
{
    const struct plan *given = values;
    bool has_day = jalon_date_is_set(given->plan.on);
    if (given->sheet.from == NULL && has_day == given->drop) {
        return jalon_fail(err, &jalon_msg_plan_undated);
    }
    if (given->sheet.from != NULL && has_day) {
        return jalon_fail(err, &jalon_msg_cli_conflict, "--on", "--from");
    }
    return 0;
}

/* The day of the decision; what is recorded without one was decided by then. */
static enum jalon_precision precision_of(const struct plan *given)
{
    return jalon_date_is_set(given->decided_on) ? JALON_PRECISION_DAY : JALON_PRECISION_UNKNOWN;
}

static int run_sheet(struct cli_run *run, const struct plan *given, struct jalon_err *err)
{
    struct sheet_job job = {.options = &given->sheet, .sheet.action = JALON_REGISTER_PLAN};
    const struct jalon_date_text on = jalon_date_iso(given->decided_on);
    sheet_give(&job, "parties", given->plan.party);
    sheet_give(&job, "place", given->plan.place);
    sheet_give_day(&job, &on, precision_of(given));
    return sheet_run(run, &job, err);
}

static int run_plan(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct plan *given = values;
    if (given->sheet.from != NULL) {
        return run_sheet(run, given, err);
    }
    const struct jalon_write write = write_of(run, given->decided_on, precision_of(given));
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_plan(run->app, &write, &given->plan, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return receipt_tell_plan(run, &write, &given->plan, receipt, err);
}

const struct cli_command cmd_plan = {
    .name = "plan",
    .section = "Record",
    .summary = "say when a signing, a milestone or a state is planned",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = options,
    .arguments = arguments,
    .size = sizeof(struct plan),
    .check = check_plan,
    .run = run_plan,
};
