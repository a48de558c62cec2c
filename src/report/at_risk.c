/* Contracts at risk: the reason that decides, and the next dated step. */
#include "report/at_risk.h"

#include <string.h>

#include "base/json.h"
#include "report/layout.h"
#include "report/text_tables.h"

enum { IDLE_DAYS = 28 };

static const char *keep(struct jalon_arena *arena, const struct jalon_str *text)
{
    return jalon_arena_strdup(arena, jalon_str_text(text));
}

static struct jalon_label label_party(const struct jalon_history_names *names, const char *party,
                                      struct jalon_arena *arena)
{
    struct jalon_label label = {{NULL, NULL}};
    for (int lang = 0; party != NULL && lang < JALON_LANG_N; lang++) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        jalon_say_party(&text, (enum jalon_lang)lang, names, party);
        label.text[lang] = keep(arena, &text);
    }
    return label;
}

struct jalon_step jalon_step_of(const struct jalon_history_names *names,
                                const struct jalon_contract_plan *plan, struct jalon_arena *arena)
{
    struct jalon_step step = {
        .planned = {plan->kind, jalon_arena_strdup(arena, plan->what), plan->number},
        .when = plan->when,
        .due = jalon_plan_due(plan),
        .who = label_party(names, plan->party, arena),
        .party = jalon_arena_strdup(arena, plan->party)};
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        jalon_say_planned(&text, (enum jalon_lang)lang, names->programme, &step.planned);
        step.label.text[lang] = keep(arena, &text);
    }
    return step;
}

/* The party that refuses the instrument, the longest since; NULL: none does. */
static const char *refusing_party(const struct jalon_contract *c, const char *instrument,
                                  struct jalon_date date)
{
    for (size_t i = 0; i < c->n_refusals; i++) {
        const struct jalon_contract_refusal *one = &c->refusals[i];
        if (strcmp(one->instrument, instrument) == 0 &&
            jalon_contract_refusal_stands(c, one, date)) {
            return one->party;
        }
    }
    return NULL;
}

/* The one party whose signature an open number still waits for; NULL: there are more, or none. */
static const char *missing_party(const struct jalon_history_names *names, const char *instrument,
                                 struct jalon_date date, struct jalon_arena *arena)
{
    const struct jalon_contract *c = names->contract;
    struct jalon_parties missing =
        jalon_contract_missing_parties(c, names->programme, instrument, date, arena);
    return jalon_contract_instrument_at(c, instrument, date) && missing.n == 1 ? missing.codes[0]
                                                                               : NULL;
}

static const struct jalon_contract_plan *overdue_plan(const struct jalon_contract *c,
                                                      struct jalon_date date)
{
    const struct jalon_contract_plan *first = NULL;
    for (size_t i = 0; i < c->n_plans; i++) {
        const struct jalon_contract_plan *one = &c->plans[i];
        if (jalon_contract_plan_stands(c, one, date) && jalon_plan_is_overdue(one, date) &&
            (!first || jalon_date_compare(one->when.latest, first->when.latest) < 0)) {
            first = one;
        }
    }
    return first;
}

static void find_reason(const struct jalon_history_names *names, const char *instrument,
                        struct jalon_date date, struct jalon_arena *arena, struct jalon_at_risk *at)
{
    const struct jalon_contract *c = names->contract;
    const struct jalon_contract_plan *overdue = overdue_plan(c, date);
    int idle = jalon_date_diff(date, jalon_contract_last_step(c, date));
    at->party = refusing_party(c, instrument, date);
    at->days = at->days_in_state;
    if (at->party != NULL) {
        at->reason = JALON_RISK_REFUSAL;
    } else if (overdue != NULL) {
        at->reason = JALON_RISK_OVERDUE;
        at->days = jalon_date_diff(date, overdue->when.latest);
    } else if ((at->party = missing_party(names, instrument, date, arena)) != NULL) {
        at->reason = JALON_RISK_ONE_MISSING;
    } else if (idle >= IDLE_DAYS && idle < at->days_in_state) {
        at->reason = JALON_RISK_IDLE;
        at->days = idle;
    } else {
        at->reason = JALON_RISK_STATE;
    }
}

void jalon_at_risk_of(const struct jalon_history_names *names, const char *instrument,
                      struct jalon_date date, struct jalon_arena *arena,
                      struct jalon_at_risk *ret_at_risk)
{
    const struct jalon_contract *c = names->contract;
    const struct jalon_contract_state *state = jalon_contract_state_at(c, date);
    const struct jalon_state_def *def = jalon_programme_state(names->programme, state->state);
    const struct jalon_contract_plan *next = jalon_contract_next_plan(c, date);
    struct jalon_at_risk at = {.state = jalon_arena_strdup(arena, state->state),
                               .days_in_state = jalon_date_diff(date, state->span.from),
                               .has_step = next != NULL,
                               .touched_on = jalon_contract_last_touched(c, date)};
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        at.state_label.text[lang] =
            jalon_arena_strdup(arena, def != NULL ? def->label.text[lang] : state->state);
    }
    if (next != NULL) {
        at.step = jalon_step_of(names, next, arena);
    }
    find_reason(names, instrument, date, arena, &at);
    at.who = label_party(names, at.party, arena);
    at.party = jalon_arena_strdup(arena, at.party);
    *ret_at_risk = at;
}

