/* `weight …`: what territories count for besides being one each. */
#include <string.h>

#include "app/contract.h"
#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/words.h"
#include "report/words.h"

struct set {
    const char *code, *weight;
    int64_t value, year, counted;
    struct jalon_date on;
    enum jalon_precision precision;
};

#define MEMBER(name) offsetof(struct set, name)

static const struct cli_opt set_options[] = {
    {"year", 0, CLI_INT, "YEAR", "the year that the figure is of", MEMBER(year), CLI_REQUIRED, NULL,
     0},
    {"counted", 0, CLI_INT, "N", "the figure is a sum over so many members only", MEMBER(counted),
     0, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "from which day it counts (default: the first of its year)",
     MEMBER(on), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known",
     MEMBER(precision), 0, NULL, 0},
    {0},
};
static const struct cli_opt set_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(code),
     CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {"WEIGHT", 0, CLI_TEXT, NULL, "a weight that the programme declares", MEMBER(weight),
     CLI_REQUIRED, NULL, 0},
    {"VALUE", 0, CLI_INT, NULL, "a whole number, 0 or more", MEMBER(value), CLI_REQUIRED, NULL, 0},
    {0},
};

/* The rest is for the database to say; this would not survive the way to it. */
static int check_set(const void *values, struct jalon_err *err)
{
    enum { FIRST_YEAR = 1900, LAST_YEAR = 2099, MOST_COUNTED = 9999 };
    const struct set *given = values;
    if (given->year < FIRST_YEAR || given->year > LAST_YEAR) {
        return jalon_fail(err, &jalon_msg_year_unreadable);
    }
    if (given->counted == 0 || given->counted > MOST_COUNTED) {
        return jalon_fail(err, &jalon_msg_counted_unreadable);
    }
    return 0;
}

