/* Replays what changes a territory: names, members, its exit and its predecessors. */
#include <string.h>

#include "base/json.h"
#include "domain/composition.h"
#include "domain/replay_priv.h"

/* Reports what the guards of composition.h forbid. */
static void check(struct jalon_replay *replay, const struct jalon_event *event,
                  enum jalon_composition answer, const char *thing)
{
    static const enum jalon_replay_fault_kind faults[JALON_COMPOSITION_N] = {
        [JALON_COMPOSITION_LEFT] = JALON_REPLAY_LEFT,
        [JALON_COMPOSITION_ABSENT] = JALON_REPLAY_NOT_MEMBER,
        [JALON_COMPOSITION_NO_CHANGE] = JALON_REPLAY_NO_CHANGE,
        [JALON_COMPOSITION_TOO_EARLY] = JALON_REPLAY_TOO_EARLY,
    };
    if (answer != JALON_COMPOSITION_ALLOWED) {
        jalon_replay_report(replay, event->seq, faults[answer], thing, NULL,
                            jalon_date_iso(event->counts_from).text);
    }
}

void jalon_replay_check_stay(struct jalon_replay *replay, const struct jalon_event *event,
                             struct jalon_date day)
{
    if (jalon_composition_has_left(replay->contract, day)) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_LEFT, event->kind,
                            jalon_date_iso(jalon_contract_left_on(replay->contract)).text,
                            jalon_date_iso(day).text);
    }
}

void jalon_replay_name(struct jalon_replay *replay, const struct jalon_event *event,
                       const json_t *alias, const char *value, struct jalon_date from)
{
    struct jalon_contract *c = replay->contract;
    const char *kind = "name";
    if (alias) {
        /* A name that a territory bore besides its own is an alias. */
        kind = jalon_replay_text(replay, event, alias, "kind");
        kind = strcmp(kind, "name") == 0 ? "alias" : kind;
    }
    c->names = jalon_replay_grow(c->arena, c->names, c->n_names, sizeof *c->names);
    c->names[c->n_names++] = (struct jalon_contract_name){
        .kind = jalon_replay_keep(replay, kind),
        .value = jalon_replay_keep(replay, value),
        .issuer = jalon_replay_keep(replay, jalon_json_text(alias, "issuer")),
        .as_of_year = (int)jalon_json_int(alias, "as_of_year"),
        .span = {from, JALON_DATE_NONE},
        .seq = event->seq};
}

void jalon_replay_member(struct jalon_replay *replay, const struct jalon_event *event,
                         const json_t *one, struct jalon_date from)
{
    struct jalon_contract *c = replay->contract;
    c->members = jalon_replay_grow(c->arena, c->members, c->n_members, sizeof *c->members);
    c->members[c->n_members++] = (struct jalon_contract_member){
        .siren = jalon_replay_keep(replay, jalon_replay_text(replay, event, one, "siren")),
        .name = jalon_replay_keep(replay, jalon_replay_text(replay, event, one, "name")),
        .kind = jalon_replay_keep(replay, jalon_replay_text(replay, event, one, "kind")),
        .insee = jalon_replay_keep(replay, jalon_json_text(one, "insee")),
        .departement =
            jalon_replay_keep(replay, jalon_replay_text(replay, event, one, "departement")),
        .region = jalon_replay_keep(replay, jalon_replay_text(replay, event, one, "region")),
        .span = {from, JALON_DATE_NONE},
        .seq = event->seq};
}

void jalon_replay_links(struct jalon_replay *replay, const struct jalon_event *event,
                        const char *kind, const char *key)
{
    struct jalon_contract *c = replay->contract;
    const json_t *codes = json_object_get(event->after, key);
    for (size_t i = 0; i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));
        c->links = jalon_replay_grow(c->arena, c->links, c->n_links, sizeof *c->links);
        c->links[c->n_links++] = (struct jalon_contract_link){
            kind, jalon_replay_keep(replay, code ? code : ""), event->counts_from, event->seq};
    }
}

