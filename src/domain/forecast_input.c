/* From contracts to the input of a forecast. */
#include "domain/forecast_input.h"

#include <string.h>

#include "domain/target.h"

enum { FOLLOWED_DAYS = 28 };

struct builder {
    const struct jalon_forecast_question *question;
    const struct jalon_instrument_def *instrument;
    struct jalon_date first_on;       /* the day of the first list */
    struct jalon_date followed_until; /* NONE: no beginning was followed */
    struct jalon_arena *arena;
};

static struct jalon_date earlier(struct jalon_date a, struct jalon_date b)
{
    return jalon_date_compare(a, b) < 0 ? a : b;
}

static struct jalon_date later(struct jalon_date a, struct jalon_date b)
{
    return jalon_date_compare(a, b) > 0 ? a : b;
}

static bool leads_back(const struct jalon_programme *programme, const char *state)
{
    for (size_t i = 0; i < programme->n_transitions; i++) {
        const struct jalon_transition_def *one = &programme->transitions[i];
        if (one->to == NULL && jalon_transition_leaves(one, state)) {
            return true;
        }
    }
    return false;
}

/* Is a contract in STATE on the way, begun and not done? */
static bool is_under_way(const struct jalon_programme *programme, const char *state)
{
    const struct jalon_state_def *def = jalon_programme_state(programme, state);
    return def != NULL && def->in_scope && !def->done && strcmp(state, programme->initial) != 0 &&
           !leads_back(programme, state);
}

/* Since when the contract has been under way without a break on DATE; NONE: it is not. */
static struct jalon_date under_way_since(const struct builder *builder,
                                         const struct jalon_contract *contract,
                                         struct jalon_date date)
{
    struct jalon_date since = JALON_DATE_NONE;
    for (size_t i = 0; i < contract->n_states; i++) {
        const struct jalon_contract_state *one = &contract->states[i];
        if (jalon_date_compare(one->span.from, date) > 0) {
            break;
        }
        bool goes_on = is_under_way(builder->question->programme, one->state);
        since = !goes_on ? JALON_DATE_NONE : jalon_date_is_set(since) ? since : one->span.from;
    }
    return since;
}

static bool was_pilot(const struct builder *builder, const struct jalon_contract *contract)
{
    const struct jalon_forecast_def *def = &builder->question->programme->forecast;
    struct jalon_date as_of = builder->question->as_of;
    for (size_t i = 0; def->pilot_state != NULL && i < contract->n_states; i++) {
        if (strcmp(contract->states[i].state, def->pilot_state) == 0 &&
            jalon_date_compare(contract->states[i].span.from, as_of) <= 0) {
            return true;
        }
    }
    return def->pilot_cohort != NULL &&
           jalon_contract_cohort_at(contract, def->pilot_cohort, as_of) != NULL;
}

/* The day on which what is awaited was complete; NONE: it is not. */
static struct jalon_date completed_on(const struct builder *builder,
                                      const struct jalon_contract *contract)
{
    struct jalon_date as_of = builder->question->as_of;
    const struct jalon_contract_instrument *number =
        jalon_contract_instrument_at(contract, builder->instrument->code, as_of);
    if (number == NULL || !jalon_instrument_complete_at(number, as_of)) {
        return JALON_DATE_NONE;
    }
    return number->completed_on;
}

/* Did a signature of any instrument count from DATE? Then a step of that day may be older. */
static bool signed_something_on(const struct jalon_contract *contract, struct jalon_date date)
{
    for (size_t i = 0; i < contract->n_instruments; i++) {
        const struct jalon_contract_instrument *number = &contract->instruments[i];
        if (jalon_date_compare(number->opened_on, date) == 0 ||
            jalon_date_compare(number->completed_on, date) == 0) {
            return true;
        }
    }
    return false;
}

