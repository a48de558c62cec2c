/* Replays signatures: the number that they open, its frozen parties, and its completion. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/replay_priv.h"

struct jalon_contract_instrument *jalon_replay_last_number(struct jalon_contract *c,
                                                           const char *code)
{
    struct jalon_contract_instrument *last = NULL;
    for (size_t i = 0; i < c->n_instruments; i++) {
        if (strcmp(c->instruments[i].code, code) == 0 &&
            (!last || c->instruments[i].number > last->number)) {
            last = &c->instruments[i];
        }
    }
    return last;
}

static int compare_texts(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* Reports where the frozen parties are not those that the territory has on the day. */
static void check_parties(struct jalon_replay *replay, const struct jalon_programme *programme,
                          const struct jalon_event *event,
                          const struct jalon_contract_instrument *opened)
{
    struct jalon_parties wanted = jalon_contract_parties_to_freeze(
        replay->contract, programme, opened->code, event->counts_from, replay->contract->arena);
    for (size_t i = 0; i < wanted.n; i++) {
        if (!jalon_text_is_listed(opened->required, opened->n_required, wanted.codes[i])) {
            jalon_replay_report(replay, event->seq, JALON_REPLAY_PARTIES, opened->code,
                                wanted.codes[i], NULL);
        }
    }
    for (size_t i = 0; i < opened->n_required; i++) {
        if (!jalon_text_is_listed(wanted.codes, wanted.n, opened->required[i])) {
            jalon_replay_report(replay, event->seq, JALON_REPLAY_PARTIES, opened->code, NULL,
                                opened->required[i]);
        }
    }
}

/* Once entries were corrected, another signature may be the first, and the territory another. */
static void freeze_again(struct jalon_replay *replay, const struct jalon_programme *programme,
                         const struct jalon_event *event, struct jalon_contract_instrument *opened)
{
    struct jalon_parties parties = jalon_contract_parties_to_freeze(
        replay->contract, programme, opened->code, event->counts_from, replay->contract->arena);
    opened->required = parties.codes;
    opened->n_required = parties.n;
}

static struct jalon_contract_instrument *open_number(struct jalon_replay *replay,
                                                     const struct jalon_programme *programme,
                                                     const struct jalon_event *event,
                                                     const char *code, int number)
{
    struct jalon_contract *c = replay->contract;
    const json_t *parties = json_object_get(event->after, "parties");
    c->instruments =
        jalon_replay_grow(c->arena, c->instruments, c->n_instruments, sizeof *c->instruments);
    struct jalon_contract_instrument *opened = &c->instruments[c->n_instruments++];
    *opened = (struct jalon_contract_instrument){.code = jalon_replay_keep(replay, code),
                                                 .number = number,
                                                 .opened_on = event->counts_from,
                                                 .completed_on = JALON_DATE_NONE,
                                                 .closed_on = JALON_DATE_NONE};
    opened->required =
        jalon_arena_array(c->arena, json_array_size(parties) + 1, sizeof *opened->required);
    for (size_t i = 0; i < json_array_size(parties); i++) {
        const char *party = json_string_value(json_array_get(parties, i));
        opened->required[opened->n_required++] = jalon_replay_keep(replay, party ? party : "");
    }
    if (replay->again) {
        freeze_again(replay, programme, event, opened);
    }
    qsort(opened->required, opened->n_required, sizeof *opened->required, compare_texts);
    check_parties(replay, programme, event, opened);
    return opened;
}

/* The number that the signature goes to; opens it when it is the next one. */
static struct jalon_contract_instrument *number_of(struct jalon_replay *replay,
                                                   const struct jalon_programme *programme,
                                                   const struct jalon_event *event,
                                                   const struct jalon_instrument_def *def,
                                                   const char *code)
{
    struct jalon_contract *c = replay->contract;
    struct jalon_contract_instrument *last = jalon_replay_last_number(c, code);
    bool is_open = last && last->closed_seq == 0 && !(last->is_complete && def && def->repeatable);
    int wanted = is_open ? last->number : last ? last->number + 1 : 1;
    int64_t number = jalon_json_int(event->after, "number");
    bool opens = json_is_array(json_object_get(event->after, "parties"));
    if (number != wanted || opens == is_open) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NUMBER, code,
                            jalon_arena_printf(c->arena, "%d", wanted),
                            jalon_arena_printf(c->arena, "%lld", (long long)number));
    }
    return is_open
               ? last
               : open_number(replay, programme, event, code, replay->again ? (int)number : wanted);
}

