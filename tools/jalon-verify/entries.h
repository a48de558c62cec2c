/* What is checked of each entry, whether the whole journal or one contract is read. */
#pragma once

#include "jalon-verify/chain.h"
#include "jalon-verify/verify.h"

/* Why bytes are not the one spelling of a leaf whose members are known: FAULT and MEMBER as
 * leaf_read() gave them. */
void entries_say_unreadable(struct verify *verify, enum json_fault fault, struct json_slice member,
                            const struct place *place);

/* The entry at PLACE, of that hash, goes on its chain, which moves on to it. */
void entries_check_link(struct verify *verify, struct chain *chain, const struct hash *hash,
                        const struct place *place);

/* A correction names an entry of its subject before itself. */
void entries_check_correction(struct verify *verify, const struct place *place);
