/* Replays entries, transitions and milestones; signatures are in replay_sign.c, what changes a
 * territory in replay_composition.c, cohorts and weights in replay_cohort.c, documents in
 * replay_document.c, refusals and waivers in replay_party.c, targets in replay_target.c, terms in
 * replay_term.c, planned dates in replay_plan.c. */
#include "domain/replay.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/correction.h"
#include "domain/lifecycle.h"
#include "domain/replay_priv.h"

const char *jalon_replay_fault_code(enum jalon_replay_fault_kind kind)
{
    static const char *const codes[JALON_REPLAY_N] = {
        [JALON_REPLAY_SEQ] = "seq",
        [JALON_REPLAY_NOT_ENTERED] = "not_entered",
        [JALON_REPLAY_ENTERED] = "entered_twice",
        [JALON_REPLAY_EVENT] = "unknown_event",
        [JALON_REPLAY_MEMBER] = "unreadable",
        [JALON_REPLAY_BEFORE] = "before_differs",
        [JALON_REPLAY_UNDECLARED] = "undeclared_transition",
        [JALON_REPLAY_DERIVED] = "not_complete",
        [JALON_REPLAY_OWED] = "transition_owed",
        [JALON_REPLAY_TOO_EARLY] = "too_early",
        [JALON_REPLAY_DATE] = "other_date",
        [JALON_REPLAY_REASON] = "reason_required",
        [JALON_REPLAY_INSTRUMENT] = "instrument_not_open",
        [JALON_REPLAY_NUMBER] = "other_number",
        [JALON_REPLAY_PARTIES] = "other_parties",
        [JALON_REPLAY_PARTY] = "party_not_concerned",
        [JALON_REPLAY_SIGNED_TWICE] = "signed_twice",
        [JALON_REPLAY_MILESTONE] = "unknown_milestone",
        [JALON_REPLAY_LEFT] = "left_programme",
        [JALON_REPLAY_NO_CHANGE] = "no_change",
        [JALON_REPLAY_NOT_MEMBER] = "not_a_member",
        [JALON_REPLAY_COHORT] = "unknown_cohort",
        [JALON_REPLAY_JOINED_TWICE] = "joined_twice",
        [JALON_REPLAY_NOT_JOINED] = "not_joined",
        [JALON_REPLAY_WEIGHT] = "unknown_weight",
        [JALON_REPLAY_DOCUMENT] = "document_twice",
        [JALON_REPLAY_TEXT] = "text_signed",
        [JALON_REPLAY_OTHER_TEXT] = "other_text",
        [JALON_REPLAY_EVIDENCE] = "evidence_required",
        [JALON_REPLAY_TARGET] = "unknown_target",
        [JALON_REPLAY_PLAN] = "unknown_step",
        [JALON_REPLAY_CORRECTS] = "not_corrected",
    };
    return codes[kind];
}

/* What an entry says of the record as it was when it was recorded: later corrections may have made
 * another of it. */
static bool is_of_its_time(enum jalon_replay_fault_kind kind)
{
    return kind == JALON_REPLAY_BEFORE || kind == JALON_REPLAY_DERIVED ||
           kind == JALON_REPLAY_DATE || kind == JALON_REPLAY_NUMBER || kind == JALON_REPLAY_PARTIES;
}

void jalon_replay_report(struct jalon_replay *replay, int64_t seq,
                         enum jalon_replay_fault_kind kind, const char *thing, const char *wanted,
                         const char *found)
{
    if (replay->again && is_of_its_time(kind)) {
        return;
    }
    struct jalon_replay_fault fault = {kind, seq, thing, wanted, found};
    replay->report(replay->context, &fault);
}

const char *jalon_replay_text(struct jalon_replay *replay, const struct jalon_event *event,
                              const json_t *object, const char *key)
{
    const char *text = jalon_json_text(object, key);
    if (!text) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_MEMBER, key, NULL, NULL);
    }
    return text ? text : "";
}

void *jalon_replay_grow(struct jalon_arena *arena, void *items, size_t n, size_t size)
{
    /* Doubled whenever N is a power of two, so that N alone says how much room there is. */
    if (n != 0 && (n & (n - 1)) != 0) {
        return items;
    }
    void *grown = jalon_arena_array(arena, n == 0 ? 1 : 2 * n, size);
    if (n > 0) {
        memcpy(grown, items, n * size);
    }
    return grown;
}