/* The day on which it first went under way by the cut-off; NONE: it has not. */
static struct jalon_date first_begun(const struct builder *builder,
                                     const struct jalon_contract *contract)
{
    for (size_t i = 0; i < contract->n_states; i++) {
        const struct jalon_contract_state *one = &contract->states[i];
        if (is_under_way(builder->question->programme, one->state) &&
            jalon_date_compare(one->span.from, builder->question->as_of) <= 0) {
            return one->span.from;
        }
    }
    return JALON_DATE_NONE;
}

/* A beginning that somebody followed: not of a pilot, which is chosen, and not made up of a
 * signature. */
static bool begin_was_followed(const struct builder *builder, const struct jalon_contract *contract)
{
    struct jalon_date begun = first_begun(builder, contract);
    return jalon_date_is_set(begun) && !was_pilot(builder, contract) &&
           !signed_something_on(contract, begun);
}

static void find_bounds(struct builder *builder)
{
    const struct jalon_forecast_question *question = builder->question;
    builder->followed_until = JALON_DATE_NONE;
    builder->first_on = question->as_of;
    for (size_t i = 0; i < question->n; i++) {
        const struct jalon_contract *contract = question->contracts[i];
        if (contract->n_scope > 0) {
            builder->first_on = earlier(builder->first_on, contract->scope[0].span.from);
        }
        if (begin_was_followed(builder, contract)) {
            builder->followed_until =
                later(builder->followed_until,
                      jalon_date_add(first_begun(builder, contract), FOLLOWED_DAYS));
        }
    }
    builder->followed_until = earlier(builder->followed_until, question->as_of);
}

static void set_waiting(const struct builder *builder, const struct jalon_contract *contract,
                        struct jalon_forecast_contract *one)
{
    struct jalon_date begun = first_begun(builder, contract);
    if (was_pilot(builder, contract) || !jalon_date_is_set(builder->followed_until)) {
        return;
    }
    if (jalon_date_is_set(begun)) {
        one->begin_is_known = begin_was_followed(builder, contract);
        one->waited_until = one->begin_is_known ? later(jalon_date_add(begun, -1), one->entered_on)
                                                : JALON_DATE_NONE;
    } else if (one->stage == JALON_FORECAST_WAITING || one->stage == JALON_FORECAST_UNKNOWN) {
        one->waited_until = later(builder->followed_until, one->entered_on);
    }
}

static void set_stage(const struct builder *builder, const struct jalon_contract *contract,
                      struct jalon_forecast_contract *one)
{
    struct jalon_date as_of = builder->question->as_of;
    struct jalon_date done = completed_on(builder, contract);
    const struct jalon_contract_state *state = jalon_contract_state_at(contract, as_of);
    if (!jalon_contract_in_scope_at(contract, builder->question->programme, as_of)) {
        struct jalon_date left = jalon_contract_left_on(contract);
        bool has_left = jalon_date_is_set(left) && jalon_date_compare(left, as_of) <= 0;
        one->stage = JALON_FORECAST_GONE;
        one->open_until = has_left ? left : state != NULL ? state->span.from : as_of;
    } else if (jalon_date_is_set(done)) {
        one->stage = JALON_FORECAST_SIGNED;
        one->open_until = done;
    } else if (jalon_date_is_set(under_way_since(builder, contract, as_of))) {
        one->stage = JALON_FORECAST_OPEN;
    } else if (leads_back(builder->question->programme, state->state)) {
        one->stage = JALON_FORECAST_PAUSED;
        one->open_until = state->span.from;
    } else if (jalon_programme_state(builder->question->programme, state->state)->done) {
        one->stage = JALON_FORECAST_OPEN; /* it went on without what is awaited */
        one->open_from = state->span.from;
    } else {
        bool is_followed = jalon_date_is_set(builder->followed_until) &&
                           jalon_date_compare(builder->followed_until, as_of) >= 0;
        one->stage = is_followed ? JALON_FORECAST_WAITING : JALON_FORECAST_UNKNOWN;
    }
}

