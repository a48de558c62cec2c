/*
 * Corrections: an entry takes an earlier one of its subject back (`void`), or sets members of it
 * (`correct`). Which entries hold, and what they say then; the same rules as jalon.voided() and
 * jalon.entries_in_force() in the database.
 */
#pragma once

#include "domain/event.h"

/* What later entries make of one; their numbers, 0: none. */
struct jalon_standing {
    int64_t voided_by;
    int64_t corrected_by; /* the last correction that holds */
};

/* Does the event take back or correct another? */
bool jalon_event_is_correction(const struct jalon_event *event);

/* The standing of each of the N events of one subject, in journal order, in STANDINGS. A void that
 * is taken back itself takes nothing back. */
void jalon_correction_settle(const struct jalon_event *events, size_t n,
                             struct jalon_standing *standings);

/* The I-th event as its corrections that hold make it; the caller calls jalon_event_done(). False
 * when it cannot be read then. */
JALON_MUST_CHECK bool jalon_correction_apply(const struct jalon_event *events, size_t n,
                                             const struct jalon_standing *standings, size_t i,
                                             struct jalon_event *ret_event);

/* The value of a member that a correction may set: `on`, `precision`, evidence, or one of `after`.
 * NULL: the event has none. */
const json_t *jalon_correction_member(const struct jalon_event *event, const char *key);
