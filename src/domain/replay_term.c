/* Replays terms: from which day until which a number of an instrument binds. */
#include <string.h>

#include "base/json.h"
#include "domain/replay_priv.h"

/* The number that the entry is about, in force when it was recorded; NULL after a report. */
static struct jalon_contract_instrument *number_in_force(struct jalon_replay *replay,
                                                         const struct jalon_event *event,
                                                         const char *code)
{
    struct jalon_contract *c = replay->contract;
    int64_t number = jalon_json_int(event->after, "number");
    for (size_t i = 0; i < c->n_instruments; i++) {
        struct jalon_contract_instrument *one = &c->instruments[i];
        if (one->number == number && one->closed_seq == 0 && strcmp(one->code, code) == 0) {
            return one;
        }
    }
    jalon_replay_report(replay, event->seq, JALON_REPLAY_NUMBER, code, NULL,
                        jalon_arena_printf(c->arena, "%lld", (long long)number));
    return NULL;
}

void jalon_replay_term(struct jalon_replay *replay, const struct jalon_programme *programme,
                       const struct jalon_event *event)
{
    const char *code = jalon_replay_text(replay, event, event->after, "instrument");
    const struct jalon_instrument_def *def = jalon_programme_instrument(programme, code);
    const struct jalon_contract_term term = {
        .from = jalon_json_date(event->after, "from"),
        .to = jalon_json_date(event->after, "to"),
        .note = jalon_replay_disclosed(replay, event, "note"),
        .seq = event->seq,
    };
    jalon_replay_check_stay(replay, event, event->counts_from);
    if (!def || (!def->completes && !def->required_as_amended)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_INSTRUMENT, code, NULL, NULL);
    }
    if (jalon_date_compare(term.to, term.from) <= 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TOO_EARLY, code,
                            jalon_date_iso(term.from).text, jalon_date_iso(term.to).text);
    }
    struct jalon_contract_instrument *number = number_in_force(replay, event, code);
    if (number && number->term.seq != 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NO_CHANGE, code, NULL, NULL);
    }
    if (number) {
        number->term = term;
    }
}
