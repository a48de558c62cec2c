/* `advance`: one contract moves to another state. */
#include "app/contract.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/sheet.h"

struct advance {
    const char *code, *state, *to, *expect;
    struct jalon_date on;
    enum jalon_precision precision;
    struct sheet_options sheet;
};

static const struct cli_opt advance_options[] = {
    {"on", 0, CLI_DATE, "DATE", "when it happened; required unless unknown",
     offsetof(struct advance, on), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known",
     offsetof(struct advance, precision), 0, NULL, 0},
    {"expect", 0, CLI_TEXT, "STATE", "only if the contract is in this state now",
     offsetof(struct advance, expect), 0, NULL, 0},
    SHEET_FROM(struct advance, sheet, NULL),
    SHEET_KEEP_GOING(struct advance, sheet),
    SHEET_RESULTS(struct advance, sheet),
    {"to", 0, CLI_TEXT, "STATE", "the state, for rows that say none", offsetof(struct advance, to),
     CLI_WITH_FILE, NULL, 0},
    {0},
};
static const struct cli_opt advance_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name",
     offsetof(struct advance, code), CLI_REQUIRED | CLI_OR_FILE | CLI_TERRITORY, NULL, 0},
    {"STATE", 0, CLI_TEXT, NULL, "the state it enters", offsetof(struct advance, state),
     CLI_REQUIRED | CLI_OR_FILE, NULL, 0},
    {0},
};

static int check_advance(const void *options, struct jalon_err *err)
{
    const struct advance *given = options;
    return given->sheet.from != NULL ? 0 : need_day(given->on, given->precision, err);
}

static int run_sheet(struct cli_run *run, const struct advance *advance, struct jalon_err *err)
{
    struct sheet_job job = {.options = &advance->sheet,
                            .sheet.action = JALON_REGISTER_ADVANCE,
                            .expect = advance->expect};
    const struct jalon_date_text on = jalon_date_iso(advance->on);
    sheet_give(&job, "what", advance->to);
    sheet_give_day(&job, &on, advance->precision);
    return sheet_run(run, &job, err);
}

static int run_advance(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct advance *advance = options;
    if (advance->sheet.from != NULL) {
        return run_sheet(run, advance, err);
    }
    struct jalon_write write = write_of(run, advance->on, advance->precision);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_advance(run->app, &write, advance->code, advance->state, advance->expect,
                          &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return receipt_tell_move(run, &write, receipt, err);
}

const struct cli_command cmd_advance = {
    .name = "advance",
    .section = "Record",
    .summary = "move a contract to another state",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = advance_options,
    .arguments = advance_arguments,
    .size = sizeof(struct advance),
    .check = check_advance,
    .run = run_advance,
};