void jalon_replay_rename(struct jalon_replay *replay, const struct jalon_programme *programme,
                         const struct jalon_event *event)
{
    (void)programme;
    struct jalon_contract *c = replay->contract;
    const char *before = jalon_replay_text(replay, event, event->before, "name");
    const char *name = jalon_replay_text(replay, event, event->after, "name");
    check(replay, event, jalon_composition_rename(c, name, event->counts_from), name);
    for (size_t i = 0; i < c->n_names; i++) {
        struct jalon_contract_name *one = &c->names[i];
        if (strcmp(one->kind, "name") == 0 && one->end_seq == 0) {
            if (strcmp(one->value, before) != 0) {
                jalon_replay_report(replay, event->seq, JALON_REPLAY_BEFORE, "name", one->value,
                                    before);
            }
            one->span.to = event->counts_from;
            one->end_seq = event->seq;
        }
    }
    jalon_replay_name(replay, event, NULL, name, event->counts_from);
}

void jalon_replay_alias(struct jalon_replay *replay, const struct jalon_programme *programme,
                        const struct jalon_event *event)
{
    (void)programme;
    const char *kind = jalon_replay_text(replay, event, event->after, "kind");
    const char *value = jalon_replay_text(replay, event, event->after, "value");
    check(replay, event, jalon_composition_alias(replay->contract, kind, value, event->counts_from),
          value);
    jalon_replay_name(replay, event, event->after, value, event->counts_from);
}

void jalon_replay_member_add(struct jalon_replay *replay, const struct jalon_programme *programme,
                             const struct jalon_event *event)
{
    (void)programme;
    const char *siren = jalon_replay_text(replay, event, event->after, "siren");
    check(replay, event, jalon_composition_member_add(replay->contract, siren, event->counts_from),
          siren);
    jalon_replay_member(replay, event, event->after, event->counts_from);
}

void jalon_replay_member_remove(struct jalon_replay *replay,
                                const struct jalon_programme *programme,
                                const struct jalon_event *event)
{
    (void)programme;
    struct jalon_contract *c = replay->contract;
    const char *siren = jalon_replay_text(replay, event, event->after, "siren");
    check(replay, event, jalon_composition_member_remove(c, siren, event->counts_from), siren);
    for (size_t i = 0; i < c->n_members; i++) {
        struct jalon_contract_member *one = &c->members[i];
        if (strcmp(one->siren, siren) == 0 && one->end_seq == 0) {
            one->span.to = event->counts_from;
            one->end_seq = event->seq;
        }
    }
}

void jalon_replay_leave(struct jalon_replay *replay, const struct jalon_programme *programme,
                        const struct jalon_event *event)
{
    (void)programme;
    struct jalon_contract *c = replay->contract;
    check(replay, event, jalon_composition_leave(c, event->counts_from), "leave");
    if (!event->reason.digest) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_REASON, "leave", NULL, NULL);
    }
    struct jalon_contract_scope *stay = &c->scope[c->n_scope - 1];
    if (stay->end_seq == 0) {
        stay->span.to = event->counts_from;
        stay->end_precision = event->when.precision;
        stay->end_seq = event->seq;
        jalon_replay_links(replay, event, "successor", "into");
    }
}

void jalon_replay_absorb(struct jalon_replay *replay, const struct jalon_programme *programme,
                         const struct jalon_event *event)
{
    (void)programme;
    const json_t *codes = json_object_get(event->after, "predecessors");
    check(replay, event, jalon_composition_absorb(replay->contract, event->counts_from), "absorb");
    for (size_t i = 0; i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));
        if (code && jalon_composition_is_linked(replay->contract, "predecessor", code)) {
            check(replay, event, JALON_COMPOSITION_NO_CHANGE, code);
        }
    }
    jalon_replay_links(replay, event, "predecessor", "predecessors");
}
