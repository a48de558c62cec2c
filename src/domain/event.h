/*
 * One entry of the journal as an event: read from its leaf and from the disclosures that this
 * reader may see.
 */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "base/date.h"
#include "domain/contract.h"

/* Strings are owned by the leaf, which the event keeps. Absent members are NULL, 0 or NONE. */
struct jalon_event {
    /* enter, leave, absorb, rename, alias, member_add, member_remove, transition, sign, milestone,
     * cohort_join, cohort_leave, weigh, document, retarget, refuse, waive, term, plan, note,
     * remind; void, correct; of a programme apply, erase, hold, report */
    const char *kind;
    const char *subject, *subject_kind;
    int64_t seq;
    int64_t corrects;        /* seq of the entry that this one corrects; 0: none */
    int64_t revision;        /* of the programme, by which it was decided */
    struct jalon_date valid; /* as written; of a month its first day */
    struct jalon_when when;
    struct jalon_date counts_from;
    const char *recorded;          /* "2026-08-22T10:11:12.123456Z" */
    struct jalon_date recorded_on; /* that day in the programme's time zone */
    const char *certainty;
    struct jalon_date learned;
    const char *batch, *request, *tool;
    struct jalon_disclosed actor, reason, source;
    bool is_public;               /* its disclosures are withheld */
    const json_t *before, *after; /* objects; NULL for null */
    json_t *leaf, *disclosures;
};

/*
 * Reads LEAF with DISCLOSURES, an object {digest: [member, value]} or NULL, where a text that was
 * erased is ["", null, entry]; keeps a reference to both. RECORDED_ON comes from where time zones
 * are known; NONE stands for the day in UTC. False when a member that every entry has is missing or
 * unreadable; *ret_event is then empty.
 */
JALON_MUST_CHECK bool jalon_event_read(json_t *leaf, json_t *disclosures,
                                       struct jalon_date recorded_on,
                                       struct jalon_event *ret_event);
void jalon_event_done(struct jalon_event *event); /* for JALON_AUTO */
/* The same event with references of its own. */
struct jalon_event jalon_event_keep(const struct jalon_event *event);

/* The same for everybody, with references of its own: what its disclosures hold is withheld. */
struct jalon_event jalon_event_publish(const struct jalon_event *event);

/* What {"sd":[digest]} in `before` or `after` stands for; empty for null. */
struct jalon_disclosed jalon_event_disclosed(const struct jalon_event *event, const json_t *value);
/* The entry that erased the file of that SHA-256, of which the event is; NULL: none did. */
const char *jalon_event_erased(const struct jalon_event *event, const char *sha256);