static void set_open(const struct builder *builder, const struct jalon_contract *contract,
                     struct jalon_forecast_contract *one)
{
    if (jalon_date_is_set(one->open_from) || one->stage == JALON_FORECAST_WAITING ||
        one->stage == JALON_FORECAST_UNKNOWN) {
        return;
    }
    struct jalon_date day = jalon_date_is_set(one->open_until) ? jalon_date_add(one->open_until, -1)
                                                               : builder->question->as_of;
    one->open_from = under_way_since(builder, contract, day);
    if (one->stage == JALON_FORECAST_GONE && jalon_date_is_set(completed_on(builder, contract))) {
        one->open_from = JALON_DATE_NONE; /* it was signed before it left */
    }
}

/* By the day of the decision; of one day in the order of the books. */
static void add_plan(struct jalon_forecast_plan *plans, struct jalon_forecast_contract *one,
                     struct jalon_date decided_on, struct jalon_date on)
{
    size_t at = one->n_plans++;
    while (at > 0 && jalon_date_compare(plans[at - 1].decided_on, decided_on) > 0) {
        plans[at] = plans[at - 1];
        at--;
    }
    plans[at] = (struct jalon_forecast_plan){decided_on, on};
}

/* Was it taken off, and not moved? */
static bool is_dropped(const struct jalon_contract *contract,
                       const struct jalon_contract_plan *plan)
{
    for (size_t i = 0; i < contract->n_plans; i++) {
        if (contract->plans[i].seq == plan->end_seq) {
            return false;
        }
    }
    return plan->end_seq != 0;
}

/* The planned dates of what is awaited. One that was taken off counts from then on as one that has
 * long been over, which says nothing of the weeks to come. */
static void add_signings(const struct builder *builder, const struct jalon_contract *contract,
                         struct jalon_forecast_plan *plans, struct jalon_forecast_contract *one)
{
    enum { LONG_OVER_DAYS = 28 };
    struct jalon_date as_of = builder->question->as_of;
    for (size_t i = 0; i < contract->n_plans; i++) {
        const struct jalon_contract_plan *plan = &contract->plans[i];
        if (plan->kind != JALON_PLANNED_INSTRUMENT ||
            strcmp(plan->what, builder->instrument->code) != 0 ||
            jalon_date_compare(plan->span.from, as_of) > 0) {
            continue;
        }
        add_plan(plans, one, plan->span.from, jalon_plan_due(plan));
        if (is_dropped(contract, plan) && jalon_date_compare(plan->span.to, as_of) <= 0) {
            add_plan(plans, one, plan->span.to, jalon_date_add(plan->span.to, -LONG_OVER_DAYS));
        }
    }
}

static void set_plans(const struct builder *builder, const struct jalon_contract *contract,
                      struct jalon_forecast_contract *one)
{
    struct jalon_forecast_plan *plans = jalon_arena_array(
        builder->arena, contract->n_targets + 2 * contract->n_plans, sizeof *plans);
    for (size_t i = 0; i < contract->n_targets; i++) {
        const struct jalon_contract_target *target = &contract->targets[i];
        if (strcmp(target->target, builder->question->target->code) == 0 &&
            jalon_date_compare(target->decided_on, builder->question->as_of) <= 0) {
            add_plan(plans, one, target->decided_on, target->on);
        }
    }
    add_signings(builder, contract, plans, one);
    one->plans = plans;
}

size_t jalon_forecast_region(const struct jalon_programme *programme, const char *code)
{
    size_t i = 0;
    while (i < programme->n_regions && code != NULL &&
           strcmp(programme->regions[i].code, code) != 0) {
        i++;
    }
    return code != NULL ? i : programme->n_regions;
}

static void add_contract(struct builder *builder, const struct jalon_contract *contract,
                         struct jalon_forecast_contract *one)
{
    struct jalon_date entered = contract->scope[0].span.from;
    *one = (struct jalon_forecast_contract){
        .code = contract->code,
        .region = jalon_forecast_region(builder->question->programme, contract->region),
        .is_pilot = was_pilot(builder, contract),
        .is_first = jalon_date_compare(entered, builder->first_on) == 0,
        .entered_on = entered,
        .waited_until = JALON_DATE_NONE,
        .open_from = JALON_DATE_NONE,
        .open_until = JALON_DATE_NONE};
    set_stage(builder, contract, one);
    set_open(builder, contract, one);
    set_waiting(builder, contract, one);
    set_plans(builder, contract, one);
}

