/* Shared by replay.c and the files of its name. */
#pragma once

#include "domain/replay.h"

void jalon_replay_report(struct jalon_replay *replay, int64_t seq,
                         enum jalon_replay_fault_kind kind, const char *thing, const char *wanted,
                         const char *found);
/* A text member of `after`; reports its absence and gives "". */
const char *jalon_replay_text(struct jalon_replay *replay, const struct jalon_event *event,
                              const json_t *object, const char *key);
/* The array with room for one more element; grows in the arena. */
void *jalon_replay_grow(struct jalon_arena *arena, void *items, size_t n, size_t size);

/* A copy that lives as long as the contract. */
const char *jalon_replay_keep(struct jalon_replay *replay, const char *text);
struct jalon_disclosed jalon_replay_disclosed(struct jalon_replay *replay,
                                              const struct jalon_event *event, const char *key);

/* Reports a fact that is dated when the territory had left the programme. */
void jalon_replay_check_stay(struct jalon_replay *replay, const struct jalon_event *event,
                             struct jalon_date day);

/* Parts of a territory, as `enter` and the events that change it have them. ALIAS NULL: the name
 * that it bears. */
void jalon_replay_name(struct jalon_replay *replay, const struct jalon_event *event,
                       const json_t *alias, const char *value, struct jalon_date from);
void jalon_replay_member(struct jalon_replay *replay, const struct jalon_event *event,
                         const json_t *one, struct jalon_date from);
/* The codes in member KEY of `after`, as links of KIND. */
void jalon_replay_links(struct jalon_replay *replay, const struct jalon_event *event,
                        const char *kind, const char *key);

/* One event that changes a territory, its cohorts, weights or target, files a document
 * or reminds a party. */
typedef void jalon_replay_event_fn(struct jalon_replay *replay,
                                   const struct jalon_programme *programme,
                                   const struct jalon_event *event);
jalon_replay_event_fn jalon_replay_rename, jalon_replay_alias, jalon_replay_member_add,
    jalon_replay_member_remove, jalon_replay_leave, jalon_replay_absorb, jalon_replay_cohort_join,
    jalon_replay_cohort_leave, jalon_replay_weigh, jalon_replay_document, jalon_replay_retarget,
    jalon_replay_remind;

/* One event that takes back or corrects others; the record is made again when its request is over.
 */
jalon_replay_event_fn jalon_replay_correction;

/* The last number of an instrument, in force or not; NULL if none. */
struct jalon_contract_instrument *jalon_replay_last_number(struct jalon_contract *c,
                                                           const char *code);
/* An instrument is signed in the states that it declares; a party that need not sign may still
 * join a complete one in the state that it brought about. Both now and on the day. */
void jalon_replay_check_signable(struct jalon_replay *replay, const struct jalon_event *event,
                                 const struct jalon_instrument_def *def, bool joins);
/* Has the territory to do with PARTY, of a type that the programme declares? */
bool jalon_replay_is_concerned(const struct jalon_contract *c,
                               const struct jalon_programme *programme, const char *party,
                               struct jalon_date date);
/* May a party sign that need not? */
bool jalon_replay_may_join(struct jalon_replay *replay, const struct jalon_programme *programme,
                           const struct jalon_event *event, const struct jalon_instrument_def *def,
                           const char *party);

/* What parties say or are told apart from signing, terms, planned dates, and remarks. */
jalon_replay_event_fn jalon_replay_refuse, jalon_replay_waive, jalon_replay_term, jalon_replay_plan,
    jalon_replay_note;

/* The event is one signature. */
void jalon_replay_sign(struct jalon_replay *replay, const struct jalon_programme *programme,
                       const struct jalon_event *event);
/* After the last signature of a request: is the number complete now? */
void jalon_replay_settle(struct jalon_replay *replay);
