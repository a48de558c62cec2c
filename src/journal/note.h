/*
 * Signed notes (C2SP signed-note) and the checkpoints in them (C2SP tlog-checkpoint): a text, an
 * empty line, and signature lines "— name base64".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "journal/key.h"
#include "journal/tree.h"

#define JALON_NOTE_MAX_BYTES      65536
#define JALON_NOTE_MAX_SIGNATURES 100

/* One signature line; its parts point into the note's bytes. */
struct jalon_note_signature {
    const char *name;
    size_t name_length;
    uint32_t hash;
    unsigned char bytes[8 + JALON_ED25519_BYTES]; /* a cosignature's time first */
    size_t length;
};

struct jalon_note {
    const char *text; /* ends with LF; points into the bytes that were read */
    size_t length;
    struct jalon_note_signature signatures[JALON_NOTE_MAX_SIGNATURES];
    size_t n_signatures;
};

/*
 * BYTES[LENGTH] is NUL. False when they are no signed note: not UTF-8, a control character other
 * than LF, no empty line before the signatures, no signature, a malformed or too many of them, too
 * long. Signatures that cannot hold, or of kinds that are not known, are kept with length 0.
 */
bool jalon_note_read(const char *bytes, size_t length, struct jalon_note *ret_note);

enum jalon_note_verdict {
    JALON_NOTE_UNSIGNED, /* KEY has not signed it */
    JALON_NOTE_SIGNED,
    JALON_NOTE_FORGED, /* a line in the name of KEY does not hold: the whole note is worth nothing
                        */
};
/* *ret_at gets the time of a cosignature in seconds since 1970, else 0; it may be NULL. */
enum jalon_note_verdict jalon_note_verify(const struct jalon_note *note,
                                          const struct jalon_key *key, uint64_t *ret_at);

/* Adds the signature line of KEY, which signs, for a note of text TEXT (ends with LF). AT, in
 * seconds since 1970, is what a cosigner says; ignored for a log. */
JALON_MUST_CHECK int jalon_note_sign(struct jalon_str *out, const char *text, size_t length,
                                     const struct jalon_key *key, uint64_t at,
                                     struct jalon_err *err);

/* What the text of a checkpoint says. */
struct jalon_checkpoint {
    char origin[256];
    struct jalon_tree_head head;
};
/* False when the text is not origin, size and root on three lines, as written below: extension
 * lines are refused, since a cosignature need not cover them. */
bool jalon_checkpoint_read(const struct jalon_note *note, struct jalon_checkpoint *ret_checkpoint);
void jalon_checkpoint_add(struct jalon_str *out, const struct jalon_checkpoint *checkpoint);

/* The name under which a log goes on after ORIGIN: "…/contracts/2" after "…/contracts/1", and after
 * a name that ends in no number that name with "/2". */
void jalon_origin_next(struct jalon_str *out, const char *origin);
