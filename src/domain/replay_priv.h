/* Shared by replay.c and replay_sign.c. */
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

/* The event is one signature. */
void jalon_replay_sign(struct jalon_replay *replay, const struct jalon_programme *programme,
                       const struct jalon_event *event);
/* After the last signature of a request: is the number complete now? */
void jalon_replay_settle(struct jalon_replay *replay);
