/* `territory list`: the register as of a day, or beside published figures. */
#include "app/contract.h"
#include "app/reconcile.h"
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/contract_view.h"
#include "jalon/words.h"
#include "report/words.h"

struct list {
    bool left;
    const char *reconcile;
};

static const struct cli_opt list_options[] = {
    {"left", 0, CLI_FLAG, NULL, "those that left, with the day of their exit",
     offsetof(struct list, left), 0, NULL, 0},
    {"reconcile", 0, CLI_PATH, "FILE",
     "the register's N beside the published figures of a CSV file",
     offsetof(struct list, reconcile), 0, "left", 0},
    {0},
};

/* The stay that the row is about: the one of the day, or the one that ended by then. */
static const struct jalon_contract_scope *stay_of(const struct jalon_contract *contract,
                                                  const struct list *list, struct jalon_date day)
{
    if (!list->left) {
        return jalon_contract_stay_at(contract, day);
    }
    struct jalon_date left_on = jalon_contract_left_on(contract);
    bool has_left = jalon_date_is_set(left_on) && jalon_date_compare(left_on, day) <= 0;
    return has_left ? &contract->scope[contract->n_scope - 1] : NULL;
}

static void add_successors(struct jalon_str *out, const struct jalon_contract *contract)
{
    for (size_t i = 0; i < contract->n_links; i++) {
        if (strcmp(contract->links[i].kind, "successor") == 0) {
            jalon_str_addf(out, "%s%s", out->length > 0 ? ", " : "", contract->links[i].code);
        }
    }
}

static void list_row(struct cli_run *run, const struct jalon_contract *contract,
                     const struct jalon_contract_scope *stay, struct jalon_date day,
                     struct out_table *table)
{
    JALON_AUTO(jalon_str_done) struct jalon_str regions = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str departements = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str entered = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str left = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str successors = {0};
    say_regions(&regions, run->app->programme, contract->regions, contract->n_regions);
    say_codes(&departements, contract->departements, contract->n_departements);
    jalon_say_when(&entered, run->lang, jalon_when_of(stay->span.from, stay->precision));
    if (jalon_date_is_set(stay->span.to)) {
        jalon_say_when(&left, run->lang, jalon_when_of(stay->span.to, stay->end_precision));
    }
    add_successors(&successors, contract);
    out_table_row(table,
                  (const char *const[]){contract->code, jalon_contract_name_at(contract, day),
                                        jalon_str_text(&regions), jalon_str_text(&departements),
                                        jalon_str_text(&entered), jalon_str_text(&left),
                                        jalon_str_text(&successors)});
}

static json_t *list_item(const struct jalon_contract *contract,
                         const struct jalon_contract_scope *stay, struct jalon_date day)
{
    json_t *one = json_object();
    json_t *successors = json_array();
    bool has_left = jalon_date_is_set(stay->span.to) && jalon_date_compare(stay->span.to, day) <= 0;
    for (size_t i = 0; has_left && i < contract->n_links; i++) {
        if (strcmp(contract->links[i].kind, "successor") == 0) {
            (void)json_array_append_new(successors, json_string(contract->links[i].code));
        }
    }
    jalon_json_set_text(one, "code", contract->code);
    jalon_json_set_text(one, "name", jalon_contract_name_at(contract, day));
    jalon_json_set(one, "regions", jalon_json_texts(contract->regions, contract->n_regions));
    jalon_json_set(one, "departements",
                   jalon_json_texts(contract->departements, contract->n_departements));
    jalon_json_set_date(one, "entered_on", stay->span.from);
    jalon_json_set_text(one, "precision", jalon_precision_code(stay->precision));
    jalon_json_set_date(one, "left_on", has_left ? stay->span.to : JALON_DATE_NONE);
    jalon_json_set(one, "successors", successors);
    return one;
}

static void list_json(struct cli_run *run, const struct list *list,
                      const struct jalon_contracts *contracts, struct jalon_date day)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *territories = json_array();
    for (size_t i = 0; i < contracts->n; i++) {
        const struct jalon_contract_scope *stay = stay_of(contracts->items[i], list, day);
        if (stay != NULL) {
            (void)json_array_append_new(territories, list_item(contracts->items[i], stay, day));
        }
    }
    jalon_json_set_text(document, "schema", "jalon.territories/1");
    jalon_json_set_text(document, "programme", run->app->programme->code);
    jalon_json_set_date(document, "as_of", day);
    jalon_json_set(document, "territories", territories);
    out_json(run->out, document);
}

