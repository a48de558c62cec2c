/* Replays refusals of parties, waivers of them, and remarks. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/replay_priv.h"

/* What a refusal or a waiver is about. */
struct party_event {
    const char *code, *party;
    int64_t number;
    const struct jalon_instrument_def *def;
    struct jalon_contract_instrument *open; /* the open number, not complete; NULL: none */
};

/* Reports what both have in common: reason, stay, instrument, number, and whether it signed. */
static struct party_event read_party(struct jalon_replay *replay,
                                     const struct jalon_programme *programme,
                                     const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    struct party_event one = {.code = jalon_replay_text(replay, event, event->after, "instrument"),
                              .party = jalon_replay_text(replay, event, event->after, "party"),
                              .number = jalon_json_int(event->after, "number")};
    struct jalon_contract_instrument *last = jalon_replay_last_number(c, one.code);
    one.def = jalon_programme_instrument(programme, one.code);
    one.open = last && last->closed_seq == 0 && !last->is_complete ? last : NULL;
    if (!event->reason.digest) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_REASON, event->kind, NULL, NULL);
    }
    jalon_replay_check_stay(replay, event, event->counts_from);
    if (one.def) {
        jalon_replay_check_signable(replay, event, one.def, false);
    } else {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_INSTRUMENT, one.code, NULL, NULL);
    }
    for (size_t i = 0; one.open && i < one.open->n_signatures; i++) {
        if (strcmp(one.open->signatures[i].party, one.party) == 0) {
            jalon_replay_report(replay, event->seq, JALON_REPLAY_SIGNED_TWICE, one.party, NULL,
                                one.code);
        }
    }
    return one;
}

/* The number that is signed next must be the one that the entry is about. */
static void check_number(struct jalon_replay *replay, const struct jalon_event *event,
                         const struct party_event *one, bool is_open_wanted)
{
    const struct jalon_contract_instrument *last =
        jalon_replay_last_number(replay->contract, one->code);
    int wanted = one->open ? one->open->number : last ? last->number + 1 : 1;
    if (one->number != wanted || (is_open_wanted && !one->open)) {
        struct jalon_arena *arena = replay->contract->arena;
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NUMBER, one->code,
                            jalon_arena_printf(arena, "%d", wanted),
                            jalon_arena_printf(arena, "%lld", (long long)one->number));
    }
}

static bool is_required(const struct jalon_replay *replay, const struct jalon_programme *programme,
                        const struct jalon_event *event, const struct party_event *one)
{
    struct jalon_parties required =
        one->open ? (struct jalon_parties){one->open->required, one->open->n_required}
                  : jalon_contract_parties_to_freeze(replay->contract, programme, one->code,
                                                     event->counts_from, replay->contract->arena);
    return jalon_text_is_listed(required.codes, required.n, one->party);
}

static bool is_refused(const struct jalon_contract *c, const struct party_event *one)
{
    for (size_t i = 0; i < c->n_refusals; i++) {
        const struct jalon_contract_refusal *before = &c->refusals[i];
        if (before->number == one->number && strcmp(before->instrument, one->code) == 0 &&
            strcmp(before->party, one->party) == 0) {
            return true;
        }
    }
    return false;
}

static struct jalon_disclosed keep_reason(struct jalon_replay *replay,
                                          const struct jalon_event *event)
{
    return (struct jalon_disclosed){jalon_replay_keep(replay, event->reason.text),
                                    jalon_replay_keep(replay, event->reason.digest),
                                    jalon_replay_keep(replay, event->reason.erased)};
}

void jalon_replay_refuse(struct jalon_replay *replay, const struct jalon_programme *programme,
                         const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    struct party_event one = read_party(replay, programme, event);
    check_number(replay, event, &one, false);
    if (one.def && !is_required(replay, programme, event, &one) &&
        !jalon_replay_may_join(replay, programme, event, one.def, one.party)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_PARTY, one.party, NULL, one.code);
    }
    if (is_refused(c, &one) || jalon_instrument_any_waiver(one.open, one.party)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NO_CHANGE, one.party, NULL, NULL);
    }
    c->refusals = jalon_replay_grow(c->arena, c->refusals, c->n_refusals, sizeof *c->refusals);
    c->refusals[c->n_refusals++] =
        (struct jalon_contract_refusal){.instrument = jalon_replay_keep(replay, one.code),
                                        .number = (int)one.number,
                                        .party = jalon_replay_keep(replay, one.party),
                                        .when = event->when,
                                        .counts_from = event->counts_from,
                                        .reason = keep_reason(replay, event),
                                        .note = jalon_replay_disclosed(replay, event, "note"),
                                        .seq = event->seq};
}

/* A number that nobody must sign is never complete. */
static void check_waived(struct jalon_replay *replay, const struct jalon_event *event,
                         const struct party_event *one)
{
    const struct jalon_contract_instrument *open = one->open;
    if (!jalon_text_is_listed(open->required, open->n_required, one->party) ||
        open->n_waivers + 1 >= open->n_required) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_PARTY, one->party, NULL, one->code);
    }
    if (jalon_instrument_any_waiver(open, one->party)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NO_CHANGE, one->party, NULL, NULL);
    }
}

/* Waivers are kept by party, as the tables are read. */
static void add_waiver(struct jalon_replay *replay, struct jalon_contract_instrument *open,
                       const struct jalon_contract_waiver *waiver)
{
    size_t at = open->n_waivers;
    open->waivers = jalon_replay_grow(replay->contract->arena, open->waivers, open->n_waivers++,
                                      sizeof *open->waivers);
    for (; at > 0 && strcmp(open->waivers[at - 1].party, waiver->party) > 0; at--) {
        open->waivers[at] = open->waivers[at - 1];
    }
    open->waivers[at] = *waiver;
}

void jalon_replay_waive(struct jalon_replay *replay, const struct jalon_programme *programme,
                        const struct jalon_event *event)
{
    struct party_event one = read_party(replay, programme, event);
    check_number(replay, event, &one, true);
    if (event->when.precision != JALON_PRECISION_DAY) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_DATE, one.party, NULL, NULL);
    }
    if (!one.open) {
        return;
    }
    check_waived(replay, event, &one);
    const struct jalon_contract_waiver waiver = {.party = jalon_replay_keep(replay, one.party),
                                                 .on = event->counts_from,
                                                 .reason = keep_reason(replay, event),
                                                 .seq = event->seq};
    add_waiver(replay, one.open, &waiver);
    replay->signing = one.open;
    replay->request = jalon_replay_keep(replay, event->request);
    replay->completes = one.def ? jalon_replay_keep(replay, one.def->completes) : NULL;
}

void jalon_replay_note(struct jalon_replay *replay, const struct jalon_programme *programme,
                       const struct jalon_event *event)
{
    (void)replay;
    (void)programme;
    (void)event; /* a remark changes nothing */
}
