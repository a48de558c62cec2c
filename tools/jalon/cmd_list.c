/* `list`: all contracts, or those that meet every condition given. */
#include <inttypes.h>
#include <strings.h>

#include "app/contract.h"
#include "app/find.h"
#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/list_view.h"
#include "jalon/views.h"
#include "jalon/words.h"

struct list {
    struct cli_texts states, other_states;
    const char *region, *departement, *search, *instrument, *missing, *progress, *sort;
    struct jalon_date since, before, signed_since, signed_until, entered_since, term_ends_before,
        planned_before;
    int64_t stalled, due_within, limit;
    bool left, reverse, count, late, refused;
    const char *view, *save_view;
};

#define MEMBER(name) offsetof(struct list, name)

static const struct cli_opt list_options[] = {
    {"search", 0, CLI_TEXT, "TEXT",
     "by any of its names, codes, members or SIRENs, as one writes it", MEMBER(search), 0, NULL, 0},
    {"state", 0, CLI_TEXT, "STATE", "only contracts in this state", MEMBER(states), CLI_REPEATABLE,
     NULL, 0},
    {"not-state", 0, CLI_TEXT, "STATE", "only contracts that are not in this state",
     MEMBER(other_states), CLI_REPEATABLE, NULL, 0},
    {"since", 0, CLI_DATE, "DATE", "only those in their state since this day or later",
     MEMBER(since), 0, NULL, 0},
    {"before", 0, CLI_DATE, "DATE", "only those in their state since before this day",
     MEMBER(before), 0, NULL, 0},
    {"stalled", 0, CLI_INT, "DAYS", "only those in the same state for so long", MEMBER(stalled), 0,
     NULL, 0},
    {"late", 0, CLI_FLAG, NULL, "only those for which a target is over and not met", MEMBER(late),
     0, NULL, 0},
    {"due-within", 0, CLI_INT, "DAYS", "only those for which a target is due in so many days",
     MEMBER(due_within), 0, NULL, 0},
    {"region", 0, CLI_TEXT, "REGION", "only those of this Région, by name or INSEE code",
     MEMBER(region), 0, NULL, 0},
    {"departement", 0, CLI_TEXT, "PLACE", "only those of this département, by name or INSEE code",
     MEMBER(departement), 0, NULL, 0},
    {"instrument", 'i', CLI_TEXT, "CODE",
     "what --progress, --missing, --signed-since and --signed-until are about", MEMBER(instrument),
     0, NULL, 0},
    {"progress", 0, CLI_CHOICE, "none|partial|complete",
     "only those whose --instrument has got so far", MEMBER(progress), 0, NULL, 0},
    {"missing", 0, CLI_TEXT, "PARTY", "only where this party has still to sign", MEMBER(missing), 0,
     NULL, 0},
    {"refused", 0, CLI_FLAG, NULL, "only those of which a party refuses to sign an instrument",
     MEMBER(refused), 0, NULL, 0},
    {"signed-since", 0, CLI_DATE, "DATE", "only those completely signed on this day or later",
     MEMBER(signed_since), 0, NULL, 0},
    {"signed-until", 0, CLI_DATE, "DATE", "only those completely signed on this day or earlier",
     MEMBER(signed_until), 0, NULL, 0},
    {"term-ends-before", 0, CLI_DATE, "DATE",
     "only those that run under a term which ends before this day", MEMBER(term_ends_before), 0,
     NULL, 0},
    {"planned-before", 0, CLI_DATE, "DATE",
     "only those for which something is planned before this day, and not done",
     MEMBER(planned_before), 0, NULL, 0},
    {"entered-since", 0, CLI_DATE, "DATE", "only those that entered on this day or later",
     MEMBER(entered_since), 0, NULL, 0},
    {"left", 0, CLI_FLAG, NULL, "those that have left the programme instead", MEMBER(left), 0, NULL,
     0},
    {"sort", 0, CLI_CHOICE, "code|name|state|since|region|progress",
     "the order; names as French dictionaries have it", MEMBER(sort), 0, NULL, 0},
    {"reverse", 0, CLI_FLAG, NULL, "the same order from its end", MEMBER(reverse), 0, NULL, 0},
    {"limit", 0, CLI_INT, "N", "the first N only; all are counted", MEMBER(limit), 0, NULL, 0},
    {"count", 0, CLI_FLAG, NULL, "say how many they are, and no more", MEMBER(count), CLI_UNKEPT,
     NULL, 0},
    {"view", 0, CLI_TEXT, "VIEW", "with the options saved under this name; those given here win",
     MEMBER(view), CLI_UNKEPT, NULL, 0},
    {"save-view", 0, CLI_TEXT, "VIEW", "keep these options under this name", MEMBER(save_view),
     CLI_UNKEPT, NULL, 0},
    {0},
};

