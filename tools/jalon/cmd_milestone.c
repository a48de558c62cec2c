/* `milestone`: a dated step of a contract that is not a state. */
#include "app/contract.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/sheet.h"

struct milestone {
    const char *code, *milestone, *step;
    struct jalon_date on;
    enum jalon_precision precision;
    struct sheet_options sheet;
};

#define MEMBER(name) offsetof(struct milestone, name)

static const struct cli_opt options[] = {
    {"on", 0, CLI_DATE, "DATE", "when; required unless unknown", MEMBER(on), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known",
     MEMBER(precision), 0, NULL, 0},
    SHEET_FROM(struct milestone, sheet, NULL),
    SHEET_KEEP_GOING(struct milestone, sheet),
    SHEET_RESULTS(struct milestone, sheet),
    {"step", 0, CLI_TEXT, "MILESTONE", "the step, for rows that say none", MEMBER(step),
     CLI_WITH_FILE, NULL, 0},
    {0},
};
static const struct cli_opt arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(code),
     CLI_REQUIRED | CLI_OR_FILE | CLI_TERRITORY, NULL, 0},
    {"MILESTONE", 0, CLI_TEXT, NULL, "a step that the programme declares, such as launch",
     MEMBER(milestone), CLI_REQUIRED | CLI_OR_FILE, NULL, 0},
    {0},
};

static int check_milestone(const void *values, struct jalon_err *err)
{
    const struct milestone *given = values;
    return given->sheet.from != NULL ? 0 : need_day(given->on, given->precision, err);
}

static int run_sheet(struct cli_run *run, const struct milestone *step, struct jalon_err *err)
{
    struct sheet_job job = {.options = &step->sheet, .sheet.action = JALON_REGISTER_MILESTONE};
    const struct jalon_date_text on = jalon_date_iso(step->on);
    sheet_give(&job, "what", step->step);
    sheet_give_day(&job, &on, step->precision);
    return sheet_run(run, &job, err);
}

static int run_milestone(struct cli_run *run, const void *given, struct jalon_err *err)
{
    const struct milestone *step = given;
    if (step->sheet.from != NULL) {
        return run_sheet(run, step, err);
    }
    struct jalon_write write = write_of(run, step->on, step->precision);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_milestone(run->app, &write, step->code, step->milestone, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    receipt_tell_milestone(run, &write, step->milestone, receipt);
    return 0;
}

const struct cli_command cmd_milestone = {
    .name = "milestone",
    .section = "Record",
    .summary = "record a dated step: launch, deliberation …",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = options,
    .arguments = arguments,
    .size = sizeof(struct milestone),
    .check = check_milestone,
    .run = run_milestone,
};
