/* `territory split` and `territory merge`: territories that others succeed, on one day. */
#include "app/contract.h"
#include "base/arena.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/territory_options.h"
#include "jalon/words.h"

struct succession {
    struct territory_day day; /* of a merge `codes` names them */
    struct cli_texts codes, into, regions, departements, members;
    const char *state, *expect;
};

#define MEMBER(name) offsetof(struct succession, name)

#define SUCCESSOR_ROWS                                                                         \
    {"region",                                                                                 \
     0,                                                                                        \
     CLI_TEXT,                                                                                 \
     "CODE:REGION",                                                                            \
     "a signing Région of a new one; else as before",                                          \
     MEMBER(regions),                                                                          \
     CLI_REPEATABLE,                                                                           \
     NULL,                                                                                     \
     0},                                                                                       \
        {"departement",                                                                        \
         0,                                                                                    \
         CLI_TEXT,                                                                             \
         "CODE:DEPARTEMENT",                                                                   \
         "a département of a new one; else as before",                                         \
         MEMBER(departements),                                                                 \
         CLI_REPEATABLE,                                                                       \
         NULL,                                                                                 \
         0},                                                                                   \
        {"member",                                                                             \
         0,                                                                                    \
         CLI_TEXT,                                                                             \
         "CODE:SIREN",                                                                         \
         "a member that it takes over; else all",                                              \
         MEMBER(members),                                                                      \
         CLI_REPEATABLE,                                                                       \
         NULL,                                                                                 \
         0},                                                                                   \
        {"state",       0, CLI_TEXT, "STATE", "in which new ones enter; else the initial one", \
         MEMBER(state), 0, NULL,     0},                                                       \
    {                                                                                          \
        "expect", 0, CLI_TEXT, "STATE", "refuse unless those that leave are in this state",    \
            MEMBER(expect), 0, NULL, 0                                                         \
    }

static const struct cli_opt split_options[] = {
    {"into", 0, CLI_TEXT, "CODE[:NAME]", "a successor; with its name a new one", MEMBER(into),
     CLI_REQUIRED | CLI_REPEATABLE, NULL, 0},
    TERRITORY_DAY_ROWS(struct succession, "the first day of the successors"),
    SUCCESSOR_ROWS,
    {0},
};
static const struct cli_opt split_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory that is split, such as ti-2801", MEMBER(day.code),
     CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {0},
};

static const struct cli_opt merge_options[] = {
    {"into", 0, CLI_TEXT, "CODE[:NAME]", "the successor; with its name a new one", MEMBER(into),
     CLI_REQUIRED | CLI_REPEATABLE, NULL, 0},
    TERRITORY_DAY_ROWS(struct succession, "the first day of the successors"),
    SUCCESSOR_ROWS,
    {0},
};
static const struct cli_opt merge_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territories that are merged", MEMBER(codes),
     CLI_REQUIRED | CLI_REPEATABLE | CLI_TERRITORY, NULL, 0},
    {0},
};

/* "ti-2801:Val Fictif", or the code alone. */
static struct jalon_successor read_successor(const char *text, const char *state,
                                             struct jalon_arena *arena)
{
    const char *colon = strchr(text, ':');
    if (colon == NULL) {
        return (struct jalon_successor){.code = text};
    }
    return (struct jalon_successor){
        .code = jalon_arena_strndup(arena, text, (size_t)(colon - text)),
        .name = colon + 1,
        .state = state,
    };
}

/* The values that GIVEN has for CODE: "ti-2801:28" is 28 of ti-2801. */
static const char *const *values_of(const struct cli_texts *given, const char *code,
                                    struct jalon_arena *arena, size_t *ret_n)
{
    size_t length = strlen(code);
    const char **values = jalon_arena_array(arena, given->n + 1, sizeof *values);
    *ret_n = 0;
    for (size_t i = 0; i < given->n; i++) {
        if (strncmp(given->items[i], code, length) == 0 && given->items[i][length] == ':') {
            values[(*ret_n)++] = given->items[i] + length + 1;
        }
    }
    return values;
}

/* Each value belongs to a successor that is named. */
static int check_owners(const struct cli_texts *given, const char *option,
                        const struct jalon_succession *succession, struct jalon_err *err)
{
    for (size_t i = 0; i < given->n; i++) {
        size_t length = strcspn(given->items[i], ":");
        bool found = false;
        for (size_t k = 0; k < succession->n_successors && given->items[i][length] == ':'; k++) {
            const char *code = succession->successors[k].code;
            found =
                found || (strlen(code) == length && strncmp(code, given->items[i], length) == 0);
        }
        if (!found) {
            return jalon_fail(err, &jalon_msg_no_such_successor, option, given->items[i]);
        }
    }
    return 0;
}

static int read_succession(const struct succession *given, struct jalon_arena *arena,
                           struct jalon_succession *ret, struct jalon_err *err)
{
    struct jalon_successor *successors =
        jalon_arena_array(arena, given->into.n + 1, sizeof *successors);
    for (size_t i = 0; i < given->into.n; i++) {
        struct jalon_successor *one = &successors[i];
        *one = read_successor(given->into.items[i], given->state, arena);
        one->regions = values_of(&given->regions, one->code, arena, &one->n_regions);
        one->departements = values_of(&given->departements, one->code, arena, &one->n_departements);
        one->sirens = values_of(&given->members, one->code, arena, &one->n_sirens);
    }
    ret->successors = successors;
    ret->n_successors = given->into.n;
    ret->expect = given->expect;
    return check_owners(&given->regions, "--region", ret, err) < 0 ||
                   check_owners(&given->departements, "--departement", ret, err) < 0 ||
                   check_owners(&given->members, "--member", ret, err) < 0
               ? -1
               : 0;
}

static int send(struct cli_run *run, const struct succession *given, const char *const *codes,
                size_t n_codes, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_succession succession = {.codes = codes, .n_codes = n_codes};
    if (read_succession(given, arena, &succession, err) < 0) {
        return -1;
    }
    struct jalon_write write = write_of(run, given->day.on, given->day.precision);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_territory_succeed(run->app, &write, &succession, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    receipt_tell_succession(run, &write, &succession, receipt);
    return 0;
}

static int check_split(const void *values, struct jalon_err *err)
{
    const struct succession *given = values;
    if (given->into.n < 2) {
        return jalon_fail(err, &jalon_msg_split_alone);
    }
    return check_territory_day(values, err);
}

static int run_split(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct succession *given = options;
    return send(run, given, &given->day.code, 1, err);
}

const struct cli_command cmd_territory_split = {
    .name = "territory split",
    .section = "Programme and territories",
    .summary = "let several territories succeed one",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = split_options,
    .arguments = split_arguments,
    .size = sizeof(struct succession),
    .check = check_split,
    .run = run_split,
};

static int run_merge(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct succession *given = options;
    return send(run, given, given->codes.items, given->codes.n, err);
}

const struct cli_command cmd_territory_merge = {
    .name = "territory merge",
    .section = "Programme and territories",
    .summary = "let one territory succeed several, a new one or one that is there",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = merge_options,
    .arguments = merge_arguments,
    .size = sizeof(struct succession),
    .check = check_territory_day,
    .run = run_merge,
};
