/* Encodes, decodes and digests disclosures; base64url without padding is written out here. */
#include "journal/disclosure.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "journal/canonical.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* TO has room for 4 characters for every 3 bytes begun, and the NUL. */
static void encode(const unsigned char *bytes, size_t length, char *to)
{
    for (size_t i = 0; i < length; i += 3) {
        size_t n = length - i < 3 ? length - i : 3;
        uint32_t group = (uint32_t)bytes[i] << 16;
        group |= n > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
        group |= n > 2 ? (uint32_t)bytes[i + 2] : 0;
        for (size_t k = 0; k <= n; k++) {
            *to++ = alphabet[(group >> (18 - 6 * k)) & 63];
        }
    }
    *to = '\0';
}

/* The bytes of base64url TEXT, NUL-terminated, which the caller frees; NULL when it is none. */
static char *decode(const char *text, size_t *ret_length)
{
    size_t length = strlen(text), n = 0;
    JALON_AUTO(jalon_freep) char *bytes = jalon_alloc(length / 4 * 3 + 4);
    uint32_t group = 0;
    for (size_t i = 0; i < length; i++) {
        const char *place = strchr(alphabet, text[i]);
        if (!place) {
            return NULL;
        }
        group = group << 6 | (uint32_t)(place - alphabet);
        if (i % 4 != 0) {
            size_t left = 6 - 2 * (i % 4);
            bytes[n++] = (char)(unsigned char)(group >> left & 255);
        }
    }
    /* One character alone carries no byte, and the bits that are left over must be zero: else two
     * texts would stand for the same bytes. */
    size_t rest = length % 4;
    if (rest == 1 || (rest == 2 && (group & 15)) || (rest == 3 && (group & 3))) {
        return NULL;
    }
    *ret_length = n;
    return JALON_TAKE(bytes);
}

char *jalon_disclosure_encode(const char *salt, const char *member, const json_t *value)
{
    JALON_AUTO(jalon_json_decref)
    json_t *array = json_pack("[s, s, O]", salt, member, (json_t *)(uintptr_t)value);
    assert(array);
    JALON_AUTO(jalon_freep) char *json = jalon_canonical_text(array);
    assert(json);
    char *text = jalon_alloc((strlen(json) + 2) / 3 * 4 + 1);
    encode((const unsigned char *)json, strlen(json), text);
    return text;
}

bool jalon_disclosure_decode(const char *text, json_t **ret_array)
{
    size_t length = 0;
    JALON_AUTO(jalon_freep) char *bytes = decode(text, &length);
    if (!bytes) {
        return false;
    }
    JALON_AUTO(jalon_json_decref)
    json_t *array = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, NULL);
    if (json_array_size(array) != 3 || !json_is_string(json_array_get(array, 0)) ||
        !json_is_string(json_array_get(array, 1))) {
        return false;
    }
    *ret_array = JALON_TAKE(array);
    return true;
}

struct jalon_digest jalon_disclosure_digest(struct jalon_hasher *hasher, const char *text)
{
    struct jalon_hash hash = jalon_hasher_sha256(hasher, text, strlen(text));
    struct jalon_digest digest = {{0}};
    encode(hash.bytes, sizeof hash.bytes, digest.text);
    return digest;
}