static void list_text(struct cli_run *run, const struct list *list,
                      const struct jalon_contracts *contracts, struct jalon_date day)
{
    static const struct out_column columns[] = {
        {{{"code", "code"}}, false, false},
        {{{"territoire", "territory"}}, false, true},
        {{{"Régions", "Régions"}}, false, true},
        {{{"départements", "départements"}}, false, true},
        {{{"entrée", "entered"}}, false, false},
        {{{"sortie", "left"}}, false, false},
        {{{"remplacé par", "succeeded by"}}, false, true},
    };
    enum { STAYING = 5 };
    struct out_table *table =
        out_table_new(run->out, columns, list->left ? JALON_COUNT(columns) : STAYING);
    size_t n = 0;
    for (size_t i = 0; i < contracts->n; i++) {
        const struct jalon_contract_scope *stay = stay_of(contracts->items[i], list, day);
        if (stay != NULL) {
            list_row(run, contracts->items[i], stay, day, table);
            n++;
        }
    }
    out_table_end(table);
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    say_territories(&count, run->lang, n, day);
    out_textf(run->out, "\n%s\n", jalon_str_text(&count));
}

static void reconcile_json(struct cli_run *run, const struct jalon_reconciliation *all)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *figures = json_array();
    for (size_t i = 0; i < all->n; i++) {
        const struct jalon_reconciled *row = &all->rows[i];
        json_t *one = json_object();
        jalon_json_set_date(one, "on", row->on);
        jalon_json_set_text(one, "scope", row->scope);
        jalon_json_set_int(one, "published", row->published);
        jalon_json_set_int(one, "register", row->register_n);
        jalon_json_set_int(one, "difference", row->register_n - row->published);
        jalon_json_set_text(one, "label", row->label);
        jalon_json_set_text(one, "source", row->source);
        (void)json_array_append_new(figures, one);
    }
    jalon_json_set_text(document, "schema", "jalon.reconcile/1");
    jalon_json_set_text(document, "programme", run->app->programme->code);
    jalon_json_set(document, "figures", figures);
    out_json(run->out, document);
}

static void reconcile_row(const struct jalon_reconciled *row, struct out_table *table)
{
    JALON_AUTO(jalon_str_done) struct jalon_str published = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str own = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str difference = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str origin = {0};
    jalon_str_addf(&published, "%d", row->published);
    jalon_str_addf(&own, "%d", row->register_n);
    jalon_say_change(&difference, row->register_n - row->published);
    jalon_str_addf(&origin, "%s%s%s", row->label,
                   row->label[0] != '\0' && row->source[0] != '\0' ? " · " : "", row->source);
    out_table_row(table,
                  (const char *const[]){jalon_date_iso(row->on).text, row->scope,
                                        jalon_str_text(&published), jalon_str_text(&own),
                                        jalon_str_text(&difference), jalon_str_text(&origin)});
}

static int reconcile(struct cli_run *run, const char *path, struct jalon_err *err)
{
    static const struct out_column columns[] = {
        {{{"date", "date"}}, false, false},       {{{"périmètre", "scope"}}, false, false},
        {{{"publié", "published"}}, true, false}, {{{"registre", "register"}}, true, false},
        {{{"écart", "difference"}}, true, false}, {{{"source", "source"}}, false, true},
    };
    JALON_AUTO(jalon_reconciliation_done) struct jalon_reconciliation all = {0};
    if (jalon_app_reconcile(run->app, path, &all, err) < 0) {
        return -1;
    }
    if (run->json) {
        reconcile_json(run, &all);
        return 0;
    }
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < all.n; i++) {
        reconcile_row(&all.rows[i], table);
    }
    out_table_end(table);
    return 0;
}

static int run_list(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct list *list = options;
    if (list->reconcile != NULL) {
        return reconcile(run, list->reconcile, err);
    }
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    if (jalon_app_contracts(run->app, &contracts, err) < 0) {
        return -1;
    }
    struct jalon_date day = jalon_app_day(run->app, run->common->as_of);
    if (run->json) {
        list_json(run, list, &contracts, day);
    } else {
        list_text(run, list, &contracts, day);
    }
    return 0;
}

const struct cli_command cmd_territory_list = {
    .name = "territory list",
    .section = "Programme and territories",
    .summary = "the territories, with their Régions and the day they entered",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .options = list_options,
    .size = sizeof(struct list),
    .run = run_list,
};
