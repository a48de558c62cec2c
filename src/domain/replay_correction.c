/* Replays what takes back and corrects other entries: does it refer to one that holds, and did that
 * say what the correction replaces? */
#include <string.h>

#include "base/json.h"
#include "domain/correction.h"
#include "domain/replay_priv.h"

/* The entry that EVENT refers to, as it stands before; false when it does not hold. */
static bool find_target(const struct jalon_replay *replay, const struct jalon_event *event,
                        struct jalon_event *ret_target)
{
    struct jalon_standing *standings =
        jalon_arena_array(replay->contract->arena, replay->n_events + 1, sizeof *standings);
    jalon_correction_settle(replay->events, replay->n_events, standings);
    for (size_t i = 0; i < replay->n_events; i++) {
        if (replay->events[i].seq == event->corrects) {
            return standings[i].voided_by == 0 &&
                   jalon_correction_apply(replay->events, replay->n_events, standings, i,
                                          ret_target);
        }
    }
    return false;
}

/* Reports the members of which `before` does not say what they were. */
static void check_before(struct jalon_replay *replay, const struct jalon_event *event,
                         const struct jalon_event *target)
{
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(event->before, "set"), key, value)
    {
        const json_t *was = jalon_correction_member(target, key);
        if (!(was ? json_equal(was, value) : json_is_null(value))) {
            jalon_replay_report(replay, event->seq, JALON_REPLAY_BEFORE, key, NULL, NULL);
        }
    }
}

void jalon_replay_correction(struct jalon_replay *replay, const struct jalon_programme *programme,
                             const struct jalon_event *event)
{
    (void)programme;
    JALON_AUTO(jalon_event_done) struct jalon_event target = {0};
    bool is_found = find_target(replay, event, &target);
    bool is_derived = is_found && strcmp(target.kind, "transition") == 0 &&
                      jalon_json_text(target.after, "instrument");
    bool is_out = is_found && strcmp(target.kind, "remind") == 0; /* a mail cannot be unsent */
    if (!is_found || is_derived || is_out) {
        jalon_replay_report(
            replay, event->seq, JALON_REPLAY_CORRECTS, event->kind, NULL,
            jalon_arena_printf(replay->contract->arena, "%lld", (long long)event->corrects));
    }
    check_before(replay, event, &target);
    replay->correcting = jalon_replay_keep(replay, event->request ? event->request : "");
}
