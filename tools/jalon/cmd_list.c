/* `list`: all contracts, or those that meet every condition given. */
#include "app/contract.h"
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/words.h"

struct list {
    const char *state, *region, *missing, *search;
    int64_t stalled;
};

static const struct cli_opt list_options[] = {
    {"state", 0, CLI_TEXT, "STATE", "only contracts in this state", offsetof(struct list, state), 0,
     NULL, 0},
    {"region", 0, CLI_TEXT, "CODE", "only those of this Région (INSEE code)",
     offsetof(struct list, region), 0, NULL, 0},
    {"missing", 0, CLI_TEXT, "PARTY", "only where this party has still to sign",
     offsetof(struct list, missing), 0, NULL, 0},
    {"search", 0, CLI_TEXT, "TEXT", "in codes and names, whatever the case and accents",
     offsetof(struct list, search), 0, NULL, 0},
    {"stalled", 0, CLI_INT, "DAYS", "only those in the same state for so long",
     offsetof(struct list, stalled), 0, NULL, 0},
    {0},
};

static json_t *list_row_json(const struct jalon_list_row *row)
{
    json_t *contract = json_object();
    json_t *instruments = json_object();
    for (size_t i = 0; i < row->n_instruments; i++) {
        const struct jalon_list_instrument *from = &row->instruments[i];
        json_t *one = json_object();
        jalon_json_set_date(one, "signed_on", from->signed_on);
        jalon_json_set(one, "done", json_boolean(from->done));
        jalon_json_set_int(one, "signed", (int64_t)from->n_signed);
        jalon_json_set_int(one, "required", (int64_t)from->n_required);
        jalon_json_set(one, "missing", jalon_json_texts(from->missing, from->n_missing));
        jalon_json_set(instruments, from->code, one);
    }
    jalon_json_set_text(contract, "code", row->code);
    jalon_json_set_text(contract, "name", row->name);
    jalon_json_set_text(contract, "state", row->state);
    jalon_json_set_date(contract, "state_since", row->state_since);
    jalon_json_set(contract, "regions", jalon_json_texts(row->regions, row->n_regions));
    jalon_json_set(contract, "instruments", instruments);
    return contract;
}

static void list_json(struct cli_run *run, const struct jalon_list *list)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *contracts = json_array();
    for (size_t i = 0; i < list->n_rows; i++) {
        (void)json_array_append_new(contracts, list_row_json(&list->rows[i]));
    }
    jalon_json_set_text(document, "schema", "jalon.list/1");
    jalon_json_set_text(document, "programme", run->app->programme->code);
    jalon_json_set_date(document, "as_of", list->as_of);
    jalon_json_set(document, "contracts", contracts);
    out_json(run->out, document);
}

/* Somebody has signed it, or may sign it in the contract's state. */
static bool is_under_way(const struct jalon_programme *programme, const struct jalon_list_row *row,
                         const struct jalon_list_instrument *one)
{
    const struct jalon_instrument_def *def = jalon_programme_instrument(programme, one->code);
    if (one->n_signed > 0) {
        return true;
    }
    for (size_t i = 0; def != NULL && i < def->n_from_states; i++) {
        if (strcmp(def->from_states[i], row->state) == 0) {
            return one->n_required > 0;
        }
    }
    return false;
}

enum { NAMED_AT_MOST = 3 }; /* more who are missing are counted only */

/* Is a single party to be named? Then the members' names are wanted. */
static bool wants_names(const struct jalon_programme *programme, const struct jalon_list *list)
{
    for (size_t i = 0; i < list->n_rows; i++) {
        for (size_t j = 0; j < list->rows[i].n_instruments; j++) {
            const struct jalon_list_instrument *one = &list->rows[i].instruments[j];
            if (one->n_missing > 0 && one->n_missing <= NAMED_AT_MOST &&
                is_under_way(programme, &list->rows[i], one)) {
                return true;
            }
        }
    }
    return false;
}

static const struct jalon_contract *find(const struct jalon_contracts *contracts, const char *code)
{
    for (size_t i = 0; i < contracts->n; i++) {
        if (strcmp(contracts->items[i]->code, code) == 0) {
            return contracts->items[i];
        }
    }
    return NULL;
}

/* "contrat 4/6 ▸ État, Région Normandie": the instruments under way. */
static void add_progress(struct jalon_str *out, const struct cli_run *run,
                         const struct jalon_list_row *row, const struct jalon_contracts *contracts)
{
    const struct jalon_history_names names = {.programme = run->app->programme,
                                              .contract = find(contracts, row->code)};
    for (size_t i = 0; i < row->n_instruments; i++) {
        const struct jalon_list_instrument *one = &row->instruments[i];
        if (!is_under_way(run->app->programme, row, one)) {
            continue;
        }
        jalon_str_addf(out, "%s%s %zu/%zu", out->length > 0 ? " · " : "", one->code, one->n_signed,
                       one->n_required);
        if (one->n_missing > 0 && one->n_missing <= NAMED_AT_MOST) {
            jalon_str_add(out, " ▸ ");
            say_parties(out, run->lang, &names, one->missing, one->n_missing);
        }
    }
}

static int list_text(struct cli_run *run, const struct jalon_list *list, struct jalon_err *err)
{
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    if (wants_names(run->app->programme, list) &&
        jalon_app_contracts(run->app, &contracts, err) < 0) {
        return -1;
    }
    static const struct out_column columns[] = {
        {{{"code", "code"}}, false, false},
        {{{"territoire", "territory"}}, false, true},
        {{{"état", "state"}}, false, false},
        {{{"depuis", "since"}}, false, false},
        {{{"signatures", "signatures"}}, false, true},
    };
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < list->n_rows; i++) {
        const struct jalon_list_row *row = &list->rows[i];
        JALON_AUTO(jalon_str_done) struct jalon_str progress = {0};
        add_progress(&progress, run, row, &contracts);
        struct jalon_date_text since = jalon_date_iso(row->state_since);
        out_table_row(table,
                      (const char *const[]){row->code, row->name,
                                            say_state(run->lang, run->app->programme, row->state),
                                            since.text, jalon_str_text(&progress)});
    }
    out_table_end(table);
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    say_territories(&count, run->lang, list->n_rows, list->as_of);
    out_textf(run->out, "%s%s\n", list->n_rows > 0 ? "\n" : "", jalon_str_text(&count));
    return 0;
}

static int run_list(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct list *given = options;
    const struct jalon_list_filter filter = {
        .state = given->state,
        .region = given->region,
        .missing = given->missing,
        .search = given->search,
        .stalled_days = given->stalled > 0 ? (int)given->stalled : 0,
    };
    JALON_AUTO(jalon_list_freep) struct jalon_list *list = NULL;
    if (jalon_app_list(run->app, &filter, run->common->as_of, &list, err) < 0) {
        return -1;
    }
    if (run->json) {
        list_json(run, list);
        return 0;
    }
    return list_text(run, list, err);
}

const struct cli_command cmd_list = {
    .name = "list",
    .section = "Follow",
    .summary = "the contracts, with their signatures",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .options = list_options,
    .size = sizeof(struct list),
    .run = run_list,
};
