/* `retarget`: a new date for a target, of one contract, of a Région or of all. */
#include "app/contract.h"
#include "app/find.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"

struct retarget {
    const char *target, *code, *region;
    struct jalon_date on, decided_on;
};

#define MEMBER(name) offsetof(struct retarget, name)

static const struct cli_opt options[] = {
    {"on", 0, CLI_DATE, "DATE", "the new date", MEMBER(on), CLI_REQUIRED, NULL, 0},
    {"decided-on", 0, CLI_DATE, "DATE", "the day of the decision", MEMBER(decided_on), CLI_REQUIRED,
     NULL, 0},
    {"region", 0, CLI_TEXT, "REGION", "for the contracts of this Région, by name or INSEE code",
     MEMBER(region), 0, NULL, 0},
    {0},
};
static const struct cli_opt arguments[] = {
    {"TARGET", 0, CLI_TEXT, NULL, "a target that the programme declares, such as all_signed",
     MEMBER(target), CLI_REQUIRED, NULL, 0},
    {"CODE", 0, CLI_TEXT, NULL, "for this contract alone, by code or name", MEMBER(code),
     CLI_TERRITORY, NULL, 0},
    {0},
};

static int check_retarget(const void *values, struct jalon_err *err)
{
    const struct retarget *given = values;
    if (given->code != NULL && given->region != NULL) {
        return jalon_fail(err, &jalon_msg_retarget_of_two);
    }
    return 0;
}

static int run_retarget(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct retarget *given = values;
    const struct jalon_write write = write_of(run, given->decided_on, JALON_PRECISION_DAY);
    struct jalon_retarget retarget = {given->code, NULL, given->target, given->on};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (run->common->reason == NULL) {
        return jalon_fail(err, &jalon_msg_retarget_unexplained);
    }
    if (jalon_app_programme(run->app, err) < 0 ||
        jalon_app_find_region(run->app, given->region, &retarget.region, err) < 0 ||
        jalon_app_retarget(run->app, &write, &retarget, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return receipt_tell_retarget(run, &write, &retarget, receipt, err);
}

const struct cli_command cmd_retarget = {
    .name = "retarget",
    .section = "Record",
    .summary = "give a target a new date, with the reason",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = options,
    .arguments = arguments,
    .size = sizeof(struct retarget),
    .check = check_retarget,
    .run = run_retarget,
};
