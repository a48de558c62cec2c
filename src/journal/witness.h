/*
 * What a witness decides about a new checkpoint of a log that it watches (C2SP tlog-witness, call
 * add-checkpoint): it cosigns only what extends all that it cosigned before.
 */
#pragma once

#include "journal/note.h"

/* A request, as read: "old N", proof lines, an empty line, the checkpoint. */
struct jalon_witness_request {
    uint64_t old_size;
    struct jalon_proof proof;
    struct jalon_note note;
    struct jalon_checkpoint checkpoint;
};
/* False when it is none; BYTES[LENGTH] is NUL, and is pointed to. */
bool jalon_witness_request_read(const char *bytes, size_t length,
                                struct jalon_witness_request *ret_request);

/* What a log asks a witness with. NOTE is its checkpoint; the proof is from OLD_SIZE, empty for 0.
 */
void jalon_witness_request_add(struct jalon_str *out, uint64_t old_size,
                               const struct jalon_proof *proof, const char *note);

enum jalon_witness_verdict {
    JALON_WITNESS_COSIGN,
    JALON_WITNESS_BAD_REQUEST,  /* HTTP 400: the old size is above the new one */
    JALON_WITNESS_UNSIGNED,     /* 403: not the log's signature */
    JALON_WITNESS_UNKNOWN,      /* 404: of another log */
    JALON_WITNESS_STALE,        /* 409: LAST has another size than the request starts from */
    JALON_WITNESS_FORKED,       /* 409: the same size with another root */
    JALON_WITNESS_INCONSISTENT, /* 422: it does not extend LAST */
};
/* LOG is the key of the log that is watched, LAST what was cosigned last; empty: nothing yet. */
enum jalon_witness_verdict jalon_witness_judge(const struct jalon_witness_request *request,
                                               const struct jalon_key *log,
                                               const struct jalon_tree_head *last,
                                               struct jalon_hasher *hasher);
