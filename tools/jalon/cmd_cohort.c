/* `cohort …`: named sets of territories. */
#include <string.h>

#include "app/contract.h"
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/words.h"
#include "report/json_parts.h"

struct move {
    const char *code, *cohort, *member;
    struct jalon_date on;
    enum jalon_precision precision;
};

#define MEMBER(name) offsetof(struct move, name)

static const struct cli_opt move_options[] = {
    {"on", 0, CLI_DATE, "DATE", "from which day; required unless unknown", MEMBER(on), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known",
     MEMBER(precision), 0, NULL, 0},
    {"member", 0, CLI_TEXT, "SIREN", "the member that it is about; else the whole territory",
     MEMBER(member), 0, NULL, 0},
    {0},
};
static const struct cli_opt move_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(code),
     CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {"COHORT", 0, CLI_TEXT, NULL, "a cohort that the programme declares", MEMBER(cohort),
     CLI_REQUIRED, NULL, 0},
    {0},
};

static int check_move(const void *values, struct jalon_err *err)
{
    const struct move *given = values;
    return need_day(given->on, given->precision, err);
}

static int send_move(struct cli_run *run, const struct move *given, bool leaves,
                     struct jalon_err *err)
{
    const struct jalon_write write = write_of(run, given->on, given->precision);
    const struct jalon_cohort_move move = {given->code, given->cohort, given->member};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = leaves ? jalon_app_cohort_leave(run->app, &write, &move, &receipt, err)
                        : jalon_app_cohort_join(run->app, &write, &move, &receipt, err);
    if (failed < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    receipt_tell_cohort(run, &write, &move, leaves, receipt);
    return 0;
}

static int run_join(struct cli_run *run, const void *options, struct jalon_err *err)
{
    return send_move(run, options, false, err);
}

static int run_leave(struct cli_run *run, const void *options, struct jalon_err *err)
{
    return send_move(run, options, true, err);
}

const struct cli_command cmd_cohort_join = {
    .name = "cohort join",
    .section = "Programme and territories",
    .summary = "let a territory, or one of its members, join a cohort",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = move_options,
    .arguments = move_arguments,
    .size = sizeof(struct move),
    .check = check_move,
    .run = run_join,
};

const struct cli_command cmd_cohort_leave = {
    .name = "cohort leave",
    .section = "Programme and territories",
    .summary = "let a territory, or one of its members, leave a cohort",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = move_options,
    .arguments = move_arguments,
    .size = sizeof(struct move),
    .check = check_move,
    .run = run_leave,
};

/* Is the stay one of COHORT on DAY, in a territory that belongs to the programme then? */
static bool is_in(const struct jalon_contract *contract, const struct jalon_contract_cohort *stay,
                  const char *cohort, struct jalon_date day)
{
    return strcmp(stay->cohort, cohort) == 0 && jalon_span_holds(stay->span, day) &&
           jalon_contract_entered_at(contract, day);
}

struct size {
    size_t territories, members; /* members: of those that are in it by a member */
};

static struct size size_of(const struct jalon_contracts *contracts, const char *cohort,
                           struct jalon_date day)
{
    struct size size = {0};
    for (size_t i = 0; i < contracts->n; i++) {
        const struct jalon_contract *contract = contracts->items[i];
        bool any = false;
        for (size_t j = 0; j < contract->n_cohorts; j++) {
            const struct jalon_contract_cohort *stay = &contract->cohorts[j];
            if (is_in(contract, stay, cohort, day)) {
                size.members += stay->member != NULL ? 1 : 0;
                any = true;
            }
        }
        size.territories += any ? 1 : 0;
    }
    return size;
}

static void list_json(struct cli_run *run, const struct jalon_contracts *contracts,
                      struct jalon_date day)
{
    const struct jalon_programme *p = run->app->programme;
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *cohorts = json_array();
    for (size_t i = 0; i < p->n_cohorts; i++) {
        struct size size = size_of(contracts, p->cohorts[i].code, day);
        json_t *one = json_object();
        jalon_json_set_text(one, "code", p->cohorts[i].code);
        jalon_json_set(one, "label", jalon_json_label(p->cohorts[i].label));
        jalon_json_set_int(one, "territories", (int64_t)size.territories);
        jalon_json_set_int(one, "members", (int64_t)size.members);
        (void)json_array_append_new(cohorts, one);
    }
    jalon_json_set_text(document, "schema", "jalon.cohorts/1");
    jalon_json_set_text(document, "programme", p->code);
    jalon_json_set_date(document, "as_of", day);
    jalon_json_set(document, "cohorts", cohorts);
    out_json(run->out, document);
}

static void list_text(struct cli_run *run, const struct jalon_contracts *contracts,
                      struct jalon_date day)
{
    static const struct out_column columns[] = {
        {{{"code", "code"}}, false, false},
        {{{"cohorte", "cohort"}}, false, true},
        {{{"territoires", "territories"}}, true, false},
        {{{"dont par un membre", "of which by a member"}}, true, false},
    };
    const struct jalon_programme *p = run->app->programme;
    if (p->n_cohorts == 0) {
        out_say(run->out, say(run->lang, "le programme ne déclare aucune cohorte\n",
                              "the programme declares no cohort\n"));
        return;
    }
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < p->n_cohorts; i++) {
        struct size size = size_of(contracts, p->cohorts[i].code, day);
        JALON_AUTO(jalon_str_done) struct jalon_str territories = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str members = {0};
        jalon_str_addf(&territories, "%zu", size.territories);
        jalon_str_addf(&members, "%zu", size.members);
        out_table_row(table, (const char *const[]){
                                 p->cohorts[i].code, say_label(run->lang, p->cohorts[i].label),
                                 jalon_str_text(&territories), jalon_str_text(&members)});
    }
    out_table_end(table);
}

