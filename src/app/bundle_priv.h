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
JALON_MUST_CHECK int jalon_bundle_text(struct jalon_bundle *bundle, const char *name,
                                       const char *text, struct jalon_err *err);
/* The manifest itself, as the last file. */
JALON_MUST_CHECK int jalon_bundle_manifest(struct jalon_bundle *bundle, struct jalon_err *err);

/* `tile/…` over the first SIZE leaves, and the leaves as entry bundles. Hashes are those that the
 * database keeps: what was altered there is for the reader to find. */
JALON_MUST_CHECK int jalon_bundle_tiles(struct jalon_bundle *bundle, uint64_t size,
                                        struct jalon_err *err);

/* `live.tsv`: "jalon.live/1", how many contracts and facts of the catalogue were compared, then a
 * line for each problem that jalon_app_inspect() finds: kind, where, what. Tabs between them. */
JALON_MUST_CHECK int jalon_bundle_live(struct jalon_app *app, struct jalon_bundle *bundle,
                                       struct jalon_err *err);

/* What the pages for people are made of. */
struct jalon_bundle_pages {
    const char *note; /* the checkpoint to which they go, of SIZE leaves */
    uint64_t size;
    bool personal;
    enum jalon_lang lang;
    const struct jalon_anomaly_rules *rules;
};
/* `html/…`: the journal of the programme in use up to the checkpoint, from index.html on. NOT_FOUND
 * and USAGE when there is no programme, or several and none was chosen. */
JALON_MUST_CHECK int jalon_bundle_html(struct jalon_app *app, struct jalon_bundle *bundle,
                                       const struct jalon_bundle_pages *request,
                                       struct jalon_err *err);

/* One contract, by its code and what its entries are entries of. */
struct jalon_bundle_subject {
    const char *code;
    struct jalon_uuid id;
};
/* README.txt, `entries.jsonl` and `heads.json` of that contract as of the last seal among the first
 * SIZE leaves that names the heads of all chains; notes the leaves written, the seal last. REFUSED
 * when there is none, or it is older than the contract. */
JALON_MUST_CHECK int jalon_bundle_contract(struct jalon_bundle *bundle,
                                           const struct jalon_bundle_subject *subject,
                                           uint64_t size, struct jalon_sealed_leaves *ret_leaves,
                                           struct jalon_err *err);

/* A leaf, and that a tree has it. */
struct jalon_inclusion {
    uint64_t index;
    struct jalon_tree_head head;
    struct jalon_hash leaf;
    struct jalon_proof proof;
};
void jalon_inclusion_add(struct jalon_str *out, const struct jalon_inclusion *inclusion);

/* `inclusion.json` of LEAVES, `consistency.json` from each checkpoint of LIST before LAST (the
 * newest 1,000, if there is one); all to LAST. */
JALON_MUST_CHECK int jalon_bundle_proofs(struct jalon_bundle *bundle,
                                         const struct jalon_kept_checkpoints *list,
                                         const struct jalon_kept_checkpoint *last,
                                         const struct jalon_sealed_leaves *leaves,
                                         struct jalon_err *err);