/* Do the options make sense together, those of a view included? */
static int check_together(const struct list *given, struct jalon_err *err)
{
    if (given->progress != NULL && given->instrument == NULL) {
        return jalon_fail(err, &jalon_msg_progress_of_what);
    }
    if (given->instrument != NULL && given->progress == NULL && given->missing == NULL &&
        !jalon_date_is_set(given->signed_since) && !jalon_date_is_set(given->signed_until) &&
        (given->sort == NULL || strcmp(given->sort, "progress") != 0)) {
        return jalon_fail(err, &jalon_msg_instrument_for_what);
    }
    return 0;
}

static int check_list(const void *options, struct jalon_err *err)
{
    const struct list *given = options;
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    if (given->save_view != NULL && jalon_view_name(given->save_view, &name, err) < 0) {
        return -1;
    }
    return given->view == NULL ? check_together(given, err) : 0;
}

static json_t *match_json(const struct jalon_match *match)
{
    json_t *object = json_object();
    bool is_member = strcmp(match->kind, "member") == 0 || strcmp(match->kind, "siren") == 0;
    jalon_json_set_text(object, "kind", match->kind);
    jalon_json_set_text(object, "value", match->value);
    if (match->other != NULL) {
        jalon_json_set_text(object, is_member ? "siren" : "issuer", match->other);
    }
    return object;
}

static json_t *term_json(const struct jalon_list_term *term)
{
    if (term->instrument == NULL) {
        return json_null();
    }
    json_t *object = json_object();
    jalon_json_set_text(object, "instrument", term->instrument);
    jalon_json_set_int(object, "number", term->number);
    jalon_json_set_date(object, "from", term->from);
    jalon_json_set_date(object, "to", term->to);
    return object;
}

static json_t *step_json(const struct jalon_list_step *step)
{
    json_t *object = json_object();
    struct jalon_date latest = step->when.latest, earliest = step->when.earliest;
    bool is_first = step->when.precision == JALON_PRECISION_MONTH || !jalon_date_is_set(latest);
    jalon_json_set_text(object, "kind", step->kind);
    jalon_json_set_text(object, "what", step->what);
    jalon_json_set_date(object, "on", is_first ? earliest : latest);
    jalon_json_set_text(object, "precision", jalon_precision_code(step->when.precision));
    jalon_json_set_text(object, "party", step->party);
    return object;
}

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
        jalon_json_set(one, "refused", jalon_json_texts(from->refused, from->n_refused));
        jalon_json_set(instruments, from->code, one);
    }
    jalon_json_set_text(contract, "code", row->code);
    jalon_json_set_text(contract, "name", row->name);
    jalon_json_set_text(contract, "state", row->state);
    jalon_json_set_date(contract, "state_since", row->state_since);
    if (jalon_date_is_set(row->left_on)) {
        jalon_json_set_date(contract, "left_on", row->left_on);
    }
    jalon_json_set(contract, "regions", jalon_json_texts(row->regions, row->n_regions));
    jalon_json_set(contract, "instruments", instruments);
    jalon_json_set(contract, "term", term_json(&row->term));
    if (row->step.kind != NULL) {
        jalon_json_set(contract, "next_step", step_json(&row->step));
    }
    if (row->match.kind != NULL) {
        jalon_json_set(contract, "match", match_json(&row->match));
    }
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
    if (list->n_rows < list->n_all) {
        jalon_json_set_int(document, "count", (int64_t)list->n_all);
    }
    jalon_json_set(document, "contracts", contracts);
    out_json(run->out, document);
}

/* What each condition is called in the line below the table. */
static void add_criterion(struct jalon_str *out, enum jalon_lang lang, const char *french,
                          const char *english, const char *value)
{
    if (value != NULL) {
        jalon_str_addf(out, " · %s%s%s", say(lang, french, english), say_colon(lang), value);
    }
}

