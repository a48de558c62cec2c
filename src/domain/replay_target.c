/* Replays the dates of targets that are a contract's own. */
#include <string.h>

#include "base/json.h"
#include "domain/replay_priv.h"
#include "domain/target.h"

/* The date in force, by whatever decision, as the entry tells it. */
static void check_before(struct jalon_replay *replay, const struct jalon_event *event,
                         const struct jalon_target_def *target)
{
    struct jalon_due due = {.on = JALON_DATE_NONE};
    struct jalon_date found = jalon_json_date(event->before, "on");
    (void)jalon_due_at(replay->contract, target, event->valid, &due);
    if (jalon_date_compare(due.on, found) != 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_BEFORE, "on",
                            jalon_date_iso(due.on).text, jalon_date_iso(found).text);
    }
}

/* A date that is over is no target, and decisions come in order. */
static void check_order(struct jalon_replay *replay, const struct jalon_event *event,
                        const char *target, struct jalon_date on)
{
    const struct jalon_contract *c = replay->contract;
    struct jalon_date bound = JALON_DATE_NONE;
    for (size_t i = 0; i < c->n_targets; i++) {
        if (strcmp(c->targets[i].target, target) == 0 &&
            jalon_date_compare(c->targets[i].decided_on, bound) > 0) {
            bound = c->targets[i].decided_on;
        }
    }
    if (jalon_date_compare(event->valid, bound) <= 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TOO_EARLY, target,
                            jalon_date_iso(bound).text, jalon_date_iso(event->valid).text);
    }
    if (jalon_date_compare(on, event->valid) < 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TOO_EARLY, target,
                            jalon_date_iso(event->valid).text, jalon_date_iso(on).text);
    }
}

void jalon_replay_retarget(struct jalon_replay *replay, const struct jalon_programme *programme,
                           const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    const char *code = jalon_replay_text(replay, event, event->after, "target");
    const struct jalon_target_def *target = jalon_programme_target(programme, code);
    struct jalon_date on = jalon_json_date(event->after, "on");
    jalon_replay_check_stay(replay, event, event->counts_from);
    if (target) {
        check_before(replay, event, target);
    } else {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TARGET, code, NULL, NULL);
    }
    check_order(replay, event, code, on);
    c->targets = jalon_replay_grow(c->arena, c->targets, c->n_targets, sizeof *c->targets);
    c->targets[c->n_targets++] =
        (struct jalon_contract_target){.target = jalon_replay_keep(replay, code),
                                       .on = on,
                                       .decided_on = event->valid,
                                       .note = jalon_replay_disclosed(replay, event, "note"),
                                       .seq = event->seq};
}
