/* `territory add`: a territory enters the programme. */
#include "app/contract.h"
#include "base/arena.h"
#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/contract_view.h"
#include "jalon/receipt.h"
#include "jalon/words.h"

struct add {
    const char *code, *name;
    struct cli_texts regions, departements, members, aliases;
    struct jalon_date on;
    enum jalon_precision precision;
};

#define MEMBER(name) offsetof(struct add, name)

static const struct cli_opt add_options[] = {
    {"region", 0, CLI_TEXT, "CODE", "a signing Région (INSEE code), the principal one first",
     MEMBER(regions), CLI_REQUIRED | CLI_REPEATABLE, NULL, 0},
    {"departement", 0, CLI_TEXT, "CODE", "a département", MEMBER(departements), CLI_REPEATABLE,
     NULL, 0},
    {"member", 0, CLI_TEXT, "MEMBER", "SIREN:KIND:NAME, KIND one of EPCI, EPT, COMMUNE",
     MEMBER(members), CLI_REPEATABLE, NULL, 0},
    {"alias", 0, CLI_TEXT, "TEXT", "another name that it is known by", MEMBER(aliases),
     CLI_REPEATABLE, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "the day it enters; required unless unknown", MEMBER(on), 0, NULL,
     0},
    {"precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known",
     MEMBER(precision), 0, NULL, 0},
    {0},
};
static const struct cli_opt add_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "its code, unique in the programme", MEMBER(code), CLI_REQUIRED,
     NULL, 0},
    {"NAME", 0, CLI_TEXT, NULL, "its name", MEMBER(name), CLI_REQUIRED, NULL, 0},
    {0},
};

/* "200070068:EPCI:CC des Villes Sœurs", in the first département and Région given. */
static int read_member(const struct add *add, const char *text, struct jalon_arena *arena,
                       struct jalon_territory_member *ret_member, struct jalon_err *err)
{
    const char *kind = strchr(text, ':');
    const char *name = kind != NULL ? strchr(kind + 1, ':') : NULL;
    if (name == NULL || name[1] == '\0') {
        return jalon_fail(err, &jalon_msg_member_unreadable, text);
    }
    if (add->departements.n == 0) {
        return jalon_fail(err, &jalon_msg_member_departement);
    }
    *ret_member = (struct jalon_territory_member){
        .siren = jalon_arena_strndup(arena, text, (size_t)(kind - text)),
        .kind = jalon_arena_strndup(arena, kind + 1, (size_t)(name - kind - 1)),
        .name = name + 1,
        .departement = add->departements.items[0],
        .region = add->regions.items[0],
    };
    return 0;
}

static int read_members(const struct add *add, struct jalon_arena *arena,
                        struct jalon_territory *territory, struct jalon_err *err)
{
    struct jalon_territory_member *members =
        jalon_arena_array(arena, add->members.n, sizeof *members);
    for (size_t i = 0; i < add->members.n; i++) {
        if (read_member(add, add->members.items[i], arena, &members[i], err) < 0) {
            return -1;
        }
    }
    territory->members = members;
    territory->n_members = add->members.n;
    return 0;
}

static void read_aliases(const struct add *add, struct jalon_arena *arena,
                         struct jalon_territory *territory)
{
    struct jalon_territory_alias *aliases =
        jalon_arena_array(arena, add->aliases.n, sizeof *aliases);
    for (size_t i = 0; i < add->aliases.n; i++) {
        aliases[i] = (struct jalon_territory_alias){.kind = "name", .value = add->aliases.items[i]};
    }
    territory->aliases = aliases;
    territory->n_aliases = add->aliases.n;
}

static int check_add(const void *values, struct jalon_err *err)
{
    const struct add *given = values;
    return need_day(given->on, given->precision, err);
}

static int run_add(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct add *add = options;
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_territory territory = {
        .code = add->code,
        .name = add->name,
        .regions = add->regions.items,
        .n_regions = add->regions.n,
        .departements = add->departements.items,
        .n_departements = add->departements.n,
    };
    if (read_members(add, arena, &territory, err) < 0) {
        return -1;
    }
    read_aliases(add, arena, &territory);
    struct jalon_write write = write_of(run, add->on, add->precision);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_territory_add(run->app, &write, &territory, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    receipt_tell_entry(run, &write, &territory, receipt);
    return 0;
}

const struct cli_command cmd_territory_add = {
    .name = "territory add",
    .section = "Programme and territories",
    .summary = "let a territory enter the programme",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = add_options,
    .arguments = add_arguments,
    .size = sizeof(struct add),
    .check = check_add,
    .run = run_add,
};