const char *jalon_replay_keep(struct jalon_replay *replay, const char *text)
{
    return jalon_arena_strdup(replay->contract->arena, text);
}

struct jalon_disclosed jalon_replay_disclosed(struct jalon_replay *replay,
                                              const struct jalon_event *event, const char *key)
{
    struct jalon_disclosed given = jalon_event_disclosed(event, json_object_get(event->after, key));
    return (struct jalon_disclosed){jalon_replay_keep(replay, given.text),
                                    jalon_replay_keep(replay, given.digest),
                                    jalon_replay_keep(replay, given.erased)};
}

static const char **keep_texts(struct jalon_replay *replay, const json_t *array, size_t *ret_n)
{
    *ret_n = json_array_size(array);
    const char **texts = jalon_arena_array(replay->contract->arena, *ret_n + 1, sizeof *texts);
    for (size_t i = 0; i < *ret_n; i++) {
        const char *text = json_string_value(json_array_get(array, i));
        texts[i] = jalon_replay_keep(replay, text ? text : "");
    }
    return texts;
}

static void enter_names(struct jalon_replay *replay, const struct jalon_event *event,
                        struct jalon_date from)
{
    const json_t *aliases = json_object_get(event->after, "aliases");
    jalon_replay_name(replay, event, NULL, jalon_replay_text(replay, event, event->after, "name"),
                      from);
    for (size_t i = 0; i < json_array_size(aliases); i++) {
        const json_t *alias = json_array_get(aliases, i);
        jalon_replay_name(replay, event, alias, jalon_replay_text(replay, event, alias, "value"),
                          from);
    }
}

static void enter_members(struct jalon_replay *replay, const struct jalon_event *event,
                          struct jalon_date from)
{
    const json_t *members = json_object_get(event->after, "members");
    for (size_t i = 0; i < json_array_size(members); i++) {
        jalon_replay_member(replay, event, json_array_get(members, i), from);
    }
}

/* The state held from a day on; ends the one in force. */
static void enter_state(struct jalon_replay *replay, const struct jalon_event *event,
                        const char *state, struct jalon_date from)
{
    struct jalon_contract *c = replay->contract;
    if (c->n_states > 0) {
        c->states[c->n_states - 1].span.to = from;
        c->states[c->n_states - 1].end_seq = event->seq;
    }
    c->states = jalon_replay_grow(c->arena, c->states, c->n_states, sizeof *c->states);
    c->previous_state = c->state;
    c->state = jalon_replay_keep(replay, state);
    c->state_since = from;
    c->states[c->n_states++] =
        (struct jalon_contract_state){c->state, {from, JALON_DATE_NONE}, event->seq, 0};
}

static void replay_enter(struct jalon_replay *replay, const struct jalon_programme *programme,
                         const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    if (c->n_states > 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_ENTERED, "enter", NULL, NULL);
        return;
    }
    const char *state = jalon_replay_text(replay, event, event->after, "state");
    bool succeeds = json_array_size(json_object_get(event->after, "predecessors")) > 0;
    if (!jalon_lifecycle_enters(programme, state, succeeds)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_UNDECLARED, "state",
                            programme->initial, state);
    }
    /* An entry known only as `before` is no lower bound for other steps (product.md 7). */
    struct jalon_date from =
        event->when.precision == JALON_PRECISION_BEFORE ? programme->starts_on : event->counts_from;
    c->id = jalon_replay_keep(replay, event->subject);
    c->code = jalon_replay_keep(replay, jalon_replay_text(replay, event, event->after, "code"));
    c->programme =
        jalon_replay_keep(replay, jalon_replay_text(replay, event, event->after, "programme"));
    c->regions = keep_texts(replay, json_object_get(event->after, "regions"), &c->n_regions);
    c->region = c->n_regions > 0 ? c->regions[0] : "";
    c->departements =
        keep_texts(replay, json_object_get(event->after, "departements"), &c->n_departements);
    enter_names(replay, event, from);
    enter_members(replay, event, from);
    c->scope = jalon_arena_array(c->arena, 1, sizeof *c->scope);
    c->scope[c->n_scope++] =
        (struct jalon_contract_scope){.span = {event->counts_from, JALON_DATE_NONE},
                                      .precision = event->when.precision,
                                      .end_precision = JALON_PRECISION_DAY,
                                      .seq = event->seq};
    jalon_replay_links(replay, event, "predecessor", "predecessors");
    enter_state(replay, event, state, from);
}

