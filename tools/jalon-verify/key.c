/* Reads keys and verifies what they signed. */
#include "jalon-verify/key.h"

#include <string.h>

#include <openssl/evp.h>

#include "jalon-verify/codec.h"

static uint32_t key_hash(const struct key *key)
{
    unsigned char bytes[KEY_NAME_MAX + 2 + KEY_BYTES], hash[EVP_MAX_MD_SIZE] = {0};
    size_t n = strlen(key->name);
    memcpy(bytes, key->name, n);
    bytes[n++] = '\n';
    bytes[n++] = (unsigned char)key->kind;
    memcpy(bytes + n, key->bytes, KEY_BYTES);
    (void)EVP_Q_digest(NULL, "SHA2-256", NULL, bytes, n + KEY_BYTES, hash, NULL);
    return (uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 | (uint32_t)hash[2] << 8 | hash[3];
}

static bool name_ok(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c <= ' ' || c == 0x7f) {
            return false;
        }
    }
    return length > 0 && length <= KEY_NAME_MAX;
}

bool key_read(const char *text, size_t length, struct key *ret_key)
{
    const char *end = text + length, *first = memchr(text, '+', length);
    unsigned char whole[1 + KEY_BYTES], hash[4];
    size_t n = 0;
    if (!first || end - first < 11 || first[9] != '+' || !name_ok(text, (size_t)(first - text)) ||
        !hex_read(first + 1, 8, hash, sizeof hash) ||
        !base64_read(first + 10, (size_t)(end - first) - 10, whole, sizeof whole, &n) ||
        n != sizeof whole || (whole[0] != KEY_LOG && whole[0] != KEY_WITNESS)) {
        return false;
    }
    *ret_key = (struct key){.kind = (enum key_kind)whole[0]};
    memcpy(ret_key->name, text, (size_t)(first - text));
    memcpy(ret_key->bytes, whole + 1, KEY_BYTES);
    ret_key->hash = key_hash(ret_key);
    return ret_key->hash ==
           ((uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 | (uint32_t)hash[2] << 8 | hash[3]);
}

bool key_verify(const struct key *key, const void *bytes, size_t length,
                const unsigned char signature[SIGNATURE_BYTES])
{
    EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->bytes, KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ok = pkey && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, pkey) == 1 &&
              EVP_DigestVerify(context, signature, SIGNATURE_BYTES, bytes, length) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(pkey);
    return ok;
}
