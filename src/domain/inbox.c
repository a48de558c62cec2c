/* What waits for somebody: one look at each contract, then at the programme, then sorted. */
#include "domain/inbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const char *jalon_inbox_kind_code(enum jalon_inbox_kind kind)
{
    static const char *const codes[JALON_INBOX_KIND_N] = {
        "late", "decision", "refusal", "signature", "due", "plan", "term", "stalled", "next"};
    return codes[kind];
}

/* The first target that binds the contract and is not met; false: none. */
static bool next_due(const struct jalon_inbox *inbox, const struct jalon_contract *contract,
                     struct jalon_due *ret_due)
{
    const struct jalon_programme *p = inbox->programme;
    bool is_found = false;
    for (size_t i = 0; i < p->n_targets; i++) {
        struct jalon_due due;
        if (jalon_due_at(contract, &p->targets[i], inbox->as_of, &due) && jalon_due_binds(&due) &&
            !jalon_target_met(contract, p, &p->targets[i], inbox->as_of) &&
            (!is_found || jalon_date_compare(due.on, ret_due->on) < 0)) {
            *ret_due = due;
            is_found = true;
        }
    }
    return is_found;
}

/* Does a party refuse what it must sign, and what could be signed now? The oldest such refusal. */
static bool is_refused(const struct jalon_inbox *inbox, struct jalon_inbox_item *item)
{
    const struct jalon_contract *c = item->contract;
    for (size_t i = 0; i < c->n_refusals; i++) {
        const struct jalon_contract_refusal *one = &c->refusals[i];
        const struct jalon_instrument_def *def =
            jalon_programme_instrument(inbox->programme, one->instrument);
        if (!def || !jalon_instrument_signable_in(def, item->state->state) ||
            !jalon_contract_refusal_stands(c, one, inbox->as_of) ||
            (item->refusal &&
             jalon_date_compare(item->refusal->counts_from, one->counts_from) <= 0)) {
            continue;
        }
        struct jalon_parties missing = jalon_contract_missing_parties(
            c, inbox->programme, one->instrument, inbox->as_of, inbox->arena);
        if (jalon_text_is_listed(missing.codes, missing.n, one->party)) {
            const struct jalon_contract_instrument *open =
                jalon_contract_instrument_at(c, one->instrument, inbox->as_of);
            item->refusal = one;
            item->instrument = def;
            item->may_waive = open && open->number == one->number;
        }
    }
    if (item->refusal) {
        item->missing.codes = jalon_arena_array(inbox->arena, 1, sizeof *item->missing.codes);
        item->missing.codes[0] = item->refusal->party;
        item->missing.n = 1;
        item->on = item->refusal->counts_from;
    }
    return item->refusal != NULL;
}

/* Is there an open number that waits for one party alone, in a state that lets it sign? */
static bool waits_for_one(const struct jalon_inbox *inbox, struct jalon_inbox_item *item)
{
    const struct jalon_programme *p = inbox->programme;
    for (size_t i = 0; i < p->n_instruments; i++) {
        const struct jalon_instrument_def *def = &p->instruments[i];
        const struct jalon_contract_instrument *open =
            jalon_contract_instrument_at(item->contract, def->code, inbox->as_of);
        if (!open || !jalon_instrument_signable_in(def, item->state->state)) {
            continue;
        }
        struct jalon_parties missing = jalon_contract_missing_parties(item->contract, p, def->code,
                                                                      inbox->as_of, inbox->arena);
        if (missing.n == 1) {
            item->instrument = def;
            item->missing = missing;
            item->on = open->opened_on;
            return true;
        }
    }
    return false;
}

/* The state that the contract has to reach for INSTRUMENT: the one that it brings about, else the
 * first in which it can be signed. */
static const char *goal_of(const struct jalon_instrument_def *instrument)
{
    return instrument->completes ? instrument->completes : instrument->from_states[0];
}

