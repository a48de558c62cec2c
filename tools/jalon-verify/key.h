/* Public keys as C2SP signed-note spells them, "name+hash+base64"; Ed25519 by libcrypto. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a signature says. One key signs one kind only. */
enum key_kind {
    KEY_LOG = 1,     /* "this is the note", of a log */
    KEY_WITNESS = 4, /* "I have seen this checkpoint and all before it then" */
};

#define KEY_BYTES       32
#define SIGNATURE_BYTES 64
#define KEY_NAME_MAX    255

struct key {
    char name[KEY_NAME_MAX + 1];
    enum key_kind kind;
    uint32_t hash; /* SHA-256(name || LF || kind || bytes), its first four bytes */
    unsigned char bytes[KEY_BYTES];
};

/* False when TEXT is no key of either kind, or its hash is not that of the rest. */
bool key_read(const char *text, size_t length, struct key *ret_key);

bool key_verify(const struct key *key, const void *bytes, size_t length,
                const unsigned char signature[SIGNATURE_BYTES]);
