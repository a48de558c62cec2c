/*
 * Point 10: the salted digests that stand in leaves for personal values (RFC 9901), and the
 * disclosures that the auditor may see.
 */
#pragma once

#include "jalon-verify/file.h"
#include "jalon-verify/verify.h"

#define DIGEST_LENGTH 43 /* base64url of 32 bytes */

/* Which digests came up, by 64 bits of each: a set in which an entry 0 is free. */
struct digest_set {
    uint64_t *slots;
    size_t size, n;
};

/* A digest that the set had already: whether it is truly the same, a second reading tells. */
struct digest_doubt {
    char text[DIGEST_LENGTH + 1];
    uint64_t line, first_line; /* first_line 0: not found yet */
    size_t n;                  /* how often it is found */
};

#define DIGESTS_OF_LEAF 256

/* The digests that a leaf brings in, within its bytes; which of them were disclosed. */
struct digest_list {
    const char *digests[DIGESTS_OF_LEAF];
    bool is_disclosed[DIGESTS_OF_LEAF];
    size_t n;
};

struct digests {
    struct digest_set set;
    struct digest_list list; /* of the leaf that is read */
    struct digest_doubt *doubts;
    size_t n_doubts;
    const char *leaves; /* the file of the leaves */
    struct lines disclosures;
    struct json_slice text; /* of the next disclosure, within the file's buffer */
    uint64_t leaf;          /* that it is of */
    bool has_next;
    unsigned char *bytes; /* room to decode it */
};

/* Those that a leaf brings in: `before` repeats what an earlier one has said. */
void digests_of(struct digest_list *found, const struct leaf *leaf);

/* Of the leaves in FILE. */
void digests_open(struct digests *digests, struct verify *verify, const char *file);
/* Notes the digests of a leaf; NULL: one that could not be read. */
void digests_collect(struct digests *digests, const struct leaf *leaf);
struct digest_place {
    uint64_t line, index; /* of the leaf: in the file, in the tree */
    bool is_readable;
};
/* Those noted are of this leaf: they are new, and its disclosures match one of them each. Of a leaf
 * that could not be read they are passed over: its own fault was told. */
void digests_add(struct digests *digests, struct verify *verify, const struct digest_place *place);
/* A second reading: hands each digest that the leaves of the file LEAVES bring in to TAKE, with its
 * line. */
void digests_read_again(struct verify *verify, const char *leaves,
                        void (*take)(void *context, const char *digest, uint64_t line),
                        void *context);
/* After the last leaf: what is left over, and a second reading where there is a doubt. */
void digests_close(struct digests *digests, struct verify *verify);