/* What leads on: a signature of what can be signed now, else the first move on the way there. */
static void add_step(const struct jalon_inbox *inbox, struct jalon_inbox_item *item)
{
    const struct jalon_programme *p = inbox->programme;
    static const struct jalon_target_def none = {0};
    const struct jalon_instrument_def *wanted =
        jalon_target_instrument(p, item->due.target ? item->due.target : &none);
    if (!wanted) {
        return;
    }
    if (jalon_instrument_signable_in(wanted, item->state->state)) {
        item->instrument = wanted;
        item->missing = jalon_contract_missing_parties(item->contract, p, wanted->code,
                                                       inbox->as_of, inbox->arena);
        return;
    }
    struct jalon_explanation way =
        jalon_contract_explain(item->contract, p, goal_of(wanted), inbox->as_of, inbox->arena);
    if (way.outcome == JALON_EXPLAIN_STEPS && way.n_steps > 0) {
        item->advance = way.steps[0].to;
        item->needs_reason = way.steps[0].transition->reason_required;
    }
}

/* Does the contract run out soon, or has it? What can be signed then is an amendment. */
static bool runs_out(const struct jalon_inbox *inbox, struct jalon_inbox_item *item)
{
    const struct jalon_programme *p = inbox->programme;
    const struct jalon_contract_instrument *number =
        jalon_contract_term_at(item->contract, inbox->as_of);
    if (!number || jalon_date_diff(number->term.to, inbox->as_of) > inbox->rules.next_days) {
        return false;
    }
    item->on = number->term.to;
    for (size_t i = 0; i < p->n_instruments && !item->instrument; i++) {
        const struct jalon_instrument_def *def = &p->instruments[i];
        if (def->required_as_amended && jalon_instrument_signable_in(def, item->state->state)) {
            item->instrument = def;
            item->missing = jalon_contract_missing_parties(item->contract, p, def->code,
                                                           inbox->as_of, inbox->arena);
        }
    }
    return true;
}

/* A planned date that is over without the thing, or near and nothing more pressing. */
static bool is_planned(const struct jalon_inbox *inbox, bool is_over, struct jalon_inbox_item *item)
{
    const struct jalon_contract_plan *next = jalon_contract_next_plan(item->contract, inbox->as_of);
    int left = next ? jalon_date_diff(jalon_plan_due(next), inbox->as_of) : 0;
    bool is_meant = next && (is_over ? jalon_plan_is_overdue(next, inbox->as_of)
                                     : left >= 0 && left <= inbox->rules.next_days);
    if (is_meant) {
        item->kind = is_over ? JALON_INBOX_PLAN : JALON_INBOX_NEXT;
        item->plan = next;
        item->on = jalon_plan_due(next);
    }
    return is_meant;
}

/* Why the contract is in the list, with the day; false: it is not. */
static bool find_reason(const struct jalon_inbox *inbox, bool is_done,
                        struct jalon_inbox_item *item)
{
    bool is_due = !is_done && next_due(inbox, item->contract, &item->due);
    int left = is_due ? jalon_date_diff(item->due.on, inbox->as_of) : 0;
    if (is_refused(inbox, item)) {
        item->kind = JALON_INBOX_REFUSAL;
        return true;
    }
    if (waits_for_one(inbox, item)) {
        item->kind = JALON_INBOX_SIGNATURE;
        return true;
    }
    if (is_planned(inbox, true, item)) {
        return true;
    }
    if (is_due && left <= inbox->rules.due_within_days) {
        item->kind = left < 0 ? JALON_INBOX_LATE : JALON_INBOX_DUE;
        item->on = item->due.on;
        return true;
    }
    if (runs_out(inbox, item)) {
        item->kind = JALON_INBOX_TERM;
        return true;
    }
    if (is_planned(inbox, false, item)) {
        return true;
    }
    item->kind = JALON_INBOX_STALLED;
    item->on = item->last_step;
    return !is_done && jalon_date_diff(inbox->as_of, item->last_step) >= inbox->rules.stalled_days;
}