static int run_list(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    if (jalon_app_contracts(run->app, &contracts, err) < 0) {
        return -1;
    }
    struct jalon_date day = jalon_app_day(run->app, run->common->as_of);
    if (run->json) {
        list_json(run, &contracts, day);
    } else {
        list_text(run, &contracts, day);
    }
    return 0;
}

const struct cli_command cmd_cohort_list = {
    .name = "cohort list",
    .section = "Programme and territories",
    .summary = "the cohorts of the programme, with their sizes",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .run = run_list,
};

struct show {
    const char *cohort;
};

static const struct cli_opt show_arguments[] = {
    {"COHORT", 0, CLI_TEXT, NULL, "a cohort that the programme declares",
     offsetof(struct show, cohort), CLI_REQUIRED, NULL, 0},
    {0},
};

/* One territory's stay in the cohort that is shown. */
struct shown {
    const struct jalon_contract *contract;
    const struct jalon_contract_cohort *stay;
    struct jalon_date day;
};

static const char *member_name(const struct shown *shown)
{
    const struct jalon_contract_member *member =
        shown->stay->member != NULL ? jalon_contract_member(shown->contract, shown->stay->member)
                                    : NULL;
    return member != NULL ? member->name : shown->stay->member;
}

static json_t *show_item(const struct shown *shown)
{
    const struct jalon_contract_state *state = jalon_contract_state_at(shown->contract, shown->day);
    json_t *one = json_object();
    jalon_json_set_text(one, "code", shown->contract->code);
    jalon_json_set_text(one, "name", jalon_contract_name_at(shown->contract, shown->day));
    jalon_json_set_text(one, "member", shown->stay->member);
    jalon_json_set_text(one, "member_name", member_name(shown));
    jalon_json_set_date(one, "since", shown->stay->span.from);
    jalon_json_set_text(one, "precision", jalon_precision_code(shown->stay->precision));
    jalon_json_set_date(one, "until", shown->stay->span.to);
    jalon_json_set_text(one, "state", state != NULL ? state->state : NULL);
    return one;
}

static void show_row(const struct cli_run *run, const struct shown *shown, struct out_table *table)
{
    const struct jalon_contract_state *state = jalon_contract_state_at(shown->contract, shown->day);
    JALON_AUTO(jalon_str_done) struct jalon_str since = {0};
    jalon_say_when(&since, run->lang,
                   jalon_when_of(shown->stay->span.from, shown->stay->precision));
    out_table_row(table, (const char *const[]){shown->contract->code,
                                               jalon_contract_name_at(shown->contract, shown->day),
                                               member_name(shown), jalon_str_text(&since),
                                               say_state(run->lang, run->app->programme,
                                                         state != NULL ? state->state : NULL)});
}

/* Calls for each stay on the day: a row of TABLE, or an item of ARRAY. */
static void show_each(const struct cli_run *run, const struct jalon_contracts *contracts,
                      const char *cohort, struct out_table *table, json_t *array)
{
    struct jalon_date day = jalon_app_day(run->app, run->common->as_of);
    for (size_t i = 0; i < contracts->n; i++) {
        const struct jalon_contract *contract = contracts->items[i];
        for (size_t j = 0; j < contract->n_cohorts; j++) {
            const struct shown shown = {contract, &contract->cohorts[j], day};
            if (!is_in(contract, shown.stay, cohort, day)) {
                continue;
            }
            if (table != NULL) {
                show_row(run, &shown, table);
            } else {
                (void)json_array_append_new(array, show_item(&shown));
            }
        }
    }
}

static void show_json(struct cli_run *run, const struct jalon_contracts *contracts,
                      const char *cohort)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *territories = json_array();
    jalon_json_set_text(document, "schema", "jalon.cohort/1");
    jalon_json_set_text(document, "programme", run->app->programme->code);
    jalon_json_set_text(document, "cohort", cohort);
    jalon_json_set_date(document, "as_of", jalon_app_day(run->app, run->common->as_of));
    show_each(run, contracts, cohort, NULL, territories);
    jalon_json_set(document, "territories", territories);
    out_json(run->out, document);
}

static void show_text(struct cli_run *run, const struct jalon_contracts *contracts,
                      const char *cohort)
{
    static const struct out_column columns[] = {
        {{{"code", "code"}}, false, false},    {{{"territoire", "territory"}}, false, true},
        {{{"membre", "member"}}, false, true}, {{{"depuis", "since"}}, false, false},
        {{{"état", "state"}}, false, false},
    };
    const struct jalon_cohort_def *def = jalon_programme_cohort(run->app->programme, cohort);
    struct jalon_date day = jalon_app_day(run->app, run->common->as_of);
    struct size size = size_of(contracts, cohort, day);
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    say_territories(&count, run->lang, size.territories, day);
    out_textf(run->out, "%s · %s\n", cohort, say_label(run->lang, def->label));
    if (size.territories > 0) {
        struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
        show_each(run, contracts, cohort, table, NULL);
        out_table_end(table);
        out_text(run->out, "\n");
    }
    out_textf(run->out, "%s\n", jalon_str_text(&count));
}

static int run_show(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct show *given = options;
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    if (jalon_app_contracts(run->app, &contracts, err) < 0 ||
        jalon_app_check_cohort(run->app, given->cohort, err) < 0) {
        return -1;
    }
    if (run->json) {
        show_json(run, &contracts, given->cohort);
    } else {
        show_text(run, &contracts, given->cohort);
    }
    return 0;
}

const struct cli_command cmd_cohort_show = {
    .name = "cohort show",
    .section = "Programme and territories",
    .summary = "who is in a cohort on a day",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .arguments = show_arguments,
    .size = sizeof(struct show),
    .run = run_show,
};