static void set_ceremonies(const struct builder *builder, struct jalon_forecast_input *input)
{
    const struct jalon_programme *programme = builder->question->programme;
    struct jalon_date *days =
        jalon_arena_array(builder->arena, programme->n_calendar, sizeof *days);
    for (size_t i = 0; i < programme->n_calendar; i++) {
        if (programme->calendar[i].ceremony) {
            days[input->n_ceremonies++] = programme->calendar[i].on;
        }
    }
    input->ceremonies = days;
}

struct jalon_forecast_input *jalon_forecast_input_new(
    const struct jalon_forecast_question *question, struct jalon_arena *arena)
{
    const struct jalon_programme *programme = question->programme;
    const struct jalon_forecast_def *def = &programme->forecast;
    struct builder builder = {.question = question,
                              .instrument =
                                  question->instrument != NULL
                                      ? question->instrument
                                      : jalon_target_instrument(programme, question->target),
                              .arena = arena};
    struct jalon_forecast_contract *contracts =
        jalon_arena_array(arena, question->n, sizeof *contracts);
    struct jalon_forecast_input *input = jalon_arena_alloc(arena, sizeof *input);
    *input = (struct jalon_forecast_input){
        .contracts = contracts,
        .n_regions = programme->n_regions + 1,
        .starts_on = programme->starts_on,
        .as_of = question->as_of,
        .observed_until = jalon_date_add(question->as_of, -question->late_days),
        .due_on = jalon_target_at(question->target, NULL, question->as_of)->on,
        .percent = question->target->percent,
        .until = question->until,
        .model = {.median_weeks = def->median_weeks,
                  .waiting_weeks = def->waiting_weeks,
                  .rest_percent = def->rest_percent,
                  .slip_percent = def->slip_percent,
                  .slip_weeks = def->slip_weeks,
                  .draws = def->draws,
                  .seed = (uint64_t)def->seed}};
    find_bounds(&builder);
    for (size_t i = 0; i < question->n; i++) {
        const struct jalon_contract *contract = question->contracts[i];
        if (contract->n_scope > 0 &&
            jalon_date_compare(contract->scope[0].span.from, question->as_of) <= 0) {
            add_contract(&builder, contract, &contracts[input->n++]);
        }
    }
    set_ceremonies(&builder, input);
    return input;
}

/* Of two decided targets, the one that is looked at first. */
static bool comes_first(const struct jalon_target_def *a, const struct jalon_target_def *b,
                        struct jalon_date as_of)
{
    struct jalon_date on_a = jalon_target_at(a, NULL, as_of)->on;
    struct jalon_date on_b = jalon_target_at(b, NULL, as_of)->on;
    bool open_a = jalon_date_compare(on_a, as_of) > 0;
    bool open_b = jalon_date_compare(on_b, as_of) > 0;
    if (open_a != open_b) {
        return open_a;
    }
    if (open_a && (a->percent == 100) != (b->percent == 100)) {
        return a->percent == 100;
    }
    int order = jalon_date_compare(on_a, on_b);
    return open_a ? order < 0 : order > 0;
}

const struct jalon_target_def *jalon_forecast_target(const struct jalon_programme *programme,
                                                     struct jalon_date as_of)
{
    const struct jalon_target_def *best = NULL;
    for (size_t i = 0; i < programme->n_targets; i++) {
        const struct jalon_target_def *one = &programme->targets[i];
        if (jalon_target_at(one, NULL, as_of) != NULL &&
            jalon_target_instrument(programme, one) != NULL &&
            (best == NULL || comes_first(one, best, as_of))) {
            best = one;
        }
    }
    return best;
}