/* What was planned and is over could be signed now: by whom? */
static void add_planned_step(const struct jalon_inbox *inbox, struct jalon_inbox_item *item)
{
    const struct jalon_instrument_def *def =
        item->plan->kind == JALON_PLANNED_INSTRUMENT
            ? jalon_programme_instrument(inbox->programme, item->plan->what)
            : NULL;
    if (def && jalon_instrument_signable_in(def, item->state->state)) {
        item->instrument = def;
        item->missing = jalon_contract_missing_parties(item->contract, inbox->programme, def->code,
                                                       inbox->as_of, inbox->arena);
    } else if (item->plan->kind == JALON_PLANNED_STATE) {
        item->advance = item->plan->what;
    }
}

/* Days since the item's day, working days where the contract is. */
static void count_days(const struct jalon_inbox *inbox, struct jalon_inbox_item *item)
{
    struct jalon_calendar_place place = {NULL, 0};
    if (item->contract) {
        place = (struct jalon_calendar_place){item->contract->departements,
                                              item->contract->n_departements};
    }
    item->days = jalon_date_diff(inbox->as_of, item->on);
    item->working_days = jalon_calendar_working_days(item->on, inbox->as_of, &place);
}

static void add_item(struct jalon_inbox *inbox, struct jalon_inbox_item *item)
{
    count_days(inbox, item);
    inbox->items[inbox->n++] = *item;
}

static void add_contract(struct jalon_inbox *inbox, const struct jalon_contract *contract)
{
    const struct jalon_contract_state *state = jalon_contract_state_at(contract, inbox->as_of);
    if (!jalon_contract_in_scope_at(contract, inbox->programme, inbox->as_of)) {
        return;
    }
    struct jalon_inbox_item item = {.contract = contract,
                                    .state = state,
                                    .last_step = jalon_contract_last_step(contract, inbox->as_of)};
    const struct jalon_state_def *def = jalon_programme_state(inbox->programme, state->state);
    if (find_reason(inbox, def->done, &item)) {
        if (item.kind == JALON_INBOX_LATE || item.kind == JALON_INBOX_DUE ||
            item.kind == JALON_INBOX_STALLED) {
            add_step(inbox, &item);
        } else if (item.kind == JALON_INBOX_PLAN) {
            add_planned_step(inbox, &item);
        }
        add_item(inbox, &item);
    }
}

/* How many of the contracts in scope have met TARGET, of how many that it asks for. */
static void count_done(const struct jalon_inbox *inbox, const struct jalon_inbox_scope *scope,
                       struct jalon_inbox_item *item)
{
    enum { WHOLE = 100 };
    size_t in_scope = 0;
    for (size_t i = 0; i < scope->n; i++) {
        const struct jalon_contract *one = scope->contracts[i];
        if (jalon_contract_in_scope_at(one, inbox->programme, inbox->as_of)) {
            in_scope++;
            item->n_done += jalon_target_met(one, inbox->programme, item->due.target, inbox->as_of);
        }
    }
    item->n_required = (in_scope * (size_t)item->due.target->percent + WHOLE - 1) / WHOLE;
}

/* The programme's own dates: told once they are near, and as long as they are not met. */
static void add_target(struct jalon_inbox *inbox, const struct jalon_inbox_scope *scope,
                       const struct jalon_target_def *target)
{
    const struct jalon_target_move *move = jalon_target_at(target, NULL, inbox->as_of);
    struct jalon_inbox_item item = {.last_step = JALON_DATE_NONE};
    int left = move ? jalon_date_diff(move->on, inbox->as_of) : 0;
    if (!move || left > inbox->rules.next_days) {
        return;
    }
    item.kind = left < 0                               ? JALON_INBOX_LATE
                : left <= inbox->rules.due_within_days ? JALON_INBOX_DUE
                                                       : JALON_INBOX_NEXT;
    item.on = move->on;
    item.due = (struct jalon_due){target, move->on, move->decided_on, JALON_TARGET_OF_PROGRAMME};
    item.instrument = jalon_target_instrument(inbox->programme, target);
    count_done(inbox, scope, &item);
    if (item.n_done < item.n_required) {
        add_item(inbox, &item);
    }
}