static bool is_done(const struct jalon_programme *programme, const char *state)
{
    const struct jalon_state_def *def = jalon_programme_state(programme, state);
    return def && def->done;
}

/* Does leaving STATE take the number out of force: the instrument that completes STATE, or another
 * in which the aim is reached when it is in STATE too, or one that amends that? */
static bool is_closed_by_leaving(const struct jalon_programme *programme,
                                 const struct jalon_instrument_def *def,
                                 const struct jalon_contract_instrument *number, const char *state)
{
    bool was_done = is_done(programme, state);
    return (def->completes && number->is_complete &&
            (strcmp(def->completes, state) == 0 ||
             (was_done && is_done(programme, def->completes)))) ||
           (def->required_as_amended && (was_done || jalon_instrument_signable_in(def, state)));
}

/* Leaving the state that an instrument completes closes its number, and those that amend it. */
static void close_instruments(struct jalon_replay *replay, const struct jalon_programme *programme,
                              const struct jalon_event *event, const char *left)
{
    struct jalon_contract *c = replay->contract;
    for (size_t i = 0; i < c->n_instruments; i++) {
        struct jalon_contract_instrument *one = &c->instruments[i];
        const struct jalon_instrument_def *def = jalon_programme_instrument(programme, one->code);
        if (def && one->closed_seq == 0 && is_closed_by_leaving(programme, def, one, left)) {
            one->closed_seq = event->seq;
            one->closed_on = event->counts_from;
        }
    }
}

/* The latest of the days that the required signatures are not before; NONE: no such bound. */
static struct jalon_date not_before(const struct jalon_contract_instrument *instrument)
{
    struct jalon_date latest = JALON_DATE_NONE;
    for (size_t i = 0; i < instrument->n_signatures; i++) {
        const struct jalon_contract_signature *one = &instrument->signatures[i];
        if (jalon_text_is_listed(instrument->required, instrument->n_required, one->party) &&
            jalon_date_compare(one->when.earliest, latest) > 0) {
            latest = one->when.earliest;
        }
    }
    return latest;
}

/* The date that a derived transition shows: its instrument's, as far as the precision goes. */
static struct jalon_date completion_date(const struct jalon_contract_instrument *instrument)
{
    switch (instrument->completed_precision) {
    case JALON_PRECISION_MONTH:
        return jalon_when_of(instrument->completed_on, JALON_PRECISION_MONTH).earliest;
    case JALON_PRECISION_AFTER:
        return not_before(instrument);
    case JALON_PRECISION_UNKNOWN:
        return JALON_DATE_NONE;
    case JALON_PRECISION_DAY:
    case JALON_PRECISION_BEFORE:
    case JALON_PRECISION_N:
        break;
    }
    return instrument->completed_on;
}

/* Is it the transition that the complete instrument has to bring about? */
static bool is_owed(const struct jalon_replay *replay, const struct jalon_event *event)
{
    const char *instrument = jalon_json_text(event->after, "instrument");
    return replay->owed && instrument && strcmp(replay->owed->code, instrument) == 0 &&
           replay->owed->number == jalon_json_int(event->after, "number");
}

/* Checks the transition that an instrument brought about; gives the day it counts from. */
static struct jalon_date replay_derived(struct jalon_replay *replay,
                                        const struct jalon_event *event, const char *to)
{
    const struct jalon_contract_instrument *owed = replay->owed;
    const char *instrument = jalon_json_text(event->after, "instrument");
    if (!is_owed(replay, event)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_DERIVED, to, NULL,
                            instrument ? instrument : "");
        return event->counts_from;
    }
    replay->owed = NULL;
    if (jalon_date_compare(event->valid, completion_date(owed)) != 0 ||
        event->when.precision != owed->completed_precision) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_DATE, to,
                            jalon_date_iso(owed->completed_on).text,
                            jalon_date_iso(event->valid).text);
    }
    return owed->completed_on;
}

