/* The list of contracts as a table, with what its signatures have come to. */
#include "jalon/list_view.h"

#include "app/contract.h"
#include "jalon/words.h"

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
            bool is_named = one->n_missing > 0 && one->n_missing <= NAMED_AT_MOST;
            if ((is_named || one->n_refused > 0) && is_under_way(programme, &list->rows[i], one)) {
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
        if (one->n_refused > 0) {
            jalon_str_addf(out, " (%s%s", say(run->lang, "refus", "refused"), say_colon(run->lang));
            say_parties(out, run->lang, &names, one->refused, one->n_refused);
            jalon_str_add(out, ")");
        }
    }
}

/* "jusqu'au 31 décembre 2022", once that is known. */
static void add_term(struct jalon_str *out, const struct cli_run *run,
                     const struct jalon_list_term *term)
{
    if (term->instrument != NULL) {
        jalon_str_add(out, out->length > 0 ? " · " : "");
        say_with(out, run->lang, "jusqu'au {1}", "until {1}",
                 jalon_date_long(term->to, run->lang).text);
    }
}

/* "signature « contrat » le 4 juin 2019": what is planned next. */
static void add_step(struct jalon_str *out, const struct cli_run *run,
                     const struct jalon_list_step *step)
{
    if (step->kind != NULL) {
        const struct jalon_planned planned = {jalon_planned_of(step->kind), step->what,
                                              (int)step->number};
        jalon_str_add(out, out->length > 0 ? " · " : "");
        jalon_say_planned(out, run->lang, run->app->programme, &planned);
        jalon_str_add_char(out, ' ');
        jalon_say_when(out, run->lang, step->when);
    }
}

static const struct out_column columns[] = {
    {{{"code", "code"}}, false, false},
    {{{"territoire", "territory"}}, false, true},
    {{{"état", "state"}}, false, false},
    {{{"depuis", "since"}}, false, false},
    {{{"signatures", "signatures"}}, false, true},
    {{{"trouvé par", "found by"}}, false, true}, /* left out when names alone were met */
};

static void add_row(struct cli_run *run, struct out_table *table, const struct jalon_list_row *row,
                    const struct jalon_contracts *contracts, struct jalon_date as_of)
{
    JALON_AUTO(jalon_str_done) struct jalon_str progress = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str match = {0};
    if (jalon_date_is_set(row->left_on)) {
        say_with(&progress, run->lang, "sorti le {1}", "left on {1}",
                 jalon_date_long(row->left_on, run->lang).text);
    } else {
        add_progress(&progress, run, row, contracts);
        add_term(&progress, run, &row->term);
        add_step(&progress, run, &row->step);
    }
    say_match(&match, run->lang, &row->match, as_of);
    struct jalon_date_text since = jalon_date_iso(row->state_since);
    out_table_row(table,
                  (const char *const[]){
                      row->code, row->name, say_state(run->lang, run->app->programme, row->state),
                      since.text, jalon_str_text(&progress), jalon_str_text(&match)});
}

/* Was one of them found by something else than its name of the day? */
static bool tells_matches(const struct cli_run *run, const struct jalon_list *list)
{
    for (size_t i = 0; i < list->n_rows; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str match = {0};
        say_match(&match, run->lang, &list->rows[i].match, list->as_of);
        if (match.length > 0) {
            return true;
        }
    }
    return false;
}

int list_text(struct cli_run *run, const struct jalon_list *list, const char *criteria,
              struct jalon_err *err)
{
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    if (wants_names(run->app->programme, list) &&
        jalon_app_contracts(run->app, &contracts, err) < 0) {
        return -1;
    }
    size_t n_columns = JALON_COUNT(columns) - (tells_matches(run, list) ? 0 : 1);
    struct out_table *table = out_table_new(run->out, columns, n_columns);
    for (size_t i = 0; i < list->n_rows; i++) {
        add_row(run, table, &list->rows[i], &contracts, list->as_of);
    }
    out_table_end(table);
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    if (list->n_rows < list->n_all) {
        jalon_str_addf(&count, "%zu / ", list->n_rows);
    }
    say_territories(&count, run->lang, list->n_all, list->as_of);
    out_textf(run->out, "%s%s%s\n", list->n_rows > 0 ? "\n" : "", jalon_str_text(&count), criteria);
    return 0;
}
