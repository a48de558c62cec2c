/* Shared by the parts of a bundle. */
#pragma once

#include "app/bundle.h"
#include "base/folder.h"
#include "base/str.h"
#include "journal/note.h"
#include "store/seal.h"

/* Proofs of either kind in a bundle, at most: what reads them keeps them in memory. */
#define JALON_BUNDLE_PROOFS 1000

struct jalon_bundle {
    struct jalon_db *db;
    struct jalon_folder *folder;
    struct jalon_hasher *hasher; /* of the file at hand, and of nothing else */
    struct jalon_str name;       /* of the file at hand */
    struct jalon_str manifest;   /* what sha256sum says of those before it */
};
void jalon_bundle_done(struct jalon_bundle *bundle); /* for JALON_AUTO */

/* One file after the other, each hashed on its way and noted in the manifest. */
JALON_MUST_CHECK int jalon_bundle_open(struct jalon_bundle *bundle, const char *name,
                                       struct jalon_err *err);
bool jalon_bundle_write(struct jalon_bundle *bundle, const char *bytes, size_t length);
JALON_MUST_CHECK int jalon_bundle_close(struct jalon_bundle *bundle, struct jalon_err *err);
/* All three. */
JALON_MUST_CHECK int jalon_bundle_file(struct jalon_bundle *bundle, const char *name,
                                       const struct jalon_str *content, struct jalon_err *err);
/* The manifest itself, as the last file. */
JALON_MUST_CHECK int jalon_bundle_manifest(struct jalon_bundle *bundle, struct jalon_err *err);

/* `tile/…` over the first SIZE leaves, and the leaves as entry bundles. Hashes are those that the
 * database keeps: what was altered there is for the reader to find. */
JALON_MUST_CHECK int jalon_bundle_tiles(struct jalon_bundle *bundle, uint64_t size,
                                        struct jalon_err *err);

/* `inclusion.json` of the last leaf and of the last entry of each subject, `consistency.json` from
 * each checkpoint of LIST before LAST, if there is one: to LAST, the newest 1,000 of either. */
JALON_MUST_CHECK int jalon_bundle_proofs(struct jalon_bundle *bundle,
                                         const struct jalon_kept_checkpoints *list,
                                         const struct jalon_kept_checkpoint *last,
                                         struct jalon_err *err);