/* While the record is made again, the transition may come later, or still have to be recorded. */
static void report_owed(struct jalon_replay *replay, int64_t seq)
{
    if (replay->owed && !replay->again) {
        jalon_replay_report(replay, seq, JALON_REPLAY_OWED, replay->owed->code, NULL, NULL);
        replay->owed = NULL;
    }
}

static void replay_transition(struct jalon_replay *replay, const struct jalon_programme *programme,
                              const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    const struct jalon_contract_state *now = &c->states[c->n_states - 1];
    const char *left = now->state;
    const char *before = jalon_replay_text(replay, event, event->before, "state");
    const char *to = jalon_replay_text(replay, event, event->after, "state");
    const char *name = jalon_replay_text(replay, event, event->after, "transition");
    bool is_derived = jalon_json_text(event->after, "instrument") != NULL;
    if (replay->again && is_derived && !is_owed(replay, event)) {
        return; /* it falls with the signatures that it followed from */
    }
    if (strcmp(before, left) != 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_BEFORE, "state", left, before);
    }
    const char *previous = c->n_states > 1 ? c->states[c->n_states - 2].state : NULL;
    const struct jalon_transition_def *declared =
        jalon_lifecycle_transition(programme, left, previous, to);
    if (!declared || strcmp(declared->name, name) != 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_UNDECLARED, name, left, to);
    }
    if (declared && declared->reason_required && !event->reason.digest) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_REASON, name, NULL, NULL);
    }
    struct jalon_date from =
        declared && declared->derived ? replay_derived(replay, event, to) : event->counts_from;
    report_owed(replay, event->seq);
    jalon_replay_check_stay(replay, event, from);
    if (jalon_date_compare(from, now->span.from) < 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TOO_EARLY, to,
                            jalon_date_iso(now->span.from).text, jalon_date_iso(from).text);
    }
    enter_state(replay, event, to, from);
    /* from one state in which the aim is reached to another, all that is signed stays in force */
    bool goes_on = is_done(programme, left) && is_done(programme, to);
    if (!is_derived && !goes_on) {
        close_instruments(replay, programme, event, left);
    }
}

static void replay_milestone(struct jalon_replay *replay, const struct jalon_programme *programme,
                             const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    const char *code = jalon_replay_text(replay, event, event->after, "milestone");
    jalon_replay_check_stay(replay, event, event->counts_from);
    if (!jalon_programme_milestone(programme, code)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_MILESTONE, code, NULL, NULL);
    }
    c->milestones =
        jalon_replay_grow(c->arena, c->milestones, c->n_milestones, sizeof *c->milestones);
    c->milestones[c->n_milestones++] =
        (struct jalon_contract_milestone){.code = jalon_replay_keep(replay, code),
                                          .when = event->when,
                                          .counts_from = event->counts_from,
                                          .note = jalon_replay_disclosed(replay, event, "note"),
                                          .seq = event->seq};
}

/* The signatures of one request complete a number together; then its transition is next. */
static void follow_signing(struct jalon_replay *replay, const struct jalon_event *event)
{
    bool is_sign = strcmp(event->kind, "sign") == 0;
    if (is_sign && replay->signing && event->request && replay->request &&
        strcmp(event->request, replay->request) == 0) {
        return;
    }
    jalon_replay_settle(replay);
    if (strcmp(event->kind, "transition") != 0) {
        report_owed(replay, event->seq);
    }
}

