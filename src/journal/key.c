/* Reads, makes and uses Ed25519 keys. */
#include "journal/key.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/mem.h"
#include "journal/base64.h"
#include "journal/journal_messages.h"

enum { KEY_BYTES = 32, NAME_MAX_BYTES = 255 };

struct jalon_key {
    char name[NAME_MAX_BYTES + 1];
    enum jalon_key_kind kind;
    bool signs;
    unsigned char seed[KEY_BYTES]; /* only when it signs */
    unsigned char point[KEY_BYTES];
    EVP_PKEY *pkey;
};

void jalon_key_free(struct jalon_key *key)
{
    if (key) {
        EVP_PKEY_free(key->pkey);
        OPENSSL_cleanse(key, sizeof *key);
        free(key);
    }
}

void jalon_key_freep(struct jalon_key **key)
{
    jalon_key_free(*key);
}

const char *jalon_key_name(const struct jalon_key *key)
{
    return key->name;
}

enum jalon_key_kind jalon_key_kind(const struct jalon_key *key)
{
    return key->kind;
}

bool jalon_key_signs(const struct jalon_key *key)
{
    return key->signs;
}

uint32_t jalon_key_hash(const struct jalon_key *key)
{
    unsigned char bytes[NAME_MAX_BYTES + 2 + KEY_BYTES], hash[EVP_MAX_MD_SIZE];
    size_t n = strlen(key->name);
    memcpy(bytes, key->name, n);
    bytes[n++] = '\n';
    bytes[n++] = (unsigned char)key->kind;
    memcpy(bytes + n, key->point, KEY_BYTES);
    int ok = EVP_Q_digest(NULL, "SHA2-256", NULL, bytes, n + KEY_BYTES, hash, NULL);
    assert(ok == 1); /* the algorithm of every leaf */
    (void)ok;
    return (uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 | (uint32_t)hash[2] << 8 | hash[3];
}

static bool is_name(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c <= ' ' || c == '+' || c == 0x7f) {
            return false;
        }
    }
    return length > 0 && length <= NAME_MAX_BYTES;
}

/* Makes the key of libcrypto from the seed or the point, and the point from the seed. */
static bool complete(struct jalon_key *key)
{
    size_t length = KEY_BYTES;
    key->pkey = key->signs
                    ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, key->seed, KEY_BYTES)
                    : EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->point, KEY_BYTES);
    return key->pkey && EVP_PKEY_get_raw_public_key(key->pkey, key->point, &length) == 1;
}

static void add_key(struct jalon_str *out, const struct jalon_key *key, const unsigned char *bytes)
{
    unsigned char whole[1 + KEY_BYTES] = {(unsigned char)key->kind};
    memcpy(whole + 1, bytes, KEY_BYTES);
    jalon_str_addf(out, "%s+%08x+", key->name, (unsigned)jalon_key_hash(key));
    jalon_base64_add(out, whole, sizeof whole);
    OPENSSL_cleanse(whole, sizeof whole);
}

void jalon_key_add_public(struct jalon_str *out, const struct jalon_key *key)
{
    add_key(out, key, key->point);
}

static const char secret_start[] = "PRIVATE+KEY+";

void jalon_key_add_secret(struct jalon_str *out, const struct jalon_key *key)
{
    assert(key->signs);
    jalon_str_add(out, secret_start);
    add_key(out, key, key->seed);
}

/* Fills KEY from "name+hash+base64", the base64 holding its kind and BYTES. */
static bool read_parts(const char *text, struct jalon_key *key, unsigned char *bytes)
{
    const char *first = strchr(text, '+');
    const char *second = first ? strchr(first + 1, '+') : NULL;
    unsigned char whole[1 + KEY_BYTES];
    if (!second || second - first != 9 || !is_name(text, (size_t)(first - text)) ||
        !jalon_base64_read_exactly(second + 1, strlen(second + 1), whole, sizeof whole) ||
        (whole[0] != JALON_KEY_LOG && whole[0] != JALON_KEY_COSIGNER)) {
        return false;
    }
    memcpy(key->name, text, (size_t)(first - text));
    key->kind = (enum jalon_key_kind)whole[0];
    memcpy(bytes, whole + 1, KEY_BYTES);
    OPENSSL_cleanse(whole, sizeof whole);
    char hash[9];
    return complete(key) &&
           snprintf(hash, sizeof hash, "%08x", (unsigned)jalon_key_hash(key)) == 8 &&
           memcmp(hash, first + 1, 8) == 0;
}

int jalon_key_read(const char *text, struct jalon_key **ret_key, struct jalon_err *err)
{
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = jalon_alloc(sizeof *key);
    size_t start = sizeof secret_start - 1;
    key->signs = strncmp(text, secret_start, start) == 0;
    if (!read_parts(key->signs ? text + start : text, key, key->signs ? key->seed : key->point)) {
        return jalon_fail(err, key->signs ? &jalon_msg_bad_secret_key : &jalon_msg_bad_key,
                          key->signs ? "" : text);
    }
    *ret_key = JALON_TAKE(key);
    return 0;
}

int jalon_key_generate(const char *name, enum jalon_key_kind kind, struct jalon_key **ret_key,
                       struct jalon_err *err)
{
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = jalon_alloc(sizeof *key);
    size_t length = KEY_BYTES;
    if (!is_name(name, strlen(name))) {
        return jalon_fail(err, &jalon_msg_bad_key_name, name);
    }
    memcpy(key->name, name, strlen(name));
    key->kind = kind;
    key->signs = true;
    key->pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    if (!key->pkey || EVP_PKEY_get_raw_private_key(key->pkey, key->seed, &length) != 1 ||
        EVP_PKEY_get_raw_public_key(key->pkey, key->point, &length) != 1) {
        return jalon_fail(err, &jalon_msg_no_ed25519);
    }
    *ret_key = JALON_TAKE(key);
    return 0;
}

int jalon_key_sign(const struct jalon_key *key, const char *bytes, size_t length,
                   unsigned char signature[JALON_ED25519_BYTES], struct jalon_err *err)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t n = JALON_ED25519_BYTES;
    bool ok = context && key->signs &&
              EVP_DigestSignInit(context, NULL, NULL, NULL, key->pkey) == 1 &&
              EVP_DigestSign(context, signature, &n, (const unsigned char *)bytes, length) == 1;
    EVP_MD_CTX_free(context);
    return ok ? 0 : jalon_fail(err, &jalon_msg_no_ed25519);
}

bool jalon_key_verify(const struct jalon_key *key, const char *bytes, size_t length,
                      const unsigned char signature[JALON_ED25519_BYTES])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ok = context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key->pkey) == 1 &&
              EVP_DigestVerify(context, signature, JALON_ED25519_BYTES,
                               (const unsigned char *)bytes, length) == 1;
    EVP_MD_CTX_free(context);
    return ok;
}
