/*
 * Changes of what a territory is: its names, its members, its stay in the programme. The database
 * decides them by the same guards in the same order (migrations/R_34_composition.sql); replay holds
 * the journal against them.
 */
#pragma once

#include "domain/contract.h"

enum jalon_composition {
    JALON_COMPOSITION_ALLOWED,
    JALON_COMPOSITION_LEFT,      /* it has left the programme, or had by that day */
    JALON_COMPOSITION_ABSENT,    /* never was a member */
    JALON_COMPOSITION_NO_CHANGE, /* it is so already */
    JALON_COMPOSITION_TOO_EARLY, /* before the first day that the change can be of */
    JALON_COMPOSITION_N
};

/* DAY is the one that the change counts from. */
enum jalon_composition jalon_composition_rename(const struct jalon_contract *contract,
                                                const char *name, struct jalon_date day);
/* KIND is `name` or `external_code`. */
enum jalon_composition jalon_composition_alias(const struct jalon_contract *contract,
                                               const char *kind, const char *value,
                                               struct jalon_date day);
enum jalon_composition jalon_composition_member_add(const struct jalon_contract *contract,
                                                    const char *siren, struct jalon_date day);
enum jalon_composition jalon_composition_member_remove(const struct jalon_contract *contract,
                                                       const char *siren, struct jalon_date day);
/* An exit comes after all that is recorded of the territory. */
enum jalon_composition jalon_composition_leave(const struct jalon_contract *contract,
                                               struct jalon_date day);
/* The territory takes others in. */
enum jalon_composition jalon_composition_absorb(const struct jalon_contract *contract,
                                                struct jalon_date day);

/* Had the territory left by DAY? Nothing is recorded of it from then on. */
bool jalon_composition_has_left(const struct jalon_contract *contract, struct jalon_date day);

/* Does the chain name CODE as one that the territory came from, or went into? */
bool jalon_composition_is_linked(const struct jalon_contract *contract, const char *kind,
                                 const char *code);
