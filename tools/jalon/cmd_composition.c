/* `territory rename`, `alias`, `member-add`, `member-remove`, `leave`: one territory changes. */
#include "app/contract.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/territory_options.h"

#define CODE_ROW(type)                                                            \
    {                                                                             \
        "CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", \
            offsetof(type, day.code), CLI_REQUIRED | CLI_TERRITORY, NULL, 0       \
    }

/* Sends the change, prints the receipt, and in a dry run what it would have said. */
static int send(struct cli_run *run, const struct territory_day *day,
                struct jalon_territory_change *change, struct jalon_err *err)
{
    struct jalon_write write = write_of(run, day->on, day->precision);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    change->code = day->code;
    if (jalon_app_territory_change(run->app, &write, change, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return receipt_tell_change(run, &write, change, receipt, err);
}

struct rename {
    struct territory_day day;
    const char *name, *expect;
};

static const struct cli_opt rename_options[] = {
    TERRITORY_DAY_ROWS(struct rename, "the first day of the new name; required unless unknown"),
    {"expect", 0, CLI_TEXT, "NAME", "refuse unless it bears this name",
     offsetof(struct rename, expect), 0, NULL, 0},
    {0},
};
static const struct cli_opt rename_arguments[] = {
    CODE_ROW(struct rename),
    {"NAME", 0, CLI_TEXT, NULL, "its new name", offsetof(struct rename, name), CLI_REQUIRED, NULL,
     0},
    {0},
};

static int run_rename(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct rename *given = options;
    struct jalon_territory_change change = {
        .kind = JALON_TERRITORY_RENAME, .name = given->name, .expect = given->expect};
    return send(run, &given->day, &change, err);
}

const struct cli_command cmd_territory_rename = {
    .name = "territory rename",
    .section = "Programme and territories",
    .summary = "give a territory another name from a day on",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = rename_options,
    .arguments = rename_arguments,
    .size = sizeof(struct rename),
    .check = check_territory_day,
    .run = run_rename,
};

struct alias {
    struct territory_day day;
    const char *value, *kind, *issuer;
    int64_t year;
};

static const struct cli_opt alias_options[] = {
    {"kind", 0, CLI_CHOICE, "name|external_code", "what it is", offsetof(struct alias, kind),
     CLI_REQUIRED, NULL, 0},
    {"issuer", 0, CLI_TEXT, "TEXT", "who calls it so", offsetof(struct alias, issuer), 0, NULL, 0},
    {"year", 0, CLI_INT, "YEAR", "as of which year", offsetof(struct alias, year), 0, NULL, 0},
    TERRITORY_DAY_ROWS(struct alias, "since when; required unless unknown"),
    {0},
};
static const struct cli_opt alias_arguments[] = {
    CODE_ROW(struct alias),
    {"VALUE", 0, CLI_TEXT, NULL, "the other name, or the code", offsetof(struct alias, value),
     CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_alias(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct alias *given = options;
    struct jalon_territory_change change = {.kind = JALON_TERRITORY_ALIAS,
                                            .alias = {given->kind, given->value, given->issuer,
                                                      given->year > 0 ? (int)given->year : 0}};
    return send(run, &given->day, &change, err);
}

const struct cli_command cmd_territory_alias = {
    .name = "territory alias",
    .section = "Programme and territories",
    .summary = "add a name or a code by which others know a territory",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = alias_options,
    .arguments = alias_arguments,
    .size = sizeof(struct alias),
    .check = check_territory_day,
    .run = run_alias,
};

struct member_add {
    struct territory_day day;
    const char *siren, *name, *kind, *insee, *departement, *region;
};

#define MEMBER(name) offsetof(struct member_add, name)

static const struct cli_opt member_add_options[] = {
    {"name", 0, CLI_TEXT, "TEXT", "its name", MEMBER(name), CLI_REQUIRED, NULL, 0},
    {"kind", 0, CLI_CHOICE, "EPCI|EPT|COMMUNE", "what it is", MEMBER(kind), CLI_REQUIRED, NULL, 0},
    {"departement", 0, CLI_TEXT, "CODE", "its département; else the first one", MEMBER(departement),
     0, NULL, 0},
    {"region", 0, CLI_TEXT, "CODE", "its Région (INSEE code); else the principal one",
     MEMBER(region), 0, NULL, 0},
    {"insee", 0, CLI_TEXT, "CODE", "of a commune, its INSEE code", MEMBER(insee), 0, NULL, 0},
    TERRITORY_DAY_ROWS(struct member_add, "its first day; required unless unknown"),
    {0},
};
static const struct cli_opt member_add_arguments[] = {
    CODE_ROW(struct member_add),
    {"SIREN", 0, CLI_TEXT, NULL, "the member, by its nine digits", MEMBER(siren), CLI_REQUIRED,
     NULL, 0},
    {0},
};

static int run_member_add(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct member_add *given = options;
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    struct jalon_territory_change change = {.kind = JALON_TERRITORY_MEMBER_ADD,
                                            .member = {.siren = given->siren,
                                                       .name = given->name,
                                                       .kind = given->kind,
                                                       .insee = given->insee,
                                                       .departement = given->departement,
                                                       .region = given->region}};
    if (jalon_app_contract(run->app, given->day.code, &contract, err) < 0) {
        return -1;
    }
    if (given->region == NULL) {
        change.member.region = contract->region;
    }
    if (given->departement == NULL && contract->n_departements > 0) {
        change.member.departement = contract->departements[0];
    }
    return send(run, &given->day, &change, err);
}

const struct cli_command cmd_territory_member_add = {
    .name = "territory member-add",
    .section = "Programme and territories",
    .summary = "let a member join a territory",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = member_add_options,
    .arguments = member_add_arguments,
    .size = sizeof(struct member_add),
    .check = check_territory_day,
    .run = run_member_add,
};

struct member_remove {
    struct territory_day day;
    const char *siren;
};

static const struct cli_opt member_remove_options[] = {
    TERRITORY_DAY_ROWS(struct member_remove, "the first day without it; required unless unknown"),
    {0},
};
static const struct cli_opt member_remove_arguments[] = {
    CODE_ROW(struct member_remove),
    {"SIREN", 0, CLI_TEXT, NULL, "the member, by its nine digits",
     offsetof(struct member_remove, siren), CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_member_remove(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct member_remove *given = options;
    struct jalon_territory_change change = {.kind = JALON_TERRITORY_MEMBER_REMOVE,
                                            .member = {.siren = given->siren}};
    return send(run, &given->day, &change, err);
}

const struct cli_command cmd_territory_member_remove = {
    .name = "territory member-remove",
    .section = "Programme and territories",
    .summary = "let a member go from a territory",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = member_remove_options,
    .arguments = member_remove_arguments,
    .size = sizeof(struct member_remove),
    .check = check_territory_day,
    .run = run_member_remove,
};

struct leave {
    struct territory_day day;
    struct cli_texts into;
    const char *expect;
};

static const struct cli_opt leave_options[] = {
    TERRITORY_DAY_ROWS(struct leave, "the first day on which N no longer counts it"),
    {"into", 0, CLI_TEXT, "CODE", "a territory of the programme that succeeds it",
     offsetof(struct leave, into), CLI_REPEATABLE | CLI_TERRITORY, NULL, 0},
    {"expect", 0, CLI_TEXT, "STATE", "refuse unless it is in this state",
     offsetof(struct leave, expect), 0, NULL, 0},
    {0},
};
static const struct cli_opt leave_arguments[] = {CODE_ROW(struct leave), {0}};

static int run_leave(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct leave *given = options;
    struct jalon_territory_change change = {.kind = JALON_TERRITORY_LEAVE,
                                            .into = given->into.items,
                                            .n_into = given->into.n,
                                            .expect = given->expect};
    return send(run, &given->day, &change, err);
}

const struct cli_command cmd_territory_leave = {
    .name = "territory leave",
    .section = "Programme and territories",
    .summary = "let a territory leave the programme",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = leave_options,
    .arguments = leave_arguments,
    .size = sizeof(struct leave),
    .check = check_territory_day,
    .run = run_leave,
};
