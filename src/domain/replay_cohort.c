/* Replays cohorts and weights. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/replay_priv.h"

static void check_cohort(struct jalon_replay *replay, const struct jalon_programme *programme,
                         const struct jalon_event *event, const char *cohort)
{
    if (!jalon_programme_cohort(programme, cohort)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_COHORT, cohort, NULL, NULL);
    }
}

static void check_not_before(struct jalon_replay *replay, const struct jalon_event *event,
                             const char *thing, struct jalon_date bound)
{
    if (jalon_date_is_set(bound) && jalon_date_compare(event->counts_from, bound) < 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TOO_EARLY, thing,
                            jalon_date_iso(bound).text, jalon_date_iso(event->counts_from).text);
    }
}

/* The last stay in the cohort, by the same member or as a whole; NULL: none. */
static struct jalon_contract_cohort *last_stay(const struct jalon_contract *c, const char *cohort,
                                               const char *member)
{
    for (size_t i = c->n_cohorts; i > 0; i--) {
        struct jalon_contract_cohort *one = &c->cohorts[i - 1];
        if (strcmp(one->cohort, cohort) == 0 && jalon_text_same(one->member, member)) {
            return one;
        }
    }
    return NULL;
}

void jalon_replay_cohort_join(struct jalon_replay *replay, const struct jalon_programme *programme,
                              const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    const char *cohort = jalon_replay_text(replay, event, event->after, "cohort");
    const char *member = jalon_json_text(event->after, "member");
    const struct jalon_contract_cohort *last = last_stay(c, cohort, member);
    check_cohort(replay, programme, event, cohort);
    jalon_replay_check_stay(replay, event, event->counts_from);
    if (member && !jalon_contract_member_at(c, member, event->counts_from)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NOT_MEMBER, member, NULL, NULL);
    }
    if (last && last->end_seq == 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_JOINED_TWICE, cohort, NULL, member);
    } else if (last) {
        check_not_before(replay, event, cohort, last->span.to);
    }
    c->cohorts = jalon_replay_grow(c->arena, c->cohorts, c->n_cohorts, sizeof *c->cohorts);
    c->cohorts[c->n_cohorts++] =
        (struct jalon_contract_cohort){.cohort = jalon_replay_keep(replay, cohort),
                                       .member = jalon_replay_keep(replay, member),
                                       .span = {event->counts_from, JALON_DATE_NONE},
                                       .precision = event->when.precision,
                                       .seq = event->seq};
}

void jalon_replay_cohort_leave(struct jalon_replay *replay, const struct jalon_programme *programme,
                               const struct jalon_event *event)
{
    const char *cohort = jalon_replay_text(replay, event, event->before, "cohort");
    const char *member = jalon_json_text(event->before, "member");
    struct jalon_contract_cohort *last = last_stay(replay->contract, cohort, member);
    check_cohort(replay, programme, event, cohort);
    jalon_replay_check_stay(replay, event, event->counts_from);
    if (!last || last->end_seq != 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NOT_JOINED, cohort, NULL, member);
        return;
    }
    check_not_before(replay, event, cohort, last->span.from);
    last->span.to = event->counts_from;
    last->end_seq = event->seq;
}

static struct jalon_contract_weight *weight_in_force(const struct jalon_contract *c,
                                                     const char *weight)
{
    for (size_t i = c->n_weights; i > 0; i--) {
        if (strcmp(c->weights[i - 1].weight, weight) == 0) {
            return &c->weights[i - 1];
        }
    }
    return NULL;
}

/* An integer member of `after`; reports its absence and gives 0. */
static int64_t integer(struct jalon_replay *replay, const struct jalon_event *event,
                       const char *key)
{
    const json_t *value = json_object_get(event->after, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_MEMBER, key, NULL, NULL);
        return 0;
    }
    return json_integer_value(value);
}

static void check_before(struct jalon_replay *replay, const struct jalon_event *event,
                         const char *key, int64_t wanted)
{
    const struct jalon_contract *c = replay->contract;
    int64_t found = jalon_json_int(event->before, key);
    if (found != wanted) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_BEFORE, key,
                            jalon_arena_printf(c->arena, "%lld", (long long)wanted),
                            jalon_arena_printf(c->arena, "%lld", (long long)found));
    }
}

void jalon_replay_weigh(struct jalon_replay *replay, const struct jalon_programme *programme,
                        const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    const char *weight = jalon_replay_text(replay, event, event->after, "weight");
    struct jalon_contract_weight *last = weight_in_force(c, weight);
    if (!jalon_programme_weight(programme, weight)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_WEIGHT, weight, NULL, NULL);
    }
    jalon_replay_check_stay(replay, event, event->counts_from);
    check_before(replay, event, "value", last ? last->value : 0);
    check_before(replay, event, "as_of_year", last ? last->as_of_year : 0);
    if (last) {
        check_not_before(replay, event, weight, last->span.from);
        last->span.to = event->counts_from;
        last->end_seq = event->seq;
    }
    c->weights = jalon_replay_grow(c->arena, c->weights, c->n_weights, sizeof *c->weights);
    c->weights[c->n_weights++] =
        (struct jalon_contract_weight){.weight = jalon_replay_keep(replay, weight),
                                       .value = integer(replay, event, "value"),
                                       .as_of_year = (int)integer(replay, event, "as_of_year"),
                                       .counted = (int)jalon_json_int(event->after, "counted"),
                                       .span = {event->counts_from, JALON_DATE_NONE},
                                       .seq = event->seq};
}
