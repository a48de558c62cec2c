/* What all checks of one bundle share. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jalon-verify/hash.h"
#include "jalon-verify/note.h"
#include "jalon-verify/policy.h"
#include "jalon-verify/report.h"
#include "jalon-verify/tree.h"

/* A checkpoint that a log of the policy has signed; every one must be the root of its prefix. */
struct signed_head {
    struct head head;
    char *file;
    bool is_linked; /* a proof shows that the checkpoint extends it */
};

/* What an inclusion proof says of a leaf, checked when the leaf comes. */
struct inclusion {
    uint64_t index;
    struct hash leaf;
    uint64_t number; /* of the proof in its file, from 1 */
};

/* When a witness says to have seen the checkpoint. */
struct cosigned {
    const char *name;
    uint64_t at; /* seconds since 1970 */
};

struct verify {
    const char *folder;
    const struct policy *policy;
    struct hasher *hasher;
    struct report report;
    struct checkpoint checkpoint;
    struct cosigned cosigned[POLICY_MAX_NAMES]; /* by party of the policy; no name: it has not */
    struct signed_head *heads;                  /* sorted by size once all are read */
    size_t n_heads;
    struct inclusion *inclusions; /* sorted by index */
    size_t n_inclusions;
};

/* The path of a file of the bundle; the caller frees it. */
char *verify_path(const struct verify *verify, const char *name);

/* A fault of a file as a whole, or of one of its lines, with up to two arguments. */
void verify_fault(struct verify *verify, enum fault fault, const char *file, const char *first);
void verify_line_fault(struct verify *verify, enum fault fault, const struct place *place,
                       const char *first, const char *second);
