/* `show`, `explain` and `territory show`: one contract as of a day. */
#include "app/contract.h"
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/contract_view.h"

struct show {
    const char *code;
};

static const struct cli_opt show_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name",
     offsetof(struct show, code), CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {0},
};

/* Reads the contract; the view borrows it and the programme. */
static int open_view(struct cli_run *run, const char *code, struct jalon_contract **ret_contract,
                     struct contract_view *ret_view, struct jalon_err *err)
{
    if (jalon_app_contract(run->app, code, ret_contract, err) < 0) {
        return -1;
    }
    *ret_view = (struct contract_view){
        .contract = *ret_contract,
        .programme = run->app->programme,
        .names = {.programme = run->app->programme, .contract = *ret_contract},
        .day = jalon_app_day(run->app, run->common->as_of),
        .role = JALON_ROLE_MANAGER,
        .lang = run->lang,
    };
    return 0;
}

static void print_json(struct cli_run *run, json_t *document)
{
    out_json(run->out, document);
    json_decref(document);
}

/* The view as JSON or as text, whichever was asked for. */
static int show(struct cli_run *run, const char *code,
                json_t *(*json)(const struct contract_view *view),
                void (*text)(const struct contract_view *view, struct jalon_str *out),
                struct jalon_err *err)
{
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str shown = {0};
    struct contract_view view;
    if (open_view(run, code, &contract, &view, err) < 0) {
        return -1;
    }
    if (run->json) {
        print_json(run, json(&view));
        return 0;
    }
    text(&view, &shown);
    out_text(run->out, jalon_str_text(&shown));
    return 0;
}

static int run_show(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct show *given = options;
    return show(run, given->code, contract_json, contract_text, err);
}

const struct cli_command cmd_show = {
    .name = "show",
    .section = "Follow",
    .summary = "everything about one contract",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .arguments = show_arguments,
    .size = sizeof(struct show),
    .run = run_show,
};

static void territory_page(const struct contract_view *view, struct jalon_str *out)
{
    contract_head_text(view, out);
    jalon_str_add_char(out, '\n');
    territory_text(view, out);
}

static int run_territory_show(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct show *given = options;
    return show(run, given->code, territory_json, territory_page, err);
}

const struct cli_command cmd_territory_show = {
    .name = "territory show",
    .section = "Programme and territories",
    .summary = "names, Régions and members of one territory",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .arguments = show_arguments,
    .size = sizeof(struct show),
    .run = run_territory_show,
};

struct explain {
    const char *code, *state;
};

static const struct cli_opt explain_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name",
     offsetof(struct explain, code), CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {"STATE", 0, CLI_TEXT, NULL, "the state it is not in yet", offsetof(struct explain, state),
     CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_explain(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct explain *explain = options;
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    struct contract_view view;
    struct jalon_explanation answer;
    if (open_view(run, explain->code, &contract, &view, err) < 0 ||
        jalon_app_explain(run->app, contract, explain->state, view.day, arena, &answer, err) < 0) {
        return -1;
    }
    if (run->json) {
        print_json(run, explanation_json(&view, &answer));
        return 0;
    }
    explanation_text(&view, &answer, &text);
    out_text(run->out, jalon_str_text(&text));
    return 0;
}

const struct cli_command cmd_explain = {
    .name = "explain",
    .section = "Follow",
    .summary = "what stands between a contract and a state",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .arguments = explain_arguments,
    .size = sizeof(struct explain),
    .run = run_explain,
};