static void add_day(struct jalon_inbox *inbox, const struct jalon_calendar_day *day)
{
    int left = jalon_date_diff(day->on, inbox->as_of);
    if (left >= 0 && left <= inbox->rules.next_days) {
        struct jalon_inbox_item item = {
            .kind = JALON_INBOX_NEXT, .on = day->on, .last_step = JALON_DATE_NONE, .day = day};
        add_item(inbox, &item);
    }
}

static void add_decision(struct jalon_inbox *inbox, const struct jalon_decision *decision)
{
    if (jalon_decision_is_late(decision, inbox->as_of)) {
        struct jalon_inbox_item item = {.kind = JALON_INBOX_DECISION,
                                        .on = decision->due_on,
                                        .last_step = JALON_DATE_NONE,
                                        .decision = decision};
        add_item(inbox, &item);
    }
}

/* The programme's own before those of its contracts; these by Région and state, so that what is
 * alike stands together. */
static int compare_items(const void *a, const void *b)
{
    const struct jalon_inbox_item *left = a, *right = b;
    if (left->kind != right->kind) {
        return left->kind < right->kind ? -1 : 1;
    }
    if ((left->contract == NULL) != (right->contract == NULL)) {
        return left->contract == NULL ? -1 : 1;
    }
    int order = jalon_date_compare(left->on, right->on);
    if (order || !left->contract) {
        return order;
    }
    order = strcmp(left->contract->region, right->contract->region);
    order = order ? order : strcmp(left->state->state, right->state->state);
    return order ? order : strcmp(left->contract->code, right->contract->code);
}

struct jalon_inbox *jalon_inbox_new(const struct jalon_programme *programme,
                                    const struct jalon_inbox_scope *scope,
                                    const struct jalon_inbox_rules *rules, struct jalon_date as_of)
{
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_inbox *inbox = jalon_arena_alloc(arena, sizeof *inbox);
    *inbox = (struct jalon_inbox){
        .programme = programme, .as_of = as_of, .rules = *rules, .arena = arena};
    size_t n_decisions = scope->decisions != NULL && !scope->is_part ? scope->decisions->n_open : 0;
    inbox->items = jalon_arena_array(
        arena, scope->n + programme->n_targets + programme->n_calendar + n_decisions + 1,
        sizeof *inbox->items);
    for (size_t i = 0; i < scope->n; i++) {
        add_contract(inbox, scope->contracts[i]);
    }
    for (size_t i = 0; i < programme->n_targets && !scope->is_part; i++) {
        add_target(inbox, scope, &programme->targets[i]);
    }
    for (size_t i = 0; i < programme->n_calendar; i++) {
        add_day(inbox, &programme->calendar[i]);
    }
    for (size_t i = 0; i < n_decisions; i++) {
        add_decision(inbox, &scope->decisions->items[i]);
    }
    qsort(inbox->items, inbox->n, sizeof *inbox->items, compare_items);
    return inbox;
}

void jalon_inbox_free(struct jalon_inbox *inbox)
{
    if (inbox) {
        jalon_arena_free(inbox->arena);
    }
}

void jalon_inbox_freep(struct jalon_inbox **inbox)
{
    jalon_inbox_free(*inbox);
}

size_t jalon_inbox_count(const struct jalon_inbox *inbox, enum jalon_inbox_kind kind,
                         size_t *ret_first)
{
    size_t n = 0;
    *ret_first = inbox->n;
    for (size_t i = 0; i < inbox->n; i++) {
        if (inbox->items[i].kind == kind) {
            *ret_first = n == 0 ? i : *ret_first;
            n++;
        }
    }
    return n;
}