static void add_day(struct jalon_str *out, enum jalon_lang lang, const char *french,
                    const char *english, struct jalon_date day)
{
    if (jalon_date_is_set(day)) {
        jalon_str_add(out, " · ");
        say_with(out, lang, french, english, jalon_date_long(day, lang).text);
    }
}

static void add_states(struct jalon_str *out, const struct cli_run *run, const char *french,
                       const char *english, const struct cli_texts *states)
{
    JALON_AUTO(jalon_str_done) struct jalon_str labels = {0};
    for (size_t i = 0; i < states->n; i++) {
        jalon_str_addf(&labels, "%s%s", i > 0 ? ", " : "",
                       say_state(run->lang, run->app->programme, states->items[i]));
    }
    add_criterion(out, run->lang, french, english, states->n > 0 ? labels.text : NULL);
}

static void add_criteria(struct jalon_str *out, const struct cli_run *run, const struct list *given)
{
    enum jalon_lang lang = run->lang;
    add_criterion(out, lang, "vue", "view", given->view);
    if (given->left) {
        jalon_str_add(out, say(lang, " · sortis du programme", " · have left the programme"));
    }
    add_criterion(out, lang, "texte", "text", given->search);
    add_states(out, run, "état", "state", &given->states);
    add_states(out, run, "pas à l’état", "not in state", &given->other_states);
    add_day(out, lang, "dans leur état depuis le {1} ou après", "in their state since {1} or later",
            given->since);
    add_day(out, lang, "dans leur état depuis avant le {1}", "in their state since before {1}",
            given->before);
    if (given->stalled > 0) {
        char days[24];
        (void)snprintf(days, sizeof days, "%" PRId64, given->stalled);
        add_criterion(out, lang, "jours au même état, au moins", "days in the same state, at least",
                      days);
    }
    jalon_str_add(
        out, given->late ? say(lang, " · en retard sur une échéance", " · late for a target") : "");
    if (given->due_within >= 0) {
        char days[24];
        (void)snprintf(days, sizeof days, "%" PRId64, given->due_within);
        add_criterion(out, lang, "échéance dans les jours à venir, au plus",
                      "target due in days, at most", days);
    }
    add_criterion(out, lang, "Région", "Région", given->region);
    add_criterion(out, lang, "département", "département", given->departement);
    add_criterion(out, lang, "acte", "instrument", given->instrument);
    add_criterion(out, lang, "avancement", "progress", given->progress);
    add_criterion(out, lang, "manque", "missing", given->missing);
    jalon_str_add(
        out, given->refused ? say(lang, " · avec refus de signer", " · refused by a party") : "");
    add_day(out, lang, "signés le {1} ou après", "signed on {1} or later", given->signed_since);
    add_day(out, lang, "signés le {1} ou avant", "signed on {1} or earlier", given->signed_until);
    add_day(out, lang, "durée finissant avant le {1}", "term that ends before {1}",
            given->term_ends_before);
    add_day(out, lang, "date prévue avant le {1}", "planned before {1}", given->planned_before);
    add_day(out, lang, "entrés le {1} ou après", "entered on {1} or later", given->entered_since);
}

static enum jalon_list_order order_of(const char *sort)
{
    static const char *const words[] = {
        [JALON_LIST_BY_CODE] = "code",     [JALON_LIST_BY_NAME] = "name",
        [JALON_LIST_BY_STATE] = "state",   [JALON_LIST_BY_SINCE] = "since",
        [JALON_LIST_BY_REGION] = "region", [JALON_LIST_BY_PROGRESS] = "progress",
    };
    for (size_t i = 0; sort != NULL && i < JALON_COUNT(words); i++) {
        if (strcmp(words[i], sort) == 0) {
            return (enum jalon_list_order)i;
        }
    }
    return JALON_LIST_BY_CODE;
}

