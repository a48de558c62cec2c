/* `declare`: what people say of a Région, beside what is computed. */
#include "app/declare.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"

struct declare {
    const char *region, *status;
    struct jalon_date on;
};

#define MEMBER(name) offsetof(struct declare, name)

static const struct cli_opt options[] = {
    {"on", 0, CLI_DATE, "DATE", "from which day; if not given, today", MEMBER(on), 0, NULL, 0},
    {0},
};
static const struct cli_opt arguments[] = {
    {"REGION", 0, CLI_TEXT, NULL, "the Région, by its code or name", MEMBER(region), CLI_REQUIRED,
     NULL, 0},
    {"STATUS", 0, CLI_TEXT, NULL, "one of the programme's statuses, or none to take it back",
     MEMBER(status), CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_declare(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct declare *given = values;
    bool has_day = jalon_date_is_set(given->on);
    const struct jalon_write write =
        write_of(run, given->on, has_day ? JALON_PRECISION_DAY : JALON_PRECISION_UNKNOWN);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_declare(run->app, &write, given->region, given->status, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return 0;
}

const struct cli_command cmd_declare = {
    .name = "declare",
    .section = "Record",
    .summary = "record what people say of a Région, beside what is computed",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = options,
    .arguments = arguments,
    .size = sizeof(struct declare),
    .run = run_declare,
};