bool jalon_replay_is_concerned(const struct jalon_contract *c,
                               const struct jalon_programme *programme, const char *party,
                               struct jalon_date date)
{
    const struct jalon_party_def *type = jalon_programme_party(programme, party);
    const char *name = strchr(party, ':');
    if (!type || (type->one_per == JALON_ONE_PER_CONTRACT) != (name == NULL)) {
        return false;
    }
    if (type->one_per == JALON_ONE_PER_REGION) {
        return jalon_text_is_listed(c->regions, c->n_regions, name + 1);
    }
    if (type->one_per == JALON_ONE_PER_MEMBER) {
        return jalon_contract_member_at(c, name + 1, date) != NULL;
    }
    return true;
}

void jalon_replay_check_signable(struct jalon_replay *replay, const struct jalon_event *event,
                                 const struct jalon_instrument_def *def, bool joins)
{
    const struct jalon_contract *c = replay->contract;
    const struct jalon_contract_state *then = jalon_contract_state_at(c, event->counts_from);
    const char *states[] = {c->state, then ? then->state : ""};
    for (size_t i = 0; i < JALON_COUNT(states); i++) {
        bool allowed = jalon_instrument_signable_in(def, states[i]) ||
                       (joins && def->completes && strcmp(def->completes, states[i]) == 0);
        if (!allowed) {
            jalon_replay_report(replay, event->seq, JALON_REPLAY_INSTRUMENT, def->code, NULL,
                                states[i]);
            return;
        }
    }
}

bool jalon_replay_may_join(struct jalon_replay *replay, const struct jalon_programme *programme,
                           const struct jalon_event *event, const struct jalon_instrument_def *def,
                           const char *party)
{
    return def->optional_any &&
           jalon_replay_is_concerned(replay->contract, programme, party, event->counts_from);
}

static void check_signature(struct jalon_replay *replay, const struct jalon_programme *programme,
                            const struct jalon_event *event, const struct jalon_instrument_def *def,
                            const struct jalon_contract_instrument *number, const char *party)
{
    bool required = jalon_text_is_listed(number->required, number->n_required, party);
    if (!def) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_INSTRUMENT, number->code, NULL, NULL);
        return;
    }
    jalon_replay_check_signable(replay, event, def, number->is_complete && !required);
    if (!required && !jalon_replay_may_join(replay, programme, event, def, party)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_PARTY, party, NULL, number->code);
    }
    for (size_t i = 0; i < number->n_signatures; i++) {
        if (strcmp(number->signatures[i].party, party) == 0) {
            jalon_replay_report(replay, event->seq, JALON_REPLAY_SIGNED_TWICE, party, NULL,
                                number->code);
        }
    }
}

static bool has_document(const struct jalon_contract *c, const char *sha256)
{
    for (size_t i = 0; i < c->n_documents; i++) {
        if (strcmp(c->documents[i].sha256, sha256) == 0) {
            return true;
        }
    }
    return false;
}

/* What a signature rests on: the text in force, and evidence where the programme demands it. */
static void check_evidence(struct jalon_replay *replay, const struct jalon_event *event,
                           const struct jalon_instrument_def *def,
                           const struct jalon_contract_instrument *number)
{
    const struct jalon_contract *c = replay->contract;
    const char *text = jalon_json_text(event->after, "text");
    const char *document = jalon_json_text(event->after, "document");
    const char *in_force = jalon_contract_text(c, number->code, number->number);
    bool has_evidence = document || json_is_object(json_object_get(event->after, "no_evidence"));
    if (text && !jalon_text_same(text, in_force)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_OTHER_TEXT, number->code, in_force,
                            text);
    }
    if ((def && def->evidence_required && !has_evidence) ||
        (document && !has_document(c, document))) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_EVIDENCE, number->code, NULL,
                            document);
    }
}