static void apply_kind(struct jalon_replay *replay, const struct jalon_programme *programme,
                       const struct jalon_event *event)
{
    static const struct {
        const char *kind;
        jalon_replay_event_fn *apply;
    } kinds[] = {{"enter", replay_enter},
                 {"transition", replay_transition},
                 {"sign", jalon_replay_sign},
                 {"milestone", replay_milestone},
                 {"rename", jalon_replay_rename},
                 {"alias", jalon_replay_alias},
                 {"member_add", jalon_replay_member_add},
                 {"member_remove", jalon_replay_member_remove},
                 {"leave", jalon_replay_leave},
                 {"absorb", jalon_replay_absorb},
                 {"cohort_join", jalon_replay_cohort_join},
                 {"cohort_leave", jalon_replay_cohort_leave},
                 {"weigh", jalon_replay_weigh},
                 {"document", jalon_replay_document},
                 {"retarget", jalon_replay_retarget},
                 {"refuse", jalon_replay_refuse},
                 {"waive", jalon_replay_waive},
                 {"term", jalon_replay_term},
                 {"plan", jalon_replay_plan},
                 {"note", jalon_replay_note},
                 {"remind", jalon_replay_remind},
                 {"void", jalon_replay_correction},
                 {"correct", jalon_replay_correction}};
    struct jalon_contract *c = replay->contract;
    if (jalon_date_compare(event->counts_from, programme->starts_on) < 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_TOO_EARLY, event->kind,
                            jalon_date_iso(programme->starts_on).text,
                            jalon_date_iso(event->counts_from).text);
    }
    follow_signing(replay, event);
    if (c->n_states == 0 && strcmp(event->kind, "enter") != 0) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NOT_ENTERED, event->kind, NULL, NULL);
        return;
    }
    for (size_t i = 0; i < JALON_COUNT(kinds); i++) {
        if (strcmp(kinds[i].kind, event->kind) == 0) {
            kinds[i].apply(replay, programme, event);
            return;
        }
    }
    jalon_replay_report(replay, event->seq, JALON_REPLAY_EVENT, event->kind, NULL, NULL);
}

/* Makes the record again from the events that hold. */
static void make_again(struct jalon_replay *replay)
{
    struct jalon_contract *c = replay->contract;
    struct jalon_standing *standings =
        jalon_arena_array(c->arena, replay->n_events + 1, sizeof *standings);
    jalon_correction_settle(replay->events, replay->n_events, standings);
    *c = (struct jalon_contract){.arena = c->arena,
                                 .last_seq = c->last_seq,
                                 .last_hash = c->last_hash,
                                 .last_recorded = c->last_recorded};
    replay->signing = NULL;
    replay->owed = NULL;
    replay->correcting = NULL;
    replay->again = true;
    for (size_t i = 0; i < replay->n_events; i++) {
        JALON_AUTO(jalon_event_done) struct jalon_event event = {0};
        if (jalon_event_is_correction(&replay->events[i]) || standings[i].voided_by != 0) {
            continue;
        }
        if (jalon_correction_apply(replay->events, replay->n_events, standings, i, &event)) {
            apply_kind(replay, replay->programmes[i], &event);
        } else {
            jalon_replay_report(replay, replay->events[i].seq, JALON_REPLAY_MEMBER, "set", NULL,
                                NULL);
        }
    }
    jalon_replay_settle(replay);
    replay->again = false;
}

static void keep_event(struct jalon_replay *replay, const struct jalon_programme *programme,
                       const struct jalon_event *event)
{
    struct jalon_arena *arena = replay->contract->arena;
    size_t n = replay->n_events++;
    replay->events = jalon_replay_grow(arena, replay->events, n, sizeof *replay->events);
    replay->programmes = jalon_replay_grow(arena, replay->programmes, n, sizeof(void *));
    replay->events[n] = jalon_event_keep(event);
    replay->programmes[n] = programme;
}

void jalon_replay_apply(struct jalon_replay *replay, const struct jalon_programme *programme,
                        const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    if (event->seq != c->last_seq + 1) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_SEQ, "seq",
                            jalon_arena_printf(c->arena, "%lld", (long long)c->last_seq + 1),
                            jalon_arena_printf(c->arena, "%lld", (long long)event->seq));
    }
    c->last_seq = event->seq;
    c->last_recorded = jalon_replay_keep(replay, event->recorded);
    /* The corrections of one request are settled together. */
    if (replay->correcting && !(jalon_event_is_correction(event) && event->request &&
                                strcmp(event->request, replay->correcting) == 0)) {
        make_again(replay);
    }
    apply_kind(replay, programme, event);
    keep_event(replay, programme, event);
}

void jalon_replay_end(struct jalon_replay *replay)
{
    if (replay->correcting) {
        make_again(replay);
    }
    jalon_replay_settle(replay);
    report_owed(replay, replay->contract->last_seq);
    for (size_t i = 0; i < replay->n_events; i++) {
        jalon_event_done(&replay->events[i]);
    }
    replay->n_events = 0;
}
