/*
 * Signed notes (C2SP signed-note) and the checkpoints in them (C2SP tlog-checkpoint): a text, an
 * empty line, and signature lines "— name base64".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jalon-verify/key.h"
#include "jalon-verify/tree.h"

#define NOTE_MAX_BYTES      65536
#define NOTE_MAX_SIGNATURES 100

/* One signature line. */
struct signature {
    const char *name; /* within the note's bytes */
    size_t name_length;
    uint32_t hash;
    unsigned char bytes[8 + SIGNATURE_BYTES]; /* a cosignature's time first */
    size_t length;                            /* 0: of a kind that is not known here */
};

struct note {
    const char *text; /* ends with LF; within the bytes that were read */
    size_t length;
    struct signature signatures[NOTE_MAX_SIGNATURES];
    size_t n_signatures;
};

/*
 * False when the bytes are no signed note: not UTF-8, a control character other than LF, no empty
 * line before the signatures, no signature, a malformed one or too many, too long.
 */
bool note_read(const char *bytes, size_t length, struct note *ret_note);

enum verdict {
    NOTE_UNSIGNED, /* the key has not signed it */
    NOTE_SIGNED,
    NOTE_FORGED, /* a line in the key's name does not hold: the whole note is worth nothing */
};
/* *ret_at gets the time of a cosignature in seconds since 1970, else 0. */
enum verdict note_verify(const struct note *note, const struct key *key, uint64_t *ret_at);

struct checkpoint {
    char origin[KEY_NAME_MAX + 1];
    struct head head;
};
/* False when the text is not origin, size and root on three lines. Extension lines are refused: a
 * cosignature need not cover them. */
bool checkpoint_read(const struct note *note, struct checkpoint *ret_checkpoint);
