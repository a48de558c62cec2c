/* `refuse`, `waive`: what a party says, or is told, apart from signing. `note`: a remark. */
#include "app/contract.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"

struct party {
    struct jalon_party_act act;
    struct jalon_date on;
    enum jalon_precision precision;
};

#define MEMBER(name) offsetof(struct party, name)

#define INSTRUMENT                                                                          \
    {                                                                                       \
        "instrument", 'i', CLI_TEXT, "CODE", "the instrument: protocole, contrat, avenant", \
            MEMBER(act.instrument), CLI_REQUIRED, NULL, 0                                   \
    }

static const struct cli_opt refuse_options[] = {
    INSTRUMENT,
    {"party", 'p', CLI_TEXT, "PARTY", "who refuses: etat, region:28, membre:200070068 …",
     MEMBER(act.party), CLI_REQUIRED, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "when; required unless unknown", MEMBER(on), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known",
     MEMBER(precision), 0, NULL, 0},
    {0},
};
static const struct cli_opt waive_options[] = {
    INSTRUMENT,
    {"party", 'p', CLI_TEXT, "PARTY", "who need not sign: etat, region:28, membre:200070068 …",
     MEMBER(act.party), CLI_REQUIRED, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "the day of the decision", MEMBER(on), CLI_REQUIRED, NULL, 0},
    {0},
};
static const struct cli_opt party_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(act.code),
     CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {0},
};

static int check_refuse(const void *values, struct jalon_err *err)
{
    const struct party *given = values;
    return need_day(given->on, given->precision, err);
}

static int run_refuse(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct party *given = values;
    const struct jalon_write write = write_of(run, given->on, given->precision);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_party_refuse(run->app, &write, &given->act, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return receipt_tell_refusal(run, &write, &given->act, receipt, err);
}

static int run_waive(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct party *given = values;
    const struct jalon_write write = write_of(run, given->on, JALON_PRECISION_DAY);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_party_waive(run->app, &write, &given->act, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return receipt_tell_waiver(run, &write, &given->act, receipt, err);
}

const struct cli_command cmd_refuse = {
    .name = "refuse",
    .section = "Record",
    .summary = "record that a party refuses to sign, and why",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = refuse_options,
    .arguments = party_arguments,
    .size = sizeof(struct party),
    .check = check_refuse,
    .run = run_refuse,
};

const struct cli_command cmd_waive = {
    .name = "waive",
    .section = "Record",
    .summary = "let a required party be no longer required, and say why",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = waive_options,
    .arguments = party_arguments,
    .size = sizeof(struct party),
    .run = run_waive,
};

#undef MEMBER
#define MEMBER(name) offsetof(struct note, name)

struct note {
    const char *code, *text;
    struct jalon_date on;
};

static const struct cli_opt note_options[] = {
    {"on", 0, CLI_DATE, "DATE", "the day that it is about, if any", MEMBER(on), 0, NULL, 0},
    {0},
};
static const struct cli_opt note_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(code),
     CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {"TEXT", 0, CLI_TEXT, NULL, "the remark", MEMBER(text), CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_note(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct note *given = values;
    bool has_day = jalon_date_is_set(given->on);
    struct jalon_write write =
        write_of(run, given->on, has_day ? JALON_PRECISION_DAY : JALON_PRECISION_UNKNOWN);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (write.evidence.note != NULL) {
        return jalon_fail(err, &jalon_msg_note_twice);
    }
    write.evidence.note = given->text;
    if (jalon_app_note(run->app, &write, given->code, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return 0;
}

const struct cli_command cmd_note = {
    .name = "note",
    .section = "Record",
    .summary = "keep a remark in the history of a contract",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = note_options,
    .arguments = note_arguments,
    .size = sizeof(struct note),
    .run = run_note,
};
