/* The bundle for auditors: all that is needed to check the journal without Jalon or its server. */
#pragma once

#include "app/app.h"
#include "base/lang.h"
#include "domain/anomaly.h"

struct jalon_bundle_request {
    const char *folder;                     /* is made; may be there, empty */
    uint64_t size;                          /* of a kept checkpoint; 0: of the last one */
    bool personal;                          /* what the digests in the leaves stand for, too */
    bool live;                              /* what the database shows of itself now, too */
    const struct jalon_anomaly_rules *html; /* pages for people too, which tell the unusual by
                                             these; NULL: none. Not of one contract */
    enum jalon_lang lang;                   /* of the pages */
    const char *contract; /* a code: that contract alone; NULL: the whole journal */
};

struct jalon_bundle_report {
    uint64_t size; /* leaves in it; of one contract: up to the seal that it is complete to */
    size_t n_checkpoints, n_disclosures;
    size_t n_entries; /* of the contract */
};

/*
 * Writes the checkpoint of that size, those before it, every leaf, the tree as tiles, proofs,
 * disclosures and the findings of a check of the database when wanted, a manifest, and how to check
 * them with other tools. Two bundles of one size are the same to the byte, but for what witnesses
 * cosigned meanwhile. The folder appears whole or not at all. What was altered in the database is
 * written as it is, and proofs that its hashes do not give are left out. NOT_FOUND when nothing was
 * sealed, or no checkpoint has that size; REFUSED and INTERNAL as for any folder.
 *
 * Of one contract it has the entries up to the last seal that names the heads of all chains, with
 * the proofs that they are in the journal and that none is missing up to there. NOT_FOUND when none
 * is sealed, REFUSED when there is no such seal after them.
 */
JALON_MUST_CHECK int jalon_app_bundle(struct jalon_app *app,
                                      const struct jalon_bundle_request *request,
                                      struct jalon_bundle_report *ret_report,
                                      struct jalon_err *err);
