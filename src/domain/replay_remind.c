/* Replays what became of reminders: nothing of the contract changes, but it has to make sense. */
#include <string.h>

#include "base/json.h"
#include "domain/replay_priv.h"

void jalon_replay_remind(struct jalon_replay *replay, const struct jalon_programme *programme,
                         const struct jalon_event *event)
{
    const json_t *after = event->after;
    const char *instrument = jalon_replay_text(replay, event, after, "instrument");
    const char *outcome = jalon_replay_text(replay, event, after, "outcome");
    const char *target = jalon_replay_text(replay, event, after, "target");
    (void)jalon_replay_text(replay, event, after, "party");
    if (!jalon_programme_instrument(programme, instrument)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_INSTRUMENT, instrument, NULL, NULL);
    }
    if (!jalon_programme_target(programme, target)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TARGET, target, NULL, NULL);
    }
    if (strcmp(outcome, "sent") == 0 && jalon_json_int(after, "status") != 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_MEMBER, "status", NULL, NULL);
    }
}
