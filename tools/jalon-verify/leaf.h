/*
 * The two kinds of leaves: entries of the journal, and the seal that ends each batch of them. Every
 * leaf of a kind has exactly the same members, and every value's form is fixed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "jalon-verify/hash.h"
#include "jalon-verify/json.h"

/* The values of an entry that bring digests in. */
enum own { OWN_ACTOR, OWN_AFTER, OWN_REASON, OWN_SOURCE, OWN_N };

struct entry {
    struct json_slice own[OWN_N]; /* `at` is NULL for null */
    unsigned char subject[16];
    struct json_slice subject_text; /* as spelled, without quotes; of the same bytes as the leaf */
    struct json_slice event;        /* without quotes */
    uint64_t seq;
    uint64_t corrects; /* 0: none */
    bool has_prev;
    struct hash prev;
    int64_t recorded; /* microseconds since 1970 */
    uint64_t tx;
};

struct seal {
    int64_t at; /* microseconds since 1970 */
    uint64_t count, epoch, first, prev_size, system;
    struct hash prev_root;
    bool has_heads; /* it names the root over the heads of all chains */
    struct hash heads;
    struct json_slice snapshot; /* "xmin:xmax:xip,xip", without quotes */
};

struct leaf {
    bool is_seal;
    struct entry entry;
    struct seal seal;
};

/*
 * Reads a leaf. JSON_OK when its bytes are the one spelling of an object and its members are as
 * they must be; *ret_member is the name of the one that is missing, unknown or of the wrong form,
 * else `at` is NULL.
 */
enum json_fault leaf_read(const char *bytes, size_t length, struct leaf *ret_leaf,
                          struct json_slice *ret_member);

/* Does this program know what the event means? If not, it is told, not refused. */
bool event_is_known(struct json_slice event);

/* Was TX over when the snapshot was taken? */
bool snapshot_has_ended(struct json_slice snapshot, uint64_t tx);
