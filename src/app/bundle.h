/* The bundle for auditors: all that is needed to check the journal without Jalon or its server. */
#pragma once

#include "app/app.h"

struct jalon_bundle_request {
    const char *folder; /* is made; may be there, empty */
    uint64_t size;      /* of a kept checkpoint; 0: of the last one */
    bool personal;      /* what the digests in the leaves stand for, too */
};

struct jalon_bundle_report {
    uint64_t size; /* leaves in it */
    size_t n_checkpoints, n_disclosures;
};

/*
 * Writes the checkpoint of that size, those before it, every leaf, the tree as tiles, proofs,
 * disclosures when wanted, a manifest, and how to check them with other tools. Two bundles of one
 * size are the same to the byte, but for what witnesses cosigned meanwhile. The folder appears
 * whole or not at all. NOT_FOUND when nothing was sealed, or no checkpoint has that size; JOURNAL
 * when hashes of the tree are missing; REFUSED and INTERNAL as for any folder.
 */
JALON_MUST_CHECK int jalon_app_bundle(struct jalon_app *app,
                                      const struct jalon_bundle_request *request,
                                      struct jalon_bundle_report *ret_report,
                                      struct jalon_err *err);