static struct jalon_list_filter filter_of(const struct list *given)
{
    return (struct jalon_list_filter){
        .left = given->left,
        .states = {given->states.items, given->states.n},
        .other_states = {given->other_states.items, given->other_states.n},
        .since = given->since,
        .before = given->before,
        .entered_since = given->entered_since,
        .stalled_days = given->stalled > 0 ? (int)given->stalled : 0,
        .is_late = given->late,
        .due_within_days = given->due_within >= 0 ? (int)given->due_within : -1,
        .region = given->region,
        .departement = given->departement,
        .search = given->search,
        .instrument = given->instrument,
        .missing = given->missing,
        .progress = given->progress,
        .signed_since = given->signed_since,
        .signed_until = given->signed_until,
        .is_refused = given->refused,
        .term_before = given->term_ends_before,
        .planned_before = given->planned_before,
        .order = order_of(given->sort),
        .is_reversed = given->reverse,
        .limit = given->limit > 0 ? given->limit : 0,
    };
}

static void print_count(struct cli_run *run, const struct jalon_list *list)
{
    if (!run->json) {
        out_textf(run->out, "%zu\n", list->n_all);
        return;
    }
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.list/1");
    jalon_json_set_text(document, "programme", run->app->programme->code);
    jalon_json_set_date(document, "as_of", list->as_of);
    jalon_json_set_int(document, "count", (int64_t)list->n_all);
    out_json(run->out, document);
}

/* Nothing has that name: what may have been meant, on stderr. */
static int suggest(struct cli_run *run, const char *search, struct jalon_err *err)
{
    JALON_AUTO(jalon_found_freep) struct jalon_found *near = NULL;
    if (search == NULL) {
        return 0;
    }
    if (jalon_app_find_near(run->app, search, &near, err) < 0) {
        return -1;
    }
    if (near->n > 0) {
        JALON_AUTO(jalon_str_done) struct jalon_str names = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        say_found(&names, near);
        if (near->n == 1 && strcasecmp(near->items[0].name, search) == 0) {
            say_with(&line, run->lang,
                     "pas au programme ce jour-là, ou écarté par les conditions : {1}",
                     "not in the programme on that day, or left out by the conditions: {1}",
                     jalon_str_text(&names));
        } else {
            say_with(&line, run->lang, "vouliez-vous dire : {1} ?", "did you mean: {1}?",
                     jalon_str_text(&names));
        }
        out_sayf(run->out, "%s\n", jalon_str_text(&line));
    }
    return 0;
}

static int print_list(struct cli_run *run, const struct list *given, struct jalon_err *err)
{
    const struct jalon_list_filter filter = filter_of(given);
    JALON_AUTO(jalon_list_freep) struct jalon_list *list = NULL;
    if (jalon_app_list(run->app, &filter, run->common->as_of, &list, err) < 0) {
        return -1;
    }
    if (given->count) {
        print_count(run, list);
        return 0;
    }
    if (run->json) {
        list_json(run, list);
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str criteria = {0};
    add_criteria(&criteria, run, given);
    if (list_text(run, list, jalon_str_text(&criteria), err) < 0) {
        return -1;
    }
    return list->n_all == 0 ? suggest(run, given->search, err) : 0;
}

/* Keeps the options under a name; what the name meant before is said, so that it is not lost. */
static int save_view(struct cli_run *run, const struct list *given, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    JALON_AUTO(jalon_json_decref) json_t *old = NULL;
    if (jalon_view_name(given->save_view, &name, err) < 0) {
        return -1;
    }
    int status =
        views_change(run, jalon_str_text(&name), cli_kept_from(list_options, given), &old, err);
    if (status != 0) {
        return status;
    }
    say_with(&line, run->lang, "vue « {1} » enregistrée", "view '{1}' saved",
             jalon_str_text(&name));
    if (old != NULL) {
        jalon_str_add(&line, say(run->lang, " ; elle était : jalon list", "; it was: jalon list"));
        views_words(&line, old);
    }
    out_sayf(run->out, "%s\n", jalon_str_text(&line));
    return 0;
}

static int run_list(struct cli_run *run, const void *options, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct list given = *(const struct list *)options;
    int status = 0;
    if (given.view != NULL) {
        status = views_give(run, given.view, list_options, &given, arena, err);
        status = status == 0 ? check_together(&given, err) : status;
    }
    status = status == 0 ? print_list(run, &given, err) : status;
    return status == 0 && given.save_view != NULL ? save_view(run, &given, err) : status;
}

const struct cli_command cmd_list = {
    .name = "list",
    .section = "Follow",
    .summary = "the contracts, with their signatures",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .options = list_options,
    .size = sizeof(struct list),
    .check = check_list,
    .run = run_list,
};