void jalon_phrase_step(struct jalon_str *out, enum jalon_lang lang, const struct jalon_step *step)
{
    jalon_str_add(out, step->label.text[lang]);
    jalon_str_add(out, lang == JALON_FR ? ", " : " ");
    jalon_say_when(out, lang, step->when);
    if (step->who.text[lang] != NULL) {
        jalon_str_addf(out, " (%s)", step->who.text[lang]);
    }
}

void jalon_phrase_risk(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_at_risk *at_risk)
{
    static const enum jalon_word words[JALON_RISK_REASON_N] = {
        [JALON_RISK_REFUSAL] = JALON_WORD_RISK_REFUSAL,
        [JALON_RISK_OVERDUE] = JALON_WORD_RISK_OVERDUE,
        [JALON_RISK_ONE_MISSING] = JALON_WORD_RISK_ONE_MISSING,
        [JALON_RISK_IDLE] = JALON_WORD_RISK_IDLE,
        [JALON_RISK_STATE] = JALON_WORD_RISK_STATE};
    JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
    const char *who = at_risk->who.text[lang];
    jalon_say_count(&days, lang, JALON_COUNT_DAYS, at_risk->days);
    jalon_say(out, lang, words[at_risk->reason], jalon_str_text(&days), who != NULL ? who : "",
              at_risk->state_label.text[lang]);
}

static void add_details(struct jalon_str *line, enum jalon_lang lang,
                        const struct jalon_at_risk *at)
{
    JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str step = {0};
    jalon_phrase_risk(line, lang, at);
    if (at->has_step) {
        jalon_phrase_step(&step, lang, &at->step);
        jalon_str_add(line, "\u00A0; ");
        jalon_say(line, lang, JALON_WORD_RISK_NEXT, jalon_str_text(&step));
    }
    if (at->reason != JALON_RISK_STATE) {
        jalon_say_count(&days, lang, JALON_COUNT_DAYS, at->days_in_state);
        jalon_str_add(line, "\u00A0; ");
        jalon_say(line, lang, JALON_WORD_RISK_STATE, jalon_str_text(&days), "",
                  at->state_label.text[lang]);
    }
    jalon_str_add(line, "\u00A0; ");
    jalon_say(line, lang, JALON_WORD_RISK_TOUCHED, jalon_date_long(at->touched_on, lang).text);
}

void jalon_at_risk_text(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_forecast_report *report)
{
    enum { INDENT = 11 };
    if (report->at_risk == NULL) {
        jalon_forecast_text_risks(out, lang, report);
        return;
    }
    jalon_text_heading(out, lang, JALON_WORD_FORECAST_RISKS);
    for (size_t i = 0; i < report->n_at_risk; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_forecast_text_risk(out, lang, report, i);
        add_details(&line, lang, &report->at_risk[i]);
        jalon_layout_paragraph(out, INDENT, INDENT, jalon_str_text(&line));
    }
}

json_t *jalon_step_json(const struct jalon_step *step)
{
    json_t *json = json_object();
    jalon_json_set_text(json, "kind", jalon_planned_code(step->planned.kind));
    jalon_json_set_text(json, "what", step->planned.what);
    jalon_json_set(json, "number",
                   step->planned.number > 0 ? json_integer(step->planned.number) : json_null());
    jalon_json_set_date(json, "on",
                        step->when.precision == JALON_PRECISION_MONTH ? step->when.earliest
                                                                      : step->due);
    jalon_json_set_text(json, "precision", jalon_precision_code(step->when.precision));
    jalon_json_set_text(json, "party", step->party);
    return json;
}

void jalon_at_risk_json(json_t *json, const struct jalon_at_risk *at_risk)
{
    static const char *const codes[JALON_RISK_REASON_N] = {[JALON_RISK_REFUSAL] = "refusal",
                                                           [JALON_RISK_OVERDUE] = "plan_overdue",
                                                           [JALON_RISK_ONE_MISSING] = "one_missing",
                                                           [JALON_RISK_IDLE] = "idle",
                                                           [JALON_RISK_STATE] = "long_in_state"};
    json_t *reason = json_object();
    jalon_json_set_text(reason, "kind", codes[at_risk->reason]);
    jalon_json_set_text(reason, "party", at_risk->party);
    jalon_json_set_int(reason, "days", at_risk->days);
    jalon_json_set(json, "reason", reason);
    jalon_json_set(json, "next_step",
                   at_risk->has_step ? jalon_step_json(&at_risk->step) : json_null());
    jalon_json_set_text(json, "state", at_risk->state);
    jalon_json_set_int(json, "days_in_state", at_risk->days_in_state);
    jalon_json_set_date(json, "last_touched", at_risk->touched_on);
}
