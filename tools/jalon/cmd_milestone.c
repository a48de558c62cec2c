/* `milestone`: a dated step of a contract that is not a state. */
#include "app/contract.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"

struct milestone {
    const char *code, *milestone;
    struct jalon_date on;
    enum jalon_precision precision;
};

#define MEMBER(name) offsetof(struct milestone, name)

static const struct cli_opt options[] = {
    {"on", 0, CLI_DATE, "DATE", "when; required unless unknown", MEMBER(on), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known",
     MEMBER(precision), 0, NULL, 0},
    {0},
};
static const struct cli_opt arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(code),
     CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {"MILESTONE", 0, CLI_TEXT, NULL, "a step that the programme declares, such as launch",
     MEMBER(milestone), CLI_REQUIRED, NULL, 0},
    {0},
};

static int check_milestone(const void *values, struct jalon_err *err)
{
    const struct milestone *given = values;
    return need_day(given->on, given->precision, err);
}

static int run_milestone(struct cli_run *run, const void *given, struct jalon_err *err)
{
    const struct milestone *step = given;
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