static int run_set(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct set *given = options;
    const struct jalon_write write = write_of(run, given->on, given->precision);
    const struct jalon_weighing weighing = {
        .code = given->code,
        .weight = given->weight,
        .value = given->value,
        .as_of_year = (int)given->year,
        .counted = given->counted > 0 ? (int)given->counted : 0,
    };
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_weigh(run->app, &write, &weighing, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    receipt_tell_weighing(run, &write, &weighing, receipt);
    return 0;
}

const struct cli_command cmd_weight_set = {
    .name = "weight set",
    .section = "Programme and territories",
    .summary = "say what a territory counts for: population, jobs …",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = set_options,
    .arguments = set_arguments,
    .size = sizeof(struct set),
    .check = check_set,
    .run = run_set,
};

struct list {
    const char *weight;
};

static const struct cli_opt list_arguments[] = {
    {"WEIGHT", 0, CLI_TEXT, NULL, "only this one", offsetof(struct list, weight), 0, NULL, 0},
    {0},
};

/* One territory under one weight. */
struct listed {
    const struct jalon_contract *contract;
    const struct jalon_weight_def *def;
    const struct jalon_contract_weight *figure; /* NULL: there is none */
    size_t n_members;
    struct jalon_date day;
};

/* What the territories of a weight come to. */
struct sum {
    int64_t value;
    size_t territories, without, partial;
};

static bool is_partial(const struct listed *listed)
{
    return listed->figure != NULL && listed->figure->counted > 0 &&
           (size_t)listed->figure->counted < listed->n_members;
}

static json_t *list_item(const struct listed *listed)
{
    const struct jalon_contract_weight *figure = listed->figure;
    json_t *one = json_object();
    jalon_json_set_text(one, "code", listed->contract->code);
    jalon_json_set_text(one, "name", jalon_contract_name_at(listed->contract, listed->day));
    jalon_json_set_text(one, "weight", listed->def->code);
    jalon_json_set(one, "value", figure != NULL ? json_integer(figure->value) : json_null());
    jalon_json_set(one, "as_of_year",
                   figure != NULL ? json_integer(figure->as_of_year) : json_null());
    jalon_json_set(one, "counted",
                   figure != NULL && figure->counted > 0 ? json_integer(figure->counted)
                                                         : json_null());
    jalon_json_set_int(one, "members", (int64_t)listed->n_members);
    jalon_json_set_date(one, "since", figure != NULL ? figure->span.from : JALON_DATE_NONE);
    return one;
}

/* "2/14": of how many members the figure is a sum; nothing when it is of the territory. */
static void say_counted(struct jalon_str *out, const struct listed *listed)
{
    if (listed->figure != NULL && listed->figure->counted > 0) {
        jalon_str_addf(out, "%d/%zu", listed->figure->counted, listed->n_members);
    }
}

static void list_row(const struct cli_run *run, const struct listed *listed,
                     struct out_table *table)
{
    JALON_AUTO(jalon_str_done) struct jalon_str value = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str year = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str counted = {0};
    if (listed->figure != NULL) {
        jalon_say_number(&value, run->lang, listed->figure->value);
        jalon_str_addf(&year, "%d", listed->figure->as_of_year);
    } else {
        jalon_str_add(&value, "—");
    }
    say_counted(&counted, listed);
    out_table_row(table,
                  (const char *const[]){
                      listed->contract->code, jalon_contract_name_at(listed->contract, listed->day),
                      jalon_str_text(&value), jalon_str_text(&year), jalon_str_text(&counted)});
}

/* The territories of the programme on the day under one weight: rows of TABLE, or items of ARRAY.
 */
static struct sum list_each(const struct cli_run *run, const struct jalon_contracts *contracts,
                            const struct jalon_weight_def *def, struct out_table *table,
                            json_t *array)
{
    struct jalon_date day = jalon_app_day(run->app, run->common->as_of);
    struct sum sum = {0};
    for (size_t i = 0; i < contracts->n; i++) {
        const struct jalon_contract *contract = contracts->items[i];
        const struct listed listed = {contract, def,
                                      jalon_contract_weight_at(contract, def->code, day),
                                      jalon_contract_n_members_at(contract, day), day};
        if (!jalon_contract_entered_at(contract, day)) {
            continue;
        }
        sum.value += listed.figure != NULL ? listed.figure->value : 0;
        sum.territories++;
        sum.without += listed.figure == NULL ? 1 : 0;
        sum.partial += is_partial(&listed) ? 1 : 0;
        if (table != NULL) {
            list_row(run, &listed, table);
        } else {
            (void)json_array_append_new(array, list_item(&listed));
        }
    }
    return sum;
}

static void list_text(struct cli_run *run, const struct jalon_contracts *contracts,
                      const struct jalon_weight_def *def)
{
    static const struct out_column columns[] = {
        {{{"code", "code"}}, false, false},
        {{{"territoire", "territory"}}, false, true},
        {{{"valeur", "value"}}, true, false},
        {{{"année", "year"}}, true, false},
        {{{"membres comptés", "members counted"}}, true, false},
    };
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    out_textf(run->out, "%s · %s\n", def->code, say_label(run->lang, def->label));
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    struct sum sum = list_each(run, contracts, def, table, NULL);
    out_table_end(table);
    jalon_say_number(&line, run->lang, sum.value);
    jalon_str_addf(&line, " %s · ", say_label(run->lang, def->unit));
    say_territories(&line, run->lang, sum.territories, jalon_app_day(run->app, run->common->as_of));
    jalon_str_add(&line, " · ");
    jalon_say_count(&line, run->lang, JALON_COUNT_WITHOUT_FIGURE, (int)sum.without);
    jalon_str_add(&line, ", ");
    jalon_say_count(&line, run->lang, JALON_COUNT_PARTIAL_FIGURE, (int)sum.partial);
    out_textf(run->out, "\n%s\n", jalon_str_text(&line));
}

static int run_list(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct list *given = options;
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    if (jalon_app_contracts(run->app, &contracts, err) < 0 ||
        (given->weight != NULL && jalon_app_check_weight(run->app, given->weight, err) < 0)) {
        return -1;
    }
    const struct jalon_programme *p = run->app->programme;
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *rows = json_array();
    for (size_t i = 0; i < p->n_weights; i++) {
        if (given->weight != NULL && strcmp(given->weight, p->weights[i].code) != 0) {
            continue;
        }
        if (run->json) {
            (void)list_each(run, &contracts, &p->weights[i], NULL, rows);
        } else {
            list_text(run, &contracts, &p->weights[i]);
        }
    }
    jalon_json_set_text(document, "schema", "jalon.weights/1");
    jalon_json_set_text(document, "programme", p->code);
    jalon_json_set_date(document, "as_of", jalon_app_day(run->app, run->common->as_of));
    jalon_json_set(document, "weights", rows);
    if (run->json) {
        out_json(run->out, document);
    } else if (p->n_weights == 0) {
        out_say(run->out, say(run->lang, "le programme ne déclare aucun poids\n",
                              "the programme declares no weight\n"));
    }
    return 0;
}

const struct cli_command cmd_weight_list = {
    .name = "weight list",
    .section = "Programme and territories",
    .summary = "what each territory counts for on a day",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .arguments = list_arguments,
    .size = sizeof(struct list),
    .run = run_list,
};