static const struct jalon_contract_signature *signature_of(
    const struct jalon_contract_instrument *number, const char *party)
{
    for (size_t i = 0; i < number->n_signatures; i++) {
        if (strcmp(number->signatures[i].party, party) == 0) {
            return &number->signatures[i];
        }
    }
    return NULL;
}

/* The day of the latest waiver; NONE: there is none. */
static struct jalon_date last_waiver(const struct jalon_contract_instrument *number)
{
    struct jalon_date latest = JALON_DATE_NONE;
    for (size_t i = 0; i < number->n_waivers; i++) {
        if (jalon_date_compare(number->waivers[i].on, latest) > 0) {
            latest = number->waivers[i].on;
        }
    }
    return latest;
}

/* With its last required signature a number is complete: on the latest day, known no better than
 * the coarsest of them; or on the day of a later waiver. */
static void complete(struct jalon_contract_instrument *number)
{
    struct jalon_date latest = JALON_DATE_NONE, waived = last_waiver(number);
    enum jalon_precision coarsest = JALON_PRECISION_DAY;
    for (size_t i = 0; i < number->n_required; i++) {
        const struct jalon_contract_signature *found = signature_of(number, number->required[i]);
        if (jalon_instrument_any_waiver(number, number->required[i])) {
            continue;
        }
        if (!found) {
            return;
        }
        if (jalon_date_compare(found->counts_from, latest) > 0) {
            latest = found->counts_from;
        }
        if (found->when.precision > coarsest) {
            coarsest = found->when.precision;
        }
    }
    if (jalon_date_compare(waived, latest) > 0) {
        latest = waived;
        coarsest = JALON_PRECISION_DAY;
    }
    number->is_complete = number->n_required > number->n_waivers;
    number->completed_on = latest;
    number->completed_precision = coarsest;
}

void jalon_replay_sign(struct jalon_replay *replay, const struct jalon_programme *programme,
                       const struct jalon_event *event)
{
    struct jalon_arena *arena = replay->contract->arena;
    const char *code = jalon_replay_text(replay, event, event->after, "instrument");
    const char *party = jalon_replay_text(replay, event, event->after, "party");
    const struct jalon_instrument_def *def = jalon_programme_instrument(programme, code);
    jalon_replay_check_stay(replay, event, event->counts_from);
    struct jalon_contract_instrument *number = number_of(replay, programme, event, def, code);
    check_signature(replay, programme, event, def, number, party);
    check_evidence(replay, event, def, number);
    number->signatures = jalon_replay_grow(arena, number->signatures, number->n_signatures,
                                           sizeof *number->signatures);
    number->signatures[number->n_signatures++] = (struct jalon_contract_signature){
        .party = jalon_replay_keep(replay, party),
        .when = event->when,
        .counts_from = event->counts_from,
        .channel = jalon_replay_keep(replay, jalon_json_text(event->after, "channel")),
        .signer = jalon_replay_disclosed(replay, event, "signer"),
        .capacity = jalon_replay_disclosed(replay, event, "capacity"),
        .delegation = jalon_replay_disclosed(replay, event, "delegation"),
        .place = jalon_replay_disclosed(replay, event, "place"),
        .note = jalon_replay_disclosed(replay, event, "note"),
        .document = jalon_replay_keep(replay, jalon_json_text(event->after, "document")),
        .text = jalon_replay_keep(replay, jalon_json_text(event->after, "text")),
        .no_evidence = jalon_replay_disclosed(replay, event, "no_evidence"),
        .seq = event->seq};
    if (jalon_date_compare(event->counts_from, number->opened_on) < 0) {
        number->opened_on = event->counts_from;
    }
    replay->signing = number->is_complete ? NULL : number;
    replay->request = jalon_replay_keep(replay, event->request);
    replay->completes = def ? jalon_replay_keep(replay, def->completes) : NULL;
}

void jalon_replay_settle(struct jalon_replay *replay)
{
    if (replay->signing) {
        complete(replay->signing);
        if (replay->signing->is_complete && replay->completes) {
            replay->owed = replay->signing;
        }
        replay->signing = NULL;
    }
}
