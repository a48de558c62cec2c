/*
 * Keys of those who sign notes, as C2SP signed-note spells them: "name+hash+base64" for who
 * verifies, "PRIVATE+KEY+name+hash+base64" for who signs. Ed25519 by libcrypto.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* What a signature says. One key signs one kind only. */
enum jalon_key_kind {
    JALON_KEY_LOG = 1,      /* "this is the note", of a log */
    JALON_KEY_COSIGNER = 4, /* "I have seen this checkpoint and all before it then", of a witness */
};

#define JALON_ED25519_BYTES 64

struct jalon_key;
void jalon_key_free(struct jalon_key *key); /* accepts NULL; wipes what is secret */
void jalon_key_freep(struct jalon_key **key);

/* REFUSED when TEXT is no key of either kind or its hash is not that of the rest. A key that signs
 * verifies too; the error never repeats its text. */
JALON_MUST_CHECK int jalon_key_read(const char *text, struct jalon_key **ret_key,
                                    struct jalon_err *err);
/* A new key that signs. NAME: not empty, no blank, no control character, no '+'; REFUSED else. */
JALON_MUST_CHECK int jalon_key_generate(const char *name, enum jalon_key_kind kind,
                                        struct jalon_key **ret_key, struct jalon_err *err);

const char *jalon_key_name(const struct jalon_key *key);
enum jalon_key_kind jalon_key_kind(const struct jalon_key *key);
bool jalon_key_signs(const struct jalon_key *key);
/* SHA-256(name || LF || kind || public key), its first four bytes: what signatures name a key by,
 * beside its name. */
uint32_t jalon_key_hash(const struct jalon_key *key);

void jalon_key_add_public(struct jalon_str *out, const struct jalon_key *key);
void jalon_key_add_secret(struct jalon_str *out, const struct jalon_key *key); /* one that signs */

/* KEY signs. */
JALON_MUST_CHECK int jalon_key_sign(const struct jalon_key *key, const char *bytes, size_t length,
                                    unsigned char signature[JALON_ED25519_BYTES],
                                    struct jalon_err *err);
bool jalon_key_verify(const struct jalon_key *key, const char *bytes, size_t length,
                      const unsigned char signature[JALON_ED25519_BYTES]);
