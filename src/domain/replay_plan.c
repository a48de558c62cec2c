/* Replays planned dates: of what is ahead, in the order of their decisions. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/replay_priv.h"

static bool is_declared(const struct jalon_programme *programme, enum jalon_planned_kind kind,
                        const char *what)
{
    switch (kind) {
    case JALON_PLANNED_INSTRUMENT:
        return jalon_programme_instrument(programme, what) != NULL;
    case JALON_PLANNED_MILESTONE:
        return jalon_programme_milestone(programme, what) != NULL;
    case JALON_PLANNED_STATE:
        return jalon_programme_state(programme, what) != NULL;
    case JALON_PLANNED_N:
        break;
    }
    return false;
}

/* The number of an instrument that is signed next, open or not yet. */
static int number_ahead(struct jalon_contract *c, const struct jalon_programme *programme,
                        const char *code)
{
    const struct jalon_instrument_def *def = jalon_programme_instrument(programme, code);
    const struct jalon_contract_instrument *last = jalon_replay_last_number(c, code);
    if (!last) {
        return 1;
    }
    bool is_open = last->closed_seq == 0 && !(def && def->repeatable && last->is_complete);
    return is_open ? last->number : last->number + 1;
}

/* A state in which the contract is, or what happened once, is not ahead. */
static bool is_ahead(const struct jalon_contract *c, const struct jalon_contract_plan *plan)
{
    if (plan->kind == JALON_PLANNED_STATE) {
        return strcmp(c->state, plan->what) != 0;
    }
    return !jalon_date_is_set(jalon_contract_plan_done_on(c, plan));
}

/* The plan in force of the same thing, which is not there yet. */
static struct jalon_contract_plan *plan_in_force(const struct jalon_contract *c,
                                                 const struct jalon_contract_plan *plan)
{
    for (size_t i = c->n_plans; i > 0; i--) {
        struct jalon_contract_plan *one = &c->plans[i - 1];
        if (one->end_seq == 0 && one->kind == plan->kind && one->number == plan->number &&
            strcmp(one->what, plan->what) == 0 &&
            !(one->kind == JALON_PLANNED_STATE &&
              jalon_date_is_set(jalon_contract_plan_done_on(c, one)))) {
            return one;
        }
    }
    return NULL;
}

/* The day by which a plan is written: of a month its first. */
static struct jalon_date written_day(const struct jalon_contract_plan *plan)
{
    return plan->when.precision == JALON_PRECISION_MONTH ? plan->when.earliest
                                                         : jalon_plan_due(plan);
}

static void check_before(struct jalon_replay *replay, const struct jalon_event *event,
                         const struct jalon_contract_plan *last)
{
    struct jalon_date wanted = last ? written_day(last) : JALON_DATE_NONE;
    struct jalon_date found = jalon_json_date(event->before, "on");
    const char *precision = last ? jalon_precision_code(last->when.precision) : NULL;
    if (jalon_date_compare(wanted, found) != 0 ||
        !jalon_text_same(precision, jalon_json_text(event->before, "precision"))) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_BEFORE, "on",
                            jalon_date_iso(wanted).text, jalon_date_iso(found).text);
    }
}

static bool is_the_same(const struct jalon_contract_plan *a, const struct jalon_contract_plan *b)
{
    return jalon_date_compare(a->when.earliest, b->when.earliest) == 0 &&
           jalon_date_compare(a->when.latest, b->when.latest) == 0 &&
           jalon_text_same(a->party, b->party);
}

/* Decisions come in order, each changes something, and none is about a day that is over. */
static void check_decision(struct jalon_replay *replay, const struct jalon_event *event,
                           const struct jalon_contract_plan *plan,
                           const struct jalon_contract_plan *last, bool is_dropped)
{
    struct jalon_date on = event->counts_from;
    if (last && jalon_date_compare(on, last->span.from) < 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TOO_EARLY, plan->what,
                            jalon_date_iso(last->span.from).text, jalon_date_iso(on).text);
    }
    if (is_dropped ? !last : last && is_the_same(plan, last)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NO_CHANGE, plan->what, NULL, NULL);
    }
    if (is_dropped && !event->reason.digest) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_REASON, event->kind, NULL, NULL);
    }
    if (!is_dropped && jalon_date_compare(jalon_plan_due(plan), on) < 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TOO_EARLY, plan->what,
                            jalon_date_iso(on).text, jalon_date_iso(jalon_plan_due(plan)).text);
    }
}

static struct jalon_contract_plan read_plan(struct jalon_replay *replay,
                                            const struct jalon_programme *programme,
                                            const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    const char *what = jalon_replay_text(replay, event, event->after, "what");
    const char *precision = jalon_json_text(event->after, "precision");
    enum jalon_precision known = JALON_PRECISION_UNKNOWN;
    bool is_read = !precision ||
                   (jalon_precision_parse(precision, &known) && known != JALON_PRECISION_UNKNOWN);
    if (!is_read) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_MEMBER, "precision", NULL, NULL);
    }
    struct jalon_contract_plan plan = {
        .kind = jalon_planned_of(jalon_replay_text(replay, event, event->after, "kind")),
        .what = jalon_replay_keep(replay, what),
        .when = jalon_when_of(jalon_json_date(event->after, "on"), known),
        .party = jalon_replay_keep(replay, jalon_json_text(event->after, "party")),
        .place = jalon_replay_disclosed(replay, event, "place"),
        .note = jalon_replay_disclosed(replay, event, "note"),
        .span = {event->counts_from, JALON_DATE_NONE},
        .seq = event->seq,
    };
    if (plan.kind == JALON_PLANNED_INSTRUMENT) {
        plan.number = number_ahead(c, programme, what);
    }
    return plan;
}

void jalon_replay_plan(struct jalon_replay *replay, const struct jalon_programme *programme,
                       const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    struct jalon_contract_plan plan = read_plan(replay, programme, event);
    bool is_dropped = !jalon_date_is_set(jalon_plan_due(&plan));
    jalon_replay_check_stay(replay, event, event->counts_from);
    if (!is_declared(programme, plan.kind, plan.what)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_PLAN, plan.what, NULL, NULL);
        return;
    }
    if (plan.number != jalon_json_int(event->after, "number")) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NUMBER, plan.what,
                            jalon_arena_printf(c->arena, "%d", plan.number),
                            jalon_arena_printf(c->arena, "%lld",
                                               (long long)jalon_json_int(event->after, "number")));
    }
    if (!is_ahead(c, &plan)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NO_CHANGE, plan.what, NULL, NULL);
    }
    if (plan.party && !jalon_replay_is_concerned(c, programme, plan.party, event->counts_from)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_PARTY, plan.party, NULL, plan.what);
    }
    struct jalon_contract_plan *last = plan_in_force(c, &plan);
    check_before(replay, event, last);
    check_decision(replay, event, &plan, last, is_dropped);
    if (last) {
        last->span.to = event->counts_from;
        last->end_seq = event->seq;
    }
    if (!is_dropped) {
        c->plans = jalon_replay_grow(c->arena, c->plans, c->n_plans, sizeof *c->plans);
        c->plans[c->n_plans++] = plan;
    }
}
