/* Proofs over the sealed journal, for who does not take the whole of it. */
#pragma once

#include "app/seal.h"

/*
 * Adds to OUT the proof that an entry, named as "ti-2801#7", is in the last checkpoint, as C2SP
 * tlog-proof has it: index, hashes, and the checkpoint itself. NOT_FOUND when it is not sealed.
 */
JALON_MUST_CHECK int jalon_app_prove_entry(struct jalon_app *app, const char *entry,
                                           struct jalon_str *out, struct jalon_err *err);

/*
 * Adds the request that asks a witness to cosign the last checkpoint (journal/witness.h), with the
 * proof that it extends what the journal was with SIZE leaves; 0: the witness has seen none yet.
 * NOT_FOUND when nothing was sealed, REFUSED when there are fewer leaves.
 */
JALON_MUST_CHECK int jalon_app_prove_since(struct jalon_app *app, uint64_t size,
                                           struct jalon_str *out, struct jalon_err *err);
