/* `term`: from which day until which a signed contract runs. */
#include "app/contract.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"

struct term {
    struct jalon_term term;
    struct jalon_date on;
};

#define MEMBER(name) offsetof(struct term, name)

static const struct cli_opt options[] = {
    {"instrument", 'i', CLI_TEXT, "CODE", "the instrument: contrat, avenant",
     MEMBER(term.instrument), CLI_REQUIRED, NULL, 0},
    {"number", 0, CLI_INT, "N", "which number of it; the last one if not given",
     MEMBER(term.number), 0, NULL, 0},
    {"from", 0, CLI_DATE, "DATE", "the first day", MEMBER(term.from), CLI_REQUIRED, NULL, 0},
    {"to", 0, CLI_DATE, "DATE", "the last day", MEMBER(term.to), CLI_REQUIRED, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "the day on which it was agreed, if known", MEMBER(on), 0, NULL, 0},
    {0},
};
static const struct cli_opt arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(term.code),
     CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {0},
};

static int run_term(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct term *given = values;
    bool has_day = jalon_date_is_set(given->on);
    const struct jalon_write write =
        write_of(run, given->on, has_day ? JALON_PRECISION_DAY : JALON_PRECISION_UNKNOWN);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_term(run->app, &write, &given->term, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    receipt_tell_term(run, &write, &given->term, receipt);
    return 0;
}

const struct cli_command cmd_term = {
    .name = "term",
    .section = "Record",
    .summary = "record from which day until which a contract runs",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = options,
    .arguments = arguments,
    .size = sizeof(struct term),
    .run = run_term,
};
